"""Every change with its diff, before anything is written."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from vftui.errors import VftuiError
from vftui.model.problem import Problem, Severity
from vftui.model.text import counted, joined, printable
from vftui.tui.lines import Line, Span, Tone, parts_line
from vftui.tui.problem_labels import problem_sentence, severity_spans
from vftui.tui.screens.confirm import ConfirmErrors
from vftui.tui.screens.explain import Explain, content_of
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
    Binding("E", "explain", "Explain", id="review.explain"),
    Binding("escape,q", "back", "Back", key_display="Esc", id="review.back"),
]

SHOWN_PROBLEMS = 3
_NO_CONFLICT = "This change collides with nothing."

_TONES: dict[str, Tone] = {"new": "good", "changed": "warn", "deleted": "bad"}


class ChangeList(RowList):
    """One row a change."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(id="changes")
        self.changes = workspace.changes()
        self._workspace = workspace

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
            *severity_spans(self._workspace.problems_of(change.name)),
        ]
        if change.conflict is not None:
            parts.insert(2, Span("‼ changed in the store since it was read", "bad"))
        return parts_line([*parts, Span(change.path, "dim")], width)


class Review(Screen[tuple[str, ...] | None]):
    """Returns the names of the networks written, or None where nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.type_ahead = Unasked()
        self._workspace = workspace
        self._compare = False

    def compose(self) -> ComposeResult:
        yield ChangeList(self._workspace)
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
        if stuck := [change.name for change in rows.changes if change.conflict is not None]:
            self._say(
                f"{', '.join(stuck)} changed in the store: t takes what is there now, m keeps yours, c compares. "
                "Nothing can be written before that is settled.",
                refused=True,
            )
        elif self._workspace.read_only:
            self._say("Opened with --read-only: nothing can be written.", refused=True)
        elif errors := self._errors():
            codes = joined(list(dict.fromkeys(problem.code for problem in errors)))
            self._say(
                f"{counted(len(errors), 'error')} in what would be written: {codes}. y asks before it writes.",
                refused=True,
            )
        else:
            self._say(f"y writes all of it to {self._workspace.location}; nothing is written yet.")

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

    def _show_problems(self) -> None:
        """The worst problems of the network under the cursor, a line each."""
        problems = self._problems
        lines = [problem_sentence(problem) for problem in problems[:SHOWN_PROBLEMS]]
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

    def action_explain(self) -> None:
        """Explain the problems of the network under the cursor."""
        if self._change and self._problems:
            self.app.push_screen(Explain(self._change.name, self._problems, self._workspace))
        else:
            self._say("This change has no problem.")

    def action_write(self) -> None:
        """Write, once each error that would be written has been confirmed."""
        self._list.changes = self._workspace.changes()
        if self._workspace.read_only or any(change.conflict is not None for change in self._list.changes):
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
        try:
            names = self._workspace.write()
        except VftuiError as error:
            self._list.changes = self._workspace.changes()
            self._show()
            self._say(f"{error.title}: {error.message}", refused=True)
        else:
            self.dismiss(names)
