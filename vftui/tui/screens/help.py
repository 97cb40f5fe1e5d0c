"""All keys and gestures."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from vftui.tui import keys
from vftui.tui.screens.expression import GRAMMAR
from vftui.tui.screens.in_force import KEYS as IN_FORCE_KEYS
from vftui.tui.screens.problems import KEYS as PROBLEM_KEYS
from vftui.tui.screens.review import KEYS as REVIEW_KEYS
from vftui.tui.widgets.rows import RowList
from vftui.tui.widgets.xml_view import XmlView


class Help(ModalScreen[None]):
    """Left by Escape, `q` or `?`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,enter", "dismiss", "Close", show=False)]

    DEFAULT_CSS = """
    Help {
        align: center middle;
        & > VerticalScroll {
            width: 96; max-width: 100%; height: auto; max-height: 100%;
            border: round $primary; background: $surface; padding: 0 1;
        }
        Static { height: auto; }
    }
    """

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_title = "Keys and gestures"
            box.border_subtitle = "Esc closes"
            yield Static(Content.assemble(*self._parts()))

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def _parts(self) -> Iterator[str | tuple[str, str]]:
        for group in keys.GROUPS:
            yield from self._group(
                group.title, [(keys.shown(each), each.tooltip or each.description) for each in group.bindings]
            )
        for title, bindings in (
            ("In a list", RowList.BINDINGS),
            ("In the XML", XmlView.BINDINGS),
            ("In the problems", PROBLEM_KEYS),
            ("In the review", REVIEW_KEYS),
            ("After a write to libvirt", IN_FORCE_KEYS),
        ):
            own = [each for each in bindings if isinstance(each, Binding)]
            yield from self._group(title, [(keys.shown(each), each.description) for each in own])
        anywhere = [
            ("Tab", "Next region"),
            ("Enter", "Drop what is carried"),
            ("ctrl+p", "Find any of it"),
            ("paste", "Mark what the pasted expression names"),
        ]
        yield from self._group("Anywhere", anywhere)
        yield from self._group("Mouse", list(keys.MOUSE))
        yield ("\nExpressions\n", "bold")
        yield f"  {GRAMMAR}\n"

    @staticmethod
    def _group(title: str, lines: list[tuple[str, str]]) -> Iterator[str | tuple[str, str]]:
        yield (f"\n{title}\n", "bold")
        width = max(len(key) for key, _ in lines) + 2
        for key, text in lines:
            yield (f"  {key:<{width}}", "bold")
            yield f"{text}\n"
