"""Which file makes a PF's VFs at boot, among files as people write them."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from strategies import any_text
from sysfs_tree import SysfsTree

from vftui.inventory.boot.files import numvfs_setting, read_settings
from vftui.inventory.udev import UdevInventory
from vftui.model.checks import numvfs
from vftui.model.host import PhysicalFunction, VirtualFunction
from vftui.model.pci import PciAddress

ENS1F0 = PhysicalFunction(
    PciAddress(0, 0x3B, 0, 0),
    netdevs=("ens1f0",),
    driver="i40e",
    vendor="0x8086",
    device="0x1572",
    mac="3c:fd:fe:9e:41:00",
    totalvfs=64,
)
ENS2F0 = PhysicalFunction(
    PciAddress(0, 0x5E, 0, 0),
    netdevs=("ens2f0",),
    driver="mlx5_core",
    vendor="0x15b3",
    device="0x101d",
    mac="b4:96:91:a5:c7:d0",
    totalvfs=64,
)
BOTH = "both"

RULES = "etc/udev/rules.d/70-sriov.rules"
LINK = "etc/systemd/network/10-ens1f0.link"
CONNECTION = "etc/NetworkManager/system-connections/uplink.nmconnection"
NETPLAN = "etc/netplan/50-cloud-init.yaml"


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def found(root: Path) -> str | None:
    """The name of the only PF that something makes VFs of; `both`; or None."""
    settings = read_settings(root)
    names = [pf.name for pf in (ENS1F0, ENS2F0) if numvfs_setting(pf, settings)]
    return BOTH if len(names) == 2 else names[0] if names else None


def found_in(root: Path, path: str, text: str) -> str | None:
    write(root, path, text)
    return found(root)


def test_where_no_file_speaks_of_vfs_there_is_no_setting(tmp_path: Path) -> None:
    assert found(tmp_path) is None
    assert found_in(tmp_path, RULES, 'SUBSYSTEM=="net", NAME="uplink"\n') is None


# udev


def rule(match: str) -> str:
    return f'ACTION=="add", SUBSYSTEM=="net", {match}, ATTR{{device/sriov_numvfs}}="8"\n'


@pytest.mark.parametrize(
    ("match", "pf"),
    [
        ('KERNEL=="ens1f0"', "ens1f0"),
        ('KERNEL=="ens1*|enp9s0"', "ens1f0"),
        ('KERNEL=="ens[12]f0"', BOTH),
        ('KERNEL=="enp9s0"', None),
        ('KERNEL=="ENS1F0"', None),
        ('KERNELS=="0000:3b:00.0"', "ens1f0"),
        ('ENV{ID_PATH}=="pci-0000:5e:00.0"', "ens2f0"),
        ('ENV{ID_NET_DRIVER}=="i40e"', "ens1f0"),
        ('DRIVERS=="mlx*"', "ens2f0"),
        ('ATTR{address}=="3C:FD:FE:9E:41:00"', "ens1f0"),
        ('ATTR{device/vendor}=="0x15b3", ATTR{device/device}=="0x101d"', "ens2f0"),
        ('ATTRS{vendor}=="0x8086", ATTRS{device}=="0x101d"', None),
        ('KERNELS=="0000:3b:00.0", DRIVERS=="mlx5_core"', None),
        ('KERNELS=="0000:3b:00.0", DRIVERS=="i40e"', "ens1f0"),
    ],
)
def test_a_rule_makes_vfs_of_the_pfs_that_its_matches_fit(tmp_path: Path, match: str, pf: str | None) -> None:
    assert found_in(tmp_path, RULES, rule(match)) == pf


@pytest.mark.parametrize(
    "match", ['KERNEL!="ens1f0"', 'ENV{MINE}=="1"', 'KERNEL=="eth0"', 'KERNEL=="eth*|wlan*"', 'TEST=="device"']
)
def test_a_rule_whose_match_cannot_exclude_a_pf_may_make_its_vfs(tmp_path: Path, match: str) -> None:
    assert found_in(tmp_path, RULES, rule(match)) == BOTH


@pytest.mark.parametrize(
    "text",
    [
        '# KERNEL=="ens1f0", ATTR{device/sriov_numvfs}="8"\n',
        'KERNEL=="ens1f0", ATTR{device/sriov_numvfs}="0"\n',
        'KERNEL=="ens1f0", ATTR{device/sriov_numvfs}=="0", TAG+="systemd"\n',
        'KERNEL=="ens1f0", ATTR{device/sriov_drivers_autoprobe}="0"\n',
    ],
)
def test_a_rule_that_is_commented_out_or_only_asks_makes_no_vfs(tmp_path: Path, text: str) -> None:
    assert found_in(tmp_path, RULES, text) is None


def test_a_rule_may_go_on_in_the_next_line(tmp_path: Path) -> None:
    text = 'SUBSYSTEM=="net", \\\n  KERNEL=="ens2f0", \\\n  ATTR{device/sriov_numvfs}="8"\n'

    assert found_in(tmp_path, RULES, text) == "ens2f0"


@pytest.mark.parametrize(
    ("command", "pf"),
    [
        ("/bin/sh -c 'echo 8 > /sys/class/net/ens1f0/device/sriov_numvfs'", "ens1f0"),
        ("/bin/sh -c 'echo 8 > /sys/bus/pci/devices/0000:5e:00.0/sriov_numvfs'", "ens2f0"),
        ("/bin/sh -c 'echo 8 > /sys/class/net/%k/device/sriov_numvfs'", BOTH),
        ("/bin/sh -c 'echo 8 > /sys$devpath/device/sriov_numvfs'", BOTH),
        ("/usr/local/bin/make-vfs ens1f0", None),
    ],
)
def test_a_rule_may_run_a_command_that_writes_the_number(tmp_path: Path, command: str, pf: str | None) -> None:
    assert found_in(tmp_path, RULES, f'ACTION=="add", SUBSYSTEM=="net", RUN+="{command}"\n') == pf


def test_a_command_of_a_rule_is_run_for_the_device_that_the_rule_matches(tmp_path: Path) -> None:
    text = """KERNEL=="ens2f0", RUN+="/bin/sh -c 'echo 8 > /sys/class/net/%k/device/sriov_numvfs'"\n"""

    assert found_in(tmp_path, RULES, text) == "ens2f0"


# systemd


@pytest.mark.parametrize(
    ("match", "pf"),
    [
        ("OriginalName=ens1f0", "ens1f0"),
        ("OriginalName=eth0", BOTH),
        ("OriginalName=!ens1f0", BOTH),
        ("Path=pci-0000:5e:00.0*", "ens2f0"),
        ("Path=pci-0000:5e:00.0 pci-0000:3b:00.0", BOTH),
        ("MACAddress=3C-FD-FE-9E-41-00", "ens1f0"),
        ("PermanentMACAddress=b4:96:91:a5:c7:d0\nDriver=i40e", None),
        ("Driver=i40e ice", "ens1f0"),
    ],
)
def test_a_link_file_makes_vfs_of_the_pfs_that_it_matches(tmp_path: Path, match: str, pf: str | None) -> None:
    assert found_in(tmp_path, LINK, f"[Match]\n{match}\n\n[Link]\nSR-IOVVirtualFunctions=8\n") == pf


def test_a_link_file_that_configures_vfs_makes_them(tmp_path: Path) -> None:
    text = "[Match]\nPath=pci-0000:3b:00.0\n[SR-IOV]\nVirtualFunction=0\nTrust=yes\n[SR-IOV]\nVirtualFunction=7\n"

    assert found_in(tmp_path, LINK, text) == "ens1f0"


@pytest.mark.parametrize(
    "text",
    [
        "[Match]\nOriginalName=*\n[Link]\nSR-IOVVirtualFunctions=0\n",
        "[Match]\nOriginalName=*\n[Link]\n#SR-IOVVirtualFunctions=8\n",
        "[Match]\nOriginalName=*\nSR-IOVVirtualFunctions=8\n",
    ],
)
def test_a_link_file_without_a_number_makes_no_vfs(tmp_path: Path, text: str) -> None:
    assert found_in(tmp_path, LINK, text) is None


# NetworkManager


@pytest.mark.parametrize(
    ("identity", "pf"),
    [
        ("[connection]\ninterface-name=ens1f0", "ens1f0"),
        ("[match]\ninterface-name=ens2*;enp9s0;", "ens2f0"),
        ("[match]\npath=pci-0000:3b:00.0", "ens1f0"),
        ("[ethernet]\nmac-address=B4:96:91:A5:C7:D0", "ens2f0"),
        ("[connection]\nid=any", BOTH),
    ],
)
def test_a_connection_makes_vfs_of_the_pf_it_is_for(tmp_path: Path, identity: str, pf: str) -> None:
    assert found_in(tmp_path, CONNECTION, f"{identity}\n\n[sriov]\ntotal-vfs=8\n") == pf


@pytest.mark.parametrize(
    "text",
    [
        "[connection]\ninterface-name=ens1f0\n[sriov]\ntotal-vfs=0\n",
        "[connection]\ninterface-name=ens1f0\nautoconnect=false\n[sriov]\ntotal-vfs=8\n",
        "[connection]\ninterface-name=ens1f0\n[sriov]\nautoprobe-drivers=1\n",
    ],
)
def test_a_connection_that_is_not_made_at_boot_or_has_no_number_makes_no_vfs(tmp_path: Path, text: str) -> None:
    assert found_in(tmp_path, CONNECTION, text) is None


# netplan

PLAN = """\
network:
  version: 2
  ethernets:
    {}:
      dhcp4: false  # static
      match:
        {}
      virtual-function-count: {}
    eno1:
      dhcp4: true
"""


@pytest.mark.parametrize(
    ("match", "pf"),
    [
        ("macaddress: '3c:fd:fe:9e:41:00'", "ens1f0"),
        ("driver: mlx5_core", "ens2f0"),
        ('name: "ens*f0"', BOTH),
    ],
)
def test_netplan_makes_vfs_of_the_pf_that_is_matched(tmp_path: Path, match: str, pf: str) -> None:
    assert found_in(tmp_path, NETPLAN, PLAN.format("uplink", match, 8)) == pf


def test_a_device_that_netplan_does_not_match_goes_by_its_id(tmp_path: Path) -> None:
    text = """\
network:
 ethernets:
  ens1f0: {mtu: 9000}

  'ens2f0':

   # as many as guests
   virtual-function-count: 8
"""

    assert found_in(tmp_path, NETPLAN, text) == "ens2f0"


def test_netplan_may_ask_for_no_vfs(tmp_path: Path) -> None:
    assert found_in(tmp_path, NETPLAN, PLAN.format("uplink", "name: ens*", 0)) is None


# Others


@pytest.mark.parametrize(
    ("options", "pf"),
    [
        ("options i40e max_vfs=8", "ens1f0"),
        ("options  mlx5-core  debug=1 num_vfs=4,0,0", "ens2f0"),
        ("options i40e max_vfs=0,0", None),
        ("# options i40e max_vfs=8", None),
        ("blacklist iavf", None),
    ],
)
def test_a_drivers_parameter_makes_vfs_of_all_its_cards(tmp_path: Path, options: str, pf: str | None) -> None:
    assert found_in(tmp_path, "etc/modprobe.d/sriov.conf", f"{options}\n") == pf


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("etc/tmpfiles.d/sriov.conf", "w /sys/class/net/ens1f0/device/sriov_numvfs - - - - 8"),
        ("etc/sysfs.d/sriov.conf", "class/net/ens1f0/device/sriov_numvfs = 8"),
        ("etc/sysfs.conf", "devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/sriov_numvfs = 8"),
        ("etc/rc.local", "echo 8 > /sys/class/net/ens1f0/device/sriov_numvfs"),
        ("etc/network/interfaces", "  up echo 8 > /sys/class/net/ens1f0/device/sriov_numvfs"),
        (
            "etc/systemd/system/multi-user.target.wants/sriov.service",
            'ExecStart=/bin/sh -c "echo 8 > /sys/class/net/ens1f0/device/sriov_numvfs"',
        ),
    ],
)
def test_a_line_that_writes_the_number_makes_vfs_of_the_pf_it_names(tmp_path: Path, path: str, line: str) -> None:
    assert found_in(tmp_path, path, f"# by hand\n{line}\n") == "ens1f0"


def test_a_line_that_is_commented_out_makes_no_vfs(tmp_path: Path) -> None:
    assert found_in(tmp_path, "etc/rc.local", "  # echo 8 > /sys/class/net/ens1f0/device/sriov_numvfs\n") is None


# Files


def test_the_setting_is_the_path_of_its_file_on_the_host(tmp_path: Path) -> None:
    write(tmp_path, f"usr/lib/{RULES.removeprefix('etc/')}", rule('KERNEL=="ens1f0"'))

    assert numvfs_setting(ENS1F0, read_settings(tmp_path)) == "/usr/lib/udev/rules.d/70-sriov.rules"


def test_a_file_in_etc_takes_the_place_of_the_one_of_the_vendor(tmp_path: Path) -> None:
    write(tmp_path, f"usr/lib/{RULES.removeprefix('etc/')}", rule('KERNEL=="ens1f0"'))
    (tmp_path / RULES).parent.mkdir(parents=True)
    (tmp_path / RULES).symlink_to("/dev/null")

    assert found(tmp_path) is None


def test_files_that_cannot_be_read_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "etc/udev/rules.d/10-folder.rules").mkdir(parents=True)
    (tmp_path / "etc/udev/rules.d/20-gone.rules").symlink_to("nowhere")
    os.mkfifo(tmp_path / "etc/udev/rules.d/30-pipe.rules")
    (tmp_path / "etc/udev/rules.d/40-latin.rules").write_bytes(b'# caf\xe9\nATTR{device/sriov_numvfs}="8"\n')

    assert found(tmp_path) == BOTH


def test_a_pf_of_which_little_is_known_is_not_excluded(tmp_path: Path) -> None:
    write(tmp_path, RULES, rule('DRIVERS=="mlx5_core", KERNELS=="0000:3b:00.0"'))

    assert numvfs_setting(replace(ENS1F0, driver=None), read_settings(tmp_path)) == f"/{RULES}"


@given(any_text)
def test_no_text_stops_the_search(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    root = tmp_path_factory.mktemp("root")
    for path in (RULES, LINK, CONNECTION, NETPLAN, "etc/modprobe.d/igb.conf"):
        write(root, path, "")
        (root / path).write_bytes(f"sriov_numvfs {text}\n".encode(errors="surrogatepass"))
    write(root, "etc/rc.local", "echo 8 > /sys/class/net/ens1f0/device/sriov_numvfs\n")

    assert found(root) in ("ens1f0", BOTH)


# What vftui advises, and where this host is read

WITH_VFS = replace(ENS1F0, vfs=tuple(VirtualFunction(vf, PciAddress(0, 0x3B, 2, vf)) for vf in range(4)))
ADVISED = dict(re.findall(r"^# /(\S+).*\n((?:(?!#).*\n)*)", numvfs.settings(WITH_VFS), re.MULTILINE))


@pytest.mark.parametrize("path", ADVISED)
def test_each_file_that_vftui_advises_is_found_where_it_was_put(tmp_path: Path, path: str) -> None:
    assert found_in(tmp_path, path, ADVISED[path]) == "ens1f0"


def test_vftui_advises_files_of_every_kind() -> None:
    assert {path.split("/")[1] for path in ADVISED} == {"udev", "systemd", "NetworkManager", "netplan"}


def test_the_setting_of_a_pf_is_read_with_the_host(tmp_path: Path) -> None:
    tree = SysfsTree(tmp_path)
    tree.pf("0000:3b:00.0", "ens1f0")
    tree.pf("0000:5e:00.0", "ens2f0")
    write(tmp_path, RULES, rule('KERNEL=="ens1f0", ATTR{device/vendor}=="0x8086"'))

    first, second = UdevInventory(tree.sysfs, root=tmp_path).read().pfs
    assert (first.numvfs_setting, second.numvfs_setting) == (f"/{RULES}", None)


def test_the_files_of_this_machine_say_nothing_of_another_tree(tmp_path: Path) -> None:
    tree = SysfsTree(tmp_path)
    tree.pf("0000:3b:00.0", "ens1f0")
    write(tmp_path, RULES, rule('KERNEL=="ens1f0"'))

    assert UdevInventory(tree.sysfs).read().pfs[0].numvfs_setting is None
