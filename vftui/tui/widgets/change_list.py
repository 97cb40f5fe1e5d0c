"""The changes that a write would make, one a row."""

from collections.abc import Iterable, Sequence

from vftui.tui.lines import Line, Span, Tone, parts_line
from vftui.tui.problem_labels import severity_spans
from vftui.tui.widgets.rows import Row, RowList
from vftui.workspace import PendingChange, Workspace

_COLLIDES = Span("‼ changed in the store since it was read", "bad")
_NOT_COMPARED = Span("? not compared", "warn")
_ALREADY_THERE = Span("‼ stored already, as it was meant", "warn")
_TONES: dict[str, Tone] = {"new": "good", "changed": "warn", "deleted": "bad"}


class ChangeList(RowList):
    """One row a change."""

    def __init__(self, workspace: Workspace, changes: Sequence[PendingChange]) -> None:
        super().__init__(id="changes")
        self.changes = changes
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
        if change.unread is not None:
            parts.insert(2, _NOT_COMPARED)
        elif change.conflict is not None:
            parts.insert(2, _ALREADY_THERE if change.is_made else _COLLIDES)
        return parts_line([*parts, Span(change.path, "dim")], width)
