"""Drag and drop by the bytes that a terminal sends, on the made-up host."""

from collections.abc import Iterator

import pytest
from terminal.console import Console, vftui
from terminal.terminal import Place

TIMES = 60


@pytest.fixture
def console() -> Iterator[Console]:
    with vftui("--demo") as console:
        yield console


@pytest.fixture
def small() -> Iterator[Console]:
    """A screen that shows 17 rows of each list: the networks have 35."""
    with vftui("--demo", columns=80, rows=24) as console:
        yield console


def begin_drag(console: Console) -> Place:
    """Hold a free VF over the network front; returns where that is."""
    front = console.network("front").place
    console.hold(console.vf("#12").place, front)
    console.wait_for("✓ Add ens1f0#12 to front")
    return front


def assert_nothing_was_dropped(console: Console) -> None:
    """Whatever was sent before is dealt with once the next key is."""
    console.keys("u")
    console.wait_for("✗ Nothing to undo.")
    assert "no changes" in console.lines()[0]
    assert "free" in console.vf("#12").text


@pytest.mark.parametrize("between", ["one motion", "no motion", "motion over other rows"])
def test_press_and_release_in_one_write_drop_right_every_time(small: Console, between: str) -> None:
    start, end = small.vf("#12").place, small.network("front").place
    over = {"one motion": [end], "no motion": [], "motion over other rows": [start._replace(y=y) for y in range(5, 12)]}
    events = [("press", start), *(("move", place) for place in over[between]), ("release", end)]
    for _ in range(TIMES):
        small.mouse(*events)
        small.wait_for("● 1 change to write", "✓ Add ens1f0#12 to front")
        small.keys("u")
        small.wait_for("no changes", "✓ Undone: Add ens1f0#12 to front")


def test_a_click_is_still_a_click(console: Console) -> None:
    console.click(console.vf("#12").place)

    console.wait(lambda: console.cursor("Host").startswith("#12"), "the cursor on #12")
    console.click(Place(console.pane("Host").left + 2, console.vf("ens1f0").place.y))
    console.wait_for("▸ ens1f0")


def test_a_drag_within_a_list_is_no_click(console: Console) -> None:
    fold = Place(console.pane("Host").left + 2, console.vf("ens1f0").place.y)
    console.hold(fold, console.vf("#12").place)
    console.wait_for("✗ 1 whole PF")
    console.mouse(("move", fold), ("release", fold))
    console.wait_gone("✗ 1 whole PF")

    assert_nothing_was_dropped(console)
    assert "▾ ens1f0" in console.seen()
    assert console.cursor("Host").startswith("▾ ens1f0")


def test_two_drags_that_end_on_one_row_are_no_double_click(console: Console) -> None:
    end = console.vf("ens1f0").place
    console.drag(console.vf("#12").place, end)
    console.drag(console.vf("#12").place, end)

    console.keys("u")
    console.wait_for("✗ Nothing to undo.")
    assert "▾ ens1f0" in console.seen()


def test_the_right_button_cancels_a_drag(console: Console) -> None:
    front = begin_drag(console)
    console.mouse(("right", front))
    console.wait_gone("✓ Add ens1f0#12 to front")
    console.mouse(("right up", front), ("release", front))

    assert_nothing_was_dropped(console)


def test_escape_cancels_a_drag(console: Console) -> None:
    front = begin_drag(console)
    console.keys("escape")
    console.wait_for("Cancelled; nothing has moved.")
    console.mouse(("release", front))

    assert_nothing_was_dropped(console)


@pytest.mark.parametrize("outside", ["╭─ XML", "vftui  demo", "q Quit", "ens1f0v20"])
def test_letting_go_where_no_network_is_moves_nothing(console: Console, outside: str) -> None:
    begin_drag(console)
    place = console.place_of(outside)
    console.mouse(("move", place))
    console.wait_for("✗ 1 VF")
    console.mouse(("release", place))
    console.wait_gone("✗ 1 VF")

    assert_nothing_was_dropped(console)


def test_the_next_drag_after_a_cancelled_one_drops_right(console: Console) -> None:
    front = begin_drag(console)
    console.mouse(("right", front), ("right up", front), ("release", front))
    console.wait_gone("✓ Add ens1f0#12 to front")
    console.drag(console.vf("#13").place, front)

    console.wait_for("● 1 change to write", "✓ Add ens1f0#13 to front")


def test_a_drag_held_at_the_lower_edge_reaches_networks_out_of_sight(small: Console) -> None:
    pane = small.pane("Networks")
    edge = Place(pane.left + 6, pane.bottom - 1)
    assert "+ new network" not in small.seen()
    small.hold(small.vf("#12").place, edge)
    small.wait_for("+ new network", "Make a new network")
    small.mouse(("release", edge))
    small.fill_in("fresh")

    small.wait_for("✓ New network fresh, passthrough (macvtap); Add ens1f0#12 to fresh")


def test_the_wheel_scrolls_the_networks_during_a_drag(small: Console) -> None:
    front = begin_drag(small)
    assert "transit" not in small.seen()
    small.mouse(*[("wheel down", front)] * 8)
    small.wait_for("transit")
    end = small.network("storage").place
    small.mouse(("move", end), ("release", end))

    small.wait_for("✓ Add ens1f0#12 to storage", "● 1 change to write")
