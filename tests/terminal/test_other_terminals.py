"""Small screens, screens that change their size, and terminals with few colours or none."""

from collections.abc import Iterator

import pytest
from terminal.console import Console, vftui

PLAIN = {
    "linux console": {"TERM": "linux", "COLORTERM": None},
    "16 colours": {"TERM": "xterm", "COLORTERM": None},
    "no colour": {"NO_COLOR": "1"},
    "not even UTF-8": {"LANG": "C", "LC_ALL": "C"},
}


@pytest.fixture
def small() -> Iterator[Console]:
    with vftui("--demo", columns=80, rows=24) as console:
        yield console


# The keys of the main screen, and what shows that each has done its work.
REACHED = {
    "m": "Enter drops",
    "p": "Enter drops",
    "f": "Pick up free VFs",
    "d": "Take ens1f0 out of",
    "n": "Forward mode",
    "e": "Network default",
    "/": "Filter host",
    "#": "Mark by expression",
    "v": "run",
    "w": "There is nothing to write",
    "r": "Read 5 networks again",
    "x": "[Forward] Document  Diff",
    "y": "clipboard (OSC 52)",
    "M": "The mouse is the terminal's",
    "?": "Keys and gestures",
    "ctrl+p": "Search for commands",
}


@pytest.mark.parametrize("key", REACHED)
def test_every_key_does_its_work_on_80_by_24(small: Console, key: str) -> None:
    small.keys(key)

    small.wait_for(REACHED[key])


def test_the_whole_dialog_for_a_network_is_in_sight_on_80_by_24(small: Console) -> None:
    small.keys("n")
    small.wait_for("New network", "Enter Done")

    for text in ("Name", "passthrough (macvtap)", "private (macvtap)", "not written", "Driver name"):
        assert text in small.seen()


@pytest.mark.parametrize("terminal", PLAIN)
def test_cursor_marks_and_drop_show_by_signs_on_a_plain_terminal(terminal: str) -> None:
    with vftui("--demo", environment=PLAIN[terminal]) as console:
        console.keys("down", "down", "space")
        console.wait(lambda: console.vf("#1").marked, "a mark")
        console.wait(lambda: console.vf("#2").sign == ">", "the cursor")
        console.keys("m")
        console.wait(lambda: console.network("default").sign == "✗", "the sign of a refused drop")
        console.keys("down")
        console.wait(lambda: console.network("front").sign == "✗", "the sign of a refused drop")
        console.keys("end")
        console.wait(lambda: console.row("Networks", "+").sign == "»", "the sign of an allowed drop")
        console.keys("escape")
        console.wait_for("Cancelled; nothing has moved.")

        assert console.quit() == 0


def test_no_colour_means_none() -> None:
    with vftui("--demo", environment={"NO_COLOR": "1"}) as console:
        colours = {(cell.fg, cell.bg) for line in console.screen.buffer.values() for cell in line.values()}

        assert all(is_grey(colour) for pair in colours for colour in pair)


def is_grey(colour: str) -> bool:
    return colour == "default" or len({colour[0:2], colour[2:4], colour[4:6]}) == 1


def test_the_cursor_and_the_marks_outlive_a_window_made_small_and_large_again() -> None:
    with vftui("--demo", columns=160, rows=45) as console:
        console.mark("ens1f0#30-31")
        console.wait(lambda: console.cursor("Host").startswith("#30"), "the cursor on #30")
        console.resize(40, 10)
        console.wait_for("╭─ Host")
        console.wait(lambda: console.cursor("Host").startswith("#30"), "the cursor in sight on the small screen")
        console.resize(160, 45)
        console.wait_for("╭─ XML")
        console.wait(lambda: console.cursor("Host").startswith("#30"), "the cursor on #30")

        assert console.marked() == ["#30", "#31"]
        assert console.quit() == 0
