"""The mouse can be left to the terminal, to select and copy text."""

from collections.abc import Iterator

import pytest
from terminal.console import Console, vftui
from terminal.terminal import MOUSE_REPORTING


@pytest.fixture
def console() -> Iterator[Console]:
    with vftui("--demo") as console:
        yield console


def test_the_mouse_is_given_away_and_taken_back(console: Console) -> None:
    had = console.modes & MOUSE_REPORTING
    console.keys("M")
    console.wait_for("The mouse is the terminal's")
    console.wait(lambda: not console.modes & MOUSE_REPORTING, "mouse reporting to end")
    console.keys("M")
    console.wait_for("The mouse is vftui's again")
    console.wait(lambda: console.modes & MOUSE_REPORTING == had, "mouse reporting as before")

    console.drag(console.vf("#12").place, console.network("front").place)
    console.wait_for("✓ Add ens1f0#12 to front")


def test_the_xml_is_copied_through_the_terminal(console: Console) -> None:
    console.go_down("Networks", "front")
    console.wait_for("╭─ XML front")
    console.keys("y")
    console.wait_for("Copied 10 lines to the terminal's clipboard (OSC 52)")

    console.wait(lambda: b"\x1b]52;c;" in console.output, "the XML in the terminal's clipboard")
