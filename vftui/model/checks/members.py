"""Elements that cannot stand together in a pool, or not in a pool of this mode: libvirt refuses the definition."""

from collections import Counter
from collections.abc import Iterator

from vftui.model.claim import listed
from vftui.model.edits import DropRepeats, Edit, ReplaceMembers, TakeOutMembers, Together, UseWholePf
from vftui.model.host import Host
from vftui.model.network import AddressMember, InterfaceMember, Member, Network, PfMember
from vftui.model.pool import kept_kind, kind_of, resolve
from vftui.model.problem import Fix, Problem, Severity, Trap
from vftui.model.verdict import Verdict
from vftui.model.wording import members_named, shortened

WRONG_ELEMENT = Trap(
    "wrong-element",
    Severity.ERROR,
    "hostdev pools list PCI addresses and all other modes netdev names; libvirt refuses the whole definition "
    "otherwise.",
    "A hostdev pool lists <address> elements, the macvtap modes (passthrough, private, vepa, bridge) list "
    "<interface> elements. One of the other kind makes libvirt refuse the whole definition with error 67 of "
    'domain 19 ("hostdev networks require all devices to be listed by PCI address", "has forward mode … but '
    'lists a device by PCI address"). Measured on 9.0 and 11.3.\n\n'
    "The same VF can be listed either way. Apply the fix to list it as the mode wants it, or change the mode.",
)

DUPLICATE = Trap(
    "duplicate",
    Severity.ERROR,
    "libvirt refuses a pool that lists a device twice.",
    'libvirt refuses the whole definition with error 27 of domain 19 ("can only be listed once in network"), '
    "even where the same PCI address is written in two ways. Measured on 9.0 and 11.3.\n\n"
    "Listing a device twice would not hand it out twice. Leave it once.",
)

SEVERAL_PFS = Trap(
    "several-pfs",
    Severity.ERROR,
    "libvirt takes one <pf> in a pool; of two it refuses the definition.",
    'Plain define fails with error 27 of domain 19 ("Only one <pf> element is allowed in <forward>"), define '
    "with validation with error 92. Measured on 9.0 and 11.3.\n\n"
    "Apply the fix to list the VFs of each PF. vftui notes in <metadata> that the list means whole PFs, and "
    "says when they have grown since.",
)

TRAPS = (WRONG_ELEMENT, DUPLICATE, SEVERAL_PFS)


def find(network: Network, host: Host, verdict: Verdict) -> Iterator[Problem]:  # noqa: ARG001 - as of every check
    """Told by the members and not by the verdict, for libvirt names only the first thing that it does not like."""
    if not network.is_pool:
        return
    kind = kept_kind(network.members)
    if kind is (AddressMember if network.mode.is_macvtap else InterfaceMember):
        yield _wrong_element(network, kind, host)
    if repeated := _repeated(network):
        named = members_named(repeated, host)
        sentence = f"{network.name} lists {named} more than once: libvirt refuses the definition."
        fixes = (Fix("List it once", DropRepeats(network.name)),)
        yield Problem(DUPLICATE, network.name, sentence, repeated, fixes=fixes)
    elif kind is PfMember:
        yield from _several_pfs(network, host)


def _wrong_element(network: Network, kind: type[Member], host: Host) -> Problem:
    wrong = tuple(dict.fromkeys(member for member in network.members if kind_of(member) is kind))
    element = "address" if kind is AddressMember else "interface"
    sentence = (
        f"{network.name} is a {network.mode.label} pool and lists {members_named(wrong, host)} by <{element}>: "
        "libvirt refuses the definition."
    )
    fixes: list[Fix] = []
    if pairs := tuple(_fitting(network, wrong, host)):
        fixes.append(Fix("List them as the mode wants", ReplaceMembers(network.name, pairs)))
    if len(pairs) < len(wrong):
        fitting = dict(pairs)
        rest = tuple(member for member in wrong if member not in fitting)
        fixes.append(Fix(f"Take {members_named(rest, host)} out", TakeOutMembers(network.name, rest)))
    return Problem(WRONG_ELEMENT, network.name, sentence, wrong, fixes=tuple(fixes))


def _fitting(network: Network, wrong: tuple[Member, ...], host: Host) -> Iterator[tuple[Member, Member]]:
    """The members that are VFs, each with the element that a pool of this mode would list it by."""
    for member in wrong:
        vfs = resolve(member, network.mode, host).vfs
        if vfs and (vfs[0].netdev is not None or not network.mode.is_macvtap):
            yield member, listed(vfs, network.mode)[0]


def _repeated(network: Network) -> tuple[Member, ...]:
    kind = kept_kind(network.members)
    counts = Counter(member for member in network.written_members if type(member) is kind)
    return tuple(member for member, count in counts.items() if count > 1)


def _several_pfs(network: Network, host: Host) -> Iterator[Problem]:
    pfs = tuple(member for member in network.members if isinstance(member, PfMember))
    if len(pfs) < 2:
        return
    names = shortened([pf.dev for pf in pfs])
    sentence = f"{network.name} has {len(pfs)} <pf> elements, {names}: libvirt refuses the definition."
    fixes: tuple[Fix, ...] = ()
    if all(resolve(pf, network.mode, host).vfs for pf in pfs):
        edits: tuple[Edit, ...] = tuple(UseWholePf(network.name, pf, pf.dev) for pf in pfs)
        fixes = (Fix("List the VFs of each", Together(edits)),)
    yield Problem(SEVERAL_PFS, network.name, sentence, pfs, fixes=fixes)
