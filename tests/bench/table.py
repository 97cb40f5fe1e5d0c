"""From timings to the table: medians, and their ratio to the baseline of the same run."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from bench.gestures import BASELINES, Gesture

# The columns: hosts by their number of VFs.
SIZES = (64, 4096)


class Series(NamedTuple):
    """What one cell of the table is the median of."""

    of_baseline: bool
    size: int
    gesture: Gesture


Timings = Mapping[Series, Sequence[float]]


def table(timings: Timings) -> str:
    """A Markdown table; all times in milliseconds. `timings` has every gesture for every size, in both programs."""
    head = ["", *_headings("vftui"), "baseline", *_headings("baseline"), *_headings("ratio")]
    rows = [head, ["---", *("---:" for _ in SIZES), "---", *("---:" for _ in SIZES * 2)]]
    rows += [list(_row(gesture, timings)) for gesture in Gesture]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _headings(what: str) -> Iterator[str]:
    return (f"{what}, {size} VFs" for size in SIZES)


def _row(gesture: Gesture, timings: Timings) -> Iterator[str]:
    own, baseline = (
        [median(timings[Series(of_baseline, size, gesture)]) for size in SIZES] for of_baseline in (False, True)
    )
    yield gesture.value
    yield from map(_milliseconds, own)
    yield BASELINES[gesture]
    yield from map(_milliseconds, baseline)
    yield from (f"{mine / other:.1f}" for mine, other in zip(own, baseline, strict=True))


def _milliseconds(time: float) -> str:
    return f"{time:.0f}" if time >= 10 else f"{time:.1f}"
