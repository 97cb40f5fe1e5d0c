"""Work in a thread of its own, which neither the keyboard nor the end of the program ever waits for."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from threading import Event, Thread
from typing import Generic, TypeVar

from vftui.errors import StoppedError
from vftui.progress import Progress

T = TypeVar("T")


class Job(Generic[T]):
    """Runs `work` at once; `ended` is called in the event loop that this is made in, if that still runs by then.

    The thread is a daemon, unlike those of asyncio's executor: Python joins these before it exits, and one that waits
    for a libvirt that does not answer would keep it from that.
    """

    def __init__(self, name: str, work: Callable[[Progress], T], ended: Callable[[], object]) -> None:
        self.name = name
        self.progress = Progress()
        self._work = work
        self._ended = ended
        self._loop = asyncio.get_running_loop()
        # Textual keeps there which app and which widget is at work.
        self._context = copy_context()
        self._over = Event()
        self._value: list[T] = []
        self._error: BaseException | None = None
        Thread(target=self._run, name=name, daemon=True).start()

    def _run(self) -> None:
        try:
            self._value.append(self._work(self.progress))
        except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
            self._error = error
        self._over.set()
        # The loop is closed where the program has ended meanwhile.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._ended, context=self._context)

    def ends_within(self, seconds: float) -> bool:
        """Wait that long for the end, and say whether it has come."""
        return self._over.wait(seconds)

    def result(self) -> T:
        """What the work returned; what it raised is raised. StoppedError where it goes on and was given up."""
        if not self._over.is_set():
            raise StoppedError
        if self._error is not None:
            raise self._error
        return self._value[0]
