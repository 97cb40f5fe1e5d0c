"""What writing a change means for what runs: when it is in force, and which guests that would cut off."""

from textual.content import Content
from textual.widgets import Static

from vftui.model.attachments import guests_of
from vftui.model.running import NetworkState
from vftui.model.text import printable
from vftui.tui.force_labels import cut_sentence, write_sentence
from vftui.workspace import PendingChange, Workspace


def state_before(change: PendingChange, workspace: Workspace) -> NetworkState | None:
    """How the network of a change stands, as it was last seen; None of a new one, and where nothing is known to run."""
    if change.kind != "deleted":
        network = workspace.draft.find(change.name)
        return workspace.state(network) if network else None
    running = workspace.running
    return next((each for each in running.networks.values() if each.name == change.name), None) if running else None


class ChangeMeaning(Static):
    """A few lines; none where nothing runs the networks."""

    DEFAULT_CSS = """
    ChangeMeaning { padding: 0 2; }
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace

    def show(self, change: PendingChange | None) -> None:
        text = printable(self._meaning(change)) if change else ""
        self.display = bool(text)
        self.update(Content(text))

    def _meaning(self, change: PendingChange) -> str:
        workspace = self._workspace
        if (running := workspace.running) is None:
            return ""
        state = state_before(change, workspace)
        network = workspace.draft.find(change.name) if change.kind != "deleted" else None
        if network is None:
            return write_sentence(change.name, change.kind, state, running.guests_of(change.name))
        attachments = workspace.attachments(network)
        told = [write_sentence(change.name, change.kind, state, guests_of(attachments))]
        if state is not None:
            told.append(cut_sentence(network, state, attachments, workspace.host))
        return " ".join(filter(None, told))
