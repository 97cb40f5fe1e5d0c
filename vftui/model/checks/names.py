"""Netdev names of macvtap pools: gone, changed, or made to change."""

import re
from collections.abc import Iterator, Sequence

from vftui.model.checks.likely_name import LikelyNames
from vftui.model.edits import ReplaceMembers, TakeOutMembers
from vftui.model.host import Host
from vftui.model.network import InterfaceMember, Member, Network
from vftui.model.pool import kept_kind, resolve
from vftui.model.problem import Fix, Problem, Severity, Trap
from vftui.model.verdict import Verdict
from vftui.model.wording import members_named, shortened

UNKNOWN_NAME = Trap(
    "unknown-name",
    Severity.ERROR,
    "libvirt never looks whether a netdev exists before a guest gets it; then the guest fails.",
    'Define and start take any name. The guest that is handed it fails with error 38 of domain 0 ("Cannot get '
    'interface MAC on …: No such device"), and so does every later one: libvirt takes the first free entry '
    "again, not the next. Measured on 11.3; 9.0 takes any name too.\n\n"
    "A netdev goes when its VF goes or is bound to vfio-pci, and gets another name by another slot, firmware "
    "or naming scheme. Where one VF has the same index under the same PF, the fix writes its name.",
)

UNSTABLE_NAMES = Trap(
    "unstable-names",
    Severity.HINT,
    "A list of netdev names hands out whatever has the name when a guest starts; names change, and then it is another "
    "VF or none.",
    "libvirt looks up the name when a guest starts, and takes what has it then (measured on 11.3). Names made of slot "
    "and index, such as ens1f0v3, come back with the VF, but change with the slot, the firmware or the naming scheme, "
    "and are gone while the VF is on vfio-pci. Names that the kernel counts, such as eth4, go by the order in which "
    "drivers make them, which is not the same at every boot.\n\n"
    "There is nothing to do where names are made of slot and index and the cards stay where they are. Else let "
    "systemd-udevd name the VFs (net.ifnames), or use a hostdev pool or one whole PF, which name none of them.",
)

TRAPS = (UNKNOWN_NAME, UNSTABLE_NAMES)

_COUNTED = re.compile(r"(?:eth|ib|rename)\d+")


def find(network: Network, host: Host, verdict: Verdict) -> Iterator[Problem]:  # noqa: ARG001 - as of every check
    if not (network.is_pool and network.mode.is_macvtap) or kept_kind(network.members) is not InterfaceMember:
        return
    unknown: list[InterfaceMember] = []
    named: list[InterfaceMember] = []
    for member in dict.fromkeys(network.members):
        if not isinstance(member, InterfaceMember):
            continue
        if member.dev in host.vf_by_netdev:
            named.append(member)
        elif not resolve(member, network.mode, host).known:
            unknown.append(member)
    if unknown:
        yield _unknown(network, tuple(unknown), host)
    if named:
        yield _unstable(network, named)


def _unstable(network: Network, named: Sequence[InterfaceMember]) -> Problem:
    if counted := [member for member in named if _COUNTED.fullmatch(member.dev)]:
        names = shortened([member.dev for member in counted])
        sentence = f"{network.name} lists {names}: the kernel counts such names anew at every boot."
        return Problem(UNSTABLE_NAMES, network.name, sentence, tuple(counted))
    sentence = f"{network.name} goes by netdev names, {named[0].dev} first: a VF whose name changes is lost to it."
    return Problem(UNSTABLE_NAMES, network.name, sentence)


def _unknown(network: Network, unknown: tuple[InterfaceMember, ...], host: Host) -> Problem:
    names = shortened([member.dev for member in unknown])
    there = set(network.written_members)
    likely = LikelyNames(host)
    pairs: list[tuple[Member, Member]] = []
    bound: list[str] = []
    for member in unknown:
        if (vf := likely.vf(member.dev)) is None:
            continue
        if vf.netdev is None:
            bound.append(f"{host.vf_name(vf.address)} {f'is on {vf.driver}' if vf.driver else 'has no driver'}")
        elif (new := InterfaceMember(vf.netdev)) not in there:
            pairs.append((member, new))
    sentence = f"{network.name} lists {names}, and this host has no such netdev."
    fixes = [Fix(f"Take {names} out", TakeOutMembers(network.name, unknown))]
    if bound:
        sentence = f"{sentence[:-1]}: {shortened(bound)}."
    if pairs:
        new_names = members_named([new for _, new in pairs], host)
        sentence += f" Now likely {new_names}."
        fixes.insert(0, Fix(f"Write {new_names}", ReplaceMembers(network.name, tuple(pairs))))
    return Problem(UNKNOWN_NAME, network.name, sentence, unknown, fixes=tuple(fixes))
