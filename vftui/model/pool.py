"""From pool members to VFs, and from VFs to the networks that own them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vftui.model.host import Host, VirtualFunction
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
from vftui.model.pci import PciAddress

_PRECEDENCE: tuple[type[Member], ...] = (InterfaceMember, AddressMember, PfMember)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a member stands for on a host.

    `vfs` are handed out, in libvirt's allocation order. `skipped` belong to the member but a macvtap pool leaves them
    out, for they have no netdev. `note` says, where there is no VF, what the member names instead. `known` is False
    where the host has nothing of that name or address.
    """

    vfs: tuple[VirtualFunction, ...] = ()
    skipped: tuple[VirtualFunction, ...] = ()
    note: str | None = None
    known: bool = True

    @property
    def claimed(self) -> tuple[VirtualFunction, ...]:
        """Every VF that the member means, handed out now or not."""
        return self.vfs + self.skipped


def resolve(member: Member, mode: ForwardMode, host: Host) -> Resolution:
    """What `member` of a network of this mode stands for on `host`."""
    match member:
        case InterfaceMember(dev):
            return _interface(dev, host)
        case AddressMember(address):
            return _address(address, host)
        case PfMember(dev):
            return _whole_pf(dev, mode, host)
        case ListedPfMember(listed=listed):
            vfs = tuple(vf for each in listed for vf in resolve(each, mode, host).vfs)
            return Resolution(vfs, note=None if vfs else "none of its VFs is on this host", known=bool(vfs))
        case OpaqueMember():
            return Resolution(note="vftui cannot read this element", known=False)


def _interface(dev: str, host: Host) -> Resolution:
    if vf := host.vf_by_netdev.get(dev):
        return Resolution((vf,))
    if dev in host.pf_by_netdev:
        return Resolution(note="the PF itself, not its VFs")
    if dev in host.others:
        return Resolution(note="a netdev that is no VF")
    return Resolution(note="no such netdev on this host", known=False)


def _address(address: PciAddress, host: Host) -> Resolution:
    if vf := host.vf_by_address.get(address):
        return Resolution((vf,))
    if address in host.pf_by_address:
        return Resolution(note="the PF itself, not a VF: libvirt refuses it")
    return Resolution(note="no such VF on this host", known=False)


def _whole_pf(dev: str, mode: ForwardMode, host: Host) -> Resolution:
    # Macvtap modes take the VFs that have a netdev when the network starts, hostdev takes all (LIBVIRT.md, section 1).
    if (pf := host.pf_by_netdev.get(dev)) is None:
        return Resolution(note="no such PF on this host", known=False)
    if not pf.vfs:
        return Resolution(note="this PF has no VFs now")
    if not mode.is_macvtap:
        return Resolution(pf.vfs)
    vfs = tuple(vf for vf in pf.vfs if vf.netdev is not None)
    skipped = tuple(vf for vf in pf.vfs if vf.netdev is None)
    return Resolution(vfs, skipped, note=None if vfs else "none of its VFs has a netdev now")


def kind_of(member: Member) -> type[Member]:
    """The kind of element that the member is written as."""
    return type(member.listed[0]) if isinstance(member, ListedPfMember) else type(member)


def kept_kind(members: Iterable[Member]) -> type[Member] | None:
    """The kind of member that libvirt keeps: interfaces before addresses before `<pf>`; the rest it silently drops.

    Source: LIBVIRT.md 0.1, measured on 9.0 and 11.3.
    """
    found = set(map(kind_of, members))
    return next((kind for kind in _PRECEDENCE if kind in found), None)


def effective_kind(network: Network) -> type[Member] | None:
    """The kind of member that hands out VFs; None where there is none, or libvirt refuses that kind in this mode."""
    kind = kept_kind(network.members)
    refused = AddressMember if network.mode.is_macvtap else InterfaceMember
    return None if not network.is_pool or kind is refused else kind


def effective_members(network: Network) -> tuple[Member, ...]:
    """The members that hand out VFs, in libvirt's allocation order."""
    kind = effective_kind(network)
    return tuple(member for member in network.members if kind_of(member) is kind)


def effective_vfs(network: Network, host: Host) -> tuple[VirtualFunction, ...]:
    """The VFs that the network would hand out, in libvirt's allocation order, each once."""
    found = {vf.address: vf for member in effective_members(network) for vf in resolve(member, network.mode, host).vfs}
    return tuple(found.values())


def lost_members(network: Network, before: Host, after: Host) -> tuple[Member, ...]:
    """The members that stood for something on the host as it was, and stand for nothing now."""

    def lost(member: Member) -> bool:
        old, new = (resolve(member, network.mode, host) for host in (before, after))
        return (old.known and not new.known) or bool(old.vfs and not new.vfs)

    return tuple(member for member in dict.fromkeys(written(effective_members(network))) if lost(member))


def owners(draft: Draft, host: Host) -> Mapping[PciAddress, tuple[str, ...]]:
    """The names of the networks that hand out each VF; a VF in no pool is missing."""
    found: dict[PciAddress, tuple[str, ...]] = {}
    for network in draft:
        for vf in effective_vfs(network, host):
            found[vf.address] = (*found.get(vf.address, ()), network.name)
    return found
