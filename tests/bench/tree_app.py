"""The baseline: the host of `--demo-size` in Textual's own Tree. Run in a terminal: tree_app.py PFSxVFS."""

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from vftui.inventory.demo import parse_size, sized_host
from vftui.model.host import Host, VirtualFunction


class TreeApp(App[None]):
    """A node for each PF and VF of the host."""

    # As wide as vftui's own list of the host on 120 columns.
    CSS = "Tree { width: 40; border: round $primary; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("shift+down", "mark", priority=True),
        Binding("m", "own('front')"),
        Binding("u", "own('free')"),
        Binding("7", "fill('7')"),
        Binding("backspace", "fill('')"),
    ]

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host

    def compose(self) -> ComposeResult:
        tree = Tree[VirtualFunction]("host")
        tree.show_root = False
        yield tree

    def on_mount(self) -> None:
        self.action_fill("")

    @property
    def _tree(self) -> Tree[VirtualFunction]:
        return self.query_one(Tree)

    def action_fill(self, text: str) -> None:
        tree = self._tree
        tree.clear()
        for pf in self._host.pfs:
            node = tree.root.add(pf.name, expand=True)
            for vf in pf.vfs:
                if text in (label := _label(vf, "free")):
                    node.add_leaf(label, vf)
        tree.cursor_line = 0

    def action_mark(self) -> None:
        node = self._tree.cursor_node
        if node and node.data:
            node.set_label(f"● {_label(node.data, 'free')}")
        self._tree.action_cursor_down()

    def action_own(self, owner: str) -> None:
        """Show another owner on each VF of the first PF."""
        node: TreeNode[VirtualFunction]
        for node in self._tree.root.children[0].children:
            if node.data:
                node.set_label(_label(node.data, owner))


def _label(vf: VirtualFunction, owner: str) -> str:
    return f"#{vf.index} {owner} {vf.netdev} {vf.address}"


if __name__ == "__main__":
    TreeApp(sized_host(*parse_size(sys.argv[1]))).run()
