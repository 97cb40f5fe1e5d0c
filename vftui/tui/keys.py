"""The keys of the main screen, in the order in which the help shows them.

Each has an id, so that the key bar can name it, a user can give it other keys, and a test can hold the README to it.
"""

from typing import NamedTuple

from textual.binding import Binding

MOVE = [
    Binding("m", "pick_up", "Move", tooltip="Pick up the marked rows, or the row under the cursor", id="move.pick-up"),
    Binding("p", "pick_up_pf", "Whole PF", tooltip="Pick up the whole PF under the cursor", id="move.pf"),
    Binding("f", "free", "Free VFs", tooltip="Pick up so many free VFs of a PF", id="move.free"),
    Binding("d,delete", "take_out", "Take out", tooltip="Take the rows out of their networks", id="move.take-out"),
    Binding("s", "share", "Share", tooltip="While moving: let VFs stay where they are, too", id="move.share"),
    Binding("K", "shift(-1)", "Earlier", tooltip="Hand the member out earlier", id="move.earlier"),
    Binding("J", "shift(1)", "Later", tooltip="Hand the member out later", id="move.later"),
]
NETWORKS = [
    Binding("n", "new_network", "New", tooltip="Make a network", id="network.new"),
    Binding("e", "settings", "Settings", tooltip="Change name, mode, managed and driver", id="network.settings"),
    Binding(
        "a", "network_menu", "Menu", tooltip="Start, stop, autostart: all that a network can do", id="network.menu"
    ),
    Binding("t", "toggle_pf", "<pf> or list", tooltip="Whole PF to list, and back", id="network.pf"),
    Binding("D", "delete_network", "Delete", tooltip="Delete the network", id="network.delete"),
]
FIND = [
    Binding("slash", "filter", "Filter", key_display="/", tooltip="Show only matching rows", id="find.filter"),
    Binding(
        "number_sign",
        "expression",
        "Mark by",
        key_display="#",
        tooltip="Mark by an expression such as ens1f0#0-31,40",
        id="find.expression",
    ),
    Binding("escape", "back", "Back", tooltip="Cancel a move, end a filter, clear marks", id="find.back"),
]
EDIT = [
    Binding("u", "undo", "Undo", tooltip="Take back the last edit", id="edit.undo"),
    Binding("ctrl+r", "redo", "Redo", tooltip="Make the undone edit again", id="edit.redo"),
    Binding("w", "review", "Write", tooltip="Review all changes, then write them", id="edit.review"),
    Binding("r", "reread", "Reread", tooltip="Read host and networks again", id="edit.reread"),
]
PROBLEMS = [
    Binding("P", "problems", "Problems", tooltip="List all problems, or those of a network", id="problem.list"),
    Binding("F", "fix", "Fix", tooltip="Fix the worst problem of the row under the cursor", id="problem.fix"),
    Binding(
        "E", "explain", "Explain", tooltip="Explain the problems of the row under the cursor", id="problem.explain"
    ),
]
VIEW = [
    Binding("x", "xml", "XML", tooltip="Show or hide the XML", id="view.xml"),
    Binding(
        "right_square_bracket",
        "tab(1)",
        "Next view",
        key_display="]",
        tooltip="Next view of the XML pane: forward, effective, document, diff",
        id="view.next",
    ),
    Binding(
        "left_square_bracket",
        "tab(-1)",
        "Previous view",
        key_display="[",
        tooltip="Previous view of the XML pane",
        id="view.previous",
    ),
    Binding("y", "copy", "Copy XML", tooltip="Copy what the XML pane shows (OSC 52)", id="view.copy"),
    Binding("M", "mouse", "Mouse off/on", tooltip="Leave the mouse to the terminal", id="view.mouse"),
    Binding("question_mark", "help", "Keys", key_display="?", tooltip="All keys and gestures", id="view.help"),
    Binding("q", "quit", "Quit", tooltip="Quit; asks when edits are not written", id="view.quit"),
]


class Group(NamedTuple):
    """Keys that belong together in the help."""

    title: str
    bindings: list[Binding]


GROUPS = (
    Group("Move VFs", MOVE),
    Group("Networks", NETWORKS),
    Group("Find and mark", FIND),
    Group("Edit and write", EDIT),
    Group("Problems", PROBLEMS),
    Group("View", VIEW),
)
MAIN = [binding for group in GROUPS for binding in group.bindings]

# What the one-line bar shows. Where it is narrow the earlier ones win, and the last two always stay.
_BAR = (
    "move.pick-up",
    "move.take-out",
    "network.new",
    "edit.undo",
    "edit.review",
    "network.menu",
    "problem.list",
    "find.filter",
    "view.xml",
    "find.expression",
    "network.settings",
    "move.pf",
    "move.free",
    "view.help",
    "view.quit",
)
BAR = [next(binding for binding in MAIN if binding.id == id_) for id_ in _BAR]

MOUSE = (
    ("drag", "a VF, a marked row, a member or a PF to a network; a label says what a drop would do"),
    ("drag to the empty place", "below the networks: make a network of it"),
    ("drag a member to the host", "take it out of its network"),
    ("ctrl+drag", "share: VFs stay in the networks they are in"),
    ("right button, escape", "cancel the drag"),
    ("right button", "on a network: all that it can do"),
    ("ctrl+click", "mark or unmark; shift+click marks a run, where the terminal lets it through"),
    ("click on ▾ ▸", "fold or unfold; a double click does it anywhere in the row"),
)


def shown(binding: Binding) -> str:
    """The keys of a binding as people write them."""
    if binding.key_display:
        return binding.key_display
    signs = {"up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn"}
    return " ".join(
        "+".join(signs.get(part, part) for part in key.strip().split("+")) for key in binding.key.split(",")
    )
