"""A question with a few answers."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from vftui.model.text import printable
from vftui.tui.lines import cut
from vftui.tui.type_ahead import Unasked

# Cells inside the frame.
ROOM = 68


class Ask(ModalScreen[str]):
    """Asks and returns the key of the answer; '' where the question was left by Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer('')", "Back", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    DEFAULT_CSS = """
    Ask {
        align: center middle;
        & > Vertical {
            width: 72; max-width: 100%; height: auto; max-height: 100%;
            border: round $primary; background: $surface; padding: 0 1;
        }
        VerticalScroll { height: auto; max-height: 40vh; }
        #answers { height: auto; margin-top: 1; align-horizontal: right; &.-stacked { layout: vertical; } }
        Button { margin-left: 1; min-width: 8; height: 1; border: none; }
    }
    """

    def __init__(self, title: str, text: str, answers: Sequence[tuple[str, str]]) -> None:
        """`answers` are a key to press and what it does; the first is the default, '' is Escape."""
        super().__init__()
        self.type_ahead = Unasked()
        self._title = title
        self._text = text
        self._answers = answers

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(printable(self._title))
            with VerticalScroll(can_focus=False):
                yield Static(Content("\n".join(printable(line) for line in self._text.splitlines())))
            with Horizontal(id="answers", classes="-stacked" if self._are_long() else ""):
                for key, label in self._answers:
                    text = Content.assemble((key or "Esc", "bold underline"), f" {cut(label, ROOM - 6)}")
                    yield Button(text, id=f"answer-{key or 'escape'}", compact=True)

    def _are_long(self) -> bool:
        """Whether the answers need more than one line: a button has three cells besides its key and its label."""
        return sum(cell_len(key or "Esc") + 1 + cell_len(label) + 3 for key, label in self._answers) > ROOM

    def on_mount(self) -> None:
        self.query(Button).first().focus()
        self.type_ahead.ask()

    def key_handled(self, key: str) -> bool:
        return any(key == answer for answer, _ in self._answers if answer)

    def on_key(self, event: events.Key) -> None:
        key = event.character
        if key and self.key_handled(key):
            # Else it would go on to the bindings of the screen below, which is the active one by then.
            event.stop()
            event.prevent_default()
            self.dismiss(key)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        answer = (event.button.id or "").removeprefix("answer-")
        self.dismiss("" if answer == "escape" else answer)

    def action_page(self, step: int) -> None:
        """Scroll a text that is longer than the room it has."""
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_relative(y=step * max(1, scroll.size.height - 1), animate=False)

    def action_answer(self, answer: str) -> None:
        self.dismiss(answer)
