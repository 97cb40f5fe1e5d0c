"""What every inventory offers."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from vftui.model.host import Host
from vftui.progress import Progress


class Inventory(Protocol):
    """A source of one host's PFs and VFs. To add one: implement this, join the contract test, pick it in sources.py."""

    def read(self, progress: Progress | None = None) -> Host:
        """The host as it is now. May take tens of milliseconds, or seconds far away; called from a worker thread.

        Raises InventoryError where nothing can be read at all, StoppedError by `progress`; what single devices do not
        tell is None in the value.
        """
        ...

    def watch(self, changed: Callable[[], None]) -> AbstractContextManager[object]:
        """Call `changed` whenever the host may read differently, until the context is left.

        `changed` is called from any thread and must return at once; one call may stand for many events. A source that
        never changes never calls. One that cannot tell of every change has a `least_interval`, too, in seconds: after
        that long without a reading, or longer where one costs much, it is read anew.
        """
        ...
