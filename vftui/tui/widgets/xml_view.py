"""Highlighted XML, or a diff of it; only the lines in sight are highlighted."""

import re
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from vftui.model.text import printable
from vftui.netxml.diff import DiffLine
from vftui.tui.widgets.selectable_lines import SelectableLines

_TOKENS = re.compile(
    r"(?P<comment><!--.*?(?:-->|$))"
    r"|(?P<tag></?[\w:.-]+|/?>|<\?[\w-]+|\?>)"
    r"|(?P<attribute>[\w:.-]+(?=\s*=\s*[\"']))"
    r"|(?P<value>\"[^\"]*\"|'[^']*')"
)
_GUTTER = {"same": "  ", "add": "+ ", "remove": "- ", "hunk": ""}
TAB = 8


class XmlView(SelectableLines):
    """Lines of XML."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "xml--text",
        "xml--tag",
        "xml--attribute",
        "xml--value",
        "xml--comment",
        "xml--add",
        "xml--remove",
        "xml--hunk",
    }

    DEFAULT_CSS = """
    XmlView {
        & > .xml--tag { color: $text-primary; }
        & > .xml--attribute { color: $text-accent; }
        & > .xml--value { color: $text-success; }
        & > .xml--comment { color: $foreground-muted; text-style: italic; }
        & > .xml--add { background: $success-muted; }
        & > .xml--remove { background: $error-muted; }
        & > .xml--hunk { color: $foreground-muted; text-style: bold; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._lines: Sequence[tuple[str, str]] = ()
        self._commented: frozenset[int] = frozenset()

    def show_text(self, text: str) -> None:
        """Show a document or a part of one."""
        self._show([("", line) for line in text.splitlines()])

    def show_diff(self, lines: Sequence[DiffLine], empty: str) -> None:
        """Show a diff; `empty` is shown where there is none."""
        if not lines:
            self._show([("hunk", empty)])
        else:
            self._show([(line.kind, _GUTTER[line.kind] + line.text.rstrip("\r\n")) for line in lines])

    @property
    def text(self) -> str:
        return "\n".join(line for _, line in self._lines)

    def _show(self, lines: Sequence[tuple[str, str]]) -> None:
        shown = [(kind, printable(line.expandtabs(TAB))) for kind, line in lines]
        if shown == self._lines:
            return
        self._lines = shown
        self._commented = self._inside_comments()
        width = max((len(line) for _, line in self._lines), default=0)
        self.virtual_size = Size(width, len(self._lines))
        self.scroll_y = min(self.scroll_y, self.max_scroll_y)
        self.refresh()

    def _inside_comments(self) -> frozenset[int]:
        """The lines that begin inside a comment of several lines."""
        found = set()
        inside = False
        for number, (_, line) in enumerate(self._lines):
            if inside:
                found.add(number)
            if "<!--" in line or inside:
                inside = line.rfind("<!--") > line.rfind("-->") or (inside and "-->" not in line)
        return frozenset(found)

    def render_line(self, y: int) -> Strip:
        left, top = self.scroll_offset
        number = y + top
        width = self.scrollable_content_region.width
        if number >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        kind, line = self._lines[number]
        base = self.rich_style + self._part(kind) if kind in ("add", "remove", "hunk") else self.rich_style
        strip = Strip(self._highlighted(number, line, base))
        longer = strip.cell_length > left + width
        strip = strip.crop_extend(left, left + width, base)
        if longer:
            strip = Strip.join([strip.crop(0, width - 1), Strip([Segment("…", base + self._part("comment"))])])
        return self.selected(number, strip, left)

    def _highlighted(self, number: int, line: str, base: Style) -> list[Segment]:
        segments: list[Segment] = []
        at = 0
        if number in self._commented:
            at = line.find("-->") + 3 if "-->" in line else len(line)
            segments.append(Segment(line[:at], base + self._part("comment")))
        for match in _TOKENS.finditer(line, at):
            if match.start() > at:
                segments.append(Segment(line[at : match.start()], base))
            segments.append(Segment(match[0], base + self._part(match.lastgroup or "text")))
            at = match.end()
        segments.append(Segment(line[at:], base))
        return segments

    def _part(self, name: str) -> Style:
        return self.get_component_rich_style(f"xml--{name}", partial=True)
