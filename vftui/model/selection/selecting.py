"""What an expression means on a host."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.pci import PciAddress
from vftui.model.selection.canonical import canonical
from vftui.model.selection.grammar import Expression
from vftui.model.selection.lookup import Device, Lookup
from vftui.model.selection.parser import parse


@dataclass(frozen=True, slots=True)
class Selection:
    """Whole PFs and single VFs in the order of their first mention, none twice and no VF beside its whole PF."""

    items: tuple[Device, ...] = ()

    @property
    def vfs(self) -> tuple[VirtualFunction, ...]:
        """Every VF selected, those of whole PFs included."""
        return tuple(vf for item in self.items for vf in (item.vfs if isinstance(item, PhysicalFunction) else (item,)))

    def canonical(self, host: Host) -> str:
        """The text that selects the same on `host`, whatever is free by then."""
        return canonical((item.address for item in self.items), host)


def resolve(text: str | Expression, host: Host, free: Callable[[VirtualFunction], bool]) -> Selection:
    """What an expression selects on `host`. Raises SelectionError where it does not parse or names what is not there.

    An exclusion takes from everything selected, wherever it stands; a whole PF that it cuts becomes its other VFs.
    `ens1f0*4` passes over VFs that are excluded or not `free`, so that it gives four or an error.
    """
    expression = parse(text) if isinstance(text, str) else text
    lookup = Lookup(host, free, expression.source)
    excluded: set[PciAddress] = set()
    for item in expression.items:
        if item.excluded:
            excluded |= _addresses(lookup.devices(item.term))
    found: dict[PciAddress, Device] = {}
    for item in expression.items:
        if not item.excluded:
            devices = _without(lookup.devices(item.term, excluded), excluded)
            found.update((device.address, device) for device in devices)
    return Selection(tuple(device for device in found.values() if not _is_absorbed(device, found, host)))


def _addresses(devices: Sequence[Device]) -> AbstractSet[PciAddress]:
    """The addresses of the devices, and for a PF of its VFs too."""
    vfs = {vf.address for device in devices if isinstance(device, PhysicalFunction) for vf in device.vfs}
    return vfs.union(device.address for device in devices)


def _without(devices: Sequence[Device], excluded: AbstractSet[PciAddress]) -> Sequence[Device]:
    """The devices that are not excluded; a PF that is cut, or excluded itself, becomes its other VFs."""
    if not excluded:
        return devices
    left: list[Device] = []
    for device in devices:
        if isinstance(device, PhysicalFunction) and not excluded.isdisjoint(_addresses((device,))):
            left.extend(vf for vf in device.vfs if vf.address not in excluded)
        elif device.address not in excluded:
            left.append(device)
    return left


def _is_absorbed(device: Device, found: Mapping[PciAddress, Device], host: Host) -> bool:
    """Whether a device is a VF whose whole PF is selected as well."""
    return isinstance(device, VirtualFunction) and host.pf_of[device.address].address in found
