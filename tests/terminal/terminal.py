"""A terminal with a program in it: real keys and mouse bytes go in, what a person would see comes out."""

import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import pexpect
import pyte

# Generous: it bounds a failure, a passing step takes milliseconds.
PATIENCE = 20.0

KEYS = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "shift+up": "\x1b[1;2A",
    "shift+down": "\x1b[1;2B",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pagedown": "\x1b[6~",
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "backspace": "\x7f",
    "ctrl+r": "\x12",
    "ctrl+p": "\x10",
}

_SYNC = re.compile(rb"\x1b\[\?2026[hl]")


class Terminal:
    """Runs a program in a pty of `columns` x `rows` and draws its output on a screen in memory."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.output = b""
        env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
        self._child = pexpect.spawn(command[0], list(command[1:]), dimensions=(rows, columns), env=env, timeout=PATIENCE)
        self._child.delaybeforesend = None

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is not None:
            print("\n".join(self.lines()))
        self._child.close(force=True)

    # What is seen

    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display]

    def row_of(self, text: str, *, left: int = 0, right: int | None = None) -> int:
        """The line that shows `text` between two columns; fails where none or several do."""
        found = [number for number, line in enumerate(self.screen.display) if text in line[left:right]]
        assert len(found) == 1, f"{text!r} is on {len(found)} lines"
        return found[0]

    def place_of(self, text: str) -> tuple[int, int]:
        """Column and line of the first place that shows `text`."""
        for number, line in enumerate(self.screen.display):
            if text in line:
                return line.index(text), number
        message = f"{text!r} is not on the screen"
        raise AssertionError(message)

    def wait(self, until: Callable[[], bool], what: str) -> None:
        """Read output until the screen shows what is awaited."""
        deadline = time.monotonic() + PATIENCE
        while not until():
            if time.monotonic() > deadline:
                message = f"waited for {what} in vain:\n" + "\n".join(self.lines())
                raise AssertionError(message)
            try:
                self._feed(self._child.read_nonblocking(65536, timeout=0.1))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                assert until(), f"the program ended before {what}:\n" + "\n".join(self.lines())
                return

    def wait_for(self, text: str) -> None:
        self.wait(lambda: any(text in line for line in self.screen.display), repr(text))

    def wait_gone(self, text: str) -> None:
        self.wait(lambda: not any(text in line for line in self.screen.display), f"{text!r} to go")

    def _feed(self, output: bytes) -> None:
        self.output += output
        self._stream.feed(_SYNC.sub(b"", output))

    # What is done

    def keys(self, *names: str) -> None:
        """Press keys, one write each; a name of one character is that character."""
        for name in names:
            self._child.send(KEYS.get(name, name))

    def type(self, text: str) -> None:
        self._child.send(text)

    def mouse(self, *events: tuple[str, int, int]) -> None:
        """Mouse events at (column, line), all in one write: "press", "move", "release", "right"."""
        codes = {"press": (0, "M"), "move": (32, "M"), "release": (0, "m"), "right": (2, "M")}
        parts = [f"\x1b[<{codes[kind][0]};{x + 1};{y + 1}{codes[kind][1]}" for kind, x, y in events]
        self._child.send("".join(parts))

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press, move and release, as fast as a terminal can send it."""
        self.mouse(("press", *start), ("move", *end), ("release", *end))

    def wait_closed(self) -> int:
        """Wait until the program ends and return its exit code."""
        while True:
            try:
                self._feed(self._child.read_nonblocking(65536, timeout=PATIENCE))
            except pexpect.EOF:
                break
        self._child.close()
        return int(self._child.exitstatus if self._child.exitstatus is not None else -1)
