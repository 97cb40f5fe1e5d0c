"""Whether what is stored of a network is what libvirt hands out now, and which guests are on it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from vftui.model.attachments import guests_of
from vftui.model.claim import listed
from vftui.model.host import Host
from vftui.model.member import WrittenMember, written
from vftui.model.network import Network, PfMember
from vftui.model.pool import effective_members, resolve
from vftui.model.running import Attachment, NetworkState


@dataclass(frozen=True, slots=True)
class Force:
    """When what is stored of a network is, or comes, in force.

    `now`: it is active, and hands out what a start now would. `next-start`: it is inactive. `after-restart`: it is
    active with another definition, or with another pool: `only_now` is handed out now and not after a restart,
    `only_then` the other way round.
    `guests` hold a device through it, in the order of their attachments: they go on when it is stopped, and it forgets
    them (LIBVIRT.md 0.11).
    """

    kind: Literal["now", "next-start", "after-restart"]
    guests: tuple[str, ...] = ()
    only_now: tuple[WrittenMember, ...] = ()
    only_then: tuple[WrittenMember, ...] = ()


@dataclass(frozen=True, slots=True)
class LiveNetwork:
    """A stored network as libvirt runs it; `name` is the stored one.

    `named_by` are all guests whose definition names it, those that are off included. `is_outdated` says that something
    else is stored by now than was read: what that is, and whether it is in force, is not known.
    """

    name: str
    state: NetworkState
    force: Force
    attachments: tuple[Attachment, ...] = ()
    named_by: tuple[str, ...] = ()
    is_outdated: bool = False

    @property
    def off(self) -> tuple[str, ...]:
        """The guests that name it and hold nothing through it now."""
        return tuple(guest for guest in self.named_by if guest not in self.force.guests)


@dataclass(frozen=True, slots=True)
class Live:
    """What libvirt runs: the stored networks by their `origin`, and every device that a guest holds."""

    networks: Mapping[str, LiveNetwork] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()

    def of(self, network: Network) -> LiveNetwork | None:
        """A network of the draft as it is run; None where it is not."""
        return self.networks.get(network.origin or "")


NOTHING_RUNS = Live()


def force_of(stored: Network, state: NetworkState, attachments: Sequence[Attachment], host: Host) -> Force:
    """`stored` is what is stored of the network of that state, `attachments` are those of the network."""
    guests = guests_of(attachments)
    if not state.active:
        return Force("next-start", guests)
    then = tuple(_started(stored, host))
    if then == state.pool:
        return Force("now" if state.as_defined else "after-restart", guests)
    only_now, only_then = set(state.pool).difference(then), set(then).difference(state.pool)
    return Force(
        "after-restart",
        guests,
        tuple(member for member in state.pool if member in only_now),
        tuple(member for member in then if member in only_then),
    )


def _started(network: Network, host: Host) -> Iterator[WrittenMember]:
    """What the network would hand out if it was started now, as live XML lists it: a `<pf>` as the VFs of now."""
    for member in effective_members(network):
        if isinstance(member, PfMember):
            yield from listed(resolve(member, network.mode, host).vfs, network.mode)
        else:
            yield from written((member,))
