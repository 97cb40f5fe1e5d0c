"""Every problem of the draft, or of one network: what it is, where it is, and its fix."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from vftui.errors import EditRefusedError
from vftui.model.edits import Edit
from vftui.model.problem import Problem
from vftui.model.text import counted, printable
from vftui.tui.lines import Line
from vftui.tui.places import Place, problems_at
from vftui.tui.problem_labels import problem_line, problem_widths, severity_counts
from vftui.tui.screens.explain import Explain, explanation
from vftui.tui.screens.fixing import choose_fix
from vftui.tui.widgets.bars import KeyBar, MessageBar
from vftui.tui.widgets.rows import Key, Row, RowList
from vftui.tui.widgets.titles import put_titles
from vftui.workspace import Workspace

KEYS = [
    Binding("enter", "activate", "Go there", key_display="Enter", id="problems.go"),
    Binding("F", "fix", "Fix", id="problems.fix"),
    Binding("E", "explain", "Explain", id="problems.explain"),
    Binding("a", "all", "One network", id="problems.all"),
    Binding("u", "undo", "Undo", id="problems.undo"),
    Binding("ctrl+r", "redo", "Redo", id="problems.redo"),
    Binding("y", "copy", "Copy", id="problems.copy"),
    Binding("escape,q,P", "back", "Back", key_display="Esc", id="problems.back"),
]


class ProblemList(RowList):
    """One row a problem."""

    def __init__(self) -> None:
        super().__init__(id="problems")
        self._problems: tuple[Problem, ...] = ()
        self._widths: dict[int, tuple[int, ...]] = {}

    def show(self, problems: tuple[Problem, ...]) -> None:
        self._problems = problems
        self._widths = {}
        self.rebuild()

    def build_rows(self) -> Iterable[Row]:
        return [Row(_key(problem), "problem", problem, marks=False, leaf=True) for problem in self._problems]

    def draw_row(self, row: Row, width: int) -> Line:
        if not isinstance(row.subject, Problem):
            return ()
        if width not in self._widths:
            self._widths[width] = problem_widths(self._problems, width)
        return problem_line(row.subject, self._widths[width])

    def point_at(self, problem: Problem | None) -> None:
        """Put the cursor on a problem."""
        if problem is not None:
            self.move_to(_key(problem))

    @property
    def selected(self) -> Problem | None:
        row = self.cursor_row
        return row.subject if row and isinstance(row.subject, Problem) else None


def _key(problem: Problem) -> Key:
    # Not the problem itself: hashing one goes through every member that it is about.
    return problem.code, problem.network, problem.sentence


class Problems(Screen[Problem | None]):
    """Returns the problem to go to, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]

    DEFAULT_CSS = """
    Problems {
        layout: vertical;
        ProblemList { height: auto; min-height: 3; max-height: 50%; border: round $accent; }
        #explanation {
            height: 1fr; border: round $primary 50%; padding: 0 1; &:focus { border: round $accent; }
        }
        #explanation > Static { height: auto; }
    }
    """

    def __init__(
        self, workspace: Workspace, here: Place | None, network: str | None, edited: Callable[[], None]
    ) -> None:
        """`here` and `network` are where the operator comes from; `edited` is called when the draft has changed."""
        super().__init__()
        self._workspace = workspace
        self._here = here
        self._at_hand = network
        self._edited = edited
        # The network whose problems are shown alone.
        self._network: str | None = None

    def compose(self) -> ComposeResult:
        yield ProblemList()
        with VerticalScroll(id="explanation"):
            yield Static("", markup=False)
        yield MessageBar()
        yield KeyBar(KEYS)

    def on_mount(self) -> None:
        self.show()
        if self._here:
            self._list.point_at(next(iter(problems_at(self._here, self._workspace.problems)), None))
        self._list.focus()

    @property
    def _list(self) -> ProblemList:
        return self.query_one(ProblemList)

    # Showing

    def show(self) -> None:
        """Draw the problems of the draft as it is now."""
        everything = self._workspace.problems
        shown = everything if self._network is None else self._workspace.problems_of(self._network)
        self._list.show(shown)
        title = "Problems" if self._network is None else f"Problems of {printable(self._network)}"
        elsewhere = "" if self._network is None else f"{len(everything) - len(shown)} elsewhere"
        put_titles(self._list, Content(f"{title}  {severity_counts(shown)}"), Content(elsewhere))
        self._show_explanation()

    @on(RowList.Moved)
    def _show_explanation(self) -> None:
        problem = self._list.selected
        scroll = self.query_one("#explanation", VerticalScroll)
        text = explanation(problem, self._workspace) if problem else Content("No problem here.")
        scroll.query_one(Static).update(text)
        scroll.scroll_home(animate=False)

    def _say(self, text: str, *, refused: bool = False) -> None:
        self.query_one(MessageBar).say(text, "refused" if refused else "done")

    # Keys

    def _chosen(self) -> Problem | None:
        """The problem under the cursor; says so where there is none."""
        if self._list.selected is None:
            self._say("There is no problem here.", refused=True)
        return self._list.selected

    @on(RowList.Activated)
    def action_activate(self) -> None:
        if problem := self._chosen():
            self.dismiss(problem)

    def action_explain(self) -> None:
        if problem := self._chosen():
            self.app.push_screen(Explain(problem.code, [problem], self._workspace))

    def action_all(self) -> None:
        """Show the problems of one network, or all again."""
        if self._at_hand is None:
            self._say("Put the cursor on a network of the main screen first.", refused=True)
            return
        self._network = self._at_hand if self._network is None else None
        self.show()

    def action_copy(self) -> None:
        """Copy what the problem has to copy, else its explanation."""
        if problem := self._chosen():
            text = problem.text or explanation(problem, self._workspace).plain
            self.app.copy_to_clipboard(text)
            self._say(f"Copied {counted(len(text.splitlines()), 'line')} to the terminal's clipboard (OSC 52).")

    def action_back(self) -> None:
        self.dismiss(None)

    # Edits

    def action_fix(self) -> None:
        if not (problem := self._chosen()):
            return
        if self._workspace.read_only:
            self._say("Opened with --read-only: nothing can be changed.", refused=True)
        elif not problem.fixes:
            self._say(f"There is no fix by one key for {problem.code}; E explains what to do.", refused=True)
        else:
            choose_fix(self.app, self._workspace, problem, self._fix)

    def _fix(self, edit: Edit) -> None:
        try:
            sentence = self._workspace.do(edit)
        except EditRefusedError as refusal:
            self._say(refusal.message, refused=True)
            return
        self._changed(sentence)

    def action_undo(self) -> None:
        sentence = self._workspace.undo()
        self._changed(f"Undone: {sentence}") if sentence else self._say("Nothing to undo.", refused=True)

    def action_redo(self) -> None:
        sentence = self._workspace.redo()
        self._changed(f"Done again: {sentence}") if sentence else self._say("Nothing to redo.", refused=True)

    def _changed(self, sentence: str) -> None:
        self._edited()
        self.show()
        self._say(sentence)
