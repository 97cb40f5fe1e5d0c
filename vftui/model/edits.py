"""Every edit an operator can make to a draft, and one sentence that says what it does.

An edit is a frozen value. `apply` gives the next draft and the sentence, or raises EditRefusedError with the reason;
it does all of what it says or nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from vftui.errors import EditRefusedError
from vftui.model import placing
from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.network import Draft, ForwardMode, Member, Network, PfMember, check_name
from vftui.model.pci import PciAddress
from vftui.model.pool import resolve
from vftui.model.selection import canonical, canonical_members
from vftui.model.text import counted

_LONGEST_LIST = 48


class Outcome(NamedTuple):
    """What an edit leads to."""

    draft: Draft
    sentence: str


class Edit(Protocol):
    """Something an operator can do to a draft."""

    def apply(self, draft: Draft, host: Host) -> Outcome:
        """The draft after the edit. Raises EditRefusedError, and then nothing has changed."""
        ...


@dataclass(frozen=True, slots=True)
class Add:
    """Put VFs and whole PFs, given by address, into a network at `position` (None: at the end).

    They leave the pools they were in, so that no VF sits in two; `share` leaves them there too. A PF alone in a network
    becomes `<pf>`; beside other members it is listed, for libvirt drops a `<pf>` that is not alone (LIBVIRT.md 0.1).
    """

    network: str
    items: tuple[PciAddress, ...]
    position: int | None = None
    share: bool = False

    def apply(self, draft: Draft, host: Host) -> Outcome:
        items = [_item(address, host) for address in self.items]
        claim = placing.Claim.of(items)
        target = _pool(draft, self.network)
        alone = placing.stands_alone(target, items, host)
        incoming = (alone,) if alone else placing.listed(items, target.mode)
        if self.position is None and set(incoming) <= set(target.members):
            raise EditRefusedError(f"{_named(items, host)} is already in {self.network}.")
        sources = [] if self.share else placing.holders(draft, host, claim, besides=self.network)
        members = placing.insert(target, host, incoming, claim, self.position)
        after = _released(draft, sources, host, claim).with_members(self.network, members)
        return Outcome(after, self._sentence(items, sources, host, whole=alone is not None))

    def _sentence(
        self,
        items: Sequence[PhysicalFunction | VirtualFunction],
        sources: Sequence[Network],
        host: Host,
        *,
        whole: bool,
    ) -> str:
        what = _named(items, host)
        if self.share:
            return f"Share {what} with {self.network} as well"
        if not sources:
            return f"Use all of {what} in {self.network}" if whole else f"Add {what} to {self.network}"
        return f"Move {what} from {' and '.join(source.name for source in sources)} to {self.network}"


@dataclass(frozen=True, slots=True)
class TakeOutVfs:
    """Take VFs out of every pool they are in. A whole PF that loses one becomes the list of the others."""

    vfs: tuple[PciAddress, ...]

    def apply(self, draft: Draft, host: Host) -> Outcome:
        items = [_item(address, host) for address in self.vfs]
        claim = placing.Claim.of(items)
        sources = placing.holders(draft, host, claim)
        if not sources:
            raise EditRefusedError(f"{_named(items, host)} is in no network.")
        after = _released(draft, sources, host, claim)
        return Outcome(after, f"Take {_named(items, host)} out of {' and '.join(source.name for source in sources)}")


@dataclass(frozen=True, slots=True)
class TakeOutMembers:
    """Take members out of one network, those that name nothing on this host included."""

    network: str
    members: tuple[Member, ...]

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = _pool(draft, self.network)
        gone = set(self.members)
        kept = tuple(member for member in target.members if member not in gone)
        if len(kept) == len(target.members):
            raise EditRefusedError(f"{self.network} has no such member.")
        sentence = f"Take {_members_named(self.members, host)} out of {self.network}"
        return Outcome(draft.with_members(self.network, kept), sentence)


@dataclass(frozen=True, slots=True)
class MoveMembers:
    """Move members of one network to a position of the same network or of another one."""

    source: str
    members: tuple[Member, ...]
    target: str
    position: int | None = None

    def apply(self, draft: Draft, host: Host) -> Outcome:
        source, target = _pool(draft, self.source), _pool(draft, self.target)
        moving = tuple(member for member in source.members if member in set(self.members))
        if not moving:
            raise EditRefusedError(f"{self.source} has no such member.")
        named = _members_named(moving, host)
        if self.source == self.target:
            members = placing.reorder(source, moving, self.position)
            if members == source.members:
                raise EditRefusedError(f"{named} is already there.")
            return Outcome(draft.with_members(self.source, members), f"Reorder {named} in {self.source}")
        claim = placing.Claim(
            frozenset(vf.address for member in moving for vf in resolve(member, source.mode, host).claimed),
            frozenset(member.dev for member in moving if isinstance(member, PfMember)),
        )
        alone = not target.members and len(moving) == 1
        incoming = [
            each
            for member in moving
            for each in placing.converted(member, source.mode, target.mode, host, keep_pf=alone)
        ]
        kept = tuple(member for member in source.members if member not in set(moving))
        after = draft.with_members(self.source, kept)
        after = after.with_members(self.target, placing.insert(target, host, incoming, claim, self.position))
        return Outcome(after, f"Move {named} from {self.source} to {self.target}")


@dataclass(frozen=True, slots=True)
class ExpandPf:
    """Write a `<pf>` pool as the list of the VFs that libvirt would hand out now."""

    network: str

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = _pool(draft, self.network)
        if not (len(target.members) == 1 and isinstance(member := target.members[0], PfMember)):
            raise EditRefusedError(f"{self.network} does not follow a whole PF.")
        vfs = resolve(member, target.mode, host).vfs
        if not vfs:
            raise EditRefusedError(f"{member.dev} has no VFs on this host that {self.network} could list.")
        sentence = f"Expand {member.dev} in {self.network} to its {counted(len(vfs), 'VF')}"
        return Outcome(draft.with_members(self.network, tuple(placing.listed(vfs, target.mode))), sentence)


@dataclass(frozen=True, slots=True)
class CollapsePf:
    """Write a list that holds all VFs of one PF, and nothing else, as `<pf>`; from then on the pool follows the PF."""

    network: str

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = _pool(draft, self.network)
        pf = placing.only_pf(target, host)
        member = PfMember(pf.name)
        there = {vf for listed in target.members for vf in resolve(listed, target.mode, host).vfs}
        if missing := [vf.address for vf in resolve(member, target.mode, host).vfs if vf not in there]:
            names = canonical(missing, host)
            raise EditRefusedError(f"{self.network} is not all of {pf.name}: {names} is missing.")
        return Outcome(
            draft.with_members(self.network, (member,)),
            f"Collapse {self.network} to all of {pf.name}",
        )


@dataclass(frozen=True, slots=True)
class NewNetwork:
    """Make an empty pool. `uuid` is chosen by the caller, for a definition without one cannot be defined twice."""

    name: str
    mode: ForwardMode
    uuid: str
    managed: bool | None = None
    driver: str | None = None

    def apply(self, draft: Draft, host: Host) -> Outcome:  # noqa: ARG002 - all edits are applied alike
        _free_name(draft, self.name)
        managed = self.managed if self.mode is ForwardMode.HOSTDEV else None
        network = Network(
            self.name, self.mode, uuid=self.uuid, managed=managed, driver=self.driver, origin=f"new:{self.uuid}"
        )
        return Outcome(draft.add(network), f"New network {self.name}, {self.mode.label}")


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a network another name."""

    network: str
    name: str

    def apply(self, draft: Draft, host: Host) -> Outcome:  # noqa: ARG002 - all edits are applied alike
        target = draft.get(self.network)
        if self.name == self.network:
            raise EditRefusedError(f"{self.network} already has that name.")
        _free_name(draft, self.name)
        return Outcome(
            draft.put(self.network, replace(target, name=self.name)), f"Rename {self.network} to {self.name}"
        )


@dataclass(frozen=True, slots=True)
class ChangeMode:
    """Change forward mode, `managed` and `driver`; members follow from `<interface>` to `<address>` and back."""

    network: str
    mode: ForwardMode
    managed: bool | None = None
    driver: str | None = None

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = _pool(draft, self.network)
        managed = self.managed if self.mode is ForwardMode.HOSTDEV else None
        members = tuple(
            each
            for member in target.members
            for each in placing.converted(member, target.mode, self.mode, host, keep_pf=True)
        )
        network = replace(target, mode=self.mode, members=members, managed=managed, driver=self.driver)
        if network == target:
            raise EditRefusedError(f"{self.network} is {self.mode.label} already.")
        follow = "" if members == target.members else f", {counted(len(members), 'member')} rewritten"
        sentence = f"Change {self.network} to {self._settings()}{follow}"
        return Outcome(draft.put(self.network, network), sentence)

    def _settings(self) -> str:
        words = [self.mode.label]
        if self.mode is ForwardMode.HOSTDEV and self.managed is not None:
            words.append(f"managed {'yes' if self.managed else 'no'}")
        if self.driver:
            words.append(f"driver {self.driver}")
        return ", ".join(words)


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a network; its VFs become free."""

    network: str

    def apply(self, draft: Draft, host: Host) -> Outcome:  # noqa: ARG002 - all edits are applied alike
        draft.get(self.network)
        return Outcome(draft.without(self.network), f"Delete network {self.network}")


@dataclass(frozen=True, slots=True)
class Together:
    """Several edits as one step of undo, such as a new network with the VFs that were dropped to make it."""

    edits: tuple[Edit, ...]

    def apply(self, draft: Draft, host: Host) -> Outcome:
        sentences = []
        for edit in self.edits:
            draft, sentence = edit.apply(draft, host)
            sentences.append(sentence)
        return Outcome(draft, "; ".join(sentences))


def _pool(draft: Draft, name: str) -> Network:
    network = draft.get(name)
    if network.obstacle is not None:
        raise EditRefusedError(f"{name} is not a pool ({network.obstacle}); vftui does not change it.")
    return network


def _free_name(draft: Draft, name: str) -> None:
    check_name(name)
    if draft.find(name):
        raise EditRefusedError(f"There is a network {name} already.")


def _item(address: PciAddress, host: Host) -> PhysicalFunction | VirtualFunction:
    item = host.vf_by_address.get(address) or host.pf_by_address.get(address)
    if item is None:
        raise EditRefusedError(f"{address} is not on this host any more.")
    return item


def _released(draft: Draft, sources: Sequence[Network], host: Host, claim: placing.Claim) -> Draft:
    for source in sources:
        draft = draft.put(source.name, placing.release(source, host, claim))
    return draft


def _named(items: Sequence[PhysicalFunction | VirtualFunction], host: Host) -> str:
    text = canonical([item.address for item in items], host)
    return text if len(text) <= _LONGEST_LIST else counted(len(placing.vfs_of(items)), "VF")


def _members_named(members: Sequence[Member], host: Host) -> str:
    text = ",".join(canonical_members(members, host))
    return text if len(text) <= _LONGEST_LIST else counted(len(members), "member")
