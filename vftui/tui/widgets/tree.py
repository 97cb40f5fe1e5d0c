"""What the tree of the host and the tree of the networks have in common: a workspace, a filter, a load."""

from collections.abc import Iterable

from vftui.tui.drag import Load
from vftui.tui.widgets.rows import Key, RowList
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
        """Show only what contains every word of `text`; '' shows all."""
        self._words = tuple(text.casefold().split())
        self.rebuild()

    def _matches(self, text: str) -> bool:
        """Whether a text, in lower case, contains every word of the filter."""
        return all(word in text for word in self._words)

    def detail(self) -> str:
        """Everything about the row under the cursor."""
        raise NotImplementedError

    def load(self, keys: Iterable[Key]) -> Load:
        """What dragging these rows carries, in the order of the tree."""
        raise NotImplementedError
