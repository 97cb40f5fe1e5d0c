"""A question whose answer is typed in full, for what a single key must not do."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from vftui.model.problem import Problem
from vftui.model.text import counted, printable
from vftui.tui.type_ahead import Unasked


class ConfirmErrors(ModalScreen[str | None]):
    """Lists the errors that a write would keep and returns what was typed, or None where it was left by Escape.

    What was typed before the question could be read is no answer: it does not reach the field.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Back", show=False)]

    DEFAULT_CSS = """
    ConfirmErrors {
        align: center middle;
        & > Vertical {
            width: 76; max-width: 100%; height: auto; max-height: 100%;
            border: round $error; background: $surface; padding: 0 1;
        }
        VerticalScroll { height: auto; max-height: 12; }
        VerticalScroll Static, #question { height: auto; }
        #question { margin-top: 1; }
        #buttons { height: 1; align-horizontal: right; }
        Button { margin-left: 1; }
    }
    """

    def __init__(self, errors: Sequence[Problem]) -> None:
        """`errors` come worst first; the code of the first is what has to be typed."""
        super().__init__()
        self.type_ahead = Unasked()
        self._errors = errors

    @property
    def code(self) -> str:
        return self._errors[0].code

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(f"Write with {counted(len(self._errors), 'error')}?")
            with VerticalScroll(can_focus=False):
                yield Static(Content("\n").join(map(_line, self._errors)))
            yield Static(
                Content.assemble(
                    "A guest will fail or lose its network. Type ",
                    (self.code, "bold"),
                    " to write all the same; anything else writes nothing.",
                ),
                id="question",
            )
            yield Input(id="typed", compact=True)
            with Horizontal(id="buttons"):
                yield Button(Content.assemble(("Enter", "bold underline"), " Write"), id="write", compact=True)
                yield Button(Content.assemble(("Esc", "bold underline"), " Back"), id="back", compact=True)

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self.type_ahead.ask()

    def on_input_submitted(self) -> None:
        self.dismiss(self.query_one(Input).value.strip())

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "write":
            self.on_input_submitted()
        else:
            self.action_cancel()

    def action_cancel(self) -> None:
        self.dismiss(None)


def _line(problem: Problem) -> Content:
    return Content.assemble(
        "‼ ",
        (problem.code, "bold $text-error"),
        f"  {printable(problem.sentence)}",
    )
