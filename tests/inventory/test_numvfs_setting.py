"""Which file makes a PF's VFs at boot, among files as people write them."""

from pathlib import Path

import pytest
from inventory.boot_files import BOTH, CONNECTION, LINK, NETPLAN, RULES, found, found_in, rule


def test_where_no_file_speaks_of_vfs_there_is_no_setting(tmp_path: Path) -> None:
    assert found(tmp_path) is None
    assert found_in(tmp_path, RULES, 'SUBSYSTEM=="net", NAME="uplink"\n') is None


# udev


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
