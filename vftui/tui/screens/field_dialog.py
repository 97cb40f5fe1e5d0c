"""What dialogs that begin with a field have in common."""

from typing import TypeVar

from textual.screen import ModalScreen
from textual.widgets import Input

from vftui.tui.type_ahead import TypeAhead, type_into

T = TypeVar("T")


class FieldDialog(ModalScreen[T]):
    """Begins in its first field. Keys that are typed while it opens go there, too, and not nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.type_ahead = TypeAhead(lambda keys: type_into(self.query(Input).first(), keys))
        self.type_ahead.hold()

    def on_mount(self) -> None:
        self.query(Input).first().focus()
        behind = self.app.screen_stack[-2]
        self.type_ahead.release_behind(behind.focused or behind)
