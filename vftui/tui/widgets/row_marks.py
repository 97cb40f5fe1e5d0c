"""Cursor keys, marks and runs of marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from vftui.tui.widgets.row_view import Key, Row, RowView


class MarkedRows(RowView):
    """A list that is worked by keys. A run of marks begins at a row and follows the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor(-1)", "Up", show=False, id="list.up"),
        Binding("down,j", "cursor(1)", "Down", show=False, id="list.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="list.pageup"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="list.pagedown"),
        Binding("home,g", "end(-1)", "First row", show=False, id="list.first"),
        Binding("end,G", "end(1)", "Last row", show=False, id="list.last"),
        Binding("left,h", "fold(True)", "Fold, or go to the parent row", show=False, id="list.fold"),
        Binding("right,l", "fold(False)", "Unfold", show=False, id="list.unfold"),
        Binding("space", "mark", "Mark or unmark", show=False, id="list.mark"),
        Binding("shift+up", "extend(-1)", "Mark a run upwards", show=False, id="list.run-up"),
        Binding("shift+down", "extend(1)", "Mark a run downwards", show=False, id="list.run-down"),
        Binding("v", "run", "Begin or end a run of marks", show=False, id="list.run"),
        Binding("A", "mark_all", "Mark all rows like this one", show=False, id="list.all"),
        # An action of the screen and no message: what is typed behind it would overtake a message.
        Binding("enter", "screen.activate", "Fold or unfold; from a member to its VF", show=False, id="list.activate"),
    ]

    @dataclass
    class Activated(Message):
        """A double click, or a click on a fold."""

        rows: "MarkedRows"
        row: Row

        @property
        def control(self) -> "MarkedRows":
            return self.rows

    @dataclass
    class MarksChanged(Message):
        """Other rows are marked than before."""

        rows: "MarkedRows"

        @property
        def control(self) -> "MarkedRows":
            return self.rows

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        # Where the run began, and what was marked before it.
        self._run: tuple[Key, frozenset[Key]] | None = None
        self._run_held = False

    def set_marks(self, keys: Iterable[Key]) -> None:
        """Mark exactly these keys, in sight or not."""
        before, self._marks = self._marks, frozenset(keys)
        changed = before ^ self._marks
        for line in self.lines_in_sight():
            if self.rows[line].key in changed:
                self._refresh_line(line)
        self.post_message(self.MarksChanged(self))

    def in_run(self) -> bool:
        """Whether the cursor drags a run of marks behind it (`v`)."""
        return self._run_held

    def end_run(self) -> None:
        self._run, self._run_held = None, False

    def action_mark(self) -> None:
        """Mark or unmark the row and go to the next."""
        row = self.cursor_row
        if row and row.marks:
            self.set_marks(self._marks ^ {row.key})
        self.end_run()
        self._go(self._cursor + 1)

    def action_mark_all(self) -> None:
        if row := self.cursor_row:
            self.set_marks(self._marks | {each.key for each in self._rows if each.kind == row.kind and each.marks})

    def action_run(self) -> None:
        """Begin a run of marks at the cursor, or end it."""
        if self._run_held:
            self.end_run()
        elif row := self.cursor_row:
            self._run, self._run_held = (row.key, self._marks), True
            self._mark_run()

    def action_extend(self, step: int) -> None:
        if self._run is None and (row := self.cursor_row):
            self._run = (row.key, self._marks)
        self._go(self._cursor + step, extend=True)

    def _mark_run(self) -> None:
        # A run keeps to the kind of row it began on: a run of VFs that passes a PF's row does not take the PF whole.
        if self._run is None:
            return
        start = self._lines.get(self._run[0])
        if start is None:
            return
        low, high = sorted((start, self._cursor))
        kind = self._rows[start].kind
        between = {row.key for row in self._rows[low : high + 1] if row.kind == kind and row.marks}
        self.set_marks(self._run[1] | between)

    # Cursor

    def move_to(self, key: Key) -> bool:
        self.end_run()
        return super().move_to(key)

    def _go(self, line: int, *, extend: bool = False) -> None:
        self._put_cursor(line, by_hand=True)
        if extend or self._run_held:
            self._mark_run()
        else:
            self._run = None

    def action_cursor(self, step: int) -> None:
        self._go(self._cursor + step)

    def action_page(self, step: int) -> None:
        self._go(self._cursor + step * max(1, self.size.height - 1))

    def action_end(self, step: int) -> None:
        self._go(len(self._rows) - 1 if step > 0 else 0)

    async def action_fold(self, close: bool) -> None:
        """Fold or unfold the row; on a row that is folded already, or has no fold, go to its parent."""
        row = self.cursor_row
        if row is None:
            return
        if row.fold == ("open" if close else "closed"):
            await self.run_action("screen.activate")
        elif close:
            above = (line for line in range(self._cursor - 1, -1, -1) if self._rows[line].depth < row.depth)
            self._go(next(above, self._cursor))
