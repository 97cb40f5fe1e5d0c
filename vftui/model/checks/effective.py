"""What each pool would hand out on a host, found once for all checks that compare pools."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.network import Draft, ForwardMode, InterfaceMember, Member, Network
from vftui.model.pci import PciAddress
from vftui.model.pool import effective_members, resolve

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class EffectivePool:
    """The pool that libvirt would make of a network.

    `vfs` are in allocation order, each once, and `pfs` are the PFs that they belong to. `skipped` are VFs of a `<pf>`
    that a macvtap pool leaves out, for they have no netdev now. `netdevs` are no VFs: PFs themselves, and cards without
    VFs. `origin` is the member that a VF comes from, handed out or skipped.
    """

    network: Network
    vfs: tuple[VirtualFunction, ...]
    skipped: tuple[VirtualFunction, ...]
    pfs: tuple[PhysicalFunction, ...]
    netdevs: tuple[InterfaceMember, ...]
    origin: Mapping[PciAddress, Member]

    @property
    def name(self) -> str:
        return self.network.name

    @property
    def mode(self) -> ForwardMode:
        return self.network.mode

    def origins(self, vfs: Iterable[VirtualFunction]) -> tuple[Member, ...]:
        """The members that these VFs come from, each once."""
        return tuple(dict.fromkeys(self.origin[vf.address] for vf in vfs))


Pools = tuple[EffectivePool, ...]


def effective_pools(draft: Draft, host: Host) -> Pools:
    """The pools of the draft in its order, those that hand out nothing included, and other networks not."""
    return tuple(pool for network in draft if (pool := effective_pool(network, host)))


def effective_pool(network: Network, host: Host) -> EffectivePool | None:
    """What the network would hand out, be it nothing; None where it has no pool."""
    return _effective(network, host) if network.is_pool else None


def in_several(holdings: Iterable[tuple[EffectivePool, Iterable[_Key]]]) -> Iterator[tuple[Pools, list[_Key]]]:
    """Each set of pools that have something in common, in their order, with what exactly these have."""
    holders: dict[_Key, list[EffectivePool]] = {}
    for pool, keys in holdings:
        for key in keys:
            holders.setdefault(key, []).append(pool)
    shared: dict[tuple[str, ...], tuple[Pools, list[_Key]]] = {}
    for key, pools in holders.items():
        if len(pools) > 1:
            names = tuple(pool.name for pool in pools)
            shared.setdefault(names, (tuple(pools), []))[1].append(key)
    yield from shared.values()


def users_of_pfs(pools: Iterable[EffectivePool]) -> Iterator[tuple[PhysicalFunction, tuple[str, ...]]]:
    """Each PF whose VFs are in pools, with the names of these pools."""
    users: dict[int, tuple[PhysicalFunction, list[str]]] = {}
    for pool in pools:
        for pf in pool.pfs:
            users.setdefault(id(pf), (pf, []))[1].append(pool.name)
    return ((pf, tuple(names)) for pf, names in users.values())


def _effective(network: Network, host: Host) -> EffectivePool:
    vfs: dict[PciAddress, VirtualFunction] = {}
    skipped: dict[PciAddress, VirtualFunction] = {}
    netdevs: dict[InterfaceMember, None] = {}
    origin: dict[PciAddress, Member] = {}
    for member in effective_members(network):
        resolution = resolve(member, network.mode, host)
        for vf in resolution.vfs:
            vfs[vf.address] = vf
            origin.setdefault(vf.address, member)
        for vf in resolution.skipped:
            skipped[vf.address] = vf
            origin.setdefault(vf.address, member)
        if isinstance(member, InterfaceMember) and resolution.known and not resolution.vfs:
            netdevs[member] = None
    # By identity: an address is hashed in Python, and this is done for every VF of every pool.
    pfs = {id(pf): pf for pf in (host.pf_of[address] for address in vfs)}
    return EffectivePool(
        network, tuple(vfs.values()), tuple(skipped.values()), tuple(pfs.values()), tuple(netdevs), origin
    )
