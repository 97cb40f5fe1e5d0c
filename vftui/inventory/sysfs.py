"""SR-IOV network cards as sysfs shows them.

The layout is the kernel's Documentation/ABI/testing/sysfs-bus-pci and sysfs-class-net. Nothing here reads
`sriov_numvfs`: that read blocks, uninterruptibly, while VFs are being removed (LIBVIRT.md 0.10). Anything may vanish
between being listed and being read, and drivers fail reads that they do not support (EINVAL, EOPNOTSUPP): what cannot
be read is None, and a device that is gone is left out. Paths are plain strings and files are read by system calls:
with Path objects a scan of 4096 VFs takes twice as long.
"""

import os
import re

from vftui.model.host import Link, PhysicalFunction, VirtualFunction
from vftui.model.pci import PciAddress

_NETWORK_CLASS = "0x02"
_VIRTFN = re.compile(r"virtfn(\d+)")
# The port name of a netdev that stands for another function, such as pf0vf3 (the kernel's devlink-port.rst): in
# switchdev mode the PF has one for each of its VFs, next to its own netdev, whose port is p0.
_REPRESENTOR = re.compile(r"(c\d+)?pf\d")
_PAGE = 4096  # sysfs gives a value in one read, of at most a page
_LINKS = {"up": Link.UP, "down": Link.DOWN, "lowerlayerdown": Link.DOWN, "notpresent": Link.DOWN}


def read_pfs(sysfs: str) -> tuple[PhysicalFunction, ...]:
    """Every network PF with its VFs, ordered by address; vendor and device are ids such as `0x8086`."""
    devices = f"{sysfs}/bus/pci/devices"
    pfs = (_read_pf(f"{devices}/{name}", name) for name in _names(devices))
    return tuple(sorted((pf for pf in pfs if pf is not None), key=lambda pf: pf.address))


def read_netdevs(sysfs: str) -> tuple[str, ...]:
    """The name of every netdev, in alphabetical order."""
    try:
        with os.scandir(f"{sysfs}/class/net") as entries:
            # Netdevs are links; plain files such as bonding_masters stand between them.
            return tuple(sorted(entry.name for entry in entries if entry.is_symlink()))
    except OSError:
        return ()


def _read_pf(path: str, name: str) -> PhysicalFunction | None:
    """The PF at `path`; None where this is no network PF."""
    totalvfs, address = _number(f"{path}/sriov_totalvfs"), _address(name)
    if totalvfs is None or address is None or not (_text(f"{path}/class") or "").startswith(_NETWORK_CLASS):
        return None
    netdevs = _pf_netdevs(f"{path}/net")
    first = f"{path}/net/{netdevs[0]}" if netdevs else ""
    return PhysicalFunction(
        address=address,
        netdevs=netdevs,
        driver=_target(f"{path}/driver"),
        vendor=_text(f"{path}/vendor"),
        device=_text(f"{path}/device"),
        mac=_text(f"{first}/address") if first else None,
        link=_LINKS.get(_text(f"{first}/operstate") or "") if first else None,
        speed_mbps=_positive(f"{first}/speed") if first else None,
        numa_node=_natural(f"{path}/numa_node"),
        totalvfs=totalvfs,
        vfs=_read_vfs(path),
    )


def _read_vfs(pf: str) -> tuple[VirtualFunction, ...]:
    """The VFs that the PF links to, ordered by index."""
    links = (match for name in _names(pf) if (match := _VIRTFN.fullmatch(name)))
    vfs = (_read_vf(f"{pf}/{link[0]}", int(link[1])) for link in links)
    return tuple(sorted((vf for vf in vfs if vf is not None), key=lambda vf: vf.index))


def _read_vf(path: str, index: int) -> VirtualFunction | None:
    address = _address(_target(path) or "")
    if address is None:
        return None
    netdevs = _by_port(f"{path}/net", _names(f"{path}/net"))
    netdev = f"{path}/net/{netdevs[0]}" if netdevs else ""
    group = _target(f"{path}/iommu_group")
    return VirtualFunction(
        index=index,
        address=address,
        netdev=netdevs[0] if netdevs else None,
        driver=_target(f"{path}/driver"),
        mac=_text(f"{netdev}/address") if netdev else None,
        iommu_group=int(group) if group and group.isdecimal() else None,
        used_by=_uppers(netdev) if netdev else None,
    )


def _pf_netdevs(directory: str) -> tuple[str, ...]:
    """The PF's own netdevs, those of its ports first to last; representors of VFs are not among them."""
    names = _names(directory)
    if len(names) > 1:
        names = [name for name in names if not _REPRESENTOR.match(_text(f"{directory}/{name}/phys_port_name") or "")]
    return _by_port(directory, names)


def _by_port(directory: str, names: list[str]) -> tuple[str, ...]:
    def port(name: str) -> tuple[int, int, str]:
        netdev = f"{directory}/{name}"
        return _number(f"{netdev}/dev_port") or 0, _number(f"{netdev}/ifindex") or 0, name

    return tuple(names if len(names) < 2 else sorted(names, key=port))


def _uppers(netdev: str) -> str | None:
    """The devices stacked on a netdev: a guest's macvtap, or the bridge or bond it is in."""
    uppers = sorted(name.removeprefix("upper_") for name in _names(netdev) if name.startswith("upper_"))
    return ", ".join(uppers) or None


def _names(directory: str) -> list[str]:
    """What a directory holds, in no order; nothing where it cannot be read."""
    try:
        with os.scandir(directory) as entries:
            return [entry.name for entry in entries]
    except OSError:
        return []


def _target(link: str) -> str | None:
    """The last part of where a symbolic link leads."""
    try:
        return os.readlink(link).rpartition("/")[2]  # noqa: PTH115 - a Path for each of thousands of links doubles the time of a scan
    except OSError:
        return None


def _text(attribute: str) -> str | None:
    """The value of an attribute; None where it is absent, empty, or fails to be read."""
    try:
        file = os.open(attribute, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return os.fsdecode(os.read(file, _PAGE).strip()) or None
    except OSError:
        return None
    finally:
        os.close(file)


def _number(attribute: str) -> int | None:
    text = _text(attribute)
    try:
        return int(text) if text else None
    except ValueError:
        return None


def _natural(attribute: str) -> int | None:
    """A number of at least 0: the kernel writes -1 for an unknown NUMA node."""
    number = _number(attribute)
    return number if number is not None and number >= 0 else None


def _positive(attribute: str) -> int | None:
    """A number above 0: the kernel writes -1, some drivers 0, for an unknown speed."""
    number = _number(attribute)
    return number if number is not None and number > 0 else None


def _address(text: str) -> PciAddress | None:
    try:
        return PciAddress.parse(text)
    except ValueError:
        return None
