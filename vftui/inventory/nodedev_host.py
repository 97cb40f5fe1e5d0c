"""A host made of node devices.

They do not tell the port of a netdev, which netdev a macvtap is on, what the host uses its cards for, and what makes
their VFs at boot.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from vftui.inventory.nodedev_xml import NetDevice, NodeDevice, PciDevice
from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.pci import PciAddress

# How systemd names the netdev that stands for a VF in switchdev mode, next to its PF's own (systemd.net-naming-scheme):
# by its port, and since version 255 by its number. Such a name is often too long, and the kernel's eth5 stays.
_REPRESENTOR = re.compile(r".+(n(c\d+)?pf\d+(vf|sf)\d+|r\d+)")
_KERNEL_NAME = re.compile(r"eth\d+")


def host_of(devices: Iterable[NodeDevice], name: str, source: str) -> Host:
    """The PFs and VFs among these devices; whatever their values, no two share an address or a netdev."""
    pcis: dict[PciAddress, PciDevice] = {}
    nets: dict[str, NetDevice] = {}
    for device in sorted(devices, key=attrgetter("name")):
        if isinstance(device, PciDevice):
            pcis[device.address] = device
        else:
            nets[device.netdev] = device
    of_parent: dict[str | None, list[NetDevice]] = {}
    for net in nets.values():
        of_parent.setdefault(net.parent, []).append(net)
    pfs = tuple(_pfs(pcis, of_parent))
    owned = {netdev for pf in pfs for netdev in (*pf.netdevs, *(vf.netdev for vf in pf.vfs))}
    return Host(name, source, pfs, tuple(sorted(nets.keys() - owned)))


def _pfs(
    pcis: Mapping[PciAddress, PciDevice], of_parent: Mapping[str | None, Sequence[NetDevice]]
) -> Iterator[PhysicalFunction]:
    taken: set[PciAddress] = {address for address, device in pcis.items() if _is_pf(device, of_parent)}
    for address in sorted(taken):
        device = pcis[address]
        nets = _own(of_parent.get(device.name, ()))
        first = nets[0] if nets else None
        vfs = []
        for index, place in enumerate(device.vfs):
            if place not in taken:
                taken.add(place)
                vfs.append(_vf(index, place, pcis.get(place), of_parent))
        yield PhysicalFunction(
            address=address,
            netdevs=tuple(net.netdev for net in nets),
            driver=device.driver,
            vendor=device.vendor,
            device=device.product,
            mac=first.mac if first else None,
            link=first.link if first else None,
            speed_mbps=first.speed_mbps if first else None,
            numa_node=device.numa_node,
            totalvfs=device.totalvfs or 0,
            vfs=tuple(vfs),
        )


def _is_pf(device: PciDevice, of_parent: Mapping[str | None, object]) -> bool:
    """Drives have VFs too. Where the class is not told, a netdev tells a network card."""
    is_network = device.name in of_parent if device.is_network is None else device.is_network
    return device.totalvfs is not None and is_network


def _vf(
    index: int, address: PciAddress, device: PciDevice | None, of_parent: Mapping[str | None, Sequence[NetDevice]]
) -> VirtualFunction:
    """A VF; `device` is None where libvirt lists it with its PF and no more, as it does for a moment."""
    if device is None:
        return VirtualFunction(index, address)
    nets = sorted(of_parent.get(device.name, ()), key=_place)
    return VirtualFunction(
        index=index,
        address=address,
        netdev=nets[0].netdev if nets else None,
        driver=device.driver,
        mac=nets[0].mac if nets else None,
        iommu_group=device.iommu_group,
    )


def _own(nets: Sequence[NetDevice]) -> Sequence[NetDevice]:
    """A PF's own netdevs, most likely in the order of its ports; representors are left out where their names tell."""
    own = [net for net in nets if len(nets) == 1 or not _REPRESENTOR.fullmatch(net.netdev)]
    return sorted(own, key=_place)


def _place(net: NetDevice) -> tuple[bool, int, str]:
    return _KERNEL_NAME.fullmatch(net.netdev) is not None, len(net.netdev), net.netdev
