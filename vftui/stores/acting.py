"""Starting, stopping and restarting the networks of a libvirt, and no more than the operator was told it means."""

from collections.abc import Collection

from vftui.errors import ConflictError, LibvirtError
from vftui.model.network_actions import Action
from vftui.model.text import joined
from vftui.progress import Progress
from vftui.stores.base import Runtime

_CUTS_OFF = (Action.STOP, Action.RESTART)


def act(runtime: Runtime, action: Action, key: str, guests: Collection[str], progress: Progress) -> None:
    """Do it to the network of that key. `guests` are those that the operator knows on it.

    Raises ConflictError, with nothing done, where another guest is on a network that is to be stopped, StoppedError,
    with nothing done either, and LibvirtError: its message says what became of the network.
    """
    if action in _CUTS_OFF:
        _check_guests(runtime, key, guests, progress)
    progress.check()
    match action:
        case Action.START:
            runtime.start(key)
        case Action.STOP:
            runtime.stop(key)
        case Action.RESTART:
            runtime.stop(key)
            _start_again(runtime, key)
        case Action.AUTOSTART_ON | Action.AUTOSTART_OFF:
            runtime.set_autostart(key, action is Action.AUTOSTART_ON)
        case _:
            raise ValueError(f"{action} is an edit, and done by a write")


def _check_guests(runtime: Runtime, key: str, guests: Collection[str], progress: Progress) -> None:
    running = runtime.running(progress)
    state = running.networks.get(key)
    name = state.name if state else ""
    if new := [guest for guest in running.guests_of(name) if guest not in guests]:
        raise ConflictError(f"{name} is in use by {joined(new)} now", "Nothing was done: look at it again.")


def _start_again(runtime: Runtime, key: str) -> None:
    try:
        runtime.start(key)
    except LibvirtError as error:
        state = "whether it was started again is not known" if error.lost else "was not started again"
        raise LibvirtError(
            "Stopped and not started" if not error.lost else "Stopped",
            f"The network is stopped, and {state}: no guest can start on it before it is. {error.title}: "
            f"{error.message} Mend that, and start it by a.",
            code=error.code,
            lost=error.lost,
        ) from error
