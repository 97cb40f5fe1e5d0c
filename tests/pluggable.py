"""A host that changes while the app runs."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from vftui.model.host import Host
from vftui.progress import Progress


class Pluggable:
    """A host whose cards can be unplugged."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self._changed: Callable[[], None] | None = None

    def read(self, progress: Progress | None = None) -> Host:  # noqa: ARG002 - takes no time
        return self.host

    def watch(self, changed: Callable[[], None]) -> AbstractContextManager[object]:
        self._changed = changed
        return nullcontext()

    def become(self, host: Host) -> None:
        self.host = host
        assert self._changed is not None
        self._changed()
