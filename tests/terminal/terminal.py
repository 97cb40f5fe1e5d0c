"""A terminal with a program in it: real keys and mouse bytes go in, what a person would see comes out."""

import errno
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import NamedTuple, Self

import pyte

# Seconds. Generous: it bounds a failure, a passing step takes milliseconds; on an emulated processor, seconds.
PATIENCE = float(os.environ.get("VFTUI_TEST_PATIENCE", "20"))

KEYS = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "shift+down": "\x1b[1;2B",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pagedown": "\x1b[6~",
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "ctrl+c": "\x03",
    "ctrl+p": "\x10",
    "ctrl+r": "\x12",
    "ctrl+s": "\x13",
}

# DEC private modes, by number.
CURSOR_SHOWN = 25
ALTERNATE_SCREEN = 1049
MOUSE_REPORTING = frozenset({1000, 1002, 1003, 1006, 1015, 1016})
_SYNCHRONIZED_OUTPUT = 2026

_BUTTONS = {"press": (0, "M"), "move": (32, "M"), "release": (0, "m"), "right": (2, "M"), "right up": (2, "m")}
_BUTTONS |= {"wheel up": (64, "M"), "wheel down": (65, "M"), "ctrl+press": (16, "M"), "ctrl+release": (16, "m")}

_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
_QUERY = re.compile(rb"\x1b\[\?(\d+)\$p")
# Escape sequences that pyte would draw as text.
_NOT_FOR_PYTE = re.compile(rb"\x1b\[(\?2026[hl]|\?\d+\$p|[<>=][\d;]*[a-z])")
_UNFINISHED = re.compile(rb"\x1b(\[[?<>=\d;$]*)?\Z")


class Place(NamedTuple):
    """A cell of the screen, counted from 0."""

    x: int
    y: int


class Terminal:
    """Runs a program in a pty of `columns` x `rows` and draws its output on a screen in memory.

    It says that it can draw a frame at once (mode 2026), so `wait` never looks at half of one.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        environment: Mapping[str, str | None] | None = None,
    ) -> None:
        """`environment` is added to this process's own; None takes a variable away."""
        self.screen = pyte.Screen(columns, rows)
        self.output = b""
        self.sent = b""
        self.modes: set[int] = {CURSOR_SHOWN}
        self._stream = pyte.ByteStream(self.screen)
        self._unfinished = b""
        self._lines: list[str] | None = None
        changed = {"TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
        env = {name: value for name, value in {**os.environ, **changed}.items() if value is not None}
        self._pty, program_side = os.openpty()
        self._set_size(columns, rows)
        # setsid makes the pty the controlling terminal: without that no SIGWINCH, and no SIGHUP, would come.
        self._process = subprocess.Popen(
            ["setsid", "--ctty", *command], stdin=program_side, stdout=program_side, stderr=program_side, env=env
        )
        os.close(program_side)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is not None:
            print(self.seen())
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            self._read_until_closed(patience=5)
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        os.close(self._pty)
        self._process.wait(PATIENCE)

    # What is seen

    def lines(self) -> list[str]:
        """What the screen shows, line by line and as wide as it is."""
        if self._lines is None:
            # pyte draws its whole buffer anew at each call.
            self._lines = self.screen.display
        return self._lines

    def seen(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines())

    def place_of(self, text: str) -> Place:
        """The first place that shows `text`."""
        for number, line in enumerate(self.lines()):
            if text in line:
                return Place(line.index(text), number)
        message = f"{text!r} is not on the screen:\n{self.seen()}"
        raise AssertionError(message)

    def wait(self, until: Callable[[], bool], what: str) -> None:
        """Read output until the screen shows what is awaited."""
        deadline = time.monotonic() + PATIENCE
        while _SYNCHRONIZED_OUTPUT in self.modes or not until():
            assert time.monotonic() < deadline, f"waited for {what} in vain:\n{self.seen()}"
            if not self._read(0.1):
                assert until(), f"the program ended before {what}:\n{self.seen()}"
                return

    def wait_for(self, *texts: str) -> None:
        """Wait until all of `texts` are on the screen."""
        self.wait(lambda: all(text in self.seen() for text in texts), " and ".join(map(repr, texts)))

    def wait_gone(self, text: str) -> None:
        self.wait(lambda: text not in self.seen(), f"{text!r} to go")

    def wait_closed(self) -> int:
        """Wait until the program ends and return its exit code; below 0 for a signal that it died of."""
        self._read_until_closed(PATIENCE)
        return self._process.wait(PATIENCE)

    @property
    def echoes(self) -> bool:
        """Whether keys are shown as they are typed, as a shell needs it and a full-screen program does not."""
        return bool(termios.tcgetattr(self._pty)[3] & termios.ECHO)

    def _read_until_closed(self, patience: float) -> None:
        deadline = time.monotonic() + patience
        while self._read(0.1) and time.monotonic() < deadline:
            pass

    def _read(self, seconds: float) -> bool:
        """Draw what comes within some time; False once the program has closed the terminal."""
        # Not select: it takes no number above 1023, and other tests have many files open.
        ready = select.poll()
        ready.register(self._pty, select.POLLIN)
        if not ready.poll(1000 * seconds):
            return True
        try:
            output = os.read(self._pty, 65536)
        except OSError as error:
            # How Linux tells that the other side of a pty is closed.
            if error.errno == errno.EIO:
                return False
            raise
        self._draw(output)
        return bool(output)

    def _draw(self, output: bytes) -> None:
        self.output += output
        text = self._unfinished + output
        cut = match.start() if (match := _UNFINISHED.search(text)) else len(text)
        text, self._unfinished = text[:cut], text[cut:]
        for numbers, switch in _MODE.findall(text):
            change = self.modes.add if switch == b"h" else self.modes.discard
            for number in numbers.split(b";"):
                change(int(number))
        if any(int(mode) == _SYNCHRONIZED_OUTPUT for mode in _QUERY.findall(text)):
            self.type(f"\x1b[?{_SYNCHRONIZED_OUTPUT};2$y")
        self._lines = None
        self._stream.feed(_NOT_FOR_PYTE.sub(b"", text))

    # What is done

    def type(self, text: str) -> None:
        """Send characters in one write."""
        self.sent += text.encode()
        os.write(self._pty, text.encode())

    def keys(self, *names: str) -> None:
        """Press keys, one write each; a name that is no key's is typed as it stands."""
        for name in names:
            self.type(KEYS.get(name, name))

    def mouse(self, *events: tuple[str, Place]) -> None:
        """Mouse events as SGR reports, all in one write; their names are those of `_BUTTONS`."""
        codes = ((*_BUTTONS[name], place) for name, place in events)
        self.type("".join(f"\x1b[<{button};{at.x + 1};{at.y + 1}{end}" for button, end, at in codes))

    def resize(self, columns: int, rows: int) -> None:
        """Change the size, as the window's edge does; the kernel sends SIGWINCH."""
        self.screen.resize(rows, columns)
        self._lines = None
        self._set_size(columns, rows)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._pty, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def hang_up(self) -> int:
        """Close the terminal, as its window does, and return the program's exit code."""
        os.close(self._pty)
        self._pty = os.open(os.devnull, os.O_RDWR)
        return self._process.wait(PATIENCE)

    def send(self, signal_: signal.Signals) -> None:
        """Send a signal to everything that runs in the terminal."""
        os.killpg(self._process.pid, signal_)
