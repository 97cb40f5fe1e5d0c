"""How VFs get into member lists and out of them: the steps that edits are made of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from vftui.errors import EditRefusedError
from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.network import (
    AddressMember,
    Draft,
    ForwardMode,
    InterfaceMember,
    Member,
    Network,
    OpaqueMember,
    PfMember,
)
from vftui.model.pci import PciAddress
from vftui.model.pool import resolve

Item = PhysicalFunction | VirtualFunction


@dataclass(frozen=True, slots=True)
class Claim:
    """What is being placed: VFs by address, and the netdev names of PFs that are placed whole."""

    vfs: frozenset[PciAddress]
    pfs: frozenset[str] = frozenset()

    @classmethod
    def of(cls, items: Sequence[Item]) -> "Claim":
        whole = frozenset(name for item in items if isinstance(item, PhysicalFunction) for name in item.netdevs)
        return cls(frozenset(vf.address for vf in vfs_of(items)), whole)

    def hits(self, member: Member, mode: ForwardMode, host: Host) -> bool:
        """Whether the member means any of what is claimed."""
        if isinstance(member, PfMember) and member.dev in self.pfs:
            return True
        return any(vf.address in self.vfs for vf in resolve(member, mode, host).claimed)


def vfs_of(items: Sequence[Item]) -> tuple[VirtualFunction, ...]:
    """All VFs of the items, whole PFs in index order."""
    return tuple(vf for item in items for vf in (item.vfs if isinstance(item, PhysicalFunction) else (item,)))


def holders(draft: Draft, host: Host, claim: Claim, besides: str | None = None) -> list[Network]:
    """The pools, other than the one named `besides`, with a member that means something of the claim."""
    return [
        network
        for network in draft
        if network.is_pool
        and network.name != besides
        and any(claim.hits(member, network.mode, host) for member in network.members)
    ]


def release(network: Network, host: Host, claim: Claim) -> Network:
    """The network without the claim. A `<pf>` that loses some of its VFs becomes the list of the others."""
    return replace(network, members=tuple(_released(network, network.members, host, claim)))


def insert(
    target: Network, host: Host, incoming: Sequence[Member], claim: Claim, position: int | None
) -> tuple[Member, ...]:
    """The target's members with `incoming` before the member that is at `position` now, each VF once.

    A lone `<pf>` that gets company is expanded: libvirt would drop it. One that stood beside others before stays as
    it is, for libvirt drops it today and an edit elsewhere must not make it mean something.
    """
    at = len(target.members) if position is None else position
    before = [*_released(target, target.members[:at], host, claim)]
    after = [*_released(target, target.members[at:], host, claim)]
    if len(before) + len(after) == 1 and isinstance((before + after)[0], PfMember):
        before, after = (list(_expanded(part, target.mode, host)) for part in (before, after))
    return (*before, *incoming, *after)


def reorder(network: Network, moving: Sequence[Member], position: int | None) -> tuple[Member, ...]:
    """The network's members with `moving` before the member that is at `position` now."""
    at = len(network.members) if position is None else position
    gone = set(moving)
    before = [member for member in network.members[:at] if member not in gone]
    after = [member for member in network.members[at:] if member not in gone]
    return (*before, *moving, *after)


def stands_alone(target: Network, items: Sequence[Item], host: Host) -> PfMember | None:
    """The `<pf>` that the items become: one PF with a name, in a network that holds nothing but, perhaps, VFs of it."""
    match items:
        case [PhysicalFunction() as pf] if pf.netdevs and not release(target, host, Claim.of(items)).members:
            return PfMember(pf.name)
        case _:
            return None


def listed(items: Sequence[Item], mode: ForwardMode) -> tuple[Member, ...]:
    """The items one by one, as the mode lists them.

    A whole PF gives the VFs that libvirt would take of it: in macvtap modes those with a netdev. A single VF without
    a netdev is refused there.
    """
    members: list[Member] = []
    for item in items:
        if isinstance(item, VirtualFunction):
            members.append(_listed_vf(item, mode))
            continue
        usable = [vf for vf in item.vfs if vf.netdev is not None or not mode.is_macvtap]
        if not usable:
            raise EditRefusedError(f"{item.name} has no VFs now that a list could name.")
        members.extend(_listed_vf(vf, mode) for vf in usable)
    return tuple(members)


def converted(member: Member, old: ForwardMode, new: ForwardMode, host: Host, *, keep_pf: bool) -> Iterator[Member]:
    """The member as a pool of mode `new` names it; a `<pf>` is expanded unless `keep_pf`."""
    resolution = resolve(member, old, host)
    match member:
        case PfMember():
            yield from (member,) if keep_pf else _expanded([member], new, host)
        case OpaqueMember(text):
            raise EditRefusedError(f"vftui cannot read {text}, so it cannot rewrite it; correct it in the file first.")
        case InterfaceMember(dev) if not new.is_macvtap:
            if not resolution.vfs:
                raise EditRefusedError(f"{dev} has no address that {new.label} could list: {resolution.note}.")
            yield AddressMember(resolution.vfs[0].address)
        case AddressMember(address) if new.is_macvtap:
            if not resolution.vfs:
                raise EditRefusedError(f"{address} has no netdev that {new.label} could list: {resolution.note}.")
            yield _listed_vf(resolution.vfs[0], new)
        case _:
            yield member


def only_pf(network: Network, host: Host) -> PhysicalFunction:
    """The one PF that all listed VFs of the network belong to; EditRefusedError where there is no such PF."""
    pfs = set()
    for member in network.members:
        resolution = resolve(member, network.mode, host)
        if isinstance(member, PfMember) or not resolution.vfs:
            raise EditRefusedError(f"{network.name} is not a list of one PF's VFs.")
        pfs.add(host.pf_of[resolution.vfs[0].address])
    if len(pfs) != 1 or not (pf := pfs.pop()).netdevs:
        raise EditRefusedError(f"{network.name} is not a list of one PF's VFs.")
    return pf


def _listed_vf(vf: VirtualFunction, mode: ForwardMode) -> Member:
    if not mode.is_macvtap:
        return AddressMember(vf.address)
    if vf.netdev is None:
        bound = f"bound to {vf.driver}" if vf.driver else "without a driver"
        raise EditRefusedError(f"{vf.address} has no netdev ({bound}), and {mode.label} pools list netdevs.")
    return InterfaceMember(vf.netdev)


def _expanded(members: Sequence[Member], mode: ForwardMode, host: Host) -> Iterator[Member]:
    for member in members:
        if not isinstance(member, PfMember):
            yield member
            continue
        resolution = resolve(member, mode, host)
        if not resolution.vfs:
            raise EditRefusedError(f"{member.dev} cannot be listed beside other members: {resolution.note}.")
        yield from (_listed_vf(vf, mode) for vf in resolution.vfs)


def _released(network: Network, members: Iterable[Member], host: Host, claim: Claim) -> Iterator[Member]:
    for member in members:
        if not claim.hits(member, network.mode, host):
            yield member
        elif isinstance(member, PfMember) and member.dev not in claim.pfs:
            rest = [vf for vf in resolve(member, network.mode, host).vfs if vf.address not in claim.vfs]
            yield from (_listed_vf(vf, network.mode) for vf in rest)
