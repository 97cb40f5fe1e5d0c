"""From pool members to VFs, and from VFs to the networks that own them."""

from collections.abc import Mapping
from dataclasses import dataclass

from vftui.model.host import Host, VirtualFunction
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
    return Resolution(
        tuple(vf for vf in pf.vfs if vf.netdev is not None),
        tuple(vf for vf in pf.vfs if vf.netdev is None),
    )


def effective_members(network: Network) -> tuple[Member, ...]:
    """The members that libvirt keeps: interfaces before addresses before `<pf>`, the rest silently dropped.

    Source: LIBVIRT.md 0.1, measured on 9.0 and 11.3.
    """
    for kind in (InterfaceMember, AddressMember, PfMember):
        if kept := tuple(member for member in network.members if isinstance(member, kind)):
            return kept
    return ()


def effective_vfs(network: Network, host: Host) -> tuple[VirtualFunction, ...]:
    """The VFs that the network would hand out, in libvirt's allocation order, each once."""
    if not network.is_pool:
        return ()
    found = {vf.address: vf for member in effective_members(network) for vf in resolve(member, network.mode, host).vfs}
    return tuple(found.values())


def owners(draft: Draft, host: Host) -> Mapping[PciAddress, tuple[str, ...]]:
    """The names of the networks that hand out each VF; a VF in no pool is missing."""
    found: dict[PciAddress, tuple[str, ...]] = {}
    for network in draft:
        for vf in effective_vfs(network, host):
            found[vf.address] = (*found.get(vf.address, ()), network.name)
    return found
