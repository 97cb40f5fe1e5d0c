"""Every change with its diff, before anything is written."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen

from vftui.errors import VftuiError
from vftui.model.text import counted, printable
from vftui.tui import labels
from vftui.tui.labels import Line, Span, Tone
from vftui.tui.type_ahead import Unasked
from vftui.tui.widgets.bars import KeyBar, MessageBar
from vftui.tui.widgets.rows import Row, RowList
from vftui.tui.widgets.xml_view import XmlView
from vftui.workspace import PendingChange, Workspace

KEYS = [
    Binding("y", "write", "Yes, write all", id="review.write"),
    Binding("t", "theirs", "Take theirs", id="review.theirs"),
    Binding("m", "mine", "Keep mine", id="review.mine"),
    Binding("c", "compare", "Their change", id="review.compare"),
    Binding("escape,q", "back", "Back", key_display="Esc", id="review.back"),
]

_TONES: dict[str, Tone] = {"new": "good", "changed": "warn", "deleted": "bad"}


class ChangeList(RowList):
    """One row a change."""

    def __init__(self, changes: tuple[PendingChange, ...]) -> None:
        super().__init__(id="changes")
        self.changes = changes

    def build_rows(self) -> Iterable[Row]:
        return [Row((change.kind, change.name), "change", change, marks=False) for change in self.changes]

    def draw_row(self, row: Row, width: int) -> Line:
        change = row.subject
        if not isinstance(change, PendingChange):
            return ()
        added = sum(line.kind == "add" for line in change.diff)
        removed = sum(line.kind == "remove" for line in change.diff)
        parts = [
            Span(f"{change.kind:<8}", _TONES[change.kind]),
            Span(change.name, "name"),
            Span(f"+{added} -{removed}"),
        ]
        if change.conflict is not None:
            parts.insert(0, Span("‼ changed in the store since it was read", "bad"))
        return labels.parts_line([*parts, Span(change.path, "dim")], width)


class Review(Screen[tuple[str, ...] | None]):
    """Returns the names of the networks written, or None where nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.type_ahead = Unasked()
        self._workspace = workspace
        self._compare = False

    def compose(self) -> ComposeResult:
        yield ChangeList(self._workspace.changes())
        yield XmlView(id="diff")
        yield MessageBar()
        yield KeyBar(KEYS)

    def on_mount(self) -> None:
        self._list.focus()
        self._show()
        self.type_ahead.ask()

    @property
    def _list(self) -> ChangeList:
        return self.query_one(ChangeList)

    @property
    def _change(self) -> PendingChange | None:
        row = self._list.cursor_row
        return row.subject if row and isinstance(row.subject, PendingChange) else None

    def _show(self) -> None:
        rows = self._list
        rows.rebuild()
        rows.border_title = Content(f"Review  {counted(len(rows.changes), 'change')}")
        self._show_diff()
        if stuck := [change.name for change in rows.changes if change.conflict is not None]:
            self._say(
                f"{', '.join(stuck)} changed in the store: t takes what is there now, m keeps yours, c compares. "
                "Nothing can be written before that is settled.",
                refused=True,
            )
        elif self._workspace.read_only:
            self._say("Opened with --read-only: nothing can be written.", refused=True)
        else:
            self._say(f"y writes all of it to {self._workspace.location}; nothing is written yet.")

    @on(RowList.Moved)
    def _show_diff(self) -> None:
        change = self._change
        view = self.query_one(XmlView)
        if change is None:
            view.show_text("")
            return
        theirs = self._compare and change.conflict is not None
        view.border_title = Content(
            printable(f"What changed in the store: {change.path}" if theirs else f"{change.name}  {change.path}")
        )
        view.show_diff(change.theirs if theirs else change.diff, "No difference.")
        view.scroll_home(animate=False)

    def _say(self, text: str, *, refused: bool = False) -> None:
        self.query_one(MessageBar).say(text, "refused" if refused else "plain")

    def action_back(self) -> None:
        self.dismiss(None)

    def action_compare(self) -> None:
        """Show, for a change that collides, what someone else changed."""
        if self._change and self._change.conflict is not None:
            self._compare = not self._compare
            self._show_diff()

    def action_theirs(self) -> None:
        self._settle(self._workspace.take_theirs)

    def action_mine(self) -> None:
        self._settle(self._workspace.keep_mine)

    def _settle(self, how: Callable[[str], str]) -> None:
        change = self._change
        if change is None or change.conflict is None:
            self._say("This change collides with nothing.", refused=True)
            return
        try:
            sentence = how(change.name)
        except VftuiError as error:
            self._say(f"{error.title}: {error.message}", refused=True)
            return
        self._list.changes = self._workspace.changes()
        self._compare = False
        if not self._list.changes:
            self.dismiss(None)
            return
        self._show()
        self._say(sentence)

    def action_write(self) -> None:
        if self._workspace.read_only:
            self._show()
            return
        try:
            names = self._workspace.write()
        except VftuiError as error:
            self._list.changes = self._workspace.changes()
            self._show()
            self._say(f"{error.title}: {error.message}", refused=True)
        else:
            self.dismiss(names)
