"""From timings to the table: medians, and their ratio to the baseline of the same run."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Literal, NamedTuple

from bench.gestures import BASELINES, Gesture


class Series(NamedTuple):
    """What a cell of the table is the median of; `size` is the host's number of VFs."""

    program: Literal["vftui", "baseline"]
    size: int
    gesture: Gesture


Timings = Mapping[Series, Sequence[float]]


def table(timings: Timings, sizes: Sequence[int]) -> str:
    """A Markdown table of medians in milliseconds. `timings` has every gesture for every size in both programs."""
    hosts = [f"{size} VFs" for size in sizes]
    head = ["", *(f"vftui, {host}" for host in hosts), "baseline", *hosts, *(f"ratio, {host}" for host in hosts)]
    line = [":--", *("--:" for _ in sizes), ":--", *("--:" for _ in (*sizes, *sizes))]
    rows = [head, line, *(list(_row(gesture, timings, sizes)) for gesture in Gesture)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(gesture: Gesture, timings: Timings, sizes: Sequence[int]) -> Iterator[str]:
    own = [median(timings[Series("vftui", size, gesture)]) for size in sizes]
    others = [median(timings[Series("baseline", size, gesture)]) for size in sizes]
    yield gesture.value
    yield from map(_milliseconds, own)
    yield BASELINES[gesture]
    yield from map(_milliseconds, others)
    yield from (f"{mine / other:.1f}" for mine, other in zip(own, others, strict=True))


def _milliseconds(time: float) -> str:
    return f"{time:.0f} ms" if time >= 10 else f"{time:.1f} ms"
