"""Listening to a source that tells when something has changed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Event, Thread

# What inventories and runtimes offer: `changed` is called until the context is left.
Watch = Callable[[Callable[[], None]], AbstractContextManager[object]]

# Seconds. A source on this machine has begun, or ended, by then; nobody waits for one far away.
_MOMENT = 0.05


class Watching:
    """Stays in the context of `watch` until `close`. A thread enters and leaves it, for both may take their time."""

    def __init__(self, name: str, watch: Watch, changed: Callable[[], None]) -> None:
        self._watch = watch
        self._changed = changed
        self._listening = Event()
        self._over = Event()
        self._thread = Thread(target=self._listen, name=name, daemon=True)
        self._thread.start()
        self._listening.wait(_MOMENT)

    def _listen(self) -> None:
        with self._watch(self._changed):
            self._listening.set()
            self._over.wait()

    def close(self) -> None:
        """Stop listening, soon."""
        self._over.set()
        self._thread.join(_MOMENT)
