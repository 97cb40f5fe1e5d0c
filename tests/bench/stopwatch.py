"""A terminal that times what an operator waits for: from a start, a key or the mouse to the frame that answers."""

import os
import select
import time
from collections.abc import Callable, Mapping, Sequence

from terminal.console import Console
from terminal.terminal import PATIENCE

# Seconds without output after which an answer is taken to be over: waited, never counted. Textual leaves at most
# 1/60 s between the frames of one answer; the rest is for other work on the machine.
QUIET = 0.15


class Stopwatch(Console):
    """Times are in milliseconds and end with the last byte of the answer.

    Output is drawn on the screen in memory only after that, so that drawing it costs the program no time.
    """

    def __init__(
        self, command: Sequence[str], *, quiet: float = QUIET, environment: Mapping[str, str | None] | None = None
    ) -> None:
        self._quiet = quiet
        self._started = time.perf_counter()
        super().__init__(command, environment=environment)

    def first_frame(self, shows: str) -> float:
        """From the start of the process to a screen that shows `shows` and has come to rest."""
        return self._answered(self._started, shows)

    def time(self, action: Callable[[], None], shows: str = "") -> float:
        """From `action`, which types or moves the mouse, to a screen that shows `shows` and has come to rest."""
        start = time.perf_counter()
        action()
        return self._answered(start, shows)

    def time_keys(self, *names: str, shows: str = "") -> float:
        return self.time(lambda: self.keys(*names), shows)

    def _answered(self, start: float, shows: str) -> float:
        output: list[bytes] = []
        last = start
        while time.perf_counter() < start + PATIENCE:
            if select.select([self._pty], [], [], self._quiet)[0]:
                output.append(os.read(self._pty, 65536))
                last = time.perf_counter()
            elif output:
                self._draw(b"".join(output))
                if shows in self.seen():
                    return (last - start) * 1000
                # Something else has come; the answer itself is still on its way.
                output.clear()
        message = f"waited for {shows or 'an answer'} in vain:\n{self.seen()}"
        raise AssertionError(message)
