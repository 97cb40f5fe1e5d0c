"""The made-up hosts and their networks."""

import time
from collections.abc import Mapping
from pathlib import Path
from shutil import which
from subprocess import run

import pytest
from lxml import etree

from vftui.errors import UsageError
from vftui.inventory.demo import MAX_PFS, MAX_VFS, demo_host, parse_size, sized_host
from vftui.inventory.demo_networks import demo_networks, sized_networks
from vftui.model.host import Host, Link
from vftui.model.network import AddressMember, InterfaceMember, ListedPfMember, Network, PfMember
from vftui.model.pci import PciAddress
from vftui.model.problem import Severity
from vftui.netxml.document import NetworkDocument
from vftui.stores.memory import MemoryStore
from vftui.workspace import Workspace


def test_the_demo_has_everything_worth_showing() -> None:
    host = demo_host()
    vfs = list(host.vf_by_address.values())

    assert [(pf.name, pf.numvfs) for pf in host.pfs] == [
        ("ens1f0", 64),
        ("ens2f0", 128),
        ("enp129s0f0np0", 8),
        ("enp129s0f1np1", 0),
        ("ens7f0", 4),
    ]
    assert {pf.numa_node for pf in host.pfs} == {0, 1}
    assert {pf.link for pf in host.pfs} == {Link.UP, Link.DOWN, None}
    assert [pf.name for pf in host.pfs if pf.admin_up is False] == ["enp129s0f0np0"]
    assert [pf.name for pf in host.pfs if pf.vfs and pf.numvfs_setting is None] == ["enp129s0f0np0"]
    assert [host.vf_name(vf.address) for vf in vfs if vf.used_by] == ["ens1f0#3"]
    assert [host.vf_name(vf.address) for vf in vfs if vf.host_use] == ["ens1f0#62"]
    assert {vf.driver for vf in vfs if vf.netdev is None} == {"vfio-pci", None}


def test_the_demo_is_the_same_every_time() -> None:
    assert demo_host() == demo_host()


def test_two_ports_of_the_demos_mellanox_card_share_its_device_name() -> None:
    first, second = demo_host().pfs[2:4]

    assert (first.vendor, first.device) == (second.vendor, second.device)
    assert (first.address.slot, first.address.function, second.address.function) == (0, 0, 1)


def test_the_documentations_example_address_is_a_vf_of_the_demo() -> None:
    assert demo_host().vf_name(PciAddress.parse("pci_0000_3b_02_5")) == "ens1f0#5"


def test_the_function_number_of_a_vf_of_the_demo_does_not_tell_its_index() -> None:
    first = demo_host().pfs[2].vfs[0]

    assert (first.index, first.address.function) == (0, 2)


def members(networks: Mapping[str, bytes], name: str) -> list[str]:
    """What a network's pool lists, as netdev names and addresses."""
    forward = etree.fromstring(networks[f"{name}.xml"]).find("forward")
    assert forward is not None
    hexadecimal = [
        PciAddress(*(int(str(e.get(part)), 16) for part in ("domain", "bus", "slot", "function")))
        for e in forward.iter("address")
    ]
    return [str(e.get("dev")) for e in forward.iter("interface", "pf")] + [str(address) for address in hexadecimal]


def test_the_network_of_the_used_vf_holds_it() -> None:
    assert "ens1f0v3" in members(demo_networks(), "front")


def test_the_storage_network_lists_vfs_on_vfio_and_not() -> None:
    host = demo_host()
    listed = [host.vf_by_address[PciAddress.parse(address)] for address in members(demo_networks(), "storage")]

    assert {vf.driver for vf in listed} == {"vfio-pci", "iavf"}


def test_the_lab_network_is_a_whole_pf() -> None:
    assert members(demo_networks(), "lab") == ["enp129s0f0np0"]


def test_the_legacy_network_shows_what_goes_wrong() -> None:
    host, networks = demo_host(), demo_networks()
    legacy = members(networks, "legacy")

    assert [name for name in legacy if name not in host.vf_by_netdev] == ["ens3f0v0", "ens3f0v1"]
    assert set(legacy) & set(members(networks, "front")) == {"ens1f0v7"}


def pool(name: str) -> Network:
    """A network of the demo as vftui reads it."""
    return NetworkDocument.parse(demo_networks()[f"{name}.xml"], f"{name}.xml").network


def test_the_transit_network_is_a_whole_pf_that_has_grown_since_and_a_vf_of_the_hosts() -> None:
    whole, single = pool("transit").members

    assert isinstance(whole, ListedPfMember)
    assert len(whole.listed) < demo_host().pf_by_netdev[whole.dev].numvfs
    assert isinstance(single, InterfaceMember)
    assert demo_host().vf_by_netdev[single.dev].host_use


def test_the_uplink_network_lists_a_pf_as_a_netdev_and_another_that_libvirt_drops() -> None:
    assert pool("uplink").members == (InterfaceMember("enp129s0f1np1"), PfMember("ens7f0"))
    assert {"enp129s0f1np1", "ens7f0"} <= demo_host().pf_by_netdev.keys()


def test_the_taps_network_names_another_vf_than_it_seems_and_leaves_it_on_its_driver() -> None:
    network = pool("taps")
    (member,) = network.members
    assert isinstance(member, AddressMember)
    vf = demo_host().vf_by_address[member.address]

    assert network.managed is None
    assert (vf.index, vf.driver) == (72, "iavf")  # of slot 10; slot 0x10 has VF 120


def test_every_severity_is_to_be_seen_and_most_of_the_demo_is_as_it_should_be() -> None:
    workspace = Workspace(demo_host(), MemoryStore(demo_networks()))
    errors = {problem.network for problem in workspace.problems if problem.severity is Severity.ERROR}

    assert {problem.severity for problem in workspace.problems} == set(Severity)
    assert errors.isdisjoint({"default", "front", "storage", "uplink"})


@pytest.mark.skipif(which("virsh") is None, reason="virsh is not installed")
@pytest.mark.parametrize(
    "networks",
    [demo_networks(), *(sized_networks(sized_host(*size)) for size in [(1, 0), (1, 1), (2, 8), (16, 64)])],
    ids=["demo", "1x0", "1x1", "2x8", "16x64"],
)
def test_libvirt_defines_every_network_of_a_demo(networks: Mapping[str, bytes], tmp_path: Path) -> None:
    for name, content in networks.items():
        # The test driver has libvirt's parser and schema; whether mode, members and host fit together it does not ask.
        # It has a network called default already.
        (tmp_path / name).write_bytes(content.replace(b"<name>default<", b"<name>nat<"))
        run(["virsh", "-c", "test:///default", "net-define", "--validate", tmp_path / name], check=True)


@pytest.mark.parametrize("size", [(1, 0), (16, 256), (MAX_PFS, MAX_VFS)])
def test_a_sized_host_has_that_size_and_no_address_or_name_twice(size: tuple[int, int]) -> None:
    host = sized_host(*size)

    assert (len(host.pfs), {pf.numvfs for pf in host.pfs}) == (size[0], {size[1]})
    assert len(host.vf_by_address.keys() | host.pf_by_address.keys()) == size[0] * (size[1] + 1)
    assert len(host.vf_by_netdev.keys() | host.pf_by_netdev.keys()) == size[0] * (size[1] + 1)
    assert all(len(name) < 16 for name in host.vf_by_netdev)


def test_the_largest_host_is_made_in_no_time_an_operator_would_mind() -> None:
    started = time.process_time()
    sized_host(MAX_PFS, MAX_VFS)

    assert time.process_time() - started < 2


def pool_of(networks: Mapping[str, bytes], host: Host) -> list[str]:
    """The addresses that the pools of a sized host list, a PF as all its VFs."""
    addresses: list[str] = []
    for file in networks:
        for member in members(networks, file.removesuffix(".xml")):
            if (pf := host.pf_by_netdev.get(member)) is not None:
                addresses += [str(vf.address) for vf in pf.vfs]
            else:
                vf = host.vf_by_netdev.get(member)
                addresses.append(str(vf.address) if vf else member)
    return addresses


@pytest.mark.parametrize("size", [(1, 64), (2, 64), (3, 64), (16, 256)])
def test_the_networks_of_a_sized_host_share_no_vf_and_name_none_it_has_not(size: tuple[int, int]) -> None:
    host = sized_host(*size)
    addresses = pool_of(sized_networks(host), host)

    assert len(addresses) == len(set(addresses)) > 0
    assert set(addresses) <= {str(address) for address in host.vf_by_address}


@pytest.mark.parametrize(("text", "size"), [("16x256", (16, 256)), ("1X0", (1, 0)), (" 2x3 ", (2, 3))])
def test_a_size_is_pfs_times_vfs(text: str, size: tuple[int, int]) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize(
    "text", ["", "16", "x", "0x4", "257x1", "1x257", "-1x4", "1x2x3", "1e3x2", "\u0661x\u0662", "9" * 5000]
)
def test_a_size_that_cannot_be_made_is_refused_with_the_limits(text: str) -> None:
    with pytest.raises(UsageError, match="1 to 256 PFs with up to 256 VFs each"):
        parse_size(text)
