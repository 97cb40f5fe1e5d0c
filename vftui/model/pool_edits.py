"""Edits that change which VFs are in which pool."""

from collections.abc import Sequence
from dataclasses import dataclass

from vftui.errors import EditRefusedError
from vftui.model import placing
from vftui.model.claim import Claim, devices_at, holders
from vftui.model.host import Host
from vftui.model.network import Draft, Member, Network
from vftui.model.outcome import AlreadySoError, Outcome
from vftui.model.pci import PciAddress
from vftui.model.text import joined
from vftui.model.wording import devices_named, members_named


@dataclass(frozen=True, slots=True)
class Add:
    """Put VFs and whole PFs, given by address, into a network at `position` (None: at the end).

    They leave the pools they were in, so that no VF sits in two; `share` leaves them there too. A PF alone in a network
    becomes `<pf>`; beside other members it is listed, for libvirt drops a `<pf>` that is not alone (LIBVIRT.md 0.1).
    Without a position, what is in the network already keeps its place.
    """

    network: str
    items: tuple[PciAddress, ...]
    position: int | None = None
    share: bool = False

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = draft.pool(self.network)
        devices = devices_at(self.items, host)
        arrival = placing.arrival(target, devices, self.position, host)
        sources = holders(draft, host, arrival.claim, besides=self.network)
        if arrival.members == target.members and (self.share or not sources):
            raise AlreadySoError(f"{devices_named(devices, host)} is already in {self.network}.")
        after = draft if self.share else placing.released(draft, sources, arrival.claim, host)
        what = devices_named(arrival.wanted if sources else arrival.new, host)
        sentence = self._sentence(what, sources, whole=arrival.whole)
        return Outcome(after.with_members(self.network, arrival.members), sentence)

    def _sentence(self, what: str, sources: Sequence[Network], *, whole: bool) -> str:
        names = joined([source.name for source in sources])
        if sources and self.share:
            return f"Share {what} of {names} with {self.network}"
        if sources:
            return f"Move {what} from {names} to {self.network}"
        return f"Use all of {what} in {self.network}" if whole else f"Add {what} to {self.network}"


@dataclass(frozen=True, slots=True)
class TakeOutVfs:
    """Take VFs, and all VFs of PFs, out of every pool. A whole PF that loses one becomes the list of the others."""

    vfs: tuple[PciAddress, ...]

    def apply(self, draft: Draft, host: Host) -> Outcome:
        devices = devices_at(self.vfs, host)
        claim = Claim.of(devices)
        sources = holders(draft, host, claim)
        if not sources:
            raise AlreadySoError(f"{devices_named(devices, host)} is in no network.")
        names = joined([source.name for source in sources])
        after = placing.released(draft, sources, claim, host)
        return Outcome(after, f"Take {devices_named(devices, host)} out of {names}")


@dataclass(frozen=True, slots=True)
class TakeOutMembers:
    """Take members out of one network, those that name nothing on this host included.

    A member stands for every equal one: libvirt refuses to list anything twice.
    """

    network: str
    members: tuple[Member, ...]

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = draft.pool(self.network)
        gone = _among(self.members, target)
        after = draft.with_members(self.network, placing.remaining(target, gone, host))
        placing.refuse_overlap(draft, after, {self.network}, host)
        return Outcome(after, f"Take {members_named(gone, host)} out of {self.network}")


@dataclass(frozen=True, slots=True)
class MoveMembers:
    """Move members of one network to a position (None: the end) of the same network or of another one.

    A member stands for every equal one, and is one from then on: libvirt refuses to list anything twice.
    """

    source: str
    members: tuple[Member, ...]
    target: str
    position: int | None = None

    def apply(self, draft: Draft, host: Host) -> Outcome:
        source = draft.pool(self.source)
        moving = _among(self.members, source)
        named = members_named(moving, host)
        if self.source == self.target:
            members = placing.reordered(source, moving, self.position)
            if members == source.members:
                raise AlreadySoError(f"{named} is already there in {self.source}.")
            return Outcome(draft.with_members(self.source, members), f"Reorder {named} in {self.source}")
        members = self._received(draft.pool(self.target), source, moving, host)
        kept = placing.remaining(source, moving, host)
        after = draft.with_members(self.source, kept).with_members(self.target, members)
        placing.refuse_overlap(draft, after, {self.source, self.target}, host)
        return Outcome(after, f"Move {named} from {self.source} to {self.target}")

    def _received(self, target: Network, source: Network, moving: Sequence[Member], host: Host) -> tuple[Member, ...]:
        """The target's members once those moving have come, as its mode names them."""
        claim = Claim.of_members(moving, source.mode, host)
        incoming = [placing.converted(member, source.mode, target.mode, host) for member in moving]
        alone = len(moving) == 1 and placing.has_only(target, claim, host)
        if not alone:
            incoming = list(placing.expanded(incoming, target.mode, host))
        return placing.inserted(target, tuple(dict.fromkeys(incoming)), claim, self.position, host)


def _among(members: Sequence[Member], network: Network) -> tuple[Member, ...]:
    """Those of the members that the network has, each once, in its order."""
    wanted = set(members)
    found = tuple(dict.fromkeys(member for member in network.members if member in wanted))
    if not found:
        raise EditRefusedError(f"{network.name} has no such member any more.")
    return found
