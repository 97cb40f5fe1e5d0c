"""A VF in more than one pool. libvirt never compares two networks (LIBVIRT.md 0.6, section 2)."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from vftui.model.checks import overlap_traps as traps
from vftui.model.checks.effective import EffectivePool, Pools, in_several
from vftui.model.edits import Edit, TakeOutMembers, TakeOutVfs, Together
from vftui.model.host import Host, VirtualFunction
from vftui.model.network import ForwardMode, InterfaceMember, ListedPfMember, PfMember
from vftui.model.pci import PciAddress
from vftui.model.problem import Fix, Problem, Trap
from vftui.model.text import joined
from vftui.model.wording import devices_named, shortened

TRAPS = traps.TRAPS

# Nobody picks the one pool that keeps a VF from a list that is longer.
_MOST_KEEPERS = 4

_Key = TypeVar("_Key", bound=Hashable)
# What becomes of it, and the names of the pools that have a part in that.
_Overlap = tuple[Trap, tuple[str, ...]]


def find(pools: Pools, host: Host) -> Iterator[Problem]:
    """One problem for each set of pools and consequence, about everything that they share."""
    by_name = {pool.name: pool for pool in pools}
    for (trap, names), addresses in _shared_vfs(pools).items():
        vfs = [host.vf_by_address[address] for address in addresses]
        yield _of_vfs(trap, tuple(by_name[name] for name in names), vfs, host)
    for (trap, names), netdevs in _shared((pool, pool.netdevs) for pool in pools).items():
        # That networks share a card itself in bridge mode is what the mode is for.
        if trap is not traps.VF_SHARED:
            yield _of_netdevs(trap, tuple(by_name[name] for name in names), netdevs, host)


def _shared(holdings: Iterable[tuple[EffectivePool, Iterable[_Key]]]) -> dict[_Overlap, list[_Key]]:
    """What is in two pools."""
    shared: dict[_Overlap, list[_Key]] = {}
    for holders, keys in in_several(holdings):
        for trap, clashing in _clashes(holders):
            shared.setdefault((trap, _names(clashing)), []).extend(keys)
    return shared


def _shared_vfs(pools: Pools) -> Mapping[_Overlap, Sequence[PciAddress]]:
    """The VFs that are in two pools now, or will be when they have a netdev again."""
    shared = _shared((pool, _addresses(pool.vfs)) for pool in pools)
    for holders, addresses in in_several(_now_or_later(pools)):
        if len({pool.mode is ForwardMode.HOSTDEV for pool in holders}) > 1:
            now = (traps.VF_TAKEN_BY_HOSTDEV, _names(holders))
            later = (traps.VF_IN_TWO_POOLS_LATER, _names(holders))
            shared.setdefault(now if now in shared else later, []).extend(addresses)
    return shared


def _now_or_later(pools: Pools) -> Iterator[tuple[EffectivePool, Iterable[PciAddress]]]:
    """VFs without a netdev that a `<pf>` pool skips, and those of hostdev pools, which libvirt binds to vfio-pci."""
    skipped = {vf.address for pool in pools for vf in pool.skipped}
    for pool in pools if skipped else ():
        if pool.mode is ForwardMode.HOSTDEV and pool.network.managed:
            yield pool, (address for address in _addresses(pool.vfs) if address in skipped)
        else:
            yield pool, _addresses(pool.skipped)


def _clashes(pools: Pools) -> Iterator[tuple[Trap, Pools]]:
    """What becomes of something that all these pools hand out, each with the pools that have a part in it."""
    hostdev = tuple(pool for pool in pools if pool.mode is ForwardMode.HOSTDEV)
    macvtap = tuple(pool for pool in pools if pool.mode.is_macvtap)
    passthrough = tuple(pool for pool in macvtap if pool.mode is ForwardMode.PASSTHROUGH)
    sharing = tuple(pool for pool in macvtap if pool.mode is not ForwardMode.PASSTHROUGH)
    if hostdev and macvtap:
        yield traps.VF_TAKEN_BY_HOSTDEV, pools
    if len(hostdev) > 1:
        yield traps.VF_IN_TWO_HOSTDEV_POOLS, hostdev
    if len(passthrough) > 1:
        yield traps.VF_IN_TWO_POOLS, passthrough
    if passthrough and sharing:
        yield traps.VF_PASSTHROUGH_AND_SHARED, macvtap
    if len(sharing) > 1:
        yield traps.VF_SHARED, sharing


def _of_vfs(trap: Trap, pools: Pools, vfs: Sequence[VirtualFunction], host: Host) -> Problem:
    named = devices_named(vfs, host)
    addresses = tuple(_addresses(vfs))
    used = [f"{host.vf_name(vf.address)} by {vf.used_by}" for vf in vfs if vf.used_by is not None]
    sentence = f"{_placed(named, pools, vfs)}: {_consequence(trap, pools)}."
    return Problem(
        trap,
        pools[-1].name,
        f"{sentence} In use now: {shortened(used)}." if used else sentence,
        members=pools[-1].origins(vfs),
        devices=addresses,
        others=_names(pools[:-1]),
        fixes=tuple(_fixes(named, {pool.name: TakeOutVfs(addresses, pool.name) for pool in pools})),
    )


def _of_netdevs(trap: Trap, pools: Pools, netdevs: Sequence[InterfaceMember], host: Host) -> Problem:
    """The same of PFs themselves, and of other cards."""
    pfs = {member.dev: host.pf_by_netdev[member.dev] for member in netdevs if member.dev in host.pf_by_netdev}
    named = shortened([f"{member.dev} itself" if member.dev in pfs else member.dev for member in netdevs])
    return Problem(
        trap,
        pools[-1].name,
        f"{named} {_are(netdevs)} in {shortened(_names(pools))}: {_consequence(trap, pools)}.",
        members=tuple(netdevs),
        devices=tuple(pf.address for pf in pfs.values()),
        others=_names(pools[:-1]),
        fixes=tuple(_fixes(named, {pool.name: TakeOutMembers(pool.name, tuple(netdevs)) for pool in pools})),
    )


def _placed(named: str, pools: Pools, vfs: Sequence[VirtualFunction]) -> str:
    """`ens1f0#7 is in front, and with all of ens1f0 in lab`."""
    single: list[str] = []
    whole: dict[str, list[str]] = {}
    for pool in pools:
        members = pool.origins(vfs)
        pfs = [member.dev for member in members if isinstance(member, PfMember | ListedPfMember)]
        (whole.setdefault(joined(pfs), []) if len(pfs) == len(members) else single).append(pool.name)
    if not single and len(whole) == 1:
        ((pf, names),) = whole.items()
        return f"All of {pf} is in {shortened(names)}"
    places = [f"in {shortened(single)}"] if single else []
    places += [f"with all of {pf} in {shortened(names)}" for pf, names in whole.items()]
    return f"{named} {_are(vfs)} {', and '.join(places)}"


def _consequence(trap: Trap, pools: Pools) -> str:
    hostdev = shortened([pool.name for pool in pools if pool.mode is ForwardMode.HOSTDEV])
    macvtap = shortened([pool.name for pool in pools if pool.mode.is_macvtap])
    return traps.CONSEQUENCES[trap.code].format(hostdev=hostdev, macvtap=macvtap)


def _fixes(named: str, taking_out: Mapping[str, Edit]) -> Iterator[Fix]:
    """To leave it in one pool only, from the edits that take it out of each."""
    if len(taking_out) == 2:
        yield from (Fix(f"Take {named} out of {name}", edit) for name, edit in reversed(tuple(taking_out.items())))
        return
    for kept in list(taking_out)[:_MOST_KEEPERS]:
        others = tuple(edit for name, edit in taking_out.items() if name != kept)
        yield Fix(f"Keep {named} in {kept} only", Together(others))


def _names(pools: Pools) -> tuple[str, ...]:
    return tuple(pool.name for pool in pools)


def _addresses(vfs: Iterable[VirtualFunction]) -> Iterator[PciAddress]:
    return (vf.address for vf in vfs)


def _are(things: Sequence[object]) -> str:
    return "is" if len(things) == 1 else "are"
