"""What dialogs that begin with a field have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from textual import events
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input

T = TypeVar("T")

# How long keys are held back at the most, in seconds: long enough for what is on its way, too short to be felt.
PATIENCE = 0.3


class FieldDialog(ModalScreen[T]):
    """Begins in its first field. Keys that are typed while it opens go there, too, and not nowhere.

    Such keys are on their way through the widgets behind, or come to the App before the field has the focus. The App
    gives them to `holds`. The dialog sends a message the same way after them: when it comes back, all are here.
    """

    @dataclass
    class Settled(Message):
        """All keys have arrived that were sent before the dialog was there."""

        settle: Callable[[], None]

    def __init__(self) -> None:
        super().__init__()
        self._held: list[events.Key] | None = []

    def on_mount(self) -> None:
        self.query(Input).first().focus()
        behind = self.app.screen_stack[-2]
        (behind.focused or behind).post_message(self.Settled(self.settle))
        self.set_timer(PATIENCE, self.settle)

    def holds(self, event: events.Key) -> bool:
        """Keep a key for the field, as long as the dialog opens."""
        if self._held is not None:
            self._held.append(event)
        return self._held is not None

    def settle(self) -> None:
        """Type into the field what has been held, in the order in which it was typed."""
        held, self._held = self._held or (), None
        for event in sorted(held, key=lambda event: event.time):
            if event.character and event.is_printable:
                self.query(Input).first().insert_text_at_cursor(event.character)
            else:
                self.app.post_message(events.Key(event.key, event.character))
