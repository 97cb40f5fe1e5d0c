"""A libvirt that runs what a test says: for guests, which the lab's daemons cannot have."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext

from looks import look
from robot import DemoFolder, counted_uuids

from vftui.inventory.demo import demo_host
from vftui.inventory.demo_networks import demo_networks
from vftui.model.running import Attachment, Running
from vftui.progress import Progress
from vftui.workspace import Workspace


class ToldRuntime:
    """Runs what it is told, and does nothing."""

    def __init__(self, running: Running) -> None:
        self._running = running

    def running(self, progress: Progress | None = None) -> Running:  # noqa: ARG002 - takes no time
        return self._running

    def now_runs(self, running: Running) -> None:
        """From now on, this is what runs."""
        self._running = running

    def start(self, key: str) -> None:
        raise AssertionError(f"{key} was started")

    def stop(self, key: str) -> None:
        raise AssertionError(f"{key} was stopped")

    def set_autostart(self, key: str, on: bool) -> None:
        raise AssertionError(f"autostart of {key} was set {on}")

    def watch(self, changed: Callable[[], None]) -> AbstractContextManager[object]:  # noqa: ARG002
        return nullcontext()


class DemoLibvirt(DemoFolder):
    """Networks in memory that look like those of a libvirt on the screen."""

    @property
    def location(self) -> str:
        return "qemu:///system"


def demo_on_libvirt(attachments: Iterable[Attachment], *, inactive: tuple[str, ...] = ()) -> Workspace:
    """The networks of the demo, run by a libvirt: all active but those named, and these devices in guests' hands."""
    host, store = demo_host(), DemoLibvirt(demo_networks())
    off = {name: {"active": False} for name in inactive}
    running = look(Workspace(host, store), *attachments, named_by={}, **off)
    return Workspace(host, store, runtime=ToldRuntime(running), new_uuid=counted_uuids())
