"""Cards of every kind, made up file by file."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sysfs_tree import SysfsTree

from vftui.errors import InventoryError
from vftui.inventory.udev import UdevInventory
from vftui.model.host import Host, Link, PhysicalFunction


@pytest.fixture
def tree(tmp_path: Path) -> SysfsTree:
    return SysfsTree(tmp_path)


def read(tree: SysfsTree) -> Host:
    return UdevInventory(tree.sysfs, hostname="kvm-7").read()


def test_an_sr_iov_drive_is_not_a_network_pf(tree: SysfsTree) -> None:
    tree.pf("0000:01:00.0", **{"class": "0x010802"})
    tree.pf("0000:02:00.0", "ens2f0")

    assert [pf.name for pf in read(tree).pfs] == ["ens2f0"]


def test_a_card_that_cannot_have_vfs_is_among_the_other_netdevs(tree: SysfsTree) -> None:
    tree.netdev(tree.pci("0000:01:00.0"), "eno1")
    tree.netdev(None, "br0")

    assert (read(tree).pfs, read(tree).others) == ((), ("br0", "eno1"))


def test_a_file_among_the_netdevs_is_not_one(tree: SysfsTree) -> None:
    (tree.sysfs / "class/net/bonding_masters").write_text("bond0\n")

    assert read(tree).others == ()


def test_both_ports_of_a_card_are_pfs_with_vfs_of_their_own(tree: SysfsTree) -> None:
    ports = [tree.pf(f"0000:3b:00.{function}", f"ens1f{function}", device="0x1572") for function in (1, 0)]
    for function, port in zip((1, 0), ports, strict=True):
        tree.vf(port, 0, f"0000:3b:0{2 + function}.0", f"ens1f{function}v0")

    assert [(pf.name, [vf.netdev for vf in pf.vfs]) for pf in read(tree).pfs] == [
        ("ens1f0", ["ens1f0v0"]),
        ("ens1f1", ["ens1f1v0"]),
    ]


def test_the_tenth_vf_comes_after_the_ninth(tree: SysfsTree) -> None:
    pf = tree.pf("0000:3b:00.0", "ens1f0")
    for index in reversed(range(12)):
        tree.vf(pf, index, f"0000:3b:{2 + index // 8:02x}.{index % 8}", f"ens1f0v{index}")

    assert [vf.netdev for vf in read(tree).pfs[0].vfs] == [f"ens1f0v{index}" for index in range(12)]


def test_a_vf_without_a_driver_is_shown_with_what_is_known(tree: SysfsTree) -> None:
    tree.vf(tree.pf("0000:3b:00.0", "ens1f0"), 0, "0000:3b:02.0", driver=None, iommu_group="40")

    [vf] = read(tree).pfs[0].vfs
    assert (str(vf.address), vf.driver, vf.netdev, vf.iommu_group) == ("0000:3b:02.0", None, None, 40)


def test_a_vf_under_a_guests_macvtap_is_used_by_it(tree: SysfsTree) -> None:
    vf = tree.vf(tree.pf("0000:3b:00.0", "ens1f0"), 0, "0000:3b:02.0", "ens1f0v0")
    tree.stack(vf / "net/ens1f0v0", tree.netdev(None, "macvtap2"))

    host = read(tree)
    assert host.pfs[0].vfs[0].used_by == "macvtap2"
    assert host.others == ("macvtap2",)


def test_the_numvfs_attribute_is_never_read_for_that_can_block(tree: SysfsTree) -> None:
    pf = tree.pf("0000:3b:00.0", "ens1f0", sriov_numvfs="5")
    tree.vf(pf, 0, "0000:3b:02.0", "ens1f0v0")

    assert read(tree).pfs[0].numvfs == 1


def test_the_netdevs_of_a_pf_stand_in_the_order_of_its_ports(tree: SysfsTree) -> None:
    tree.pf("0000:3b:00.0", "zport", "aport")

    assert read(tree).pfs[0].netdevs == ("zport", "aport")


def test_the_representors_of_vfs_are_not_the_pfs_own_netdevs(tree: SysfsTree) -> None:
    pf = tree.pf("0000:81:00.0", driver="mlx5_core")
    tree.netdev(pf, "enp129s0f0npf0vf0", phys_port_name="pf0vf0")
    tree.netdev(pf, "enp129s0f0np0", phys_port_name="p0")

    host = read(tree)
    assert host.pfs[0].netdevs == ("enp129s0f0np0",)
    assert host.others == ("enp129s0f0npf0vf0",)


@pytest.mark.parametrize(
    ("operstate", "link"),
    [("up", Link.UP), ("down", Link.DOWN), ("lowerlayerdown", Link.DOWN), ("unknown", None), ("dormant", None)],
)
def test_the_link_is_what_the_kernel_says_or_unknown(tree: SysfsTree, operstate: str, link: Link | None) -> None:
    tree.netdev(tree.pf("0000:3b:00.0"), "ens1f0", operstate=operstate)

    assert read(tree).pfs[0].link is link


@pytest.mark.parametrize("speed", ["-1", "0", "", "fast"])
def test_a_speed_that_is_no_speed_is_unknown(tree: SysfsTree, speed: str) -> None:
    tree.netdev(tree.pf("0000:3b:00.0"), "ens1f0", speed=speed)

    assert read(tree).pfs[0].speed_mbps is None


def test_a_read_that_fails_leaves_only_that_value_unknown(tree: SysfsTree) -> None:
    netdev = tree.netdev(tree.pf("0000:3b:00.0", numa_node="1"), "ens1f0")
    (netdev / "speed").mkdir()  # reading it fails with EISDIR, as a driver may fail with EINVAL

    pf = read(tree).pfs[0]
    assert (pf.speed_mbps, pf.numa_node, pf.name) == (None, 1, "ens1f0")


def test_a_pf_without_netdev_goes_by_its_address(tree: SysfsTree) -> None:
    tree.pf("0000:3b:00.0", driver="vfio-pci")

    [pf] = read(tree).pfs
    assert (pf.name, pf.driver, pf.mac, pf.link) == ("0000:3b:00.0", "vfio-pci", None, None)


def test_devices_of_a_wide_pci_domain_are_read(tree: SysfsTree) -> None:
    pf = tree.pf("10000:01:00.0", "ens9")
    tree.vf(pf, 0, "10000:01:02.0")

    assert str(read(tree).pfs[0].vfs[0].address) == "10000:01:02.0"


def test_a_vf_that_vanishes_during_the_scan_does_not_hide_the_others(tree: SysfsTree) -> None:
    pf = tree.pf("0000:3b:00.0", "ens1f0")
    tree.vf(pf, 1, "0000:3b:02.1", "ens1f0v1")
    shutil.rmtree(tree.vf(pf, 0, "0000:3b:02.0", "ens1f0v0"))  # its link dangles, as it may for a moment

    assert [(vf.index, vf.netdev) for vf in read(tree).pfs[0].vfs] == [(0, None), (1, "ens1f0v1")]


def test_a_scan_does_not_fail_while_vfs_come_and_go(tree: SysfsTree) -> None:
    pf = tree.pf("0000:3b:00.0", "ens1f0")
    tree.vf(pf, 0, "0000:3b:02.0", "ens1f0v0")
    scanned = threading.Event()

    def flicker() -> None:
        while not scanned.is_set():
            tree.remove(tree.vf(pf, 1, "0000:3b:02.1", "ens1f0v1"))
            (pf / "virtfn1").unlink()

    seen: list[PhysicalFunction] = []
    with ThreadPoolExecutor() as threads:
        flickering = threads.submit(flicker)
        try:
            while len(seen) < 100 or len({pf.numvfs for pf in seen}) < 2:
                seen += read(tree).pfs
        finally:
            scanned.set()
        flickering.result()

    assert {pf.vfs[0].netdev for pf in seen} == {"ens1f0v0"}


def test_a_pf_that_vanishes_during_the_scan_is_left_out(tree: SysfsTree) -> None:
    shutil.rmtree(tree.pf("0000:3b:00.0", "ens1f0"))
    tree.pf("0000:5e:00.0", "ens2f0")

    assert [pf.name for pf in read(tree).pfs] == ["ens2f0"]


def test_names_that_are_not_utf_8_are_kept(tree: SysfsTree) -> None:
    tree.pf("0000:3b:00.0", "ens\udcff")

    assert read(tree).pfs[0].name == "ens\udcff"


def test_a_machine_without_pci_is_a_host_without_pfs(tree: SysfsTree) -> None:
    shutil.rmtree(tree.sysfs / "bus/pci")

    assert read(tree) == Host("kvm-7", "this host (udev)")


def test_without_sysfs_the_error_says_where_it_was_looked_for_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InventoryError, match=rf"no sysfs at {tmp_path}.*--host FILE"):
        UdevInventory(tmp_path).read()
