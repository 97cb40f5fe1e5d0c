"""Small screens, screens that change their size, and terminals with few colours or none."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from terminal.console import Console, vftui

from vftui.tui import keys

PLAIN: dict[str, dict[str, str | None]] = {
    "linux console": {"TERM": "linux", "COLORTERM": None},
    "16 colours": {"TERM": "xterm", "COLORTERM": None},
    "no colour": {"NO_COLOR": "1"},
    "not even UTF-8": {"LANG": "C", "LC_ALL": "C"},
}


@pytest.fixture
def small() -> Iterator[Console]:
    with vftui("--demo", columns=80, rows=24) as console:
        yield console


class Reached(NamedTuple):
    """Where the cursor is put, what is pressed there, and what shows that it has done its work."""

    region: str
    row: str
    keys: tuple[str, ...]
    shows: str


VF, MEMBER, NETWORK = ("Host", "#7"), ("Networks", "ens1f0v1"), ("Networks", "front")
REACHED = {
    "move.pick-up": Reached(*VF, ("m",), "(Enter drops, s shares, Esc cancels)"),
    "move.pf": Reached(*VF, ("p",), "(Enter drops, s shares, Esc"),
    "move.free": Reached(*VF, ("f",), "Pick up free VFs"),
    "move.take-out": Reached(*VF, ("d",), "✓ Take ens1f0#7 out of front and legacy"),
    "move.share": Reached(*NETWORK, ("s",), "✗ Nothing is being moved"),
    "move.earlier": Reached(*MEMBER, ("K",), "✓ Reorder ens1f0#1 in front"),
    "move.later": Reached(*MEMBER, ("J",), "✓ Reorder ens1f0#1 in front"),
    "network.new": Reached(*VF, ("n",), "Forward mode"),
    "network.settings": Reached(*NETWORK, ("e",), "Network front"),
    "network.menu": Reached(*NETWORK, ("a",), "Enter does it, Esc closes"),
    "network.pf": Reached("Networks", "lab", ("t",), "✓ Expand enp129s0f0np0 in lab"),
    "network.delete": Reached(*NETWORK, ("D",), "✓ Delete network front"),
    "find.filter": Reached(*VF, ("/",), "Filter host"),
    "find.expression": Reached(*VF, ("#",), "Mark by expression"),
    "find.back": Reached(*VF, ("space", "escape"), "╭─ Host"),
    "edit.undo": Reached(*VF, ("u",), "✗ Nothing to undo."),
    "edit.redo": Reached(*VF, ("ctrl+r",), "✗ Nothing to redo."),
    "edit.review": Reached(*VF, ("w",), "✗ There is nothing to write"),
    "problem.list": Reached(*VF, ("P",), "╭─ Problems"),
    "problem.fix": Reached(*VF, ("F",), "Fix vf-in-two-pools"),
    "problem.explain": Reached(*VF, ("E",), "ens1f0#7: "),
    "edit.reread": Reached(*VF, ("r",), "✓ Read 8 networks again."),
    "view.xml": Reached(*VF, ("x",), "[Forward] Effective  Document  Diff"),
    "view.next": Reached(*VF, ("x", "]"), " Forward [Effective] Document  Diff"),
    "view.previous": Reached(*VF, ("x", "["), " Forward  Effective  Document [Diff]"),
    "view.copy": Reached(*NETWORK, ("y",), "clipboard (OSC 52)"),
    "view.mouse": Reached(*VF, ("M",), "The mouse is the terminal's"),
    "view.help": Reached(*VF, ("?",), "Keys and gestures"),
}


def test_every_key_of_the_main_screen_is_tried_here() -> None:
    elsewhere = {"view.quit"}  # test_leaving.py

    assert {binding.id for binding in keys.MAIN} - elsewhere <= set(REACHED)


@pytest.mark.parametrize("binding", REACHED)
def test_every_key_does_its_work_on_80_by_24(small: Console, binding: str) -> None:
    region, row, pressed, shows = REACHED[binding]
    small.go_down(region, row)
    small.keys(*pressed)

    small.wait_for(shows)


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
        console.wait(lambda: console.network("lab").sign == "»", "the sign of an allowed drop")
        console.keys("home")
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
