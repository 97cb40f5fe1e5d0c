"""The hosts that the lab's libvirt is put on, as sysfs trees."""

from os import path as ospath
from pathlib import Path

from sysfs_tree import RECORDINGS, SysfsTree, recording

HOSTS = (*RECORDINGS, "made-up")


def host_tree(name: str, folder: Path) -> Path:
    """What takes the place of /sys on the host of that name; `folder` is empty."""
    tree = SysfsTree(folder)
    if name in RECORDINGS:
        return for_libudev(tree.replay(recording(name).read_text()).sysfs)
    _add_card_of_two_ports(tree)
    _add_card_far_away(tree)
    tree.pf("0000:c1:00.0", "ens5f0")
    tree.netdev(tree.pci("0000:00:1f.6", driver="e1000e"), "eno1")
    tree.netdev(None, "br0")
    return for_libudev(tree.sysfs)


def for_libudev(sysfs: Path) -> Path:
    """Add to a tree what libudev and libvirt's node devices read of it besides; gives the tree."""
    for link in (sysfs / "bus/pci/devices").iterdir():
        device = link.resolve()
        _describe(device, sysfs / "bus/pci", _pci_properties(device))
        with (device / "config").open("wb") as config:
            config.truncate(4096)  # an endpoint without capabilities
        if (driver := device / "driver").is_symlink():
            driver.resolve().mkdir(parents=True, exist_ok=True)  # libvirt names no driver that is not there
        if (group := device / "iommu_group").is_symlink():
            members = sysfs / "kernel/iommu_groups" / group.readlink().name / "devices"
            members.mkdir(parents=True, exist_ok=True)
            (members / device.name).symlink_to(ospath.relpath(device, members))
    for link in (sysfs / "class/net").iterdir():
        netdev = link.resolve()
        _describe(netdev, sysfs / "class/net", {"INTERFACE": netdev.name, "IFINDEX": _read(netdev, "ifindex")})
        _write_missing(netdev, addr_len="6", operstate="up")
        if _read(netdev, "operstate") == "up":
            _write_missing(netdev, speed="25000")
    return sysfs


def _describe(device: Path, subsystem: Path, properties: dict[str, str]) -> None:
    (device / "subsystem").symlink_to(ospath.relpath(subsystem, device))
    lines = "".join(f"{name}={value}\n" for name, value in properties.items())
    (device / "uevent").write_text(lines, errors="surrogateescape")


def _pci_properties(device: Path) -> dict[str, str]:
    found = {
        "PCI_CLASS": f"{int(_read(device, 'class'), 16):X}",
        "PCI_ID": ":".join(f"{int(_read(device, name), 16):04X}" for name in ("vendor", "device")),
        "PCI_SLOT_NAME": device.name,
    }
    if (driver := device / "driver").is_symlink():
        found["DRIVER"] = driver.readlink().name
    return found


def _write_missing(device: Path, **attributes: str) -> None:
    for name, value in attributes.items():
        if not (device / name).exists():
            (device / name).write_text(f"{value}\n")


def _read(device: Path, attribute: str) -> str:
    return (device / attribute).read_text().strip()


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
