"""Edits that change which VFs are in which pool."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vftui.errors import EditRefusedError
from vftui.model.claim import Claim, devices_at, holders
from vftui.model.edits import placing
from vftui.model.edits.in_use import refuse_in_use
from vftui.model.edits.outcome import AlreadySoError, Outcome
from vftui.model.host import Host
from vftui.model.network import Draft, Member, Network
from vftui.model.pci import PciAddress
from vftui.model.text import joined
from vftui.model.whole_pfs import followed_again, remarks
from vftui.model.wording import devices_named, members_named


@dataclass(frozen=True, slots=True)
class Add:
    """Put VFs and whole PFs, given by address, into a network at `position` (None: at the end).

    They leave the pools they were in, so that no VF sits in two; `share` leaves them there too. A PF alone in a network
    becomes `<pf>`; beside other members it is listed, for libvirt drops a `<pf>` that is not alone (LIBVIRT.md 0.1).
    Without a position, what is in the network already keeps its place. A VF that a guest uses stays in its pool.
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
        refuse_in_use(draft, target, arrival.claim.vfs, host, share=self.share)
        after = draft if self.share else placing.released(draft, sources, arrival.claim, host)
        what = devices_named(arrival.wanted if sources else arrival.new, host)
        sentence = self._sentence(what, sources, whole=arrival.whole)
        after = after.with_members(self.network, arrival.members)
        touched = [self.network] if self.share else [self.network, *(source.name for source in sources)]
        return _outcome(draft, after, touched, sentence, host)

    def _sentence(self, what: str, sources: Sequence[Network], *, whole: bool) -> str:
        names = joined([source.name for source in sources])
        if sources and self.share:
            return f"Share {what} of {names} with {self.network}"
        if sources:
            return f"Move {what} from {names} to {self.network}"
        return f"Use all of {what} in {self.network}" if whole else f"Add {what} to {self.network}"


@dataclass(frozen=True, slots=True)
class TakeOutVfs:
    """Take VFs, and all VFs of PFs, out of every pool, or of the one that is named.

    A whole PF that loses one leaves the others as single VFs.
    """

    vfs: tuple[PciAddress, ...]
    network: str | None = None

    def apply(self, draft: Draft, host: Host) -> Outcome:
        devices = devices_at(self.vfs, host)
        claim = Claim.of(devices)
        pools = draft if self.network is None else Draft((draft.pool(self.network),))
        sources = holders(pools, host, claim)
        if not sources:
            where = "in no network" if self.network is None else f"not in {self.network}"
            raise AlreadySoError(f"{devices_named(devices, host)} is {where}.")
        names = joined([source.name for source in sources])
        after = placing.released(draft, sources, claim, host)
        sentence = f"Take {devices_named(devices, host)} out of {names}"
        return _outcome(draft, after, [source.name for source in sources], sentence, host)


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
        return _outcome(draft, after, [self.network], f"Take {members_named(gone, host)} out of {self.network}", host)


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
        target = draft.pool(self.target)
        refuse_in_use(draft, target, Claim.of_members(moving, source.mode, host).vfs, host)
        members = self._received(target, source, moving, host)
        kept = placing.remaining(source, moving, host)
        after = draft.with_members(self.source, kept).with_members(self.target, members)
        placing.refuse_overlap(draft, after, {self.source, self.target}, host)
        sentence = f"Move {named} from {self.source} to {self.target}"
        return _outcome(draft, after, [self.source, self.target], sentence, host)

    def _received(self, target: Network, source: Network, moving: Sequence[Member], host: Host) -> tuple[Member, ...]:
        """The target's members once those moving have come, as its mode names them."""
        incoming = [placing.converted(member, source.mode, target.mode, host) for member in moving]
        claim = Claim.of_members(incoming, target.mode, host)
        alone = len(moving) == 1 and placing.has_only(target, claim, host)
        if not alone:
            incoming = list(placing.expanded(incoming, target.mode, host))
        return placing.inserted(target, tuple(dict.fromkeys(incoming)), claim, self.position, host)


def _outcome(before: Draft, after: Draft, touched: Collection[str], sentence: str, host: Host) -> Outcome:
    """The outcome, once pools follow a PF again where they can, with what became of whole PFs behind the sentence."""
    settled = followed_again(after, touched, host)
    return Outcome(settled, sentence + remarks(before, settled, host))


def _among(members: Sequence[Member], network: Network) -> tuple[Member, ...]:
    """Those of the members that the network has, each once, in its order."""
    wanted = set(members)
    found = tuple(dict.fromkeys(member for member in network.members if member in wanted))
    if not found:
        raise EditRefusedError(f"{network.name} has no such member any more.")
    return found
