"""What the main screen shows: three regions and three bars, drawn from the workspace."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from vftui.model.host import Host, VirtualFunction
from vftui.model.text import counted, printable
from vftui.tui import keys
from vftui.tui.widgets.bars import KeyBar, MessageBar, Mood, TopBar
from vftui.tui.widgets.filter_bar import FilterBar
from vftui.tui.widgets.ghost import Ghost
from vftui.tui.widgets.host_tree import HostTree
from vftui.tui.widgets.network_tree import NetworkKey, NetworkTree
from vftui.tui.widgets.preview import Preview
from vftui.tui.widgets.rows import RowList
from vftui.tui.widgets.titles import put_titles
from vftui.tui.widgets.tree import Tree
from vftui.workspace import Workspace


class PoolsView(Screen[None]):
    """The main screen without its keys and gestures."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (170, "-very-wide")]  # noqa: RUF012 - Textual's name

    class Shown(Message):
        """The draft, or what is stored, may be another than before."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        # Where focus and cursors stood when the last sentence was said; () where it was none, or was a row's detail.
        self._said_at: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        # First, for what is shown or hidden before others has these drawn again.
        yield Ghost()
        yield TopBar(self.workspace)
        with Container(id="regions"):
            with Horizontal(id="trees"):
                yield HostTree(self.workspace, id="host")
                yield NetworkTree(self.workspace, id="networks")
            yield Preview(self.workspace, id="preview")
        yield FilterBar()
        yield MessageBar()
        yield KeyBar(keys.BAR)

    def on_mount(self) -> None:
        self.show_draft()
        self.host.focus()

    @property
    def host(self) -> HostTree:
        return self.query_one(HostTree)

    @property
    def networks(self) -> NetworkTree:
        return self.query_one(NetworkTree)

    @property
    def preview(self) -> Preview:
        return self.query_one(Preview)

    # Showing

    def show_draft(self, network: str | None = None) -> None:
        """Draw everything again; the XML stays on its network unless another is named."""
        self.host.show_draft()
        self.networks.rebuild()
        if network is not None:
            self.networks.move_to(NetworkKey(network))
        self.preview.show(network or self.networks.network_at_cursor() or self.preview.network)
        self.query_one(TopBar).refresh()
        self.show_titles()
        if not self._said_at and isinstance(rows := self.focused, Tree):
            self.say_detail(rows)
        self.post_message(self.Shown())

    def show_host(self, host: Host) -> None:
        """Take a newer state of the host; cursor, marks, folds and draft stay."""
        lost = self.workspace.refresh(host)
        self.show_draft()
        if lost:
            self.say(lost, "refused")
            self.notify(printable(lost), severity="warning", markup=False)

    def say(self, text: str, mood: Mood = "plain") -> None:
        """Put a sentence into the message line."""
        self._said_at = self._standing() if text else ()
        self.query_one(MessageBar).say(text, mood)

    def say_detail(self, rows: Widget) -> None:
        """Put everything about the row under a tree's cursor into the message line, unless a sentence stands there.

        A sentence goes when focus or a cursor has moved since.
        """
        # Cursor and focus tell of their moves later than what moved them has said its sentence, which is to stay.
        if self._said_at != self._standing():
            self.say(rows.detail_with_worst() if isinstance(rows, Tree) else "")
            self._said_at = ()

    def _standing(self) -> tuple[object, ...]:
        return self.focused, self.host.cursor_key, self.networks.cursor_key

    def show_titles(self) -> None:
        """How much each tree holds, how it is filtered, and how much of it is marked."""
        host = self.workspace.host
        vfs = counted(sum(pf.numvfs for pf in host.pfs), "VF")
        for rows, title in (
            (self.host, f"Host  {counted(len(host.pfs), 'PF')}, {vfs}"),
            (self.networks, f"Networks  {len(self.workspace.draft.networks)}"),
        ):
            filtered = f"  /{printable(rows.words)}" if rows.words else ""
            marked = f"{len(rows.marks)} marked" if rows.marks else ""
            hidden = f", {rows.hidden_marks} not in sight" if rows.hidden_marks else ""
            run = "  run" if rows.in_run() else ""
            put_titles(rows, Content(title + filtered), Content(marked + hidden + run))

    def follow(self, rows: RowList) -> None:
        """Show the XML of the network that the cursor of a tree is in, or whose VF it stands on."""
        row = rows.cursor_row
        if isinstance(rows, NetworkTree):
            if (name := rows.network_at_cursor()) is not None:
                self.preview.show(name)
        elif row and rows.has_focus and isinstance(vf := row.subject, VirtualFunction):
            owner = self.workspace.owners.get(vf.address, ())
            self.preview.show(owner[0] if owner else self.preview.network)

    @on(RowList.MarksChanged)
    def _marks_changed(self) -> None:
        self.show_titles()
