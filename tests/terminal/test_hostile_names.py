"""Names that try to speak to the terminal or to Textual, and documents that cannot be read."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal.console import Console, vftui

C1, OVERRIDE = "\x9b31mred", "over\u202eride"
MARKUP = ("[/red]", "[b]bold[/b]", "[@click=app.bell]link[/]", "$primary\\[", "[[")
# The pointer's shape, which the app sets itself.
_OWN_OSC = re.compile("\x1b]22;[a-z-]*\x07")
# What the app writes between its escape sequences, and the first byte of those.
HARMLESS = {"\x1b", "\r", "\n"}


@pytest.fixture
def folder(networks: Path) -> Path:
    for number, name in enumerate((*MARKUP, C1, OVERRIDE)):
        text = f"<network>\n  <name>{name}</name>\n  <forward mode='passthrough'/>\n</network>\n"
        (networks / f"{number}.xml").write_text(text, encoding="utf-8")
    return networks


@pytest.fixture
def console(folder: Path) -> Iterator[Console]:
    with vftui("--demo", "--networks", folder, columns=160) as console:
        yield console


def shown_everywhere(console: Console, name: str) -> None:
    """Take a network through all that shows its name."""
    row = console.network(name)
    console.click(row.place)
    console.wait(lambda: console.network(name).sign == ">", f"the cursor on {name}")
    console.wait_for(f"XML {name}", f"{name} · passthrough (macvtap)")
    console.drag(console.vf("#12").place, row.place)
    console.wait_for(f"✓ Add ens1f0#12 to {name}")
    console.keys("e")
    console.wait_for(f"Network {name}")
    console.keys("escape")
    console.wait_gone("Forward mode")
    console.keys("w")
    # libvirt refuses a name with a slash, and what has an error is not written without asking.
    console.wait_for("╭─ Review", "1 error in what would be written: refused." if "/" in name else "y writes all")
    assert name in console.seen()
    console.keys("escape")
    console.wait_for("╭─ Host")
    console.keys("u")
    console.wait_for(f"✓ Undone: Add ens1f0#12 to {name}")


@pytest.mark.parametrize("name", MARKUP)
def test_markup_in_a_name_is_shown_as_it_stands(console: Console, name: str) -> None:
    shown_everywhere(console, name)


@pytest.mark.parametrize("name", [C1, OVERRIDE])
def test_no_control_character_of_a_name_reaches_the_terminal(console: Console, name: str) -> None:
    shown_everywhere(console, name.replace("\x9b", "\ufffd").replace("\u202e", "\ufffd"))

    output = _OWN_OSC.sub("", console.output.decode())
    assert {c for c in output if unicodedata.category(c).startswith("C")} <= HARMLESS


def test_a_hostile_name_is_offered_in_the_palette(console: Console) -> None:
    console.keys("ctrl+p")
    console.wait_for("Search for commands")
    console.type("Go to network [/red]")
    console.wait_gone("Pick up the marked rows")
    console.wait_for("Go to network [/red]", "passthrough (macvtap)")
    console.keys("enter")

    console.wait(lambda: console.network("[/red]").sign == ">", "the cursor on [/red]")


def test_a_broken_document_is_named_with_its_line_and_the_others_are_there(folder: Path) -> None:
    broken = "<network>\n  <name>bad\x1b]0;title\x07</name>\n</network>\n"
    (folder / "broken.xml").write_text(broken)
    (folder / "cut.xml").write_text("<network>\n  <name>cut</name>\n  <forward")
    with vftui("--demo", "--networks", folder, columns=160) as console:
        assert "✗ broken.xml  line 2" in console.seen()
        assert "✗ cut.xml  line 3" in console.seen()
        assert "0 VFs  passthrough" in console.network("[/red]").text
        assert console.quit() == 0

    assert (folder / "broken.xml").read_text() == broken
