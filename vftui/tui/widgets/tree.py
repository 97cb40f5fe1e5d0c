"""What the tree of the host and the tree of the networks have in common: a workspace, a filter, a load."""

from collections.abc import Iterable

from vftui.model.host import VirtualFunction
from vftui.model.problem import Problem
from vftui.tui import labels, marks, running_labels
from vftui.tui.drag import Load
from vftui.tui.places import Place, problems_at
from vftui.tui.widgets.rows import Key, Row, RowList
from vftui.workspace import Workspace


class Tree(RowList):
    """A list of a workspace's rows, shown as far as they contain every word of a filter."""

    def __init__(self, workspace: Workspace, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._workspace = workspace
        self._words: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What the tree is filtered by."""
        return " ".join(self._words)

    def filter(self, text: str) -> None:
        """Show only what contains every word of `text`; '' shows all.

        The cursor stays on its row, and in sight; where the row is left out it goes to the first that is not.
        """
        key = self.cursor_key
        self._words = tuple(text.casefold().split())
        self.rebuild()
        if self.rows and self.cursor_key != key:
            self.move_to(self.rows[0].key)
        self.call_after_refresh(self._show_cursor)

    def _matches(self, text: str) -> bool:
        """Whether a text, in lower case, contains every word of the filter."""
        return all(word in text for word in self._words)

    def detail(self) -> str:
        """Everything about the row under the cursor."""
        raise NotImplementedError

    def detail_with_worst(self) -> str:
        """The worst that is wrong with the row under the cursor, and everything about it."""
        if (row := self.cursor_row) is None:
            return ""
        return marks.worst_told(self.problems(row), read_only=self._workspace.read_only) + self.detail()

    def _vf_detail(self, vf: VirtualFunction) -> str:
        """Everything about a VF: a guest that uses it with its MAC and the network that it came through."""
        workspace = self._workspace
        attachments = workspace.running.attachments if workspace.running else ()
        on_it = running_labels.held(vf.address, workspace.host, attachments)
        owner = workspace.owners.get(vf.address, ())
        return labels.vf_detail(vf, workspace.host, owner, running_labels.use_text(vf, on_it))

    def place(self, row: Row) -> Place | None:
        """What a row stands for, as far as problems are about it; None where none can be."""
        raise NotImplementedError

    def problems(self, row: Row) -> tuple[Problem, ...]:
        """The problems that are about a row, worst first."""
        if (place := self.place(row)) is None:
            return ()
        workspace = self._workspace
        return problems_at(place, workspace.problems_of(place.network) if place.network else workspace.problems)

    def load(self, keys: Iterable[Key]) -> Load:
        """What dragging these rows carries, in the order of the tree."""
        raise NotImplementedError
