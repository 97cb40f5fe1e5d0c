"""A program's starts, and everything that is timed in it."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.gestures import Gesture, Timing, in_tree, in_vftui
from bench.stopwatch import QUIET, Stopwatch
from terminal.console import VFTUI

EMPTY_APP, TREE_APP = (Path(__file__).with_name(name) for name in ("empty_app.py", "tree_app.py"))


@dataclass(frozen=True)
class Sessions:
    """Times each gesture, the start too, `repeats` times, on a made-up host of `pfs` PFs with `vfs` VFs each."""

    pfs: int
    vfs: int
    folder: Path
    repeats: int = 3
    quiet: float = QUIET

    def vftui(self) -> Iterator[Timing]:
        command, shows = (VFTUI, "--demo-size", self._size), "q Quit"
        yield from self._starts(command, shows, self.repeats - 1)
        with self._run(command) as watch:
            yield Timing(Gesture.FIRST_FRAME, watch.first_frame(shows))
            for _ in range(self.repeats):
                yield from in_vftui(watch, self.vfs)

    def baseline(self) -> Iterator[Timing]:
        yield from self._starts((sys.executable, str(EMPTY_APP)), "ready", self.repeats)
        with self._run((sys.executable, str(TREE_APP), self._size)) as watch:
            watch.first_frame("ens1f0")
            for _ in range(self.repeats):
                yield from in_tree(watch, self.vfs)

    def _starts(self, command: Sequence[str], shows: str, times: int) -> Iterator[Timing]:
        for _ in range(times):
            with self._run(command) as watch:
                yield Timing(Gesture.FIRST_FRAME, watch.first_frame(shows))

    @property
    def _size(self) -> str:
        return f"{self.pfs}x{self.vfs}"

    def _run(self, command: Sequence[str]) -> Stopwatch:
        return Stopwatch(command, quiet=self.quiet, environment=self._environment)

    @property
    def _environment(self) -> Mapping[str, str]:
        # What is written goes to the folder. Tree scrolls a page with an animation, which would be all that is timed.
        folder = str(self.folder)
        return {"HOME": folder, "TMPDIR": folder, "TEXTUAL_ANIMATIONS": "none"}
