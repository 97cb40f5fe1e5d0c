"""Sysfs trees in a folder: from umockdev recordings, in linear time, or made up card by card."""

import shutil
from collections.abc import Mapping
from os import path as ospath
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"
RECORDINGS = ("igb-2pf-14vf", "igb-2pf-0vf", "igb-2pf-14vf-2vfio")


def recording(name: str) -> Path:
    return FIXTURES / f"{name}.umockdev"


class SysfsTree:
    """A folder with the parts of /sys that describe PCI devices and netdevs; `sysfs` takes the place of /sys."""

    def __init__(self, root: Path) -> None:
        self.sysfs = root / "sys"
        self._netdevs = 0
        for directory in ("bus/pci/devices", "class/net"):
            (self.sysfs / directory).mkdir(parents=True)

    def replay(self, recorded: str) -> "SysfsTree":
        """Add every device of a umockdev recording."""
        for block in recorded.split("\n\n"):
            devpath, _, rest = block.strip().removeprefix("P: ").partition("\n")
            if not devpath:
                continue
            found: dict[str, dict[str, str]] = {kind: {} for kind in "EALHNS"}
            for line in rest.splitlines():
                key, _, value = line[3:].partition("=")
                found[line[0]][key] = value
            attributes = {key: value.encode().decode("unicode_escape") for key, value in found["A"].items()}
            self.device(devpath.lstrip("/"), found["E"]["SUBSYSTEM"], attributes, found["L"])
        return self

    def device(
        self, devpath: str, subsystem: str, attributes: Mapping[str, str], links: Mapping[str, str] | None = None
    ) -> Path:
        """Add a device: its directory, its attributes and links, and the link to it from its bus or class."""
        device = self.sysfs / devpath
        device.mkdir(parents=True, exist_ok=True)
        self._netdevs += subsystem == "net"
        for name, value in attributes.items():
            (device / name).parent.mkdir(parents=True, exist_ok=True)
            (device / name).write_text(value, encoding="latin-1")
        for name, target in (links or {}).items():
            (device / name).symlink_to(target)
        home = self.sysfs / ("class/net" if subsystem == "net" else f"bus/{subsystem}/devices")
        home.mkdir(parents=True, exist_ok=True)
        (home / device.name).symlink_to(ospath.relpath(device, home))
        return device

    def pci(
        self, address: str, *, driver: str | None = None, iommu_group: str | None = None, **attributes: str
    ) -> Path:
        """Add a PCI function, by default an Ethernet controller of no interest."""
        links = {"driver": f"../../../bus/pci/drivers/{driver}"} if driver else {}
        if iommu_group is not None:
            links["iommu_group"] = f"../../../kernel/iommu_groups/{iommu_group}"
        values = {"class": "0x020000", "vendor": "0x8086", "device": "0x1572", "numa_node": "-1"} | attributes
        lines = {name: f"{value}\n" for name, value in values.items()}
        return self.device(f"devices/pci{address[:7]}/{address}", "pci", lines, links)

    def pf(self, address: str, *netdevs: str, totalvfs: str = "64", **attributes: str) -> Path:
        """Add a PF whose netdevs are in the order of its ports."""
        driver = attributes.pop("driver", "i40e")
        pf = self.pci(address, driver=driver, sriov_totalvfs=totalvfs, **attributes)
        for port, name in enumerate(netdevs):
            self.netdev(pf, name, dev_port=str(port))
        return pf

    def vf(
        self,
        pf: Path,
        index: int,
        address: str,
        netdev: str | None = None,
        *,
        driver: str | None = "iavf",
        iommu_group: str | None = None,
    ) -> Path:
        vf = self.pci(address, driver=driver, iommu_group=iommu_group, device="0x154c")
        (pf / f"virtfn{index}").symlink_to(ospath.relpath(vf, pf))
        (vf / "physfn").symlink_to(ospath.relpath(pf, vf))
        if netdev:
            self.netdev(vf, netdev)
        return vf

    def netdev(self, parent: Path | None, name: str, **attributes: str) -> Path:
        """Add a netdev of a PCI function, or a virtual one. Its ifindex is its place in the order of making."""
        ifindex = self._netdevs + 1
        mac = f"02:00:00:00:{ifindex >> 8:02x}:{ifindex & 0xFF:02x}"
        values = {"ifindex": str(ifindex), "dev_port": "0", "address": mac} | attributes
        devices = parent.relative_to(self.sysfs) / "net" if parent else Path("devices/virtual/net")
        lines = {key: f"{value}\n" for key, value in values.items()}
        return self.device(str(devices / name), "net", lines, {"device": "../.."} if parent else None)

    def stack(self, lower: Path, upper: Path) -> None:
        """Put one netdev on top of another, as a macvtap is on its VF."""
        (lower / f"upper_{upper.name}").symlink_to(upper)
        (upper / f"lower_{lower.name}").symlink_to(lower)

    def remove(self, device: Path) -> None:
        """Take a PCI device away, with its netdevs and the links to them."""
        for netdev in (device / "net").glob("*"):
            (self.sysfs / "class/net" / netdev.name).unlink()
        (self.sysfs / "bus/pci/devices" / device.name).unlink()
        shutil.rmtree(device)
