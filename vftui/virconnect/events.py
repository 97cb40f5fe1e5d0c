"""What libvirt tells unasked, through every loss of the connection."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from vftui.virconnect.connection import Connection
from vftui.virconnect.library import load
from vftui.virconnect.session import Session

# Subjects and their events, in libvirt-python's names; what an older one does not have it does not tell.
_RUNNING = (
    ("network", "VIR_NETWORK_EVENT_ID_LIFECYCLE"),
    ("network", "VIR_NETWORK_EVENT_ID_METADATA_CHANGE"),
    ("domain", "VIR_DOMAIN_EVENT_ID_LIFECYCLE"),
    ("domain", "VIR_DOMAIN_EVENT_ID_DEVICE_ADDED"),
    ("domain", "VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED"),
)
_DEVICES = (
    ("nodeDevice", "VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE"),
    ("nodeDevice", "VIR_NODE_DEVICE_EVENT_ID_UPDATE"),
)


class _Named(Protocol):
    def name(self) -> str: ...


@contextmanager
def watch_running(connection: Connection, changed: Callable[[], None]) -> Iterator[None]:
    """Call `changed` when a network or a guest changes, and when the connection is lost or there again.

    It is called from libvirt's event loop and other threads, and must return at once. Where there is no connection, or
    the other side tells nothing, it is not called.
    """
    with _watching(connection, _RUNNING, lambda _: changed()):
        yield


@contextmanager
def watch_devices(connection: Connection, changed: Callable[[str | None], None]) -> Iterator[None]:
    """Call `changed` with the name of a node device that came, went or changed; as `watch_running`.

    None stands for every device: the connection was lost, or is there again, and nobody told what happened meanwhile.
    """
    with _watching(connection, _DEVICES, changed):
        yield


@contextmanager
def _watching(
    connection: Connection, events: Sequence[tuple[str, str]], changed: Callable[[str | None], None]
) -> Iterator[None]:
    watch = _Watch(events, changed)
    connection.add_listener(watch)
    try:
        yield
    finally:
        connection.remove_listener(watch)
        watch.end()


class _Watch:
    """Registers with every session of a connection, until it is ended."""

    def __init__(self, events: Sequence[tuple[str, str]], changed: Callable[[str | None], None]) -> None:
        self._events = events
        self._changed = changed
        self._session: Session | None = None
        self._was_lost = False
        self._has_ended = False

    def opened(self, session: Session) -> None:
        if not session.is_alive:
            # Told late: it is lost by now, and there may be another.
            return
        libvirt = load()
        self._session = session
        for subject, name in self._events:
            if hasattr(libvirt, name):
                session.register(subject, getattr(libvirt, name), self._heard)
        if self._was_lost:
            self._was_lost = False
            self._tell(None)

    def lost(self) -> None:
        self._was_lost = True
        self._tell(None)

    def end(self) -> None:
        self._has_ended = True
        if self._session is not None:
            self._session.forget(self._heard)

    def _heard(self, _connection: object, subject: _Named, *_: object) -> None:
        self._tell(subject.name())

    def _tell(self, name: str | None) -> None:
        if not self._has_ended:
            self._changed(name)
