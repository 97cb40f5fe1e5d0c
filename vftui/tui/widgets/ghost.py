"""The label that follows the pointer during a drag."""

from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget

from vftui.model.text import printable


class Ghost(Widget):
    """Says what a drop here would do, or why it cannot be done."""

    DEFAULT_CSS = """
    Ghost {
        overlay: screen; constrain: inside inside; display: none;
        width: auto; max-width: 60; height: auto; padding: 0 1;
        background: $success-muted; color: $text;
        &.-refused { background: $error-muted; }
    }
    """

    _text = ""

    def show(self, text: str, at: Offset, *, allowed: bool) -> None:
        """Show the label beside the pointer at a place of the screen."""
        self._text = f"{'✓' if allowed else '✗'} {printable(text)}"
        self.set_class(not allowed, "-refused")
        self.display = True
        # Right under the pointer it would hide the row that the drop goes to.
        self.absolute_offset = at + Offset(2, 1)
        self.refresh(layout=True)

    def hide(self) -> None:
        self.display = False

    @property
    def text(self) -> str:
        return self._text if self.display else ""

    def render(self) -> Content:
        return Content(self._text)
