"""Pools and what runs: VFs in use that a pool hands out all the same, guests cut off, and pools not in force."""

from collections.abc import Iterator, Mapping, Sequence

from vftui.model.attachments import guests_of, on_devices
from vftui.model.checks import running_traps as traps
from vftui.model.checks.effective import EffectivePool, Pools
from vftui.model.edits import TakeOutVfs
from vftui.model.force import Live, LiveNetwork
from vftui.model.host import Host, VirtualFunction
from vftui.model.member import AddressMember, InterfaceMember, WrittenMember
from vftui.model.network import ForwardMode, PfMember
from vftui.model.pci import PciAddress
from vftui.model.pool import effective_members
from vftui.model.problem import Fix, Problem, Trap
from vftui.model.running import Attachment
from vftui.model.text import joined
from vftui.model.wording import devices_named, members_named, shortened

TRAPS = traps.TRAPS

_Held = Mapping[PciAddress, Sequence[Attachment]]


def find(pools: Pools, host: Host, live: Live) -> Iterator[Problem]:
    held = on_devices(live.attachments, host)
    owned = _stored_owners(pools, live) if held else {}
    for pool in pools:
        network = live.of(pool.network)
        yield from _in_use(pool, network, held, owned, host)
        if network is None:
            continue
        yield from _device_gone(pool, network, host)
        if network.force.kind == "after-restart" and not network.is_outdated:
            yield from _not_in_force(pool, network, host)


def _stored_owners(pools: Pools, live: Live) -> Mapping[PciAddress, frozenset[str]]:
    """The pools that each VF is in, by the names that are stored of them: those that attachments have."""
    owners: dict[PciAddress, set[str]] = {}
    for pool in pools:
        if (network := live.of(pool.network)) is not None:
            for vf in pool.vfs:
                owners.setdefault(vf.address, set()).add(network.name)
    return {address: frozenset(names) for address, names in owners.items()}


# VFs in use


def _in_use(
    pool: EffectivePool,
    network: LiveNetwork | None,
    held: _Held,
    owned: Mapping[PciAddress, frozenset[str]],
    host: Host,
) -> Iterator[Problem]:
    """One problem for each trap and consequence."""
    found: dict[tuple[Trap, str], list[tuple[VirtualFunction, Attachment]]] = {}
    for vf in pool.vfs if held else ():
        for attachment in held.get(vf.address, ()):
            trap = _trap(attachment, network, owned.get(vf.address, frozenset()))
            if trap and (consequence := _consequence(pool.mode, attachment)):
                found.setdefault((trap, consequence), []).append((vf, attachment))
    for (trap, consequence), uses in found.items():
        yield _of_use(trap, consequence, pool, uses, host)


def _trap(attachment: Attachment, network: LiveNetwork | None, owners: frozenset[str]) -> Trap | None:
    """What is wrong with a guest on a VF of the pool; None where the pool knows of it, or another check tells."""
    if network is not None and attachment.network == network.name:
        ports = [each for each in network.attachments if each.has_port]
        knows = attachment.has_port and network.state.counted >= len(ports)
        return None if knows else traps.VF_FORGOTTEN
    # In two pools of the draft: overlap has that.
    return None if attachment.network in owners else traps.VF_HELD_OUTSIDE


def _consequence(mode: ForwardMode, attachment: Attachment) -> str | None:
    """What happens when the pool hands out what the guest holds; None where both share it (LIBVIRT.md, section 2)."""
    on_vfio = attachment.netdev is None
    if mode is ForwardMode.HOSTDEV:
        return traps.REFUSED if on_vfio else traps.STOLEN
    if mode is ForwardMode.PASSTHROUGH:
        return traps.REFUSED if on_vfio else traps.OFF_THE_AIR
    return traps.REFUSED if on_vfio or attachment.mode is ForwardMode.PASSTHROUGH else None


def _of_use(
    trap: Trap, consequence: str, pool: EffectivePool, uses: Sequence[tuple[VirtualFunction, Attachment]], host: Host
) -> Problem:
    vfs = list({vf.address: vf for vf, _ in uses}.values())
    named, addresses = devices_named(vfs, host), tuple(vf.address for vf in vfs)
    who = [f"{host.vf_name(vf.address)} by {attachment.guest}" for vf, attachment in uses]
    by = shortened(guests_of(attachment for _, attachment in uses)) if len(vfs) == 1 else None
    use = f"is in use by {by}" if by else f"are in use: {shortened(who)}"
    if trap is traps.VF_FORGOTTEN:
        sentence = f"{named} of {pool.name} {use}, and libvirt has forgotten it: {consequence}."
        return Problem(trap, pool.name, sentence, pool.origins(vfs), addresses)
    through = {attachment.network for _, attachment in uses}
    where = joined([f"through {name}" if name else "outside every network" for name in sorted(through, key=str)])
    return Problem(
        trap,
        pool.name,
        f"{named} of {pool.name} {use} {where}: {consequence}.",
        pool.origins(vfs),
        addresses,
        fixes=(Fix(f"Take {named} out of {pool.name}", TakeOutVfs(addresses, pool.name)),),
    )


def _device_gone(pool: EffectivePool, network: LiveNetwork, host: Host) -> Iterator[Problem]:
    """One problem for all guests of a macvtap pool that run on without their device."""
    cut_off = [each for each in network.attachments if each.netdev and each.mode and not _has(host, each.netdev)]
    if not cut_off:
        return
    lost = shortened([f"{each.guest} ({each.netdev})" for each in cut_off])
    what = "their devices are" if len(cut_off) > 1 else "its device is"
    sentence = f"{lost} of {pool.name} {'go' if len(cut_off) > 1 else 'goes'} on without network: {what} gone."
    yield Problem(traps.DEVICE_GONE, pool.name, sentence)


def _has(host: Host, netdev: str) -> bool:
    return netdev in host.vf_by_netdev or netdev in host.pf_by_netdev or netdev in host.others


# Pools that are not in force


def _not_in_force(pool: EffectivePool, network: LiveNetwork, host: Host) -> Iterator[Problem]:
    force = network.force
    pfs = tuple(member for member in effective_members(pool.network) if isinstance(member, PfMember))
    gone = [member for member in force.only_now if _is_gone(member, host)] if pfs else []
    if gone:
        sentence = (
            f"{pool.name} is active and still lists {members_named(gone, host)}, which {pfs[0].dev} has no more: "
            "guests that get one of them fail until it is restarted."
        )
        yield Problem(traps.PF_POOL_STALE, pool.name, sentence, pfs)
        return
    yield Problem(traps.NOT_IN_FORCE, pool.name, f"{pool.name} is active with another {_difference(network, host)}.")


def _difference(network: LiveNetwork, host: Host) -> str:
    force = network.force
    more = [f"with {members_named(force.only_now, host)}"] if force.only_now else []
    less = [f"without {members_named(force.only_then, host)}"] if force.only_then else []
    if not more and not less:
        return "definition than is stored, until it is restarted"
    return f"pool than a restart would give it: {', and '.join([*more, *less])}"


def _is_gone(member: WrittenMember, host: Host) -> bool:
    match member:
        case AddressMember(address):
            return address not in host.vf_by_address
        case InterfaceMember(dev):
            return dev not in host.vf_by_netdev
        case _:
            return False
