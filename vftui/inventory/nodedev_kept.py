"""Node devices between one reading and the next."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from threading import Lock

from vftui.inventory.nodedev_xml import NetDevice, NodeDevice, PciDevice, name_of
from vftui.model.pci import PciAddress


class KeptDevices:
    """Node devices as they were read, by name, and the names of those that may read differently by now.

    `doubt` may be called from any thread, all else from the one that reads.
    """

    def __init__(self) -> None:
        self._devices: dict[str, NodeDevice] = {}
        self._doubtful: set[str] = set()
        self._has_heard = False
        self._lock = Lock()

    def __iter__(self) -> Iterator[NodeDevice]:
        return iter(self._devices.values())

    @property
    def has_heard(self) -> bool:
        """Whether there was any news since the last reading began."""
        return self._has_heard

    def doubt(self, names: Iterable[str] = ()) -> None:
        """Hear of devices that they came, changed or went; without names, of the connection."""
        with self._lock:
            self._doubtful.update(names)
            self._has_heard = True

    def forget(self) -> None:
        self._devices.clear()

    def outdated(self, listed: AbstractSet[str]) -> set[str]:
        """Which of the devices that there are now must be read; those that went are dropped, no doubt is left."""
        with self._lock:
            doubtful, self._doubtful, self._has_heard = self._doubtful, set(), False
        for name in self._devices.keys() - listed:
            doubtful |= _touched_by(self._devices.pop(name))
        return {name for name in listed if name in doubtful or name not in self._devices}

    def keep(self, name: str, device: NodeDevice | None) -> set[str]:
        """Keep what was read, None where nothing could be. Returns the names of other devices that it puts in doubt."""
        before = self._devices.pop(name, None)
        if device is not None:
            self._devices[name] = device
        if isinstance(before, PciDevice) and isinstance(device, PciDevice) and before.pf == device.pf:
            # Still one of its VFs.
            return set()
        return _touched_by(before) | _touched_by(device)

    def postpone(self, names: AbstractSet[str]) -> None:
        """Leave devices to the next reading that were to be read; one that is not kept is read then anyway."""
        if kept := self._devices.keys() & names:
            self.doubt(kept)


def _touched_by(device: NodeDevice | None) -> set[str]:
    """What may have changed when this device came or went, without news of its own (LIBVIRT.md 8).

    A PCI device that gets another driver: its netdev goes or comes. A PF that loses its VFs: they go.
    """
    match device:
        case NetDevice(parent=str(parent)):
            return {parent}
        case PciDevice(pf=PciAddress() as pf):
            return {name_of(pf)}
        case _:
            return set()
