"""The benchmark still runs. How fast anything is fails no test: `python tests/bench/run.py` tells."""

from collections.abc import Iterable
from pathlib import Path

from bench.gestures import BASELINES, Gesture, Timing
from bench.sessions import Sessions
from bench.table import Series, table


def quick(folder: Path) -> Sessions:
    return Sessions(1, 16, folder, repeats=1, quiet=0.02)


def timed(timings: Iterable[Timing]) -> set[Gesture]:
    return {timing.gesture for timing in timings if timing.milliseconds > 0}


def test_every_gesture_is_timed_in_vftui(tmp_path: Path) -> None:
    assert timed(quick(tmp_path).vftui()) == set(Gesture)


def test_the_table_gives_medians_and_their_ratio_to_the_baseline() -> None:
    programs = {"vftui": [30.0, 900.0, 20.0], "baseline": [4.0, 4.0, 5.0]}
    timings = {Series("vftui", 64, gesture): programs["vftui"] for gesture in Gesture}
    timings |= {Series("baseline", 64, gesture): programs["baseline"] for gesture in Gesture}

    lines = table(timings, [64]).splitlines()

    assert lines[0] == "|  | vftui, 64 VFs | baseline | 64 VFs | ratio, 64 VFs |"
    assert f"| undo | 30 ms | {BASELINES[Gesture.UNDO]} | 4.0 ms | 7.5 |" in lines
    assert len(lines) == 2 + len(Gesture)
