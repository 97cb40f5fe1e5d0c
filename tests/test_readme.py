"""The README tells the truth about the keys and the command line."""

import re
import subprocess
import sys
from pathlib import Path

from textual.binding import Binding

from vftui.tui import keys
from vftui.tui.widgets.rows import RowList

README = (Path(__file__).parent.parent / "README.md").read_text()
BINDINGS = [*keys.MAIN, *(each for each in RowList.BINDINGS if isinstance(each, Binding))]


def rows_of_keys() -> dict[str, str]:
    table = README.partition("<!-- keys")[2].partition("## Selections")[0]
    return dict(re.findall(r"^\| `(.+?)` \| (.+?) \|$", table, re.MULTILINE))


def test_the_readme_lists_every_key_and_what_it_does() -> None:
    shown = rows_of_keys()
    shown.pop("Tab")

    assert shown == {keys.shown(each): each.tooltip or each.description for each in BINDINGS}


def test_every_key_has_an_id_of_its_own() -> None:
    ids = [each.id for each in BINDINGS]

    assert None not in ids
    assert len(set(ids)) == len(ids)


def test_the_readme_lists_every_option() -> None:
    text = subprocess.run([sys.executable, "-m", "vftui", "--help"], capture_output=True, text=True, check=True).stdout
    options = set(re.findall(r"--[a-z][a-z-]+", text))
    assert options
    for option in options:
        assert re.search(rf"`[^`]*{option}\b", README), option
