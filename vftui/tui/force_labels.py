"""What a write would mean, or has meant, for a network that a libvirt runs, and for the guests on it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from vftui.model.attachments import device_of, guests_of
from vftui.model.force import Force
from vftui.model.host import Host
from vftui.model.network import ForwardMode, InterfaceMember, Network
from vftui.model.pool import effective_members, effective_vfs
from vftui.model.running import Attachment, NetworkState
from vftui.model.wording import members_named, shortened
from vftui.tui.lines import Span, cut

# Cells. A guest may have a longer name; what becomes of it is to be seen all the same.
_LONGEST = 32
_SPANS = {
    "now": Span("in force now", "good"),
    "next-start": Span("in force at the next start", "warn"),
    "after-restart": Span("in force after a restart", "warn"),
}
OUTDATED = Span("changed by somebody else", "warn")


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
            return f"{name} is active with what it was started with. {restart_sentence(force, host)}"


def restart_sentence(force: Force, host: Host) -> str:
    """What a restart would change in what is handed out."""
    parts = []
    if force.only_now:
        parts.append(f"take {members_named(force.only_now, host)} out of")
    if force.only_then:
        parts.append(f"add {members_named(force.only_then, host)} to")
    return f"A restart would {' and '.join(parts)} what it hands out." if parts else "A restart brings what is stored."


def outdated_sentence(name: str) -> str:
    """Why nothing is said of what is in force: what was read or written here is not what is stored."""
    return (
        f"Somebody else has changed or deleted {name} since it was written: go back, and read the networks again (r)."
    )


# Before the write


def write_sentence(name: str, kind: str, state: NetworkState | None, guests: Sequence[str]) -> str:
    """When a change of that kind (`PendingChange.kind`) will be in force; '' where nothing is known to run it.

    `guests` are on the network now; `cut_sentence` says what becomes of them.
    """
    if kind == "new":
        return f"In force once it is started: {name} will be inactive, and without autostart."
    if state is None:
        return ""
    if kind == "deleted":
        return _deletion(name, state, guests)
    if not state.active:
        return f"In force at the next start: {name} is inactive."
    return f"In force after a restart: {name} is active{'' if guests else ', and no guest is on it'}."


def _deletion(name: str, state: NetworkState, guests: Sequence[str]) -> str:
    if not state.active:
        return f"Deleted at once: {name} is inactive{f', and {_go_on(guests)}' if guests else ''}."
    if guests:
        return f"Refused while {_named(guests)} {_verb(guests, 'is', 'are')} on it: {name} is active."
    return f"Stopped and deleted at once: {name} is active, and no guest is on it."


def cut_sentence(network: Network, state: NetworkState, attachments: Sequence[Attachment], host: Host) -> str:
    """Which guests lose the network when `network` comes in force: by a restart, or by a start of an inactive one.

    '' without guests. A bridge of libvirt's own goes when the network stops. Of devices libvirt forgets who holds them,
    and hands them out again as far as they are in the pool then (LIBVIRT.md 0.11, section 2).
    """
    guests = guests_of(attachments)
    if not guests:
        return ""
    step, forgets = ("restart", "forgets") if state.active else ("start", "has forgotten")
    if state.bridge is not None:
        gone = f"libvirt removes {state.bridge} from under {_verb(guests, 'it', 'them')} at once"
        return f"A {step} would cut off {_until_then(guests)}: {gone}."
    given = _given_again(network, attachments, host)
    cut_off = guests_of(each for each in given if _takes_away(network.mode, each))
    if not cut_off:
        fails = ", and the next guest that is given the same fails" if any(map(_is_exclusive, given)) else ""
        return f"A {step} would cut nobody off: {_go_on(guests)}{fails}."
    why = f"libvirt {forgets} what {_verb(cut_off, 'it holds', 'they hold')}"
    others = _verb(cut_off, "the next guest", "the next guests")
    left = [guest for guest in guests if guest not in cut_off]
    rest = f" {_go_on(left)}." if left else ""
    return f"A {step} would cut off {_until_then(cut_off)}: {why}, and gives it to {others}.{rest}"


def _given_again(network: Network, attachments: Sequence[Attachment], host: Host) -> Sequence[Attachment]:
    """Those whose device the network hands out once it is started."""
    vfs = {vf.address for vf in effective_vfs(network, host)}
    netdevs = {member.dev for member in effective_members(network) if isinstance(member, InterfaceMember)}
    return [each for each in attachments if each.netdev in netdevs or device_of(each, host) in vfs]


def _takes_away(mode: ForwardMode, attachment: Attachment) -> bool:
    """Whether a guest that such a network gives the same device takes it from this one."""
    return attachment.netdev is not None and mode in {ForwardMode.PASSTHROUGH, ForwardMode.HOSTDEV}


def _is_exclusive(attachment: Attachment) -> bool:
    return attachment.netdev is None or attachment.mode is ForwardMode.PASSTHROUGH


# After it


@dataclass(frozen=True, slots=True)
class Deleted:
    """A network that is gone; `stopped` says whether it was active before, None where nobody knows."""

    name: str
    stopped: bool | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: the names of the networks that are stored now, and those that are gone."""

    names: tuple[str, ...]
    deleted: tuple[Deleted, ...] = ()

    @property
    def stopped(self) -> tuple[str, ...]:
        """The names of those that were stopped to be deleted."""
        return tuple(each.name for each in self.deleted if each.stopped)


def written_sentence(written: Written, location: str) -> str:
    """What was written and deleted, and where."""
    gone = ", ".join(f"{each.name} (it was stopped)" if each.stopped else each.name for each in written.deleted)
    if not written.names:
        return f"Deleted {gone} from {location}"
    return f"Wrote {', '.join(written.names)} to {location}{f'; deleted {gone}' if gone else ''}"


def effect_sentence(written: Written) -> str:
    """What the write itself changed of what runs; '' where that is not known."""
    if stopped := written.stopped:
        return f"That stopped {shortened(stopped)}; nothing else that runs is changed."
    return "" if any(each.stopped is None for each in written.deleted) else "That changes nothing that runs."


def deleted_span(deleted: Deleted) -> Span:
    return Span("deleted; it was stopped", "warn") if deleted.stopped else Span("deleted", "dim")


def deleted_sentence(deleted: Deleted) -> str:
    """What became of a network that is gone."""
    how = {True: "It was active, and the write stopped it.", False: "It was inactive.", None: ""}[deleted.stopped]
    return f"{deleted.name} is deleted. {how}".rstrip()


# Guests


def _named(guests: Sequence[str]) -> str:
    return shortened([cut(guest, _LONGEST) for guest in guests])


def _go_on(guests: Sequence[str]) -> str:
    return f"{_named(guests)} {_verb(guests, 'goes on with what it has', 'go on with what they have')}"


def _until_then(guests: Sequence[str]) -> str:
    return f"{_named(guests)}, which {_verb(guests, 'goes', 'go')} on until then"


def _verb(guests: Sequence[str], one: str, several: str) -> str:
    return one if len(guests) == 1 else several
