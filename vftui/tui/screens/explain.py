"""Problems in full: what is wrong, what libvirt does, and what a fix would do."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from vftui.errors import EditRefusedError
from vftui.model.problem import Fix, Problem
from vftui.model.text import printable
from vftui.tui.lines import Line, Tone
from vftui.tui.problem_labels import explained
from vftui.workspace import Workspace

_STYLES: dict[Tone, str] = {
    "plain": "",
    "name": "bold",
    "dim": "$foreground-muted",
    "good": "$text-success",
    "warn": "$text-warning",
    "bad": "bold $text-error",
}


def explanation(problem: Problem, workspace: Workspace) -> Content:
    """The explanation of a problem as it is shown anywhere."""
    return content_of(explained(problem, fix_sentences(problem, workspace)))


def content_of(lines: Iterator[Line] | Sequence[Line]) -> Content:
    """Lines for a widget that wraps them, made printable."""
    parts = [Content.assemble(*((printable(text), _STYLES[tone]) for text, tone in line)) for line in lines]
    return Content("\n").join(parts)


def fix_sentences(problem: Problem, workspace: Workspace) -> list[str]:
    """What each fix of a problem would do, or why it cannot be done now; numbered where there are several."""
    sentences = [fix_sentence(fix, workspace) for fix in problem.fixes]
    return sentences if len(sentences) == 1 else [f"{number}  {said}" for number, said in enumerate(sentences, 1)]


def fix_sentence(fix: Fix, workspace: Workspace) -> str:
    """What a fix would do, or why it cannot be done now."""
    try:
        return workspace.preview(fix.edit)
    except EditRefusedError as refusal:
        return f"cannot be done now: {refusal.message}"


class Explain(ModalScreen[None]):
    """Left by Escape, `q` or `E`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,E,enter", "dismiss", "Close", show=False)]

    DEFAULT_CSS = """
    Explain {
        align: center middle;
        & > VerticalScroll {
            width: 92; max-width: 100%; height: auto; max-height: 100%;
            border: round $primary; background: $surface; padding: 0 1;
        }
        Static { height: auto; margin-bottom: 1; }
    }
    """

    def __init__(self, title: str, problems: Sequence[Problem], workspace: Workspace) -> None:
        super().__init__()
        self._title = title
        self._problems = problems
        self._workspace = workspace

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_title = Content(printable(self._title))
            box.border_subtitle = "Esc closes"
            for problem in self._problems:
                yield Static(explanation(problem, self._workspace))

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
