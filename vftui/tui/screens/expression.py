"""A selection typed as an expression, with its canonical form or its error echoed at every key."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from vftui.errors import SelectionError
from vftui.model.host import Host
from vftui.model.selection import Selection
from vftui.model.text import counted, printable
from vftui.tui.screens.field_dialog import FieldDialog

GRAMMAR = "ens1f0 · ens1f0#0-31,40 · ens1f0#8- · ens1f0*4 (free ones) · 0000:3b:00.0#1-3 · a netdev · a,b · !b"


class ExpressionDialog(FieldDialog[Selection | None]):
    """Returns the selection, or None where it was cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel", show=False)]

    DEFAULT_CSS = """
    ExpressionDialog {
        align: center bottom;
        & > Vertical {
            width: 100%; height: auto; border: round $primary; background: $surface; padding: 0 1; margin-bottom: 2;
        }
        #echo { height: 2; text-wrap: nowrap; text-overflow: ellipsis; &.-refused { color: $text-error; } }
        #grammar { color: $text-muted; height: auto; }
    }
    """

    def __init__(self, title: str, text: str, host: Host, resolve: Callable[[str], Selection]) -> None:
        """`resolve` raises SelectionError for an expression that names nothing."""
        super().__init__()
        self._title = title
        self._initial = text
        self._host = host
        self._resolve = resolve

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(printable(self._title))
            yield Input(self._initial, id="expression", compact=True, select_on_focus=False)
            yield Static("", id="echo", markup=False)
            yield Static(GRAMMAR, id="grammar", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self._echo()

    def on_input_changed(self) -> None:
        self._echo()

    def _echo(self) -> None:
        echo = self.query_one("#echo", Static)
        text = self.query_one(Input).value
        echo.set_class(False, "-refused")
        if not text.strip():
            echo.update("")
            return
        try:
            selection = self._resolve(text)
        except SelectionError as error:
            # The input stands right above, so the caret alone points into it.
            echo.set_class(True, "-refused")
            echo.update(Content(f"{' ' * error.position}^\n{printable(error.message)}"))
        else:
            count = counted(len(selection.vfs), "VF")
            echo.update(Content(f"= {printable(selection.canonical(self._host))}\n  {count}"))

    def on_input_submitted(self) -> None:
        try:
            selection = self._resolve(self.query_one(Input).value)
        except SelectionError:
            self._echo()
        else:
            # Nothing typed is nothing meant.
            self.dismiss(selection if selection.items else None)

    def action_cancel(self) -> None:
        self.dismiss(None)
