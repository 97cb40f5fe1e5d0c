"""Pools of a whole PF: what they leave out, what is no PF, and the PF itself where its VFs are meant."""

from collections.abc import Iterator

from vftui.model.claim import listed
from vftui.model.edits import ReplaceMembers, TakeOutMembers, UseWholePf
from vftui.model.host import Host
from vftui.model.network import ForwardMode, InterfaceMember, Network, PfMember
from vftui.model.pool import Resolution, kept_kind, resolve
from vftui.model.problem import Fix, Problem, Severity, Trap
from vftui.model.text import counted
from vftui.model.verdict import Cause, Verdict
from vftui.model.wording import devices_named, shortened

PF_WITHOUT_VFS = Trap(
    "pf-without-vfs",
    Severity.ERROR,
    "A <pf> that has no usable VF when the network starts makes the start fail, and autostart does not try again.",
    'libvirt defines a <pf> of any name and fails to start the network with error 1 of domain 19 ("No usable '
    "Vf's present on SRIOV PF\"). With autostart it says so in the log when the daemon starts, and does not "
    "try again when VFs appear. Measured on 9.0 and 11.3, autostart on 11.3.\n\n"
    "A macvtap pool uses only VFs with a netdev. Make VFs with sriov_numvfs, or bind them to their network "
    "driver, and then start the network.",
)

NOT_A_PF = Trap(
    "not-a-pf",
    Severity.ERROR,
    "libvirt never looks whether <pf> names a PF before the network starts; then the start fails.",
    'libvirt defines a <pf> of any name and fails to start the network with error 1 of domain 19 ("No usable '
    "Vf's present on SRIOV PF\"). With autostart it says so in the log when the daemon starts, and does not "
    "try again when VFs appear. Measured on 9.0 and 11.3, autostart on 11.3.\n\n"
    "It is the same for a name that is not there, for a VF, and for a NIC without SR-IOV. List a single VF by "
    "its own element.",
)

PF_VFS_SKIPPED = Trap(
    "pf-vfs-skipped",
    Severity.WARNING,
    "A macvtap pool of a <pf> leaves out, without a word, the VFs that have no netdev when it starts.",
    "When the network starts, libvirt lists the VFs of the <pf> that have a netdev and skips those bound to "
    "vfio-pci or to no driver, without an error. The list stays as it is until the network is stopped and "
    "started again. Hostdev pools take all VFs. Measured on 9.0 and 11.3.\n\n"
    "Bind the VFs to their network driver before the network starts, or leave it at that.",
)

PF_AS_INTERFACE = Trap(
    "pf-as-interface",
    Severity.WARNING,
    "<interface> with the name of a PF is a pool of the PF itself, not of its VFs: the first guest takes the "
    "card over.",
    "libvirt takes the name for what it is, one netdev, and gives the PF itself to the first guest that "
    "starts, while its VFs are left aside and the host loses it meanwhile; the second guest finds the pool "
    "exhausted. Nothing fails. Measured on 11.3.\n\n"
    "The VFs of a PF are written as <pf dev='PF'/>. vftui never takes the one for the other.",
)

PF_SHARED = Trap(
    "pf-shared",
    Severity.HINT,
    "In bridge, vepa and private mode <interface> with the name of a PF shares the PF itself; its VFs are not used.",
    "Guests get macvtap devices on the PF and share it, as on a NIC without SR-IOV. That works; none of the "
    "VFs is handed out. Measured on 11.3.\n\n"
    "Where the VFs are meant, write <pf dev='PF'/>.",
)

TRAPS = (PF_WITHOUT_VFS, NOT_A_PF, PF_VFS_SKIPPED, PF_AS_INTERFACE, PF_SHARED)


def find(network: Network, host: Host, verdict: Verdict) -> Iterator[Problem]:
    if not network.is_pool:
        return
    kind = kept_kind(network.members)
    if kind is PfMember and not verdict.define_error:
        yield from _followed(network, host)
    elif kind is InterfaceMember and network.mode.is_macvtap:
        yield from _pf_itself(network, host, verdict)


def _followed(network: Network, host: Host) -> Iterator[Problem]:
    """Of the one `<pf>` that libvirt follows."""
    member = next(member for member in network.members if isinstance(member, PfMember))
    resolution = resolve(member, network.mode, host)
    if member.dev not in host.pf_by_netdev:
        yield _not_a_pf(network, member, host)
    elif not resolution.vfs:
        sentence = f"{network.name} cannot start on <pf> {member.dev}: {resolution.note}."
        yield Problem(PF_WITHOUT_VFS, network.name, sentence, (member,))
    elif resolution.skipped:
        yield _skipped(network, member, resolution, host)


def _not_a_pf(network: Network, member: PfMember, host: Host) -> Problem:
    out = Fix(f"Take {member.dev} out", TakeOutMembers(network.name, (member,)))
    vf = host.vf_by_netdev.get(member.dev)
    if vf is None:
        what = "a NIC without VFs" if member.dev in host.others else "no netdev of this host"
        sentence = f"{network.name} cannot start: <pf> {member.dev} is {what}."
        return Problem(NOT_A_PF, network.name, sentence, (member,), fixes=(out,))
    pf = host.pf_of[vf.address]
    sentence = f"{network.name} cannot start: <pf> {member.dev} is a VF of {pf.name}, not a PF."
    (single,) = listed((vf,), network.mode)
    fixes = [Fix(f"Use the VF {member.dev}", ReplaceMembers(network.name, ((member, single),)))]
    if pf.netdevs:
        fixes.append(Fix(f"Use all of {pf.name}", UseWholePf(network.name, member, pf.name)))
    return Problem(NOT_A_PF, network.name, sentence, (member,), (vf.address,), fixes=tuple(fixes))


def _skipped(network: Network, member: PfMember, resolution: Resolution, host: Host) -> Problem:
    skipped = resolution.skipped
    have = "has" if len(skipped) == 1 else "have"
    sentence = (
        f"{network.name} leaves out {devices_named(skipped, host)}: of {counted(len(resolution.claimed), 'VF')} of "
        f"{member.dev}, {len(skipped)} {have} no netdev."
    )
    return Problem(PF_VFS_SKIPPED, network.name, sentence, (member,), tuple(vf.address for vf in skipped))


def _pf_itself(network: Network, host: Host, verdict: Verdict) -> Iterator[Problem]:
    """A PF that is marked type='sriov' is a problem of its own."""
    typed = {dropped.member for dropped in verdict.dropped if dropped.cause is Cause.SRIOV_TYPE}
    interfaces = [member for member in network.members if isinstance(member, InterfaceMember) and member not in typed]
    pfs = {each.dev: pf for each in interfaces if (pf := host.pf_by_netdev.get(each.dev))}
    if not pfs:
        return
    found = tuple(map(InterfaceMember, pfs))
    names = shortened(list(pfs))
    addresses = tuple(pf.address for pf in pfs.values())
    fixes = tuple(
        Fix(f"Use all VFs of {dev}", UseWholePf(network.name, InterfaceMember(dev), dev))
        for dev in pfs
        if resolve(PfMember(dev), network.mode, host).vfs
    )
    itself, its = ("itself", "its") if len(pfs) == 1 else ("themselves", "their")
    if network.mode is ForwardMode.PASSTHROUGH:
        sentence = f"{network.name} hands out {names} {itself}, not {its} VFs."
        yield Problem(PF_AS_INTERFACE, network.name, sentence, found, addresses, fixes=fixes)
    elif any(pf.vfs for pf in pfs.values()):
        sentence = f"Guests of {network.name} share {names} {itself}; {its} VFs are not used."
        yield Problem(PF_SHARED, network.name, sentence, found, addresses, fixes=fixes)
