"""What a write would mean, or has meant, for a network that a libvirt runs, and for the guests on it. Pure."""

from collections.abc import Sequence

from vftui.model.force import Force
from vftui.model.host import Host
from vftui.model.running import NetworkState
from vftui.model.wording import members_named, shortened
from vftui.tui.lines import Span

_SPANS = {
    "now": Span("in force now", "good"),
    "next-start": Span("in force at the next start", "warn"),
    "after-restart": Span("in force after a restart", "warn"),
}


def force_span(force: Force) -> Span:
    """When what is stored is in force, in a few words."""
    return _SPANS[force.kind]


def force_sentence(name: str, force: Force, host: Host) -> str:
    """When what is stored is in force, and what is until then."""
    match force.kind:
        case "now":
            return f"{name} is active, and hands out what is stored."
        case "next-start":
            return f"{name} is inactive: what is stored is in force once it is started."
        case "after-restart":
            return f"{name} is active with what it was started with. {_difference(force, host)}"


def _difference(force: Force, host: Host) -> str:
    """What a restart would change in what is handed out."""
    parts = []
    if force.only_now:
        parts.append(f"take {members_named(force.only_now, host)} out of")
    if force.only_then:
        parts.append(f"add {members_named(force.only_then, host)} to")
    return f"A restart would {' and '.join(parts)} what it hands out." if parts else "A restart brings what is stored."


def write_sentence(name: str, kind: str, state: NetworkState | None, guests: Sequence[str]) -> str:
    """What it will mean to write a change of that kind (`PendingChange.kind`); '' where nothing is known to run it.

    What matters comes first: there is one line for it.
    """
    if kind == "new":
        return f"In force once it is started: {name} will be inactive, and without autostart."
    if state is None:
        return ""
    if kind == "deleted":
        return _deletion(name, state, guests)
    if not state.active:
        return f"In force at the next start: {name} is inactive{_go_on(guests)}."
    return f"In force after a restart: {name} is active{_go_on(guests) or ', and no guest is on it'}."


def _deletion(name: str, state: NetworkState, guests: Sequence[str]) -> str:
    if not state.active:
        return f"Deleted at once: {name} is inactive{_go_on(guests)}."
    if guests:
        return f"Refused while {shortened(guests)} {'is' if len(guests) == 1 else 'are'} on it: {name} is active."
    return f"Stopped and deleted at once: {name} is active, and no guest is on it."


def _go_on(guests: Sequence[str]) -> str:
    if not guests:
        return ""
    return (
        f", and {shortened(guests)} {'goes on with what it has' if len(guests) == 1 else 'go on with what they have'}"
    )
