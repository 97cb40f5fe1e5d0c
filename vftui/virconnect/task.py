"""A call in a thread of its own, that nobody has to wait for to its end."""

from collections.abc import Callable
from threading import Event, Thread
from time import monotonic
from typing import Generic, TypeVar

from vftui.progress import Progress

_T = TypeVar("_T")

# Seconds. How often somebody who waits looks whether the answer is still wanted.
_LOOK = 0.05


class Task(Generic[_T]):
    """Runs `function` from now on. Its thread keeps no program from ending."""

    def __init__(self, function: Callable[[], _T], name: str) -> None:
        self._function = function
        self._values: list[_T] = []
        self._error: BaseException | None = None
        self._done = Event()
        self.began = monotonic()
        Thread(target=self._run, name=name, daemon=True).start()

    def wait(self, deadline: float, progress: Progress | None = None) -> bool:
        """Whether it has come to its end by then, in the time of `monotonic`. Raises StoppedError by `progress`."""
        while not self._done.is_set():
            left = deadline - monotonic()
            if left <= 0:
                return False
            if progress:
                progress.check()
            self._done.wait(min(left, _LOOK) if progress else left)
        return True

    @property
    def is_done(self) -> bool:
        return self._done.is_set()

    def result(self) -> _T:
        """What it returned, at its end; raises what it raised."""
        if self._error is not None:
            raise self._error
        return self._values[0]

    def _run(self) -> None:
        try:
            self._values.append(self._function())
        except BaseException as error:  # noqa: BLE001 - raised again where somebody waits for it
            self._error = error
        finally:
            self._done.set()
