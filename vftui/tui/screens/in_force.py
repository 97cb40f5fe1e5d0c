"""After a write: what of it libvirt has put in force, what waits for a start, and which guests are in between."""

from collections.abc import Iterable
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
from vftui.tui.force_labels import (
    OUTDATED,
    Deleted,
    Written,
    deleted_sentence,
    deleted_span,
    effect_sentence,
    force_sentence,
    force_span,
    outdated_sentence,
)
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
    """One row a network that was written, and after those one a network that was deleted."""

    def __init__(self, workspace: Workspace, written: Written) -> None:
        super().__init__(id="written")
        self._workspace = workspace
        self._written = written
        self.is_known = False

    def build_rows(self) -> Iterable[Row]:
        there = filter(None, map(self._workspace.draft.find, self._written.names))
        yield from (Row(("there", network.name), "change", network, marks=False) for network in there)
        yield from (Row(("gone", each.name), "change", each, marks=False) for each in self._written.deleted)

    def draw_row(self, row: Row, width: int) -> Line:
        network = row.subject
        if isinstance(network, Deleted):
            return parts_line([Span(network.name, "name"), deleted_span(network)], width)
        if not isinstance(network, Network):
            return ()
        parts = [Span(network.name, "name")]
        if not self.is_known:
            return parts_line(parts, width)
        if (force := self._workspace.force(network)) is not None:
            parts.append(force_span(force))
        elif network.name in self._workspace.outdated:
            parts.append(OUTDATED)
        attachments = self._workspace.attachments(network)
        return parts_line([*parts, *state_marks(self._workspace.state(network), len(attachments))], width)


class InForce(Screen[None]):
    """What was written stays written, whatever is done here."""

    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]

    def __init__(self, workspace: Workspace, written: Written) -> None:
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
        written = self._written
        numbers = [
            (verb, len(some)) for verb, some in (("Written", written.names), ("Deleted", written.deleted)) if some
        ]
        self._list.border_title = Content("  ".join(f"{verb}  {counted(n, 'network')}" for verb, n in numbers))
        self._list.focus()
        self._show_meaning()
        done = "Written to" if written.names else "Deleted from"
        self._say(f"{done} {self._workspace.location}. {effect_sentence(written)}".rstrip(), "done")
        self.type_ahead.ask()

    @property
    def _list(self) -> WrittenList:
        return self.query_one(WrittenList)

    @property
    def _subject(self) -> Network | Deleted | None:
        """What is under the cursor."""
        row = self._list.cursor_row
        return row.subject if row and isinstance(row.subject, Network | Deleted) else None

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
        subject = self._subject
        lines = [deleted_sentence(subject)] if isinstance(subject, Deleted) else self._meaning(subject)
        self.query_one("#meaning Static", Static).update(Content("\n").join(Content(printable(line)) for line in lines))

    def _meaning(self, network: Network | None) -> list[str]:
        """When it is in force, what a start or a restart would mean, and who is on it."""
        if network is None:
            return []
        workspace = self._workspace
        force = workspace.force(network) if self._list.is_known else None
        if force is None and network.name in workspace.outdated:
            return [outdated_sentence(network.name)]
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
        subject = self._subject
        if isinstance(subject, Deleted):
            self._say(f"{subject.name} is deleted: there is nothing to {action}.", "refused")
        elif not self._list.is_known:
            self._say("libvirt has not told yet what is in force.", "refused")
        elif subject is not None:
            act(self.app, self._workspace, Action(action), subject, self._say)

    def action_back(self) -> None:
        self.dismiss(None)
