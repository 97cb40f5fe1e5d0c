"""One opened virConnect, until it is lost or closed."""

from collections.abc import Callable
from contextlib import nullcontext, suppress
from threading import Lock
from typing import Any, TypeVar

from vftui.virconnect.library import load, takes_many_threads

# A connection is dead once so many keepalives, so many seconds apart, have gone unanswered.
_KEEPALIVE_SECONDS = 5
_KEEPALIVE_COUNT = 3


Heard = Callable[..., None]
_T = TypeVar("_T")


class Session:
    """What was opened, and what it is to tell. `run`, `register` and `close` ask libvirt, and may block.

    libvirt takes what is closed away from under whoever is asking it at that moment. So it is closed by the last.
    """

    def __init__(self, virconnect: Any, lost: Callable[["Session"], None]) -> None:  # noqa: ANN401 - libvirt has no types
        """`lost` is called when it breaks, from any thread."""
        self._virconnect = virconnect
        self._libvirt = load()
        # By subject and event. libvirt-python can register each but once.
        self._heard: dict[tuple[str, int], tuple[Heard, ...]] = {}
        self._deregister: list[Callable[[], object]] = []
        self._asking = Lock()
        # Whoever asks libvirt anything has it.
        self._turn = nullcontext() if takes_many_threads() else Lock()
        # Guards what follows. Whoever has it asks nobody.
        self._lock = Lock()
        self._users = 0
        self._is_closed = False
        # The test driver has neither.
        with suppress(self._libvirt.libvirtError):
            virconnect.registerCloseCallback(lambda *_: lost(self), None)
            self._deregister.append(virconnect.unregisterCloseCallback)
        with suppress(self._libvirt.libvirtError):
            virconnect.setKeepAlive(_KEEPALIVE_SECONDS, _KEEPALIVE_COUNT)

    @property
    def is_alive(self) -> bool:
        """Whether it is open and the other side is there, as far as is known without asking it."""
        with self._lock:
            if self._is_closed:
                return False
            try:
                return bool(self._virconnect.isAlive())
            except self._libvirt.libvirtError:
                return False

    def take(self) -> bool:
        """Keep it from being closed until `run` has returned. False where it is too late."""
        with self._lock:
            self._users += not self._is_closed
            return not self._is_closed

    def run(self, function: Callable[[Any], _T]) -> _T:
        """What `function` makes of the libvirt.virConnect, for somebody who took it."""
        try:
            with self._turn:
                return function(self._virconnect)
        finally:
            with self._lock:
                self._users -= 1
                is_last = self._is_closed and not self._users
            if is_last:
                self._close()

    def close(self) -> None:
        """Let go of it, as soon as nobody asks it anything."""
        with self._lock:
            is_last = not self._is_closed and not self._users
            self._is_closed = True
        if is_last:
            self._close()

    def register(self, subject: str, event: int, heard: Heard) -> None:
        """Have `heard` called, in libvirt's event loop, for one event of a subject: `network`, `domain`, `nodeDevice`.

        Where the other side tells no such event, it is never called.
        """
        key = subject, event
        with self._asking:
            with self._lock:
                is_first = key not in self._heard and not self._is_closed
                self._heard[key] = (*self._heard.get(key, ()), heard)
            if is_first:
                with suppress(self._libvirt.libvirtError), self._turn:
                    self._ask_for(subject, event)

    def forget(self, heard: Heard) -> None:
        """Call it no more. Asks nobody."""
        with self._lock:
            for key, registered in self._heard.items():
                self._heard[key] = tuple(each for each in registered if each != heard)

    def _ask_for(self, subject: str, event: int) -> None:
        def tell(*arguments: object) -> None:
            for heard in self._heard[subject, event]:
                heard(*arguments)

        number = getattr(self._virconnect, f"{subject}EventRegisterAny")(None, event, tell, None)
        deregister = getattr(self._virconnect, f"{subject}EventDeregisterAny")
        self._deregister.append(lambda: deregister(number))

    def _close(self) -> None:
        with self._asking, self._turn:
            # libvirt keeps a connection open as long as anything is registered with it.
            for deregister in self._deregister:
                with suppress(self._libvirt.libvirtError):
                    deregister()
            with suppress(self._libvirt.libvirtError):
                self._virconnect.close()
