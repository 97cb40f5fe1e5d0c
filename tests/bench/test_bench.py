"""The benchmark still runs. How fast anything is fails no test: `python tests/bench/run.py` tells."""

from collections.abc import Iterable
from pathlib import Path

from bench.checking import COUNTS, Check
from bench.checking import table as table_of_checks
from bench.checking import timed as checks
from bench.gestures import BASELINES, Gesture, Timing
from bench.sessions import Sessions
from bench.table import Series, table

from vftui.inventory.demo import sized_host


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


def test_every_check_of_many_networks_is_timed() -> None:
    timings = list(checks(sized_host(1, 16), 3))

    assert [(timing.check, timing.networks) for timing in timings] == [(check, 3) for check in Check]
    assert all(timing.milliseconds > 0 for timing in timings)


def test_the_table_tells_whether_a_network_costs_more_among_many() -> None:
    timings = {(check, count): [count * 0.5, 900.0, count * 0.25] for check in Check for count in COUNTS}

    lines = table_of_checks(timings).splitlines()

    assert lines[0] == "|  | 100 networks | 300 networks | 1000 networks | per network, 1000 to 100 |"
    assert lines[2] == f"| {Check.FIRST} | 50.0 ms | 150.0 ms | 500.0 ms | 1.00 |"
    assert len(lines) == 2 + len(Check)
