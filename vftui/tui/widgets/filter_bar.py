"""The line in which a filter is typed."""

from textual.content import Content
from textual.widgets import Input

from vftui.tui.widgets.host_tree import HostTree
from vftui.tui.widgets.tree import Tree


class FilterBar(Input):
    """Filters one of the trees at every key; hidden while nothing is typed."""

    DEFAULT_CSS = """
    FilterBar { display: none; height: 3; border: round $accent; &:focus { border: round $accent; } }
    """

    def __init__(self) -> None:
        super().__init__(placeholder="words to look for; Enter keeps the filter, Esc ends it")
        self._rows: Tree | None = None

    @property
    def is_open(self) -> bool:
        return self._rows is not None

    def open(self, rows: Tree) -> None:
        """Type the filter of a tree, beginning with the one it has."""
        self._rows = None
        self.value = rows.words
        self._rows = rows
        self.border_title = Content("Filter host" if isinstance(rows, HostTree) else "Filter networks")
        self.display = True
        self.focus()

    def close(self, *, keep: bool) -> None:
        """Go back to the tree, with the filter or without."""
        rows, self._rows = self._rows, None
        self.display = False
        if rows:
            if not keep:
                rows.filter("")
            rows.focus()

    def on_input_changed(self) -> None:
        if self._rows:
            self._rows.filter(self.value)

    def on_input_submitted(self) -> None:
        self.close(keep=True)
