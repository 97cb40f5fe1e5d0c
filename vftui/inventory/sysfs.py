"""SR-IOV network cards as sysfs shows them.

The layout is the kernel's Documentation/ABI/testing/sysfs-bus-pci and sysfs-class-net. Nothing here reads
`sriov_numvfs`: that read blocks, uninterruptibly, while VFs are being removed (LIBVIRT.md 0.10). Anything may vanish
between being listed and being read, and drivers fail reads that they do not support (EINVAL, EOPNOTSUPP): what cannot
be read is None, and a device that is gone is left out.
"""

import os
import re
from collections.abc import Sequence

from vftui.inventory import attributes
from vftui.inventory.host_use import NetworkState, admin_up, host_use, uppers
from vftui.model.host import Link, PhysicalFunction, VirtualFunction
from vftui.model.pci import PciAddress

_NETWORK_CLASS = "0x02"
_VIRTFN = re.compile(r"virtfn(\d+)")
# The port name of a netdev that stands for another function, such as pf0vf3 (the kernel's devlink-port.rst): in
# switchdev mode the PF has one for each of its VFs, next to its own netdev, whose port is p0.
_REPRESENTOR = re.compile(r"(c\d+)?pf\d")
# What the kernel's operstate says of the carrier; the states that are not here say nothing.
OPERSTATES = {"up": Link.UP, "down": Link.DOWN, "lowerlayerdown": Link.DOWN, "notpresent": Link.DOWN}


def read_pfs(sysfs: str, state: NetworkState) -> tuple[PhysicalFunction, ...]:
    """Every network PF with its VFs, ordered by address; vendor and device are ids such as `0x8086`.

    `state` is that of the machine that this sysfs is of.
    """
    devices = f"{sysfs}/bus/pci/devices"
    pfs = (_read_pf(f"{devices}/{name}", name, state) for name in attributes.names(devices))
    return tuple(sorted((pf for pf in pfs if pf is not None), key=lambda pf: pf.address))


def read_netdevs(sysfs: str) -> tuple[str, ...]:
    """The name of every netdev, in alphabetical order."""
    try:
        with os.scandir(f"{sysfs}/class/net") as entries:
            # Netdevs are links; plain files such as bonding_masters stand between them.
            return tuple(sorted(entry.name for entry in entries if entry.is_symlink()))
    except OSError:
        return ()


def _read_pf(path: str, name: str, state: NetworkState) -> PhysicalFunction | None:
    """The PF at `path`; None where this is no network PF."""
    totalvfs, address = attributes.number(f"{path}/sriov_totalvfs"), _address(name)
    if totalvfs is None or address is None or not (attributes.text(f"{path}/class") or "").startswith(_NETWORK_CLASS):
        return None
    netdevs = _pf_netdevs(f"{path}/net")
    first = f"{path}/net/{netdevs[0]}" if netdevs else ""
    return PhysicalFunction(
        address=address,
        netdevs=netdevs,
        driver=attributes.target(f"{path}/driver"),
        vendor=attributes.text(f"{path}/vendor"),
        device=attributes.text(f"{path}/device"),
        mac=attributes.text(f"{first}/address") if first else None,
        link=OPERSTATES.get(attributes.text(f"{first}/operstate") or "") if first else None,
        speed_mbps=attributes.positive(f"{first}/speed") if first else None,
        numa_node=attributes.natural(f"{path}/numa_node"),
        totalvfs=totalvfs,
        admin_up=admin_up(first) if first else None,
        host_use=_host_uses([f"{path}/net/{name}" for name in netdevs], state),
        vfs=_read_vfs(path, state),
    )


def _host_uses(netdevs: Sequence[str], state: NetworkState) -> tuple[str, ...]:
    return tuple(use for path in netdevs for use in host_use(path, attributes.names(path), state))


def _read_vfs(pf: str, state: NetworkState) -> tuple[VirtualFunction, ...]:
    """The VFs that the PF links to, ordered by index."""
    links = (match for name in attributes.names(pf) if (match := _VIRTFN.fullmatch(name)))
    vfs = (_read_vf(f"{pf}/{link[0]}", int(link[1]), state) for link in links)
    return tuple(sorted((vf for vf in vfs if vf is not None), key=lambda vf: vf.index))


def _read_vf(path: str, index: int, state: NetworkState) -> VirtualFunction | None:
    address = _address(attributes.target(path) or "")
    if address is None:
        return None
    netdevs = _by_port(f"{path}/net", attributes.names(f"{path}/net"))
    netdev = f"{path}/net/{netdevs[0]}" if netdevs else ""
    entries = attributes.names(netdev) if netdev else []
    group = attributes.target(f"{path}/iommu_group")
    return VirtualFunction(
        index=index,
        address=address,
        netdev=netdevs[0] if netdevs else None,
        driver=attributes.target(f"{path}/driver"),
        mac=attributes.text(f"{netdev}/address") if netdev else None,
        iommu_group=int(group) if group and group.isdecimal() else None,
        used_by=", ".join(uppers(entries)) or None,
        host_use=host_use(netdev, entries, state) if netdev else (),
    )


def _pf_netdevs(directory: str) -> tuple[str, ...]:
    """The PF's own netdevs, those of its ports first to last; representors of VFs are not among them."""
    names = attributes.names(directory)
    if len(names) > 1:
        names = [name for name in names if not _is_representor(f"{directory}/{name}")]
    return _by_port(directory, names)


def _is_representor(netdev: str) -> bool:
    return _REPRESENTOR.match(attributes.text(f"{netdev}/phys_port_name") or "") is not None


def _by_port(directory: str, names: list[str]) -> tuple[str, ...]:
    def port(name: str) -> tuple[int, int, str]:
        netdev = f"{directory}/{name}"
        return attributes.number(f"{netdev}/dev_port") or 0, attributes.number(f"{netdev}/ifindex") or 0, name

    return tuple(names if len(names) < 2 else sorted(names, key=port))


def _address(text: str) -> PciAddress | None:
    try:
        return PciAddress.parse(text)
    except ValueError:
        return None
