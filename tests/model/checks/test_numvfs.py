"""VFs that nothing makes at boot, and the settings to copy."""

import configparser
import re

import pytest
from model.checks.desk import problem
from model.checks.situation import among, with_devices, with_networks
from model.pools import at, following, pool

from vftui.model.checks.numvfs import settings
from vftui.model.host import Host, PhysicalFunction
from vftui.model.problem import Severity


def forgetting(pfs: str) -> Host:
    """The host on which nothing makes the VFs of these PFs."""
    return with_devices(pfs, numvfs_setting=None)


def parts(pf: PhysicalFunction) -> dict[str, str]:
    """What there is to copy, by the comment above it."""
    found = re.split(r"^# (.*)\n", settings(pf), flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def part(pf: PhysicalFunction, of: str) -> str:
    """The one whose comment has that word."""
    (only_one,) = (text for comment, text in parts(pf).items() if of in comment)
    return only_one


def pf_named(*names: str) -> PhysicalFunction:
    (pf,) = (pf for pf in forgetting("ens1f0").pfs if pf.name == "ens1f0")
    return PhysicalFunction(pf.address, names, vfs=pf.vfs)


def test_vfs_that_are_gone_after_a_reboot_are_a_hint_for_each_pf_with_the_networks_that_need_them() -> None:
    host = with_devices("ens1f1", numvfs_setting=None, host=forgetting("ens1f0"))
    workspace = with_networks(
        pool("a", "ens1f0#0,ens1f1#0"), following("b", "ens1f1"), pool("c", "ens2f0#0"), host=host
    )

    first, second = (found for found in workspace.problems if found.code == "numvfs-not-kept")

    assert (first.severity, first.network, first.others) == (Severity.HINT, None, ("a",))
    assert first.devices == at("ens1f0")
    assert first.sentence == "ens1f0 has 8 VFs for a, and none after a reboot as far as vftui can see."
    assert (second.others, second.devices) == (("a", "b"), at("ens1f1"))


def test_a_pf_that_no_pool_uses_may_lose_its_vfs() -> None:
    assert not among(with_networks(pool("a", "ens1f1#0"), host=forgetting("ens1f0")), {"numvfs-not-kept"})


def test_a_pf_whose_vfs_are_made_at_boot_is_no_problem() -> None:
    assert not among(with_networks(pool("a", "ens1f0#0"), host=forgetting("ens1f1")), {"numvfs-not-kept"})


def test_what_there_is_to_copy_comes_with_the_problem() -> None:
    host = forgetting("ens1f0")
    found = problem(with_networks(pool("a", "ens1f0#0"), host=host), "numvfs-not-kept")

    assert found.text == settings(host.pf_by_netdev["ens1f0"])


def test_each_setting_stands_under_a_comment_that_says_where_it_belongs() -> None:
    assert list(parts(pf_named("ens1f0"))) == [
        "/etc/udev/rules.d/70-sriov.rules",
        "/etc/systemd/network/10-ens1f0.link (systemd 251 or newer)",
        "NetworkManager, where the PF has a connection already: its name is that of the connection",
        "/etc/NetworkManager/system-connections/ens1f0.nmconnection (mode 600), where the PF has no connection yet",
        "/etc/netplan/70-ens1f0.yaml (mode 600)",
    ]


def test_the_udev_rule_goes_by_the_address_and_not_by_a_name() -> None:
    assert part(pf_named("ens1f0"), "udev").strip() == (
        'ACTION=="add", SUBSYSTEM=="net", KERNELS=="0000:3b:00.0", ATTR{device/sriov_numvfs}="8"'
    )


def test_the_link_file_keeps_the_names_that_the_default_one_gives() -> None:
    link = configparser.ConfigParser(interpolation=None)
    link.read_string(part(pf_named("ens1f0"), "systemd"))

    assert link["Match"]["Path"] == "pci-0000:3b:00.0"
    assert link["Link"]["SR-IOVVirtualFunctions"] == "8"
    assert link["Link"]["NamePolicy"].split()[0] == "keep"


def test_networkmanager_gets_the_number_by_a_command_or_a_file() -> None:
    keyfile = configparser.ConfigParser(interpolation=None)
    keyfile.read_string(part(pf_named("ens1f0"), "nmconnection"))

    assert keyfile["connection"]["interface-name"] == "ens1f0"
    assert keyfile["sriov"]["total-vfs"] == "8"
    assert part(pf_named("ens1f0"), "connection already").strip() == "nmcli connection modify ens1f0 sriov.total-vfs 8"


def test_netplan_gets_the_number_at_the_pf() -> None:
    assert part(pf_named("ens1f0"), "netplan") == (
        "network:\n  version: 2\n  ethernets:\n    ens1f0:\n      virtual-function-count: 8\n"
    )


def test_a_pf_without_a_netdev_gets_its_number_when_its_driver_is_bound() -> None:
    assert settings(pf_named()) == (
        "# /etc/udev/rules.d/70-sriov.rules\n"
        'ACTION=="bind", SUBSYSTEM=="pci", KERNEL=="0000:3b:00.0", ATTR{sriov_numvfs}="8"\n'
    )


@pytest.mark.parametrize("name", ["a b", "a;reboot", 'a"b', "../x", "-x", "a:b", "a\nb", "é"])
def test_a_name_that_a_file_could_misread_is_written_into_none(name: str) -> None:
    assert list(parts(pf_named(name))) == ["/etc/udev/rules.d/70-sriov.rules"]
    assert name not in settings(pf_named(name))
