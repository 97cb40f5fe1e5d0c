"""Blanks and lines between elements: what goes with an element, and where a new one stands beside it.

An element owns its *lead*, the blank before it from the first line break on, so that taking out what was put in gives
the former text. A comment behind an element, on its line, stays on a line of its own when the element goes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vftui.netxml.source import BLANK, Element

_NO_TAGS = re.compile(r"(?:[^<\r\n]++|<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>)*+", re.DOTALL)
_BLANKS = re.compile(r"[ \t]*+")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for new elements: where in the text, and the lead to write before each."""

    position: int
    lead: str


def before(text: str, element: Element) -> Spot:
    """The spot in front of `element`; above the comments that precede it on its own line."""
    start = element.start
    beside = _blank_start(text, start)
    blank = beside
    while "\n" not in text[blank:start]:
        comment = text.rfind("<!--", 0, blank) if text.endswith("-->", 0, blank) else -1
        if comment < 0 or "\n" in text[comment:blank]:
            return Spot(beside, text[beside : element.start])
        start, blank = comment, _blank_start(text, comment)
    return Spot(_first_break(text, blank, start), _last_line(text[blank:start]))


def after(text: str, element: Element, following: Element | None) -> Spot:
    """The spot behind `element`: on its line where `following` is there too, else below its line."""
    if following is not None and "\n" not in text[element.end : following.start]:
        return Spot(element.end, text[_blank_start(text, following.start) : following.start])
    return Spot(line_tail(text, element.end), before(text, element).lead)


def inside(text: str, parent: Element, root: Element) -> str:
    """The lead of the first child of `parent`, one step deeper than `parent`; empty where that stands in a line."""
    lead = before(text, parent).lead
    if "\n" not in lead:
        return ""
    outer = text[text.rfind("\n", 0, root.start) + 1 : root.start]
    indent = lead.lstrip("\r\n")
    return lead + (indent if outer.strip(BLANK) else indent.removeprefix(outer))


def line_tail(text: str, position: int) -> int:
    """The end of the line at `position`, or of what stands there before the parent's end tag.

    Where an element follows on the line, that is `position` itself.
    """
    match = _NO_TAGS.match(text, position)
    end = match.end() if match else position
    if text.startswith(("\n", "\r\n"), end):
        return end
    return max(_blank_start(text, end), position) if text.startswith("</", end) else position


def removals(text: str, siblings: Sequence[Element], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """What to cut, as [start, end), to take out the siblings at `places` (ascending)."""
    run: list[Element] = []
    for place in places:
        element = siblings[place]
        if run and text[run[-1].end : element.start].strip(" \t"):
            yield _cut(text, run)
            run = []
        run.append(element)
    if run:
        yield _cut(text, run)


def _cut(text: str, run: list[Element]) -> tuple[int, int]:
    """Elements that stand side by side go with their lead, or with the blank behind them if others follow in line."""
    start, end = run[0].start, run[-1].end
    rest = _skip_blanks(text, end)
    lead = _blank_start(text, start)
    if "\n" not in text[lead:start]:
        return lead, end
    if text.startswith("</", rest):
        return _first_break(text, lead, start), end
    if text.startswith(("\n", "\r\n"), rest):
        return _first_break(text, lead, start), rest
    return start, rest


def _blank_start(text: str, end: int) -> int:
    start = end
    while start and text[start - 1] in BLANK:
        start -= 1
    return start


def _first_break(text: str, start: int, end: int) -> int:
    position = text.index("\n", start, end)
    return position - 1 if position > start and text[position - 1] == "\r" else position


def _last_line(blank: str) -> str:
    position = blank.rindex("\n")
    return blank[position - 1 if position and blank[position - 1] == "\r" else position :]


def _skip_blanks(text: str, position: int) -> int:
    match = _BLANKS.match(text, position)
    return match.end() if match else position
