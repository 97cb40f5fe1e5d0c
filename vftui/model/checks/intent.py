"""Pools that are no longer what they were meant to be: a listed PF has changed, or the list has."""

from collections.abc import Iterator

from vftui.model.edits import DropIntent, RenewIntent, RenewPf, TakeOutMembers
from vftui.model.host import Host
from vftui.model.network import ListedPfMember, Network, PfMember
from vftui.model.pool import effective_kind, kind_of, resolve
from vftui.model.problem import Fix, Problem, Severity, Trap
from vftui.model.text import counted
from vftui.model.verdict import Verdict
from vftui.model.whole_pfs import Drift, drift
from vftui.model.wording import shortened

PF_SHRUNK = Trap(
    "pf-shrunk",
    Severity.ERROR,
    "A list that was made of a whole PF keeps the VFs that are gone; guests that get one of them fail.",
    "libvirt cannot hold a <pf> beside other members, so a whole PF stands in such a pool as the list of the "
    "VFs that it had then. libvirt never compares the list with the PF: a guest that is handed a VF that is "
    "gone fails (measured on 11.3), and a hostdev pool that lists one cannot be defined again (9.0 and 11.3). "
    "The same happens where the VFs of a PF got other names.\n\n"
    "Bring the list up to date. Where the VFs are only gone until the PF makes them again, leave it.",
)

PF_GROWN = Trap(
    "pf-grown",
    Severity.WARNING,
    "A list that was made of a whole PF does not grow with it; only a pool of one <pf> alone does.",
    "libvirt cannot hold a <pf> beside other members, so a whole PF stands in such a pool as the list of the "
    "VFs that it had then, and <metadata> says that the whole PF was meant. The PF has more VFs by now, and "
    "the pool hands out none of those. Measured on 9.0 and 11.3.\n\n"
    "Bring the list up to date, or list the VFs one by one and mean no more than these.",
)

OUTDATED_INTENT = Trap(
    "outdated-intent",
    Severity.WARNING,
    "Only the list in <forward> counts; what vftui noted in <metadata> about whole PFs does not agree with it "
    "any more.",
    "The pool was made of whole PFs and single VFs by vftui, which noted that in <metadata>; later the list "
    "was edited by other means. libvirt uses the list and keeps <metadata> as it is, without a look at "
    "either.\n\n"
    "Renew the list from the note, on this host as it is now, or forget the note.",
)

TRAPS = (PF_SHRUNK, PF_GROWN, OUTDATED_INTENT)


def find(network: Network, host: Host, verdict: Verdict) -> Iterator[Problem]:  # noqa: ARG001 - as of every check
    if not network.is_pool:
        return
    kind = effective_kind(network)
    for member in network.members:
        if isinstance(member, ListedPfMember) and kind_of(member) is kind and (change := drift(member, network, host)):
            yield _changed(network, member, change, host)
    if network.outdated is not None:
        yield _outdated(network, network.outdated.whole_pfs, host)


def _changed(network: Network, member: ListedPfMember, change: Drift, host: Host) -> Problem:
    dev, added, gone = member.dev, len(change.added), len(change.gone)
    trap = PF_SHRUNK if gone else PF_GROWN
    if dev not in host.pf_by_netdev:
        sentence = f"{network.name} lists all of {dev}, and this host has no such PF."
    elif not gone:
        sentence = f"{dev} has grown by {counted(added, 'VF')} since {network.name} listed all of it."
    else:
        more = f", and {added} {_are(added)} new" if added else ""
        sentence = f"{counted(gone, 'VF')} of {dev} that {network.name} lists {_are(gone)} gone{more}."
    fix = Fix(f"Take {dev} out", TakeOutMembers(network.name, (member,)))
    if _usable(dev, network, host):
        fix = Fix(f"List {dev} as it is now", RenewPf(network.name, dev))
    addresses = tuple(vf.address for vf in change.added)
    return Problem(trap, network.name, sentence, (member,), addresses, fixes=(fix,))


def _outdated(network: Network, pfs: tuple[str, ...], host: Host) -> Problem:
    meant = f"all of {shortened(pfs)}"
    sentence = f"{network.name} was to have {meant}, and its list says otherwise by now."
    fixes = [Fix("Forget that", DropIntent(network.name))]
    if all(_usable(dev, network, host) for dev in pfs):
        fixes.insert(0, Fix(f"Have {meant} again", RenewIntent(network.name)))
    return Problem(OUTDATED_INTENT, network.name, sentence, fixes=tuple(fixes))


def _usable(dev: str, network: Network, host: Host) -> bool:
    """Whether the host has that PF, with VFs that the network can hand out."""
    return bool(resolve(PfMember(dev), network.mode, host).vfs)


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
