"""Questions whose answer is typed in full, for what a single key must not do."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from vftui.model.problem import Problem
from vftui.model.text import counted, printable
from vftui.tui.type_ahead import Unasked

# Longer names are not typed without a slip.
_TYPED = 40


class Confirm(ModalScreen[str | None]):
    """Lists what is at stake and returns what was typed, or None where it was left by Escape.

    What was typed before the question could be read is no answer: it does not reach the field.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Back", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    DEFAULT_CSS = """
    Confirm {
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

    def __init__(self, title: str, stakes: Iterable[Content], question: Content, verb: str) -> None:
        """`stakes` are listed a line each; `question` says what has to be typed; `verb` is what Enter then does."""
        super().__init__()
        self.type_ahead = Unasked()
        self._title = title
        self._stakes = tuple(stakes)
        self._question = question
        self._verb = verb

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(printable(self._title))
            with VerticalScroll(can_focus=False):
                yield Static(Content("\n").join(self._stakes))
            yield Static(self._question, id="question")
            yield Input(id="typed", compact=True)
            with Horizontal(id="buttons"):
                yield Button(Content.assemble(("Enter", "bold underline"), f" {self._verb}"), id="go", compact=True)
                yield Button(Content.assemble(("Esc", "bold underline"), " Back"), id="back", compact=True)

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self.type_ahead.ask()

    def on_input_submitted(self) -> None:
        self.dismiss(self.query_one(Input).value.strip())

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "go":
            self.on_input_submitted()
        else:
            self.action_cancel()

    def action_page(self, step: int) -> None:
        """Scroll a list that is longer than the room it has."""
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_relative(y=step * max(1, scroll.size.height - 1), animate=False)

    def action_cancel(self) -> None:
        self.dismiss(None)


class ConfirmErrors(Confirm):
    """Lists the errors that a write would keep."""

    def __init__(self, errors: Sequence[Problem]) -> None:
        """`errors` come worst first; the code of the first is what has to be typed."""
        question = Content.assemble(
            "A guest will fail or lose its network. Type ",
            (errors[0].code, "bold"),
            " to write all the same; anything else writes nothing.",
        )
        super().__init__(f"Write with {counted(len(errors), 'error')}?", map(_line, errors), question, "Write")


class ConfirmCut(Confirm):
    """Lists the guests that something done to a network would harm, and asks for the network's name."""

    def __init__(self, verb: str, network: str, meaning: str, guests: Iterable[str]) -> None:
        """`verb` (`Stop`) is what is to be done, `meaning` what that means for guests, `guests` a line for each."""
        self.word = word_for(network)
        stakes = [Content(printable(meaning)), *(Content(f"· {printable(guest)}") for guest in guests)]
        question = Content.assemble(
            "Type ", (self.word, "bold"), f" to {verb.lower()} it all the same; anything else changes nothing."
        )
        super().__init__(f"{verb} {network}?", stakes, question, verb)


def word_for(network: str) -> str:
    """What has to be typed for a network: its name, where that can be typed."""
    # Blanks around what was typed are no part of it.
    return network if printable(network).strip() == network and cell_len(network) <= _TYPED else "yes"


def _line(problem: Problem) -> Content:
    return Content.assemble(
        "‼ ",
        (problem.code, "bold $text-error"),
        f"  {printable(problem.sentence)}",
    )
