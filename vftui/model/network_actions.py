"""What can be done with a network that libvirt runs, why it cannot be now, and what it means for guests. Pure."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from vftui.errors import EditRefusedError
from vftui.model.force import Live, LiveNetwork
from vftui.model.network import Draft, ForwardMode
from vftui.model.wording import shortened


class Action(StrEnum):
    """What an operator can do with a network beside changing its pool."""

    START = "start"
    STOP = "stop"
    RESTART = "restart"
    AUTOSTART_ON = "autostart on"
    AUTOSTART_OFF = "autostart off"
    RENAME = "rename"
    DELETE = "delete"


def obstacle(action: Action, network: LiveNetwork) -> str | None:
    """Why the action cannot be done, or not without loss, and what to do first; None where it can be."""
    return _OBSTACLES[action](network)


def meaning(action: Action, network: LiveNetwork, start_error: str | None = None) -> str:
    """What the action does, and what becomes of the guests of the network: one to three sentences.

    `start_error` is why libvirt would not start what is stored, None where it would.
    """
    if start_error and action in (Action.START, Action.RESTART):
        first = "" if action is Action.START else f"{_stopped(network)} "
        return f"{first}The start would fail: {start_error.rstrip('.')}."
    return _MEANINGS[action](network)


def refuse_impossible(before: Draft, after: Draft, live: Live) -> None:
    """Raise EditRefusedError where an edit renames or deletes a network that libvirt cannot, or not without loss."""
    left = {network.origin: network for network in after}
    for network in before:
        new, running = left.get(network.origin), live.of(network)
        if new is network or running is None:
            continue
        # A name that only the draft has can be taken back.
        if new is not None and new.name in {network.name, running.name}:
            continue
        if reason := obstacle(Action.DELETE if new is None else Action.RENAME, running):
            raise EditRefusedError(reason)


def _start_obstacle(network: LiveNetwork) -> str | None:
    return f"{network.name} is active already." if network.state.active else None


def _stop_obstacle(network: LiveNetwork) -> str | None:
    return None if network.state.active else f"{network.name} is not active."


def _restart_obstacle(network: LiveNetwork) -> str | None:
    if network.state.active and not network.state.persistent:
        return f"{network.name} is transient: to stop it is to delete it, and nothing would be left to start."
    return _stop_obstacle(network)


def _autostart_on_obstacle(network: LiveNetwork) -> str | None:
    if not network.state.persistent:
        return f"{network.name} is transient: it is gone when it is stopped, and cannot be started again."
    return f"{network.name} has autostart already." if network.state.autostart else None


def _autostart_off_obstacle(network: LiveNetwork) -> str | None:
    return None if network.state.autostart else f"{network.name} has no autostart."


def _rename_obstacle(network: LiveNetwork) -> str | None:
    if network.state.active:
        return f"{network.name} is active: libvirt can give another name to an inactive network only. Stop it first."
    if guests := tuple(dict.fromkeys((*network.force.guests, *network.named_by))):
        named = f"{shortened(guests)} {_verb(guests, 'names', 'name')} {network.name}"
        return f"{named}, and would not find it under another name. Edit {_those(guests)} first."
    return None


def _delete_obstacle(network: LiveNetwork) -> str | None:
    guests = network.force.guests
    if not network.state.active or not guests:
        return None
    return f"{network.name} is in use by {shortened(guests)}. Stop {_those(guests)} first."


def _start(network: LiveNetwork) -> str:
    told = [f"{network.name} hands out what is stored now; of a whole PF, the VFs that it has at the start."]
    if network.off:
        told.append(f"{shortened(network.off)} can start then.")
    if (guests := network.force.guests) and (harm := _harm(network)):
        held = f"libvirt has forgotten what {shortened(guests)} {_verb(guests, 'holds', 'hold')}"
        told.append(f"{held}: {harm}.")
    return " ".join(told)


def _stop(network: LiveNetwork) -> str:
    gone = f"{network.name} is transient: it is gone then. " if not network.state.persistent else ""
    if gone or network.off or network.force.guests:
        return f"{gone}{_stopped(network)}"
    return f"No guest is on it. None can start on it until {network.name} is started again."


def _restart(network: LiveNetwork) -> str:
    return _stopped(network, fails=False)


def _stopped(network: LiveNetwork, *, fails: bool = True) -> str:
    """What becomes of the guests of a network that is stopped (LIBVIRT.md 0.11, section 2)."""
    guests, off = network.force.guests, network.off if fails else ()
    told = [_left(network)] if guests else []
    if off:
        told.append(f"{shortened(off)} {_verb(off, 'is', 'are')} off and cannot start until it is active again.")
    return " ".join(told) or "No guest is on it."


def _left(network: LiveNetwork) -> str:
    """What becomes of the guests that are on the network."""
    guests = network.force.guests
    them, named = _them(guests), shortened(guests)
    if network.state.bridge:
        return (
            f"{named} {_verb(guests, 'loses', 'lose')} the network, also when it is started again: libvirt removes "
            f"{network.state.bridge} from under {them}."
        )
    text = (
        f"{named} {_verb(guests, 'goes', 'go')} on, and libvirt forgets what {_verb(guests, 'it holds', 'they hold')}"
    )
    harm = _harm(network)
    return f"{text}: {harm}." if harm else f"{text}; others can start beside {them}."


def _harm(network: LiveNetwork) -> str | None:
    """What the next guest does where libvirt has forgotten what those on the network hold; None where they share it."""
    if any(each.mode is ForwardMode.PASSTHROUGH for each in network.attachments):
        return "the next guest is given a VF that is in use, fails, and cuts the one that runs off"
    if any(each.address for each in network.attachments):
        return "the next guest is given a VF that is in use, and fails"
    return None


def _autostart_on(network: LiveNetwork) -> str:
    return (
        f"{network.name} is started whenever libvirt is, not now. Where that fails, as before VFs are made, "
        "libvirt does not try again."
    )


def _autostart_off(network: LiveNetwork) -> str:
    return f"{network.name} stays as it is now. After a reboot guests fail on it until somebody starts it."


def _rename(_: LiveNetwork) -> str:
    return (
        "libvirt has no rename: the network is undefined, and defined anew under the new name. "
        "Its uuid and autostart are kept."
    )


def _delete(network: LiveNetwork) -> str:
    done = "stopped and deleted" if network.state.active else "deleted"
    naming = (*network.force.guests, *network.off)
    names = f" {shortened(naming)} {_verb(naming, 'names', 'name')} it, and cannot start again then." if naming else ""
    return f"{network.name} is {done}.{names}"


def _verb(guests: Sequence[str], one: str, several: str) -> str:
    return one if len(guests) == 1 else several


def _them(guests: Sequence[str]) -> str:
    return _verb(guests, "it", "them")


def _those(guests: Sequence[str]) -> str:
    """Beside the name of a network, which `it` may be, too."""
    return _verb(guests, "that guest", "those guests")


_OBSTACLES: Mapping[Action, Callable[[LiveNetwork], str | None]] = {
    Action.START: _start_obstacle,
    Action.STOP: _stop_obstacle,
    Action.RESTART: _restart_obstacle,
    Action.AUTOSTART_ON: _autostart_on_obstacle,
    Action.AUTOSTART_OFF: _autostart_off_obstacle,
    Action.RENAME: _rename_obstacle,
    Action.DELETE: _delete_obstacle,
}
_MEANINGS: Mapping[Action, Callable[[LiveNetwork], str]] = {
    Action.START: _start,
    Action.STOP: _stop,
    Action.RESTART: _restart,
    Action.AUTOSTART_ON: _autostart_on,
    Action.AUTOSTART_OFF: _autostart_off,
    Action.RENAME: _rename,
    Action.DELETE: _delete,
}
