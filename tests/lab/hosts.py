"""The hosts that the lab's libvirt is put on, as sysfs trees."""

from pathlib import Path

from sysfs_tree import RECORDINGS, SysfsTree, recording

HOSTS = (*RECORDINGS, "made-up")


def host_tree(name: str, folder: Path) -> Path:
    """What takes the place of /sys on the host of that name; `folder` is empty."""
    tree = SysfsTree(folder)
    if name in RECORDINGS:
        return tree.replay(recording(name).read_text()).sysfs
    _add_card_of_two_ports(tree)
    _add_card_far_away(tree)
    tree.pf("0000:c1:00.0", "ens5f0")
    tree.netdev(tree.pci("0000:00:1f.6", driver="e1000e"), "eno1")
    tree.netdev(None, "br0")
    return tree.sysfs


def _add_card_of_two_ports(tree: SysfsTree) -> None:
    """Two PFs with 12 VFs each, one after the other; of the second some are without a driver or with vfio-pci."""
    drivers_of_ports: list[list[str | None]] = [["iavf"] * 12, [None, "vfio-pci", "iavf"] * 4]
    for port, drivers in enumerate(drivers_of_ports):
        pf = tree.pf(f"0000:3b:00.{port}", f"ens1f{port}")
        for index, driver in enumerate(drivers):
            place = 16 + 12 * port + index
            netdev = f"ens1f{port}v{index}" if driver == "iavf" else None
            tree.vf(pf, index, f"0000:3b:{place >> 3:02x}.{place & 7}", netdev, driver=driver)


def _add_card_far_away(tree: SysfsTree) -> None:
    """PFs outside domain 0, whose VFs are on the next bus: one has two netdevs, one none, of one no VF has a netdev."""
    two_ports = tree.pf("0001:81:00.0", "enP1s4", "enP1s4d1", driver="mlx4_core")
    without_netdev = tree.pf("0001:81:00.1", driver="vfio-pci")
    all_given_away = tree.pf("0001:81:00.2", "enP1s4f2")
    for index in range(3):
        tree.vf(two_ports, index, f"0001:82:00.{index}", f"enP1s4v{index}")
        tree.vf(without_netdev, index, f"0001:82:01.{index}", f"odd{index}")
        tree.vf(all_given_away, index, f"0001:82:02.{index}", driver="vfio-pci")
