"""What is timed: the gestures of an operator in vftui, and the nearest thing to each in Textual's own Tree."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from bench.stopwatch import Stopwatch
from terminal.terminal import Place


class Gesture(StrEnum):
    """A row of the table: what is done in vftui."""

    FIRST_FRAME = "first frame"
    DOWN = "cursor down"
    PAGE_DOWN = "page down"
    FOLD = "fold or unfold a PF"
    MARK = "mark all VFs of a PF with shift+down"
    DRAG = "drag them over a network"
    DROP = "drop them there"
    UNDO = "undo"
    FILTER = "a letter typed into the filter"


# What the same costs elsewhere.
BASELINES = {
    Gesture.FIRST_FRAME: "an empty Textual app",
    Gesture.DOWN: "Tree, same key",
    Gesture.PAGE_DOWN: "Tree, same key",
    Gesture.FOLD: "Tree, same node",
    Gesture.MARK: "Tree, same keys, each sets a label",
    Gesture.DRAG: "Tree, same motion, lights up a row",
    Gesture.DROP: "Tree, a key sets as many labels",
    Gesture.UNDO: "Tree, a key sets as many labels",
    Gesture.FILTER: "Tree, filled with the nodes that match",
}


class Timing(NamedTuple):
    """How long one gesture took."""

    gesture: Gesture
    milliseconds: float


def in_vftui(watch: Stopwatch, vfs: int) -> Iterator[Timing]:
    """Every gesture after the first frame; the first PF has `vfs` VFs, and the cursor is on it before and after."""
    yield Timing(Gesture.DOWN, watch.time_keys("down"))
    yield Timing(Gesture.PAGE_DOWN, watch.time_keys("pagedown"))
    watch.time_keys("home")
    yield Timing(Gesture.FOLD, watch.time_keys("enter", shows="▸ ens1f0 "))
    yield Timing(Gesture.FOLD, watch.time_keys("enter", shows="▾ ens1f0 "))
    watch.time_keys("down")
    yield Timing(Gesture.MARK, watch.time_keys(*["shift+down"] * (vfs - 1), shows=f"{vfs} marked"))
    yield from _move_in_vftui(watch)
    watch.time_keys("home")
    watch.time_keys("/", shows="Filter host")
    yield Timing(Gesture.FILTER, watch.time_keys("7", shows=" /7"))
    watch.time_keys("backspace", "enter", shows="VFs ─")


def _move_in_vftui(watch: Stopwatch) -> Iterator[Timing]:
    """Move all that is marked to `front`, and back."""
    start = next(row.place for row in watch.rows("Host") if row.marked)
    end = watch.network("front").place
    yield Timing(Gesture.DRAG, watch.time(lambda: watch.mouse(("press", start), ("move", end)), shows=" to front"))
    yield Timing(Gesture.DROP, watch.time(lambda: watch.mouse(("release", end)), shows=" to write"))
    yield Timing(Gesture.UNDO, watch.time_keys("u", shows="no changes"))


def in_tree(watch: Stopwatch, vfs: int) -> Iterator[Timing]:
    """The same in `tree_app`; the cursor is on the first node before and after."""
    yield Timing(Gesture.DOWN, watch.time_keys("down"))
    yield Timing(Gesture.PAGE_DOWN, watch.time_keys("pagedown"))
    watch.time_keys("home")
    yield Timing(Gesture.FOLD, watch.time_keys("space", shows="▶ ens1f0"))
    yield Timing(Gesture.FOLD, watch.time_keys("space", shows="▼ ens1f0"))
    watch.time_keys("down")
    yield Timing(Gesture.MARK, watch.time_keys(*["shift+down"] * (vfs - 1)))
    start, end = Place(8, 4), Place(8, 8)
    # Only a pointer that comes from another row lights one up.
    watch.time(lambda: watch.mouse(("move", start)))
    yield Timing(Gesture.DRAG, watch.time(lambda: watch.mouse(("press", start), ("move", end))))
    watch.time(lambda: watch.mouse(("release", end)))
    yield Timing(Gesture.DROP, watch.time_keys("m", shows=" front "))
    yield Timing(Gesture.UNDO, watch.time_keys("u", shows=" free "))
    watch.time_keys("home")
    yield Timing(Gesture.FILTER, watch.time_keys("7"))
    watch.time_keys("backspace")
