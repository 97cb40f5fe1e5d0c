"""Starting, stopping and restarting the networks of a libvirt, and no more than the operator was told it means."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from vftui.errors import ConflictError, LibvirtError
from vftui.model.network_actions import Action
from vftui.model.running import Running
from vftui.model.text import joined
from vftui.progress import Progress
from vftui.stores.base import Runtime

_CUTS_OFF = (Action.STOP, Action.RESTART)
_NOT_DONE = {
    Action.START: "Nothing was started",
    Action.STOP: "Nothing was stopped",
    Action.RESTART: "Nothing was restarted",
    Action.AUTOSTART_ON: "No autostart was set",
    Action.AUTOSTART_OFF: "No autostart was set",
}


def act(runtime: Runtime, action: Action, key: str, guests: Collection[str], progress: Progress) -> None:
    """Do it to the network of that key. `guests` are those that the operator knows on it.

    Raises ConflictError, with nothing done, where another guest is on a network that is to be stopped, StoppedError,
    with nothing done either, and LibvirtError: its message says what became of the network.
    """
    if action not in _NOT_DONE:
        raise ValueError(f"{action} is an edit, and done by a write")
    running = _looked(runtime, action, progress)
    state = running.networks.get(key)
    if state and action in _CUTS_OFF:
        _check_guests(running, state.name, guests)
    progress.check()
    name = state.name if state else "the network"
    match action:
        case Action.START:
            with _answered(f"{name} was started"):
                runtime.start(key)
        case Action.STOP:
            with _answered(f"{name} was stopped"):
                runtime.stop(key)
        case Action.RESTART:
            unsure = f"{name} may be stopped, and was not started again: no guest can start on it before it is."
            with _answered(f"{name} was stopped", unsure, "Read again (r), and start it by a if it is inactive."):
                runtime.stop(key)
            _start_again(runtime, key, name)
        case _:
            with _answered(f"the autostart of {name} was set"):
                runtime.set_autostart(key, action is Action.AUTOSTART_ON)


def _looked(runtime: Runtime, action: Action, progress: Progress) -> Running:
    """What runs now. A connection that cannot be had is known from here on, before anything is done."""
    try:
        return runtime.running(progress)
    except LibvirtError as error:
        raise LibvirtError(
            _NOT_DONE[action], str(error), code=error.code, lost=error.lost, absent=error.absent
        ) from error


def _check_guests(running: Running, name: str, guests: Collection[str]) -> None:
    if new := [guest for guest in running.guests_of(name) if guest not in guests]:
        raise ConflictError(f"{name} is in use by {joined(new)} now", "Nothing was done: look at it again.")


def _start_again(runtime: Runtime, key: str, name: str) -> None:
    try:
        with _answered(
            f"{name} was started again", f"{name} was stopped: no guest can start on it before it is active."
        ):
            runtime.start(key)
    except LibvirtError as error:
        if error.lost:
            raise
        raise LibvirtError(
            "Stopped and not started",
            f"{name} is stopped, and was not started again: no guest can start on it before it is. {error}",
            "Mend what libvirt says, and start it by a.",
            code=error.code,
        ) from error


@contextmanager
def _answered(done: str, so_far: str = "", advice: str = "Read again (r) before you go on.") -> Iterator[None]:
    """Where the connection breaks, say that it is not known whether that was done: libvirt may do it yet, too."""
    try:
        yield
    except LibvirtError as error:
        if not error.lost:
            raise
        reason = f"{so_far} {error}".strip()
        raise LibvirtError(f"Whether {done} is not known", reason, advice, code=error.code, lost=True) from error
