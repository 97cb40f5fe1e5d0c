"""This host: its cards from sysfs, the names of their makers and models and the news of changes from udev.

What the host itself uses them for is the kernel's to tell, what makes their VFs at boot stands in files.

Without libudev, cards show ids in the place of names, and changes to PCI devices are not noticed.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from vftui.errors import InventoryError
from vftui.inventory.boot.files import numvfs_setting, read_settings
from vftui.inventory.changes import Source, network_messages, relaying
from vftui.inventory.host_use import NetworkState
from vftui.inventory.rtnetlink import read_network_state
from vftui.inventory.sysfs import read_netdevs, read_pfs
from vftui.model.host import Host, PhysicalFunction
from vftui.progress import Progress

_SYSFS = Path("/sys")


class UdevInventory:
    """The machine vftui runs on, or another sysfs tree.

    udev and the kernel know nothing of another tree: it is read without the names of makers and models, and not
    watched. Its addresses and routes are what `network_state` returns, which may raise OSError, and the files that make
    VFs are looked for under `root`; there are none where these are not given.
    """

    def __init__(
        self,
        sysfs: Path = _SYSFS,
        hostname: str | None = None,
        *,
        root: Path | None = None,
        network_state: Callable[[], NetworkState] | None = None,
    ) -> None:
        is_this_machine = sysfs == _SYSFS
        self._sysfs = sysfs
        self._hostname = hostname or socket.gethostname()
        self._root = root or (Path("/") if is_this_machine else None)
        self._network_state = network_state or (read_network_state if is_this_machine else NetworkState)

    def read(self, progress: Progress | None = None) -> Host:  # noqa: ARG002 - takes no time
        """The host as sysfs shows it now. Raises InventoryError where there is no sysfs."""
        if not (self._sysfs / "bus").is_dir():
            raise InventoryError(
                f"There is no sysfs at {self._sysfs}",
                "The network cards of this host cannot be read. Mount sysfs, or try --host FILE or --demo.",
            )
        pfs = read_pfs(str(self._sysfs), self._read_network_state())
        if self._root is not None:
            settings = read_settings(self._root)
            pfs = tuple(replace(pf, numvfs_setting=numvfs_setting(pf, settings)) for pf in pfs)
        owned = {name for pf in pfs for name in (*pf.netdevs, *(vf.netdev for vf in pf.vfs))}
        return Host(
            name=self._hostname,
            source="this host (udev)",
            pfs=_with_product_names(pfs) if self._sysfs == _SYSFS else pfs,
            others=tuple(name for name in read_netdevs(str(self._sysfs)) if name not in owned),
        )

    def _read_network_state(self) -> NetworkState:
        try:
            return self._network_state()
        except OSError:
            return NetworkState()

    @contextmanager
    def watch(self, changed: Callable[[], None]) -> Iterator[None]:
        """Call `changed` after events of PCI devices, netdevs, addresses and routes."""
        sources: list[Source] = []
        with ExitStack() as resources:
            if self._sysfs == _SYSFS:
                with suppress(ImportError, OSError):
                    sources.append(_udev_events())
                with suppress(OSError):
                    sources.append(resources.enter_context(network_messages()))
            if sources:
                resources.enter_context(relaying(sources, changed))
            yield


def _udev_events() -> Source:
    """A monitor that listens already. It speaks when udev's rules have run: a new netdev has its final name by then.

    Raises ImportError without libudev, OSError where it cannot listen.
    """
    import pyudev

    monitor = pyudev.Monitor.from_netlink(pyudev.Context())
    monitor.filter_by("pci")  # VFs come, go, and get drivers
    monitor.filter_by("net")  # netdevs come, go, and are renamed
    monitor.start()
    source: Source = monitor
    return source


def _with_product_names(pfs: tuple[PhysicalFunction, ...]) -> tuple[PhysicalFunction, ...]:
    """The PFs with names in the place of ids, where udev's hardware database has them."""
    try:
        import pyudev

        context = pyudev.Context()
    except (ImportError, OSError):
        return pfs

    def named(pf: PhysicalFunction) -> PhysicalFunction:
        try:
            properties = pyudev.Devices.from_name(context, "pci", str(pf.address)).properties
        except pyudev.DeviceNotFoundError:
            return pf
        vendor, device = (properties.get(f"ID_{what}_FROM_DATABASE") for what in ("VENDOR", "MODEL"))
        return replace(pf, vendor=vendor or pf.vendor, device=device or pf.device)

    return tuple(named(pf) for pf in pfs)
