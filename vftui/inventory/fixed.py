"""A host that is known beforehand."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from vftui.model.host import Host
from vftui.progress import Progress


@dataclass(frozen=True, slots=True)
class FixedInventory:
    """An inventory that always reads as this host. It never changes."""

    host: Host

    def read(self, progress: Progress | None = None) -> Host:  # noqa: ARG002 - takes no time
        return self.host

    def watch(
        self,
        changed: Callable[[], None],  # noqa: ARG002 - never called: this host does not change
    ) -> AbstractContextManager[object]:
        return nullcontext()
