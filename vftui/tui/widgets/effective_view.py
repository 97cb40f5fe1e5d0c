"""The effective pool of a network; only the lines in sight are drawn."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from vftui.tui.effective import EffectiveLines, JudgedNetwork
from vftui.tui.lines import Line
from vftui.tui.widgets.selectable_lines import SelectableLines

# As wide as no sentence is: what is copied is not wrapped.
_UNWRAPPED = 10_000


class EffectiveView(SelectableLines):
    """Lines that are as wide as the view: it does not scroll sideways."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "effective--plain",
        "effective--name",
        "effective--dim",
        "effective--good",
        "effective--warn",
        "effective--bad",
        "effective--struck",
    }

    DEFAULT_CSS = """
    EffectiveView {
        overflow-x: hidden;
        & > .effective--name { text-style: bold; }
        & > .effective--dim { color: $foreground-muted; }
        & > .effective--good { color: $text-success; }
        & > .effective--warn { color: $text-warning; }
        & > .effective--bad { color: $text-error; text-style: bold; }
        & > .effective--struck { color: $foreground-muted; text-style: strike; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._judged: JudgedNetwork | None = None
        self._lines: Sequence[Line] = ()

    def show(self, judged: JudgedNetwork | None) -> None:
        """Show a network's effective pool, or nothing."""
        if judged != self._judged:
            self._judged = judged
            self._lay_out()

    @property
    def text(self) -> str:
        return _plain(self._lines)

    @property
    def unwrapped(self) -> str:
        """The text with every sentence on a line of its own."""
        return _plain(EffectiveLines(self._judged, _UNWRAPPED)) if self._judged else ""

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        self._lines = EffectiveLines(self._judged, width) if self._judged else ()
        self.virtual_size = Size(1, len(self._lines))
        self.scroll_y = min(self.scroll_y, self.max_scroll_y)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        number = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if number >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        segments = [
            Segment(text, self.get_component_rich_style(f"effective--{tone}")) for text, tone in self._lines[number]
        ]
        return self.selected(number, Strip(segments).adjust_cell_length(width, self.rich_style))


def _plain(lines: Sequence[Line]) -> str:
    return "\n".join("".join(span.text for span in line).rstrip() for line in lines)
