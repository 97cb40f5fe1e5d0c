#!/usr/bin/env python3
"""Times vftui in a real terminal against baselines in the same terminal, and prints one table: python tests/bench/run.py."""

import argparse
import os
import platform
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

# The terminal that the tests use lies in tests/, which is on pytest's path but not on a script's.
sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.gestures import Gesture, Timing, in_tree, in_vftui
from bench.stopwatch import Stopwatch
from bench.table import SIZES, Series, table
from terminal.console import VFTUI

HERE = Path(__file__).parent
SHAPES = {64: (1, 64), 4096: (16, 256)}
REPEATS = 3


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5, help="how often everything is started anew (default: 5)")
    rounds = options.parse_args().rounds
    load = os.getloadavg()[0]
    print(table(measure(rounds)))
    print(f"\nMedians of {rounds} starts and {rounds * REPEATS} repeats, in milliseconds; 120x40; {_ground()}; ", end="")
    print(f"load {load:.1f} before, {os.getloadavg()[0]:.1f} after.")


def measure(rounds: int) -> Mapping[Series, list[float]]:
    """Everything `rounds` times, after one round that only warms caches up."""
    found: defaultdict[Series, list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        # Back and forth, so that what is slow for a while is slow for all.
        for size in SIZES if number % 2 else reversed(SIZES):
            for series, time in _round(size):
                if number:
                    found[series].append(time)
    return found


def _round(size: int) -> Iterator[tuple[Series, float]]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {"TMPDIR": folder, "TEXTUAL_ANIMATIONS": "none"}
        yield from ((Series(False, size, each.gesture), each.milliseconds) for each in vftui_session(size, environment))
        yield from ((Series(True, size, each.gesture), each.milliseconds) for each in baseline_session(size, environment))


def vftui_session(size: int, environment: Mapping[str, str]) -> Iterator[Timing]:
    pfs, vfs = SHAPES[size]
    with Stopwatch([VFTUI, "--demo-size", f"{pfs}x{vfs}"], environment=environment) as watch:
        yield Timing(Gesture.FIRST_FRAME, watch.first_frame("q Quit"))
        for _ in range(REPEATS):
            yield from in_vftui(watch, vfs)


def baseline_session(size: int, environment: Mapping[str, str]) -> Iterator[Timing]:
    pfs, vfs = SHAPES[size]
    with Stopwatch([sys.executable, str(HERE / "empty_app.py")], environment=environment) as watch:
        yield Timing(Gesture.FIRST_FRAME, watch.first_frame("ready"))
    with Stopwatch([sys.executable, str(HERE / "tree_app.py"), f"{pfs}x{vfs}"], environment=environment) as watch:
        watch.first_frame("ens1f0")
        for _ in range(REPEATS):
            yield from in_tree(watch, vfs)


def _ground() -> str:
    return (
        f"Textual {version('textual')}, Python {platform.python_version()}, {os.cpu_count()} cores"
    )


if __name__ == "__main__":
    main()
