"""Where members go, and what that does to those that are there: the steps that edits are made of.

Only what libvirt would use counts. An element that it drops, or that a pool of this mode cannot have, stays as it is
unless an edit names it, and never begins to count because something else went.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from vftui.errors import EditRefusedError
from vftui.model.claim import Claim, Device, listed, usable_vfs, without
from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.member import written
from vftui.model.network import (
    AddressMember,
    Draft,
    ForwardMode,
    InterfaceMember,
    ListedPfMember,
    Member,
    Network,
    OpaqueMember,
    PfMember,
)
from vftui.model.pool import effective_kind, effective_members, effective_vfs, kind_of, owners, resolve
from vftui.model.text import joined
from vftui.model.whole_pfs import relisted
from vftui.model.wording import devices_named, members_named


@dataclass(frozen=True, slots=True)
class Arrival:
    """A network as it is once devices have come: its `members`, and what it claims of other pools.

    `wanted` are the devices as the network names them, `new` those of them that came or got another place.
    """

    members: tuple[Member, ...]
    claim: Claim
    wanted: Sequence[Device]
    new: Sequence[Device]
    whole: bool = False


class _Piece(NamedTuple):
    """A device, and the member that it becomes."""

    device: Device
    member: Member


def arrival(target: Network, devices: Sequence[Device], position: int | None, host: Host) -> Arrival:
    """What `devices` make of the target: a `<pf>` of one PF that is alone there, else a list."""
    claim = Claim.of(devices)
    match devices:
        case [PhysicalFunction() as pf] if pf.netdevs and has_only(target, claim, host):
            members = inserted(target, (PfMember(pf.name),), claim, position, host)
            return Arrival(members, claim, devices, devices, whole=True)
    pieces = list(_pieces(devices, target.mode))
    coming = list(_coming(target, pieces, position, host))
    changed, rest = target, []
    for piece in coming:
        match piece:
            case (PhysicalFunction() as pf, ListedPfMember() as whole) if (
                position is None and _first_of(changed, pf, host) is not None
            ):
                changed = with_whole(changed, pf, whole, host)
            case _:
                rest.append(piece)
    members = _with(changed, rest, position, host).members if rest else changed.members
    vfs = usable_vfs(devices, target.mode)
    return Arrival(members, Claim.of(vfs), [piece.device for piece in pieces], [piece.device for piece in coming])


def _pieces(devices: Sequence[Device], mode: ForwardMode) -> Iterator[_Piece]:
    """What a list of this mode has of the devices: a PF whole, one that libvirt has no name for as its VFs."""
    vfs = usable_vfs(devices, mode)
    named = {vf.address: member for vf, member in zip(vfs, listed(vfs, mode), strict=True)}
    for device in devices:
        own = usable_vfs((device,), mode)
        if isinstance(device, PhysicalFunction) and device.netdevs:
            yield _Piece(device, ListedPfMember(device.name, tuple(named[vf.address] for vf in own)))
        else:
            yield from (_Piece(vf, named[vf.address]) for vf in own)


def _coming(target: Network, pieces: Iterable[_Piece], position: int | None, host: Host) -> Iterator[_Piece]:
    """The pieces but those that keep their place: all that are there, but those of a list where a position is given."""
    there = effective_members(target)
    followed = {member.dev for member in there if isinstance(member, PfMember)}
    staying = {
        vf.address
        for member in there
        if position is None or isinstance(member, PfMember | ListedPfMember)
        for vf in resolve(member, target.mode, host).vfs
    }
    for piece in pieces:
        if isinstance(piece.device, VirtualFunction):
            stays = piece.device.address in staying
        else:
            stays = not followed.isdisjoint(piece.device.netdevs) or (position is None and piece.member in there)
        if not stays:
            yield piece


def with_whole(network: Network, pf: PhysicalFunction, whole: ListedPfMember, host: Host) -> Network:
    """The network with the list of a PF instead of all that it has of the PF, where the first of that stood."""
    members = inserted(network, (whole,), Claim.of((pf,)), _first_of(network, pf, host), host)
    return replace(network, members=members)


def _first_of(network: Network, pf: PhysicalFunction, host: Host) -> int | None:
    """The place of the first member that hands out VFs of the PF, or means it as a whole."""
    claim, kind = Claim.of((pf,)), effective_kind(network)
    places = (
        place
        for place, member in enumerate(network.members)
        if kind_of(member) is kind and claim.hits(member, network.mode, host)
    )
    return next(places, None)


def _with(target: Network, pieces: Sequence[_Piece], position: int | None, host: Host) -> Network:
    """The target with the pieces at a position, and nothing else of their devices."""
    claim = Claim.of([piece.device for piece in pieces])
    return replace(target, members=inserted(target, [piece.member for piece in pieces], claim, position, host))


def has_only(network: Network, claim: Claim, host: Host) -> bool:
    """Whether the network has nothing but what is claimed."""
    return next(without(claim, network, network.members, host), None) is None


def remaining(network: Network, gone: Collection[Member], host: Host) -> tuple[Member, ...]:
    """The network's members without those that are gone."""
    out = set(gone)
    return settled(network, tuple(member for member in network.members if member not in out), host)


def released(draft: Draft, sources: Iterable[Network], claim: Claim, host: Host) -> Draft:
    """The draft whose networks `sources` are without the claim."""
    for source in sources:
        rest = tuple(without(claim, source, source.members, host))
        draft = draft.with_members(source.name, settled(source, rest, host))
    return draft


def inserted(
    target: Network, incoming: Sequence[Member], claim: Claim, position: int | None, host: Host
) -> tuple[Member, ...]:
    """The target's members with `incoming` before the member that is at `position` now, each VF once."""
    at = len(target.members) if position is None else position
    again = {*incoming, *written(incoming)}
    before, after = (
        [member for member in without(claim, target, part, host) if member not in again]
        for part in (target.members[:at], target.members[at:])
    )
    whole = {member.dev: member.listed for member in (*before, *after) if isinstance(member, ListedPfMember)}
    there = {each for entries in whole.values() for each in entries}
    coming = [each for member in incoming for each in _unless_whole(member, whole) if each not in there]
    return settled(target, (*before, *coming, *after), host, asked=again)


def _unless_whole(member: Member, whole: Collection[str]) -> tuple[Member, ...]:
    """The member; of a PF that the pool lists already, what it has more comes as single VFs."""
    return member.listed if isinstance(member, ListedPfMember) and member.dev in whole else (member,)


def reordered(network: Network, moving: Sequence[Member], position: int | None) -> tuple[Member, ...]:
    """The network's members with `moving` before the member that is at `position` now."""
    at = len(network.members) if position is None else position
    gone = set(moving)
    before = [member for member in network.members[:at] if member not in gone]
    after = [member for member in network.members[at:] if member not in gone]
    return (*before, *moving, *after)


def settled(
    network: Network, members: Sequence[Member], host: Host, *, asked: Collection[Member] = ()
) -> tuple[Member, ...]:
    """The members for `network` instead of those it has, so that what counted counts, and nothing else but `asked`.

    libvirt drops a `<pf>` that gets company, so it is listed. Where the company of a dropped element goes,
    libvirt would begin to use that element: this is refused.
    """
    was, now = effective_kind(network), effective_kind(replace(network, members=tuple(members)))
    if was is None or now is None or was is now:
        return tuple(members)
    if was is PfMember:
        return tuple(expanded(members, network.mode, host))
    staying = set(members).difference(asked)
    if woken := [member for member in network.members if kind_of(member) is now and member in staying]:
        what = f"<pf> {woken[0].dev}" if isinstance(woken[0], PfMember) else members_named(woken, host)
        raise EditRefusedError(
            f"libvirt drops {what} from {network.name} today, and would use it after this. Take it out first."
        )
    return tuple(members)


def expanded(members: Iterable[Member], mode: ForwardMode, host: Host) -> Iterator[Member]:
    """The members, and instead of each `<pf>` the list of the VFs that libvirt would take of it now."""
    for member in members:
        if not isinstance(member, PfMember):
            yield member
            continue
        resolution = resolve(member, mode, host)
        if not resolution.vfs:
            raise EditRefusedError(f"{member.dev} cannot be listed beside other members: {resolution.note}.")
        yield ListedPfMember(member.dev, listed(resolution.vfs, mode))


def converted(member: Member, old: ForwardMode, new: ForwardMode, host: Host) -> Member:
    """The member of a pool of mode `old` as a pool of mode `new` names it; a `<pf>` is the same in all."""
    match member:
        case OpaqueMember(text) if old.is_macvtap is not new.is_macvtap:
            raise EditRefusedError(f"vftui cannot read {text}, so it cannot rewrite it. Correct it in the file first.")
        case ListedPfMember():
            return relisted(member, old, new, host)
        case InterfaceMember(name) if not new.is_macvtap:
            wanted = "address"
        case AddressMember(name) if new.is_macvtap:
            wanted = "netdev"
        case _:
            return member
    resolution = resolve(member, old, host)
    if not resolution.vfs:
        raise EditRefusedError(f"{name} has no {wanted} that {new.label} could list: {resolution.note}.")
    return listed(resolution.vfs, new)[0]


def refuse_overlap(before: Draft, after: Draft, networks: Collection[str], host: Host) -> None:
    """Raise EditRefusedError where these networks begin to hand out a VF that another one hands out too.

    Moving VFs from pool to pool cannot do that; a `<pf>` can that moves from a macvtap mode, where it gives the VFs
    with a netdev, to hostdev, where it gives all.
    """
    had, has = (
        {vf.address: vf for name in networks if (pool := draft.find(name)) for vf in effective_vfs(pool, host)}
        for draft in (before, after)
    )
    gained = has.keys() - had.keys()
    if not gained:
        return
    owner = owners(after, host)
    if twice := [vf for address, vf in has.items() if address in gained and len(owner[address]) > 1]:
        names = joined(owner[twice[0].address])
        raise EditRefusedError(
            f"{devices_named(twice, host)} would be in {names} at once. Take it out of one of them first."
        )
