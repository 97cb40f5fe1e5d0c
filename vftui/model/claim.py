"""What an operator takes hold of: VFs and whole PFs, and the pools that mean them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vftui.errors import EditRefusedError
from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.network import (
    AddressMember,
    Draft,
    ForwardMode,
    InterfaceMember,
    ListedPfMember,
    Member,
    Network,
    PfMember,
)
from vftui.model.pci import PciAddress
from vftui.model.pool import effective_kind, kind_of, resolve

Device = PhysicalFunction | VirtualFunction


@dataclass(frozen=True, slots=True)
class Claim:
    """What is being placed: VFs by address, and the netdev names of PFs that are placed whole."""

    vfs: frozenset[PciAddress]
    pfs: frozenset[str] = frozenset()

    @classmethod
    def of(cls, devices: Sequence[Device]) -> "Claim":
        """Everything of the devices: of a PF every VF, with a netdev or without."""
        pfs = [device for device in devices if isinstance(device, PhysicalFunction)]
        vfs = [device for device in devices if isinstance(device, VirtualFunction)]
        vfs += [vf for pf in pfs for vf in pf.vfs]
        return cls(frozenset(vf.address for vf in vfs), frozenset(name for pf in pfs for name in pf.netdevs))

    @classmethod
    def of_members(cls, members: Sequence[Member], mode: ForwardMode, host: Host) -> "Claim":
        """Everything that members of a network of this mode mean."""
        return cls(
            frozenset(vf.address for member in members for vf in resolve(member, mode, host).claimed),
            frozenset(member.dev for member in members if isinstance(member, PfMember)),
        )

    def names(self, member: Member) -> bool:
        """Whether the member is one of the PFs placed whole."""
        return isinstance(member, PfMember | ListedPfMember) and member.dev in self.pfs

    def hits(self, member: Member, mode: ForwardMode, host: Host) -> bool:
        """Whether the member means any of what is claimed."""
        match member:
            # Asked of every member of every network while something is dragged: no Resolution is made for these.
            case InterfaceMember(dev):
                return (vf := host.vf_by_netdev.get(dev)) is not None and vf.address in self.vfs
            case AddressMember(address):
                return address in self.vfs and address in host.vf_by_address
            case _:
                return self.names(member) or any(vf.address in self.vfs for vf in resolve(member, mode, host).claimed)


def devices_at(addresses: Iterable[PciAddress], host: Host) -> list[Device]:
    """The PFs and VFs at these addresses, each once, and no VF beside its whole PF."""
    found: dict[PciAddress, Device] = {}
    for address in addresses:
        device = host.vf_by_address.get(address) or host.pf_by_address.get(address)
        if device is None:
            raise EditRefusedError(f"{address} is not on this host any more.")
        found[address] = device
    return [device for at, device in found.items() if (pf := host.pf_of.get(at)) is None or pf.address not in found]


def holders(draft: Draft, host: Host, claim: Claim, besides: str | None = None) -> list[Network]:
    """The pools, other than the one named `besides`, with a member that counts and means something of the claim."""

    def holds(network: Network) -> bool:
        kind = effective_kind(network)
        return any(kind_of(member) is kind and claim.hits(member, network.mode, host) for member in network.members)

    return [network for network in draft if network.name != besides and holds(network)]


def without(claim: Claim, network: Network, members: Iterable[Member], host: Host) -> Iterator[Member]:
    """Those of the network's members that stay when the claim goes; a whole PF that loses VFs leaves the other ones.

    An element that libvirt drops, or refuses in this mode, stays unless it is a `<pf>` that is claimed by name.
    """
    kind = effective_kind(network)
    for member in members:
        if claim.names(member):
            continue
        if kind_of(member) is not kind or not claim.hits(member, network.mode, host):
            yield member
        elif isinstance(member, PfMember):
            rest = [vf for vf in resolve(member, network.mode, host).vfs if vf.address not in claim.vfs]
            yield from listed(rest, network.mode)
        elif isinstance(member, ListedPfMember):
            yield from (each for each in member.listed if not claim.hits(each, network.mode, host))


def listed(vfs: Iterable[VirtualFunction], mode: ForwardMode) -> tuple[InterfaceMember | AddressMember, ...]:
    """The VFs one by one, as a pool of this mode lists them: by netdev name in macvtap modes, else by address."""
    vfs = tuple(vfs)
    if not mode.is_macvtap:
        return tuple(AddressMember(vf.address) for vf in vfs)
    if bare := [vf for vf in vfs if vf.netdev is None]:
        raise _without_netdev(bare, mode)
    return tuple(InterfaceMember(vf.netdev) for vf in vfs if vf.netdev is not None)


def usable_vfs(devices: Iterable[Device], mode: ForwardMode) -> tuple[VirtualFunction, ...]:
    """The VFs of the devices that a list can name: of a whole PF those that libvirt would take of it."""
    found: list[VirtualFunction] = []
    for device in devices:
        if isinstance(device, VirtualFunction):
            found.append(device)
            continue
        usable = [vf for vf in device.vfs if vf.netdev is not None or not mode.is_macvtap]
        if not usable:
            raise EditRefusedError(f"{device.name} has no VFs now that a list could name.")
        found.extend(usable)
    return tuple(found)


def _without_netdev(vfs: Sequence[VirtualFunction], mode: ForwardMode) -> EditRefusedError:
    have = "has" if len(vfs) == 1 else f"and {len(vfs) - 1} more have"
    bound = f"bound to {vfs[0].driver}" if vfs[0].driver else "without a driver"
    return EditRefusedError(
        f"{vfs[0].address} {have} no netdev ({bound}), and {mode.label} pools list netdevs. "
        "A hostdev (vfio) pool takes VFs without."
    )
