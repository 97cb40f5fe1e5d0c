"""Styled lines of a given width: spans, columns, and how they are fitted, cut and wrapped. Pure: no widget, no state.

A line is a tuple of spans. A span's tone is a role ("dim", "bad"), which the widget that draws it turns into a style;
whatever a tone says is also said by a word or a sign, for colour alone tells nothing on some terminals.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size

from vftui.model.text import printable

Tone = Literal["plain", "name", "dim", "good", "warn", "bad", "struck"]
GAP = 2
# A part cut to less than this says nothing.
LEAST = 6


class Span(NamedTuple):
    """Some text in one tone."""

    text: str
    tone: Tone = "plain"


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the cells it would like, its rank, and the cells that it makes no sense below.

    Where space is short the highest rank goes first. A width of 0 means that there is nothing to show.
    """

    width: int
    rank: int
    least: int


def cut(text: str, width: int) -> str:
    """`text` made printable and at most `width` cells wide; what is cut ends with an ellipsis."""
    text = printable(text)
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


def wrapped(text: str, width: int) -> list[str]:
    """`text` made printable, in lines of at most `width` cells (2 at least), broken between words where that can be."""
    lines = [""]
    for word in printable(" ".join(text.split())).split(" "):
        for piece in chop_cells(word, width):
            longer = f"{lines[-1]} {piece}" if lines[-1] else piece
            if cell_len(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines


def fit_columns(columns: Sequence[Column], width: int) -> tuple[int, ...]:
    """The columns' widths within `width` cells, gaps included; 0 for one that has no room.

    Columns are admitted by rank at their least width; what is left widens them, by rank again.
    """
    by_rank = sorted((index for index, column in enumerate(columns) if column.width), key=lambda i: columns[i].rank)
    widths = [0] * len(columns)
    left = width + GAP
    for index in by_rank:
        if left < columns[index].least + GAP:
            break
        widths[index] = columns[index].least
        left -= widths[index] + GAP
    for index in by_rank:
        more = min(left, columns[index].width - widths[index]) if widths[index] else 0
        widths[index] += more
        left -= more
    return tuple(widths)


def table_line(cells: Sequence[Span], widths: Sequence[int]) -> Line:
    """The cells, each cut and padded to its width; cells of width 0 are left out."""
    spans: list[Span] = []
    for cell, width in zip(cells, widths, strict=True):
        if width:
            text = cut(cell.text, width)
            spans.append(Span(text + " " * (width - cell_len(text) + GAP), cell.tone))
    return tuple(spans)


def parts_line(parts: Iterable[Span], width: int) -> Line:
    """The parts that fit, in order of importance.

    The first without room enough is cut, where it has words to spare, and those after it are left out: half an address
    says nothing.
    """
    spans: list[Span] = []
    left = width
    for part in parts:
        gap = GAP if spans else 0
        text = cut(part.text, left - gap)
        if not text or (spans and text.endswith("…") and (left - gap < LEAST or " " not in part.text)):
            break
        spans += [Span(" " * gap), Span(text, part.tone)] if gap else [Span(text, part.tone)]
        left -= cell_len(text) + gap
    return tuple(spans)
