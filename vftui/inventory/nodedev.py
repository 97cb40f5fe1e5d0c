"""Any host that libvirt reaches: its cards from node devices.

Every device costs a call, and a card with 256 VFs makes five hundred of them. So what was read is kept, and as long as
libvirt sends news only what they are of is read again. Much changes without news: links go up and down, a VF goes from
one driver to another. A reading that no news asked for reads everything anew.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import Any
from weakref import ref

from vftui.errors import LibvirtError, StoppedError
from vftui.inventory.nodedev_host import host_of
from vftui.inventory.nodedev_kept import KeptDevices
from vftui.inventory.nodedev_turn import Turn
from vftui.inventory.nodedev_xml import parse_device
from vftui.model.host import Host
from vftui.progress import Progress
from vftui.virconnect import failures
from vftui.virconnect.connection import Connection
from vftui.virconnect.events import watch_devices
from vftui.virconnect.library import load

# Seconds. How often a reading that waits for another looks whether it is still wanted.
_LOOK = 0.05


class NodeDeviceInventory:
    """The host that `connection` leads to."""

    # Seconds. libvirt tells nothing of links, MACs and most drivers (LIBVIRT.md 8), and a reading is many calls.
    least_interval = 60.0

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._kept = KeptDevices()
        self._reading = Lock()
        self._hostname = ""
        self._source: Callable[[], object] = lambda: None

    def read(self, progress: Progress | None = None) -> Host:
        """The host as node devices show it. Raises LibvirtError, or StoppedError by `progress`.

        One that is asked for during another waits for it, and then reads only what there was news of in the meantime.
        """
        progress = progress or Progress()
        with self._alone(progress) as waited:
            if not waited and not self._kept.has_heard:
                self._kept.forget()
            devices = self._list(progress)
            names = self._kept.outdated(devices.keys())
            touched = self._describe({name: devices[name] for name in _in_order(names)}, progress)
            self._describe({name: devices[name] for name in _in_order(touched & devices.keys() - names)}, progress)
            return host_of(self._kept, self._hostname, f"node devices of {self._connection.uri}")

    @contextmanager
    def watch(self, changed: Callable[[], None]) -> Iterator[None]:
        """Call `changed` after news of PCI devices and netdevs, and of the connection."""

        def heard(name: str | None) -> None:
            self._kept.doubt([name] if name else [])
            changed()

        with watch_devices(self._connection, heard):
            yield

    @contextmanager
    def _alone(self, progress: Progress) -> Iterator[bool]:
        """While no other reading is under way; tells whether there was one to wait for."""
        waited = not self._reading.acquire(blocking=False)
        if waited:
            progress.at("Reading node devices")
            while not self._reading.acquire(timeout=_LOOK):
                progress.check()
        try:
            yield waited
        finally:
            self._reading.release()

    def _list(self, progress: Progress) -> dict[str, Any]:
        """Every device, as libvirt-python has it, by name."""
        libvirt = load()
        flags = libvirt.VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV | libvirt.VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET

        def listed(connection: Any) -> tuple[Any, str, dict[str, Any]]:  # noqa: ANN401 - libvirt-python has no types
            # Not before there is a connection, which may have to be opened first.
            progress.at("Listing node devices")
            hostname = self._hostname if self._source() is connection else connection.getHostname()
            return connection, hostname, {device.name(): device for device in connection.listAllDevices(flags)}

        connection, self._hostname, devices = self._connection.call("list its node devices", listed, progress)
        if self._source() is not connection:
            # Nobody told what happened before there was this connection.
            self._kept.forget()
            self._source = ref(connection)
        return devices

    def _taken(self, turn: Turn, connection: Any) -> dict[str, str | None]:  # noqa: ANN401 - libvirt-python has no types
        if self._source() is not connection:
            # The devices are of one that is lost: over this one each would seem to be gone.
            raise failures.broken(self._connection.uri, "describe its node devices")
        return turn.take(connection)

    def _describe(self, devices: Mapping[str, Any], progress: Progress) -> set[str]:
        """Read these. Returns the names of those that this puts in doubt; what is not done in the end is left so."""
        done, touched = set[str](), set[str]()
        try:
            while len(done) < len(devices):
                turn = Turn(devices, len(done), progress)
                take = partial(self._taken, turn)
                for name, xml in self._connection.call("describe its node devices", take, progress).items():
                    touched |= self._kept.keep(name, None if xml is None else parse_device(xml))
                    done.add(name)
        except (LibvirtError, StoppedError):
            self._kept.postpone(devices.keys() - done | touched)
            raise
        return touched


def _in_order(names: AbstractSet[str]) -> Sequence[str]:
    """Netdevs before what they are on, and VFs before their PF, which has a lower address.

    One that goes after they were listed puts the other in doubt, and cannot say so any more when its turn comes.
    """
    return sorted(sorted(names, reverse=True), key=lambda name: name.startswith("pci_"))
