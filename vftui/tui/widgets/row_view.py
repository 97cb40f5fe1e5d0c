"""A list that draws only the rows in sight: the body of both trees.

Why not Tree, OptionList or DataTable: they cost per row, this costs per row in sight. Measured on 4096 rows: first
frame 53 ms against 248 to 591, a change of all labels 10 ms against 250 (README.md, "How fast").
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from vftui.tui.lines import Line, Span

Key = Hashable
# Cells left of a row's text: the cursor's or drop's sign, the mark.
MARGIN = 2

Fold = Literal["open", "closed"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. `key` stays the same while the row's text changes; `kind` is what a range of marks keeps to.

    `fold` is None for a row that has nothing under it now, `leaf` says that it never has.
    """

    key: Key
    kind: str
    subject: object
    depth: int = 0
    fold: Fold | None = None
    marks: bool = True
    leaf: bool = False


def fold_of(below: Sequence[object], *, closed: bool) -> Fold | None:
    """The fold of a row with these rows under it."""
    if not below:
        return None
    return "closed" if closed else "open"


Drop = Literal["allowed", "refused"]


class RowView(ScrollView, can_focus=True):
    """Rows with a cursor, marks and a drop target to draw; how they come about is the subclasses' part."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--plain",
        "rows--name",
        "rows--dim",
        "rows--good",
        "rows--warn",
        "rows--bad",
        "rows--cursor",
        "rows--cursor-blurred",
        "rows--marked",
        "rows--allowed",
        "rows--refused",
    }

    DEFAULT_CSS = """
    RowView {
        scrollbar-size-vertical: 1;
        overflow-x: hidden;
        & > .rows--name { text-style: bold; }
        & > .rows--dim { color: $foreground-muted; }
        & > .rows--good { color: $text-success; }
        & > .rows--warn { color: $text-warning; }
        & > .rows--bad { color: $text-error; text-style: bold; }
        & > .rows--cursor { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
        & > .rows--cursor-blurred { background: $boost; }
        & > .rows--marked { background: $primary-muted; }
        & > .rows--allowed { background: $success-muted; text-style: bold; }
        & > .rows--refused { background: $error-muted; text-style: bold; }
    }
    """

    @dataclass
    class Moved(Message):
        """The cursor stands on another row; `by_hand` where the operator moved it, not an edit or a filter."""

        rows: "RowView"
        by_hand: bool

        @property
        def control(self) -> "RowView":
            return self.rows

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: Sequence[Row] = ()
        self._lines: dict[Key, int] = {}
        self._cursor = 0
        self._marks: frozenset[Key] = frozenset()
        self._drop: tuple[Key, Drop] | None = None
        self._strips: dict[tuple[object, ...], Strip] = {}
        self._styles: dict[str, Style] = {}

    # What a list of something defines

    def build_rows(self) -> Iterable[Row]:
        """All rows in order, without those that are folded away or left out by a filter."""
        raise NotImplementedError

    def draw_row(self, row: Row, width: int) -> Line:
        """The text of a row, at most `width` cells."""
        raise NotImplementedError

    def sign(self, row: Row) -> Span | None:  # noqa: ARG002 - for those that have one
        """A sign of one cell in the indentation of a row that is not of the first depth."""
        return None

    # Rows

    def rebuild(self) -> None:
        """Ask for the rows again. Cursor and marks stay on their keys; a cursor whose row is gone stays on its line."""
        key = self.cursor_key
        self._rows = list(self.build_rows())
        self._lines = {row.key: line for line, row in enumerate(self._rows)}
        self._cursor = self._lines.get(key, min(self._cursor, max(0, len(self._rows) - 1)))
        self._strips.clear()
        # Never wider than the list: it does not scroll sideways.
        self.virtual_size = Size(1, len(self._rows))
        self.refresh()
        if self.cursor_key != key:
            self.post_message(self.Moved(self, by_hand=False))

    def redraw(self) -> None:
        """The rows are the same and say something else."""
        self._strips.clear()
        self.refresh()

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    @property
    def cursor_row(self) -> Row | None:
        return self._rows[self._cursor] if self._cursor < len(self._rows) else None

    @property
    def cursor_key(self) -> Key | None:
        return row.key if (row := self.cursor_row) else None

    def line_of(self, key: Key) -> int | None:
        return self._lines.get(key)

    def row_at(self, at: Offset) -> Row | None:
        """The row under a place on the screen; None in the empty place below the last. The frame counts as its side."""
        region = self.content_region
        line = max(region.y, min(at.y, region.bottom - 1)) - region.y + self.scroll_offset.y
        return self._rows[line] if line < len(self._rows) else None

    @property
    def marks(self) -> frozenset[Key]:
        return self._marks

    @property
    def hidden_marks(self) -> int:
        """How many marked rows are not in the list now: folded, or left out by a filter."""
        return sum(key not in self._lines for key in self._marks)

    # Cursor

    def move_to(self, key: Key) -> bool:
        """Put the cursor on a row; False where it is not in the list."""
        line = self._lines.get(key)
        if line is not None:
            self._put_cursor(line, by_hand=False)
        return line is not None

    def _put_cursor(self, line: int, *, by_hand: bool) -> None:
        line = max(0, min(line, len(self._rows) - 1))
        moved = line != self._cursor
        for changed in (self._cursor, line):
            self._refresh_line(changed)
        self._cursor = line
        self._show_cursor()
        if moved:
            self.post_message(self.Moved(self, by_hand))

    def lines_in_sight(self) -> range:
        """The numbers of the rows that are on the screen."""
        top = self.scroll_offset.y
        return range(top, min(top + self.size.height, len(self._rows)))

    def _refresh_line(self, line: int) -> None:
        self.refresh(Region(0, line - self.scroll_offset.y, self.size.width, 1))

    # Drop target

    def set_drop(self, key: Key | None, drop: Drop = "allowed") -> None:
        """Light up a row as the place where a drop would go, or no row."""
        new = None if key is None else (key, drop)
        if new == self._drop:
            return
        old, self._drop = self._drop, new
        for each in (old, new):
            if each and (line := self._lines.get(each[0])) is not None:
                self._refresh_line(line)

    def on_blur(self) -> None:
        self.redraw()

    def on_focus(self) -> None:
        self.redraw()

    # Drawing

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()

    def on_resize(self) -> None:
        self._strips.clear()
        self.call_after_refresh(self._show_cursor)

    def _show_cursor(self) -> None:
        self.scroll_to_region(Region(0, self._cursor, 1, 1), animate=False, force=True)

    def _tone(self, name: str) -> Style:
        """The foreground of a tone alone: the background belongs to the row."""
        if name not in self._styles:
            style = self.get_component_rich_style(f"rows--{name}")
            self._styles[name] = Style(color=style.color, bold=style.bold, italic=style.italic, dim=style.dim)
        return self._styles[name]

    def _state(self, name: str) -> Style:
        """The background, and weight, of a row in some state."""
        if name not in self._styles:
            style = self.get_component_rich_style(f"rows--{name}")
            color = style.color if name == "cursor" else None
            self._styles[name] = Style(color=color, bgcolor=style.bgcolor, bold=style.bold or None)
        return self._styles[name]

    def render_line(self, y: int) -> Strip:
        line = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if line >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[line]
        cursor = line == self._cursor
        drop = self._drop[1] if self._drop and self._drop[0] == row.key else None
        identity = (row.key, cursor and (self.has_focus or "blurred"), row.key in self._marks, drop, width)
        if (strip := self._strips.get(identity)) is None:
            if len(self._strips) > 4096:
                self._strips.clear()
            strip = self._strips[identity] = self._strip(row, width, cursor=cursor, drop=drop)
        return strip

    def _strip(self, row: Row, width: int, *, cursor: bool, drop: Drop | None) -> Strip:
        base, over = self.rich_style, self._overlay(row, cursor=cursor, drop=drop)
        spans = self._spans(row, width, cursor, drop)
        segments = [Segment(text, base + self._tone(tone) + over) for text, tone in spans]
        return Strip(segments).adjust_cell_length(width, base + over)

    def _spans(self, row: Row, width: int, cursor: bool, drop: Drop | None) -> Iterator[tuple[str, str]]:
        pointer = {"allowed": "»", "refused": "✗", None: ">" if cursor and self.has_focus else " "}[drop]
        fold = {"open": "▾ ", "closed": "▸ ", None: "" if row.leaf else "  "}[row.fold]
        indent = "  " * row.depth
        sign = self.sign(row) if indent else None
        yield pointer + ("●" if row.key in self._marks else " "), "plain"
        yield sign or Span("")
        yield indent[len(sign.text) if sign else 0 :] + fold, "plain"
        yield from self.draw_row(row, max(0, width - MARGIN - len(indent) - len(fold)))

    def _overlay(self, row: Row, *, cursor: bool, drop: Drop | None) -> Style:
        if drop:
            return self._state(drop)
        if cursor:
            return self._state("cursor" if self.has_focus else "cursor-blurred")
        return self._state("marked") if row.key in self._marks else Style.null()
