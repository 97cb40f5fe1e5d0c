"""Name, mode, managed and driver of a network, new or there already."""

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label, RadioButton, RadioSet, Static

from vftui.errors import VftuiError
from vftui.model.network import POOL_MODES, ForwardMode
from vftui.model.text import printable
from vftui.tui.forms import NetworkForm
from vftui.tui.screens.field_dialog import FieldDialog

_MEANING = {
    ForwardMode.PASSTHROUGH: "one guest a VF, by netdev",
    ForwardMode.HOSTDEV: "one guest a VF, by PCI address",
    ForwardMode.BRIDGE: "guests share, see each other",
    ForwardMode.VEPA: "guests share, switched outside",
    ForwardMode.PRIVATE: "guests share, kept apart",
}


class Naming(NamedTuple):
    """Whether the name can be another, and what that does or why it cannot be; '' where there is nothing to say."""

    possible: bool
    note: str


FREELY = Naming(True, "")


class Choice(RadioButton):
    """A radio button that tells its state by a sign; Textual's tells it by colour alone."""

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]  # noqa: N802 - Textual's name, a constant there
        return "●" if self.value else " "


class Choices(RadioSet):
    """Radio buttons of which the arrows choose at once, so that Enter is left for the dialog."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,right", "choose(1)", show=False),
        Binding("up,left", "choose(-1)", show=False),
        Binding("space", "choose(0)", show=False),
        Binding("enter", "screen.done", show=False),
    ]

    def on_mount(self) -> None:
        # Textual begins on the first button, whichever is chosen, and does so after this.
        self.call_later(self.action_choose, 0)

    def action_choose(self, step: int) -> None:
        """Choose the button so many places further.

        At once and without a word: of two keys in one read, Textual's messages about the first come after the second.
        """
        buttons = list(self.query(RadioButton))
        if self._pressed_button is None:
            return
        chosen = (self.pressed_index + step) % len(buttons)
        with self.prevent(RadioButton.Changed):
            self._pressed_button.value = False
            buttons[chosen].value = True
        self._pressed_button, self._selected = buttons[chosen], chosen


class NetworkDialog(FieldDialog[NetworkForm | None]):
    """Returns the form, or None where it was cancelled; it is not left with a form that `check` refuses."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", show=False),
        Binding("ctrl+s", "done", "Done", show=False),
    ]

    DEFAULT_CSS = """
    NetworkDialog {
        align: center middle;
        & > Vertical {
            width: 62; max-width: 100%; height: auto; max-height: 100%;
            border: round $primary; background: $surface; padding: 0 1;
        }
        Label { color: $text-muted; }
        RadioSet {
            width: 100%; height: auto; padding: 0; background: $surface;
            &, &:focus { border: none; }
        }
        RadioButton { background: $surface; padding: 0; }
        #managed { layout: horizontal; & > RadioButton { width: auto; margin-right: 2; } }
        #naming { height: auto; color: $text-muted; }
        #refusal { color: $text-error; height: auto; min-height: 1; }
        #buttons { height: 1; align-horizontal: right; }
        Button { margin-left: 1; }
    }
    """

    def __init__(
        self, title: str, form: NetworkForm, check: Callable[[NetworkForm], None], naming: Naming = FREELY
    ) -> None:
        """`check` raises VftuiError for a form that cannot be."""
        super().__init__()
        self._title = title
        self._form = form
        self._check = check
        self._naming = naming

    def compose(self) -> ComposeResult:
        form = self._form
        with Vertical() as box:
            box.border_title = Content(printable(self._title))
            yield Label("Name")
            yield Input(printable(form.name), id="name", compact=True, disabled=not self._naming.possible)
            if self._naming.note:
                sign = "" if self._naming.possible else "✗ "
                yield Static(Content(sign + printable(self._naming.note)), id="naming")
            yield Label("Forward mode")
            with Choices(id="mode"):
                for mode in POOL_MODES:
                    text = Content.assemble(f"{mode.label:<23}", (_MEANING[mode], "dim"))
                    yield Choice(text, value=mode is form.mode, name=mode.value)
            yield Label("managed (hostdev): libvirt binds the VF to vfio-pci itself")
            with Choices(id="managed"):
                for label, value in (("yes", True), ("no", False), ("not written", None)):
                    yield Choice(label, value=form.managed is value, name=label)
            yield Label("Driver name, such as vfio; empty: not written")
            yield Input(printable(form.driver or ""), id="driver", compact=True)
            yield Static("", id="refusal", markup=False)
            with Horizontal(id="buttons"):
                yield Button(Content.assemble(("Enter", "bold underline"), " Done"), id="done", compact=True)
                yield Button(Content.assemble(("Esc", "bold underline"), " Cancel"), id="cancel", compact=True)

    @property
    def form(self) -> NetworkForm:
        """What is entered now."""
        mode = self.query_one("#mode", Choices).pressed_button
        managed = self.query_one("#managed", Choices).pressed_button
        return NetworkForm(
            self._entered("#name", self._form.name),
            ForwardMode(mode.name) if mode and mode.name else self._form.mode,
            {"yes": True, "no": False}.get((managed.name or "") if managed else ""),
            self._entered("#driver", self._form.driver or "") or None,
        )

    def _entered(self, selector: str, before: str) -> str:
        # What cannot be shown as it is stays as it was, until it is typed over.
        text = self.query_one(selector, Input).value
        return before if text == printable(before) else text.strip()

    def on_input_changed(self) -> None:
        self.query_one("#refusal", Static).update("")

    def on_input_submitted(self) -> None:
        self.action_done()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.action_done() if event.button.id == "done" else self.action_cancel()

    def action_done(self) -> None:
        try:
            self._check(self.form)
        except VftuiError as error:
            self.query_one("#refusal", Static).update(Content(f"✗ {printable(error.message)}"))
        else:
            self.dismiss(self.form)

    def action_cancel(self) -> None:
        self.dismiss(None)
