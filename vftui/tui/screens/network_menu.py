"""What can be done to a network as a whole, to choose from."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from vftui.model.network_actions import Action
from vftui.model.text import printable
from vftui.tui.lines import wrapped
from vftui.tui.network_actions import Choice
from vftui.tui.type_ahead import Unasked

_WIDTH = 78
# Frame, padding and scroll bar on both sides.
_AROUND = 7
_INDENT = 3


class NetworkMenu(ModalScreen[Action | Literal["settings"] | None]):
    """Returns what was chosen, or None where the menu was left. What cannot be done now is listed with the reason."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,a", "dismiss", "Close", show=False),
        Binding("up,k", "cursor(-1)", show=False),
        Binding("down,j", "cursor(1)", show=False),
    ]

    DEFAULT_CSS = f"""
    NetworkMenu {{
        align: center middle;
        & > Vertical {{
            width: {_WIDTH}; max-width: 100%; height: auto; max-height: 100%;
            border: round $primary; background: $surface; padding: 0 1;
        }}
        OptionList {{
            height: auto; max-height: 100%; border: none; padding: 0; background: $surface;
            scrollbar-size-vertical: 1;
        }}
    }}
    """

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.type_ahead = Unasked()
        self._title = title
        self._choices = choices

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(printable(self._title))
            box.border_subtitle = "Enter does it, Esc closes"
            width = min(_WIDTH, self.app.size.width) - _AROUND
            yield OptionList(*(_option(choice, width) for choice in self._choices), compact=True, markup=False)

    def on_mount(self) -> None:
        self._list.focus()
        # Begin where Enter changes nothing yet.
        actions = [choice.action for choice in self._choices if choice.obstacle is None]
        if actions:
            first = "settings" if "settings" in actions else actions[0]
            self._list.highlighted = [choice.action for choice in self._choices].index(first)
        self.type_ahead.ask()

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    def on_key(self, event: events.Key) -> None:
        chosen = next((choice for choice in self._choices if choice.key and choice.key == event.character), None)
        if chosen is None:
            return
        # Else it would go on to the bindings of the screen below, which is the active one by then.
        event.stop()
        event.prevent_default()
        if chosen.obstacle is None:
            self.dismiss(chosen.action)

    @on(OptionList.OptionSelected)
    def _selected(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[message.option_index].action)

    def action_cursor(self, step: int) -> None:
        if step > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()


def _option(choice: Choice, width: int) -> Option:
    """A choice with what is said of it below, wrapped here: a list does not indent what it wraps."""
    said = choice.meaning if choice.obstacle is None else f"✗ {choice.obstacle}"
    lines = [Content(" " * _INDENT + line) for line in wrapped(said, width - _INDENT)]
    title = Content.assemble((f"{choice.key:<{_INDENT}}", "bold"), (choice.label, "bold"))
    return Option(Content("\n").join([title, *lines]), disabled=choice.obstacle is not None)
