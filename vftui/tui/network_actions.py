"""What can be done to a network as a whole: what each means for guests, and why one cannot be done now. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from vftui.model.force import Force
from vftui.model.network import Network
from vftui.model.network_actions import Action
from vftui.tui.force_labels import restart_sentence
from vftui.workspace import Workspace

_NOT_RUN = "Nothing runs what is kept in a folder. `vftui -c URI` shows the networks of a libvirt."
_READ_ONLY = "Opened with --read-only."


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the menu: `meaning` says what the action does, `obstacle` why it cannot be done, None where it can.

    `action` is None where there is never anything to choose.
    """

    key: str
    label: str
    action: Action | Literal["settings"] | None
    meaning: str = ""
    obstacle: str | None = None


def choices(workspace: Workspace, network: Network) -> tuple[Choice, ...]:
    """The menu of a network of the draft."""
    return *_of_runtime(workspace, network), _settings(workspace, network), _delete(workspace, network)


def run_obstacle(workspace: Workspace, action: Action, network: Network) -> str | None:
    """Why libvirt cannot be asked for the action now, or would refuse it; None where neither is known."""
    if workspace.read_only:
        return _READ_ONLY
    if workspace.path(network) is None:
        return "It is not written yet: w writes it."
    if workspace.state(network) is None:
        return "libvirt has not told yet what runs."
    return workspace.obstacle(action, network.name)


def _of_runtime(workspace: Workspace, network: Network) -> Iterator[Choice]:
    if workspace.runtime is None:
        yield Choice("", "Start, stop, autostart", None, obstacle=_NOT_RUN)
        return
    state = workspace.state(network)
    on = state is not None and state.autostart
    autostart = Action.AUTOSTART_OFF if on else Action.AUTOSTART_ON
    for key, action in (("s", Action.START), ("t", Action.STOP), ("r", Action.RESTART), ("o", autostart)):
        meaning = " ".join(_told(workspace, action, network))
        yield Choice(key, action.value.capitalize(), action, meaning, run_obstacle(workspace, action, network))


def _told(workspace: Workspace, action: Action, network: Network) -> Iterator[str]:
    yield workspace.meaning(action, network.name)
    edited = workspace.is_changed(network)
    if action is Action.RESTART and (edited or workspace.verdict(network).start_error is None):
        yield _restarted(workspace, network)
    if action in {Action.START, Action.RESTART} and edited:
        yield f"Your edits of {network.name} are not written yet."


def _restarted(workspace: Workspace, network: Network) -> str:
    """What a restart that goes well puts in force."""
    match workspace.force(network):
        case Force(kind="now"):
            return f"What is stored of {network.name} is in force already."
        case Force(kind="after-restart", only_now=now, only_then=then) as force if now or then:
            return restart_sentence(force, workspace.host)
        case _:
            return f"What is stored of {network.name} is in force then."


def _settings(workspace: Workspace, network: Network) -> Choice:
    return Choice("e", "Settings…", "settings", "Name, mode, managed and driver.", _edit_obstacle(workspace, network))


def _delete(workspace: Workspace, network: Network) -> Choice:
    then = deletion(workspace, network)
    meaning = (
        f"At the next write, which asks first: {then}"
        if then
        else f"{network.name} is not stored yet: it is gone at once, and u brings it back."
    )
    obstacle = _edit_obstacle(workspace, network) or workspace.obstacle(Action.DELETE, network.name)
    return Choice("D", "Delete", Action.DELETE, meaning, obstacle)


def deletion(workspace: Workspace, network: Network) -> str:
    """What becomes of a network when its deletion is written; '' where it is not stored, and nothing is."""
    if workspace.path(network) is None:
        return ""
    return workspace.meaning(Action.DELETE, network.name) or f"{workspace.path(network)} is deleted."


def _edit_obstacle(workspace: Workspace, network: Network) -> str | None:
    if workspace.read_only:
        return _READ_ONLY
    return f"It is not a pool ({network.obstacle}); vftui does not change it." if network.obstacle else None
