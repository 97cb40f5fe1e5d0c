"""Devices that are no good for a guest: used by the host itself, under a PF that is down, or the PF of other VFs."""

import shlex
from collections.abc import Iterator, Sequence

from vftui.model.checks.effective import EffectivePool, Pools, users_of_pfs
from vftui.model.edits import TakeOutMembers, TakeOutVfs
from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.network import ForwardMode, InterfaceMember
from vftui.model.problem import Fix, Problem, Severity, Trap
from vftui.model.text import joined
from vftui.model.wording import devices_named, shortened

USED_BY_HOST = Trap(
    "used-by-host",
    Severity.ERROR,
    "A VF or a PF that the host itself uses: a guest takes it from the host, or fails to start.",
    "libvirt does not look at what the host does with a device. A hostdev guest binds it to vfio-pci: its netdev is "
    "gone, with its addresses and routes. A passthrough guest gets a macvtap that takes all frames from the host, and "
    "gives the device its own MAC. If the host is reached by this device, it is cut off.\n\n"
    "A device in a bridge, a bond or a team is held by that one: the kernel puts no macvtap on it in any mode (EBUSY), "
    "so the guest fails to start. A hostdev guest takes it out of the bridge or the bond.\n\n"
    "vftui sees addresses, default routes, bridges, bonds, teams and VLANs. Take the device out of the pool, or have "
    "the host use another one.",
)

SHARED_WITH_HOST = Trap(
    "shared-with-host",
    Severity.HINT,
    "A VF or a PF that the host uses too, in a bridge, vepa or private pool: host and guests do not reach each other.",
    "In these modes the host keeps its addresses on the device, and guests get macvtaps beside them. The kernel sends "
    "frames of a macvtap out of the device and never up to the host under it, so host and guests do not reach "
    "each other, unless a switch sends the frames back.\n\n"
    "Leave it so if guests need not reach this host, or take the device out of the pool.",
)

PF_DOWN = Trap(
    "pf-down",
    Severity.ERROR,
    "A PF that is set down: no guest of a passthrough or hostdev pool starts on its VFs.",
    "libvirt sets MAC and VLAN of a VF by its PF, and refuses to while the PF is set down: 1/0 'Unable to configure VF "
    "0 of PF '…' because the PF is not online. Please change host network config to put the PF online.' It never sets "
    "the PF up itself. Guests of bridge, vepa and private pools start all the same.\n\n"
    "Measured on libvirt 11.3; the sources of 9.0 say the same. It is about what `ip link set up` sets, not about the "
    "cable. Set the PF up, and have your network configuration do so at boot.",
)

PF_AND_ITS_VFS = Trap(
    "pf-and-its-vfs",
    Severity.WARNING,
    "A PF itself in a passthrough pool while its VFs are in others: one guest gets the card that the VFs depend on.",
    "<interface> with the name of a PF is a pool of one device, the PF. libvirt accepts it, and a passthrough guest "
    "takes the PF over, with the guest's MAC and every frame that is for no VF. The VFs go on working for other "
    "guests, but libvirt sets their MAC and VLAN by a PF that is one guest's now.\n\n"
    "Measured on libvirt 11.3. If you meant all VFs of the PF, write <pf>; else take the PF out of the pool.",
)

TRAPS = (USED_BY_HOST, PF_DOWN, PF_AND_ITS_VFS, SHARED_WITH_HOST)

_BY_PF_ONLY = (ForwardMode.PASSTHROUGH, ForwardMode.HOSTDEV)


def find(pools: Pools, host: Host) -> Iterator[Problem]:
    for pool in pools:
        yield from _used_vfs(pool, host)
        yield from _used_pfs(pool, host)
    yield from _pfs_down(pools)
    yield from _pfs_and_their_vfs(pools, host)


def _used_vfs(pool: EffectivePool, host: Host) -> Iterator[Problem]:
    used = [vf for vf in pool.vfs if vf.host_use]
    for trap in (USED_BY_HOST, SHARED_WITH_HOST):
        if vfs := [vf for vf in used if _trap(vf, pool.mode) is trap]:
            named, addresses = devices_named(vfs, host), tuple(vf.address for vf in vfs)
            yield Problem(
                trap,
                pool.name,
                _use_sentence(named, pool.name, [(host.vf_name(vf.address), vf) for vf in vfs]),
                members=pool.origins(vfs),
                devices=addresses,
                fixes=(Fix(f"Take {named} out of {pool.name}", TakeOutVfs(addresses, pool.name)),),
            )


def _used_pfs(pool: EffectivePool, host: Host) -> Iterator[Problem]:
    for member in pool.netdevs:
        if (pf := host.pf_by_netdev.get(member.dev)) is not None and pf.host_use:
            sentence = _use_sentence(f"{member.dev} itself", pool.name, [(member.dev, pf)])
            fixes = (_taking_out(member, pool),)
            yield Problem(_trap(pf, pool.mode), pool.name, sentence, (member,), (pf.address,), fixes=fixes)


def _trap(device: VirtualFunction | PhysicalFunction, mode: ForwardMode) -> Trap:
    # A netdev that "is in" something has its one receive handler taken, so that macvtap has none (net/core/dev.c).
    held = any(use.startswith("is in ") for use in device.host_use)
    return USED_BY_HOST if held or mode in _BY_PF_ONLY else SHARED_WITH_HOST


def _use_sentence(named: str, pool: str, used: Sequence[tuple[str, VirtualFunction | PhysicalFunction]]) -> str:
    """`ens1f0#5 is in front, and the host itself uses it: it has 10.0.0.5 and carries the default route.`"""
    if len(used) == 1:
        ((_, device),) = used
        return f"{named} is in {pool}, and the host itself uses it: it {joined(device.host_use)}."
    uses = shortened([f"{name} {joined(device.host_use)}" for name, device in used])
    return f"{named} are in {pool}, and the host itself uses them: {uses}."


def _pfs_down(pools: Pools) -> Iterator[Problem]:
    for pf, names in users_of_pfs(pool for pool in pools if pool.mode in _BY_PF_ONLY):
        if pf.admin_up is not False:
            continue
        yield Problem(
            PF_DOWN,
            None,
            f"{pf.name} is set down: no guest of {shortened(names)} starts on its VFs.",
            devices=(pf.address,),
            others=names,
            text=f"ip link set dev {shlex.quote(pf.name)} up\n" if pf.netdevs else "",
        )


def _pfs_and_their_vfs(pools: Pools, host: Host) -> Iterator[Problem]:
    taken = [
        (pool, member, pf)
        for pool in pools
        if pool.mode is ForwardMode.PASSTHROUGH
        for member in pool.netdevs
        if (pf := host.pf_by_netdev.get(member.dev)) is not None
    ]
    users = {pf.address: names for pf, names in users_of_pfs(pools)} if taken else {}
    for pool, member, pf in taken:
        if others := tuple(name for name in users.get(pf.address, ()) if name != pool.name):
            what = f"{member.dev} itself is in {pool.name}, and VFs of it are in {shortened(others)}"
            sentence = f"{what}: a guest of {pool.name} takes the PF over."
            fixes = (_taking_out(member, pool),)
            yield Problem(PF_AND_ITS_VFS, pool.name, sentence, (member,), (pf.address,), others, fixes)


def _taking_out(member: InterfaceMember, pool: EffectivePool) -> Fix:
    return Fix(f"Take {member.dev} itself out of {pool.name}", TakeOutMembers(pool.name, (member,)))
