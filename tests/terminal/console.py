"""vftui in a terminal, spoken to in VFs and networks: which gesture or key that takes is known here."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from sysfs_tree import recording
from terminal.terminal import Place, Terminal

VFTUI = str(Path(sys.executable).with_name("vftui"))
MODES = ("passthrough", "hostdev", "bridge", "vepa", "private")

# So many columns have room for the XML beside host and networks.
_WIDE = 110
# Cells before a row's text: the cursor's or drop's sign, the mark.
_MARGIN = 2
_CURSOR, _MARK, _DROPS = ">", "●", "»✗"


class Pane(NamedTuple):
    """The inside of a region's frame; right and bottom lie outside."""

    left: int
    top: int
    right: int
    bottom: int


class Row(NamedTuple):
    """One line of a list as it is seen."""

    sign: str
    marked: bool
    text: str
    place: Place


class Console(Terminal):
    """The installed vftui, and an operator before it."""

    # What is seen

    def pane(self, title: str) -> Pane:
        """The region whose frame begins with `title`."""
        left, top = self.place_of(f"╭─ {title}")
        display = self.lines()
        right = display[top].index("╮", left)
        bottom = next(y for y in range(top + 1, len(display)) if display[y][left] == "╰")
        return Pane(left + 1, top + 1, right, bottom)

    def rows(self, title: str) -> list[Row]:
        """The rows in sight of a region, empty ones left out."""
        pane = self.pane(title)
        lines = ((y, self.lines()[y][pane.left : pane.right]) for y in range(pane.top, pane.bottom))
        return [
            Row(line[0], line[1] == _MARK, line[_MARGIN:].strip(), Place(pane.left + 6, y))
            for y, line in lines
            if line.strip()
        ]

    def row(self, title: str, name: str) -> Row:
        """The row of a region that shows a device or a network called `name`; fails where none or several do."""
        # The name comes first, behind the fold; a VF has its index before it.
        found = [row for row in self.rows(title) if name in row.text.lstrip("▾▸ ").split()[:3]]
        assert len(found) == 1, f"{name} is on {len(found)} rows of {title}:\n{self.seen()}"
        return found[0]

    def vf(self, name: str) -> Row:
        """A VF or PF of the host, by netdev name, `#index` or address."""
        return self.row("Host", name)

    def network(self, name: str) -> Row:
        """A network, or a member where only one network has it."""
        return self.row("Networks", name)

    def cursor(self, title: str) -> str:
        """The row that the cursor is on; '' where the region does not have the focus."""
        return next((row.text for row in self.rows(title) if row.sign == _CURSOR), "")

    def marked(self) -> list[str]:
        return [row.text.split()[0] for row in self.rows("Host") if row.marked]

    @property
    def message(self) -> str:
        """What the two lines above the keys say."""
        return " ".join(line.strip() for line in self.lines()[-3:-1]).strip()

    @property
    def new_pool(self) -> Place:
        """The row that takes what is to become a new network."""
        return self.row("Networks", "+").place

    # What is done

    def go_down(self, title: str, name: str) -> None:
        """Move the cursor downwards to a row that is in sight, from another region where need be."""
        if not self.cursor(title):
            self.keys("tab")
            self.wait(lambda: self.cursor(title) != "", f"the focus on {title}")
        at = next(each.place.y for each in self.rows(title) if each.sign == _CURSOR)
        self.keys(*["down"] * (self.row(title, name).place.y - at))
        self.wait(lambda: self.row(title, name).sign == _CURSOR and name in self.message, f"cursor on {name}")

    def click(self, place: Place, *, ctrl: bool = False) -> None:
        kind = "ctrl+" if ctrl else ""
        self.mouse((f"{kind}press", place), (f"{kind}release", place))

    def drag(self, start: Place, end: Place) -> None:
        """Press, move and release as fast as a terminal can send them: in one write."""
        self.mouse(("press", start), ("move", end), ("release", end))

    def hold(self, start: Place, end: Place) -> None:
        """Drag without letting go."""
        self.mouse(("press", start), ("move", end))

    def mark(self, expression: str) -> None:
        """Mark by expression."""
        self.keys("#")
        self.wait_for("Mark by expression")
        self.type(expression)
        self.keys("enter")
        self.wait_for("✓ Marked")

    def pick_up(self, key: str = "m") -> None:
        """Pick up what is marked or under the cursor; `p` the whole PF."""
        self.keys(key)
        # Each step is awaited as a person at the keys does: the next key is for the region that has the focus then.
        self.wait(lambda: any(row.sign in _DROPS for row in self.rows("Networks")), "the row that a drop goes to")
        self.wait(lambda: self.cursor("Host") == "", "the focus on the networks")

    def drop_as_new(self) -> None:
        """Drop what was picked up on the place for a new network."""
        self.keys("end")
        self.wait_for("Make a new network of")
        self.keys("enter")

    def fill_in(self, name: str, mode: str | None = None) -> None:
        """Answer the dialog that asks for a new network, by keyboard; with the mode that it offers unless one is named.

        Which it offers goes by what is to be put into the network.
        """
        self.wait_for("New network", "Forward mode")
        self.type(name)
        if mode is not None:
            offered = next(nth for nth, each in enumerate(MODES) if f"▐●▌ {each}" in self.seen())
            self.keys("tab", *["down"] * ((MODES.index(mode) - offered) % len(MODES)))
            self.wait_for(f"▐●▌ {mode}")
        self.keys("ctrl+s")
        self.wait_gone("Forward mode")

    def write(self, *, in_spite_of: str | None = None, said: str = "✓ Wrote") -> None:
        """Review all changes and write them; an error is named, as its confirmation asks for."""
        self.keys("w")
        self.wait_for("╭─ Review", "y asks before it writes" if in_spite_of else "y writes all")
        self.keys("y")
        if in_spite_of:
            self.wait_for(f"Type {in_spite_of}")
            self.type(in_spite_of)
            self.keys("enter")
        self.wait_for(said)

    def quit(self) -> int:
        self.keys("q")
        return self.wait_closed()


def vftui(
    *arguments: str | Path,
    on: Sequence[str] = (),
    recorded: str | None = None,
    columns: int = 120,
    rows: int = 42,
    environment: Mapping[str, str | None] | None = None,
) -> Console:
    """Start vftui, by way of a command or on a recorded machine where one is named, and wait for its first frame."""
    machine = ["umockdev-run", "-d", str(recording(recorded)), "--"] if recorded else on
    command = [*machine, VFTUI, *map(str, arguments)]
    console = Console(command, columns=columns, rows=rows, environment=environment)
    with ExitStack() as unless_it_starts:
        unless_it_starts.enter_context(console)
        console.wait_for("╭─ Host", "╭─ Networks", "q Quit")
        regions = 3 if columns >= _WIDE else 2
        console.wait(lambda: console.seen().count("╭─ ") == regions, "the layout for this width")
        console.wait(lambda: console.cursor("Host") != "" and console.message != "", "the cursor")
        unless_it_starts.pop_all()
    return console
