"""After a write: what of it libvirt has put in force, what waits for a start, and which guests are in between."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from vftui.model.network import Network
from vftui.model.network_actions import Action
from vftui.model.text import counted, printable
from vftui.tui.force_labels import force_sentence, force_span
from vftui.tui.lines import Line, Span, parts_line
from vftui.tui.running_labels import attachment_text, state_marks
from vftui.tui.screens.acting import act
from vftui.tui.type_ahead import Unasked
from vftui.tui.widgets.bars import KeyBar, MessageBar, Mood
from vftui.tui.widgets.rows import Row, RowList
from vftui.workspace import Workspace

KEYS = [
    Binding("s", "act('start')", "Start now", id="force.start"),
    Binding("r", "act('restart')", "Restart now", id="force.restart"),
    Binding("escape,q,enter", "back", "Back", key_display="Esc", id="force.back"),
]


class WrittenList(RowList):
    """One row a network that was written."""

    def __init__(self, workspace: Workspace, written: Sequence[Network]) -> None:
        super().__init__(id="written")
        self._workspace = workspace
        self._written = written
        self.is_known = False

    def build_rows(self) -> Iterable[Row]:
        return [Row(network.name, "change", network, marks=False) for network in self._written]

    def draw_row(self, row: Row, width: int) -> Line:
        network = row.subject
        if not isinstance(network, Network):
            return ()
        parts = [Span(network.name, "name")]
        if not self.is_known:
            return parts_line(parts, width)
        if (force := self._workspace.force(network)) is not None:
            parts.append(force_span(force))
        attachments = self._workspace.attachments(network)
        return parts_line([*parts, *state_marks(self._workspace.state(network), len(attachments))], width)


class InForce(Screen[None]):
    """What was written stays written, whatever is done here."""

    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]

    def __init__(self, workspace: Workspace, written: Sequence[Network]) -> None:
        """`written` are networks of the draft that are stored."""
        super().__init__()
        self.type_ahead = Unasked()
        self._workspace = workspace
        self._written = written

    def compose(self) -> ComposeResult:
        yield WrittenList(self._workspace, self._written)
        # There may be more guests than lines.
        with VerticalScroll(id="meaning"):
            yield Static("")
        yield MessageBar()
        yield KeyBar(KEYS)

    def on_mount(self) -> None:
        self._list.border_title = Content(f"Written  {counted(len(self._written), 'network')}")
        self._list.focus()
        self._show_meaning()
        self._say(f"Written to {self._workspace.location}. That changes nothing that runs.", "done")
        self.type_ahead.ask()

    @property
    def _list(self) -> WrittenList:
        return self.query_one(WrittenList)

    @property
    def _network(self) -> Network | None:
        """The network under the cursor."""
        row = self._list.cursor_row
        return row.subject if row and isinstance(row.subject, Network) else None

    def show_running(self) -> None:
        """Draw again what may have changed with what runs. Before the first time that is from before the write."""
        self._list.is_known = True
        self._list.rebuild()
        self._show_meaning()

    def show_connection(self, trouble: str | None) -> None:
        if trouble is not None:
            self._say(f"Written, but {trouble}: what it means is told when libvirt answers again.", "refused")
        else:
            self._say("Written; libvirt answers again.", "done")

    @on(RowList.Moved)
    def _show_meaning(self) -> None:
        network = self._network
        lines = self._meaning(network) if network else []
        self.query_one("#meaning Static", Static).update(Content("\n").join(Content(printable(line)) for line in lines))

    def _meaning(self, network: Network) -> list[str]:
        """When it is in force, what a start or a restart would mean, and who is on it."""
        workspace = self._workspace
        force = workspace.force(network) if self._list.is_known else None
        if force is None:
            return ["libvirt has not told yet what is in force."]
        lines = [force_sentence(network.name, force, workspace.host)]
        if force.kind != "now":
            action = Action.START if force.kind == "next-start" else Action.RESTART
            meaning = workspace.obstacle(action, network.name) or workspace.meaning(action, network.name)
            lines.append(f"{action.value.capitalize()} now: {meaning}")
        return lines + [f"· {attachment_text(each)}" for each in workspace.attachments(network)]

    def _say(self, text: str, mood: Mood) -> None:
        self.query_one(MessageBar).say(text, mood)

    def action_act(self, action: str) -> None:
        """Start or restart the network under the cursor."""
        if not self._list.is_known:
            self._say("libvirt has not told yet what is in force.", "refused")
        elif self._network is not None:
            act(self.app, self._workspace, Action(action), self._network, self._say)

    def action_back(self) -> None:
        self.dismiss(None)
