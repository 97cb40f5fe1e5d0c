"""Every change with its diff, before anything is written."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from vftui.errors import VftuiError, briefly, is_lost
from vftui.model.problem import Problem, Severity
from vftui.model.text import counted, joined, printable
from vftui.progress import Progress
from vftui.tui.force_labels import Deleted, Written
from vftui.tui.lines import Line, Span
from vftui.tui.problem_labels import problem_sentence
from vftui.tui.screens import waiting
from vftui.tui.screens.confirm import ConfirmErrors
from vftui.tui.screens.explain import Explain, content_of
from vftui.tui.screens.waiting import Task
from vftui.tui.type_ahead import Unasked
from vftui.tui.widgets.bars import KeyBar, MessageBar
from vftui.tui.widgets.change_list import ChangeList
from vftui.tui.widgets.change_meaning import ChangeMeaning, state_before
from vftui.tui.widgets.rows import RowList
from vftui.tui.widgets.xml_view import XmlView
from vftui.workspace import PendingChange, Workspace

KEYS = [
    Binding("y", "write", "Yes, write all", id="review.write"),
    Binding("t", "theirs", "Take theirs", id="review.theirs"),
    Binding("m", "mine", "Keep mine", id="review.mine"),
    Binding("c", "compare", "Their change", id="review.compare"),
    Binding("E", "explain", "Explain", id="review.explain"),
    Binding("escape,q", "back", "Back", key_display="Esc", id="review.back"),
]

SHOWN_PROBLEMS = 3
# What goes on before the review, and again before a write.
COMPARING = "Comparing with what is stored"
_STOPPING = "Stopping; what was written is taken back"
_NO_CONFLICT = "This change collides with nothing."
_KEPT = "your edits are kept, and y compares with what is stored, then"


class Review(Screen[Written | None]):
    """Returns what was written, or None where nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]

    def __init__(self, workspace: Workspace, changes: Sequence[PendingChange]) -> None:
        """`changes` are what the workspace has just found; they are looked for again before anything is written."""
        super().__init__()
        self.type_ahead = Unasked()
        self._workspace = workspace
        self._changes = changes
        self._compare = False
        # Whether the message says already that there is no connection.
        self._lost = False

    def compose(self) -> ComposeResult:
        yield ChangeList(self._workspace, self._changes)
        yield ChangeMeaning(self._workspace)
        yield Static("", id="problems-of-change")
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
        if obstacle := self._obstacle():
            self._say(obstacle, refused=True)
        elif unread := next((change.unread for change in rows.changes if change.unread), None):
            self._say(
                f"{unread.title}: not compared with what is stored; y compares again before it writes. "
                f"{briefly(unread)}",
                refused=True,
            )
        elif errors := self._errors():
            codes = joined(list(dict.fromkeys(problem.code for problem in errors)))
            self._say(
                f"{counted(len(errors), 'error')} in what would be written: {codes}. y asks before it writes.",
                refused=True,
            )
        else:
            self._say(f"y writes all of it to {self._workspace.location}; nothing is written yet.")

    def _obstacle(self) -> str | None:
        """What keeps all of it from being written, whatever `y` finds."""
        colliding = [change for change in self._list.changes if change.conflict is not None]
        names = ", ".join(change.name for change in colliding)
        if colliding and all(change.is_made for change in colliding):
            return f"{names}: what is stored now is what was meant; t takes it for each, c compares."
        if colliding:
            return (
                f"{names} changed in the store: t takes what is there now, m keeps yours, c compares. "
                "Nothing can be written before that is settled."
            )
        return "Opened with --read-only: nothing can be written." if self._workspace.read_only else None

    @on(RowList.Moved)
    def _show_diff(self) -> None:
        change = self._change
        self._show_problems()
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

    def show_running(self) -> None:
        """Draw again what may have changed with what runs."""
        self._show_problems()

    def show_connection(self, trouble: str | None) -> None:
        """Say that libvirt is gone, or is back. Nothing is compared or written by that."""
        if trouble is None:
            self._lost = False
            if obstacle := self._obstacle():
                self._say(f"Connected again. {obstacle}", refused=True)
            else:
                self._say(f"Connected again: {_KEPT} writes.")
        elif not self._lost:
            self._say(f"{trouble.capitalize()}: {_KEPT} writes.", refused=True)

    def _show_problems(self) -> None:
        """What the write means for what runs, and the worst problems of the network under the cursor, a line each."""
        self.query_one(ChangeMeaning).show(self._change)
        problems = self._problems
        lines: list[Line] = [problem_sentence(problem) for problem in problems[:SHOWN_PROBLEMS]]
        if len(problems) > SHOWN_PROBLEMS:
            lines.append((Span(f"and {len(problems) - SHOWN_PROBLEMS} more; E explains them", "dim"),))
        static = self.query_one("#problems-of-change", Static)
        static.display = bool(lines)
        static.update(content_of(lines))

    @property
    def _problems(self) -> tuple[Problem, ...]:
        """The problems of the network under the cursor."""
        return self._workspace.problems_of(self._change.name) if self._change else ()

    def _errors(self) -> tuple[Problem, ...]:
        """The errors of networks that would be written; others stay what they are, whatever is done here."""
        names = {change.name for change in self._list.changes}
        return tuple(
            problem
            for problem in self._workspace.problems
            if problem.severity is Severity.ERROR and not names.isdisjoint(problem.networks)
        )

    def _say(self, text: str, *, refused: bool = False) -> None:
        self.query_one(MessageBar).say(text, "refused" if refused else "plain")

    def action_back(self) -> None:
        self.dismiss(None)

    def action_compare(self) -> None:
        """Show, for a change that collides, what someone else changed."""
        if self._change is None or self._change.conflict is None:
            self._say(_NO_CONFLICT, refused=True)
            return
        self._compare = not self._compare
        self._show_diff()

    def action_theirs(self) -> None:
        self._settle(self._workspace.take_theirs)

    def action_mine(self) -> None:
        self._settle(self._workspace.keep_mine)

    def _settle(self, how: Callable[[str], str]) -> None:
        change = self._change
        if change is None or change.conflict is None:
            self._say(_NO_CONFLICT, refused=True)
            return
        name = change.name

        def work(_: Progress) -> str:
            return how(name)

        # It is one read, and its end is waited for: the draft may be another after it.
        task = Task(f"Reading {name} again", work, stopping="What is stored is being read; waiting for it")
        waiting.run(self.app, task, self._settled, self._refuse)

    def _settled(self, sentence: str) -> None:
        self._compare = False

        def shown(changes: tuple[PendingChange, ...]) -> None:
            self._list.changes = changes
            if not changes:
                self.dismiss(None)
                return
            self._show()
            self._say(sentence)

        def failed(error: VftuiError) -> None:
            self._say(f"{sentence}; y compares the rest with what is stored. {error.title}.", refused=True)

        waiting.run(self.app, Task(COMPARING, self._workspace.changes), shown, failed)

    def _refuse(self, error: VftuiError) -> None:
        self._say(f"{error.title}: {error.message}", refused=True)

    def action_explain(self) -> None:
        """Explain the problems of the network under the cursor."""
        if self._change and self._problems:
            self.app.push_screen(Explain(self._change.name, self._problems, self._workspace))
        else:
            self._say("This change has no problem.")

    def action_write(self) -> None:
        """Write, once each error that would be written has been confirmed."""
        waiting.run(self.app, Task(COMPARING, self._workspace.changes), self._compared, self._refuse)

    def _compared(self, changes: tuple[PendingChange, ...]) -> None:
        self._lost = False
        self._list.changes = changes
        unread = [change.unread for change in changes if change.unread is not None]
        if lost := next(filter(is_lost, unread), None):
            # To write would take as long to fail.
            self._show()
            self._not_written(lost)
        elif self._obstacle():
            self._show()
        elif errors := self._errors():
            self.app.push_screen(ConfirmErrors(errors), lambda typed: self._write_with(errors, typed))
        else:
            self._write()

    def _write_with(self, errors: tuple[Problem, ...], typed: str | None) -> None:
        """Write in spite of these errors, if that is what was typed."""
        if typed is None:
            self._say("Nothing is written.")
        elif typed != errors[0].code:
            self._say(
                f"Nothing is written: {errors[0].code} was asked for, and {typed or 'nothing'} typed.", refused=True
            )
        elif self._errors() != errors:
            self._show()
            self._say("Nothing is written: the host has changed, and with it the errors. Look again.", refused=True)
        else:
            self._write()

    def _write(self) -> None:
        task = Task(f"Writing {counted(len(self._list.changes), 'change')}", self._workspace.write, _STOPPING)
        waiting.run(self.app, task, self._written, self._not_written)

    def _written(self, names: tuple[str, ...]) -> None:
        # Nobody has looked at what runs since before the write: it says what the deletions have stopped.
        states = {
            change.name: state_before(change, self._workspace)
            for change in self._list.changes
            if change.kind == "deleted"
        }
        gone = tuple(Deleted(name, state.active if state else None) for name, state in states.items())
        # Deletions come last, and a name may be given anew.
        self.dismiss(Written(names[: len(names) - len(gone)], gone) if names else None)

    def _not_written(self, error: VftuiError) -> None:
        """Stay here, with what is stored now, and say why."""
        if is_lost(error):
            # What is stored cannot be read now.
            self._lost = True
            self._say(f"{error.title}: {_KEPT} tries again. {briefly(error)}", refused=True)
            return

        def shown(changes: tuple[PendingChange, ...]) -> None:
            self._list.changes = changes
            self._show()
            self._refuse(error)

        waiting.run(self.app, Task(COMPARING, self._workspace.changes), shown, self._refuse)
