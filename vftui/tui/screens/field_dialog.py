"""What dialogs that begin with a field have in common."""

from collections.abc import Sequence
from typing import TypeVar

from textual import events
from textual.screen import ModalScreen
from textual.widgets import Input

from vftui.tui.type_ahead import TypeAhead, type_into

T = TypeVar("T")


class FieldDialog(ModalScreen[T]):
    """Begins in its first field. Keys that are typed while it opens go there, too, and not nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.type_ahead = TypeAhead(self._type)
        self.type_ahead.hold()

    def _type(self, keys: Sequence[events.Key]) -> None:
        field = self.query(Input).first()
        if field.disabled:
            # Enter behind a text that it does not take would leave the dialog before the operator has read why.
            unread = any(key.is_printable for key in keys)
            keys = [key for key in keys if not key.is_printable and not (unread and key.key == "enter")]
        type_into(field, keys)

    def on_mount(self) -> None:
        field = self.query(Input).first()
        self.set_focus(self.focus_chain[0] if field.disabled else field)
        behind = self.app.screen_stack[-2]
        self.type_ahead.release_behind(behind.focused or behind)
