"""What every view of many lines can do: scroll by keys, and give text to the clipboard as the mouse selects it."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip


class SelectableLines(ScrollView, can_focus=True):
    """Lines of text. A subclass draws them, each as `selected` gives it back."""

    ALLOW_SELECT = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Scroll up", show=False, id="xml.up"),
        Binding("down,j", "scroll_down", "Scroll down", show=False, id="xml.down"),
        Binding("left,h", "scroll_left", "Scroll left", show=False, id="xml.left"),
        Binding("right,l", "scroll_right", "Scroll right", show=False, id="xml.right"),
        Binding("pageup", "page_up", "Page up", show=False, id="xml.pageup"),
        Binding("pagedown", "page_down", "Page down", show=False, id="xml.pagedown"),
        Binding("home,g", "scroll_home", "First line", show=False, id="xml.first"),
        Binding("end,G", "scroll_end", "Last line", show=False, id="xml.last"),
    ]

    DEFAULT_CSS = """
    SelectableLines { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; }
    """

    @property
    def text(self) -> str:
        """What is shown, as it would be copied."""
        raise NotImplementedError

    def selected(self, number: int, strip: Strip, left: int = 0) -> Strip:
        """Line `number`, drawn from its cell `left` on, with what is selected in it lit up."""
        if (selection := self.text_selection) is not None and (span := selection.get_span(number)) is not None:
            strip = self._lit(strip, *span, left)
        return strip.apply_offsets(left, number)

    def _lit(self, strip: Strip, start: int, end: int, left: int) -> Strip:
        width = strip.cell_length
        first = max(0, start - left)
        last = width if end == -1 else max(first, min(width, end - left))
        style = self.screen.get_component_rich_style("screen--selection")
        chosen = strip.crop(first, last).apply_style(style)
        return Strip.join([strip.crop(0, first), chosen, strip.crop(last, width)])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        return selection.extract(self.text), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002 - Textual's signature
        self.refresh()
