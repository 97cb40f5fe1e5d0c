"""What is written and libvirt drops without a word."""

from collections.abc import Iterable, Iterator, Sequence

from vftui.model.claim import listed
from vftui.model.edits import Add, ChangeMode, Edit, LeaveOut, TakeOutMembers, Together, UseWholePf
from vftui.model.host import Host
from vftui.model.network import AddressMember, InterfaceMember, Member, Network, PfMember
from vftui.model.pool import kept_kind, kind_of, resolve
from vftui.model.problem import Fix, Problem, Severity, Trap
from vftui.model.verdict import Cause, Dropped, Verdict
from vftui.model.wording import members_named, shortened

PF_DROPPED = Trap(
    "pf-dropped",
    Severity.WARNING,
    "libvirt drops a <pf> that stands beside <interface> or <address>: the pool is only the list.",
    "libvirt reads <interface> before <address> before <pf>, uses the first kind that it finds and drops the "
    "others without an error. Define with schema validation takes it as well. Measured on 9.0 and 11.3.\n\n"
    "None of the VFs of the <pf> is handed out, except those that are listed too. List all its VFs, or take "
    "it out.",
)

ADDRESS_DROPPED = Trap(
    "address-dropped",
    Severity.WARNING,
    "libvirt drops an <address> that stands beside <interface>: its VF is never handed out.",
    "libvirt reads <interface> before <address>, uses the first kind that it finds and drops the others. "
    "Plain define says nothing; define with schema validation fails with error 92. Measured on 9.0 and 11.3.\n\n"
    "List the VF by its netdev name like the others, or take it out.",
)

LIVE_XML = Trap(
    "live-xml",
    Severity.WARNING,
    "The XML of a running network is not its definition: it repeats a <pf> as a list, which then wins over the <pf>.",
    "This text was copied from a running network, such as with virsh net-dumpxml without --inactive. libvirt "
    "adds the number of connections to it, and to a <pf> the list of its VFs. Defined again, the numbers are "
    "dropped without a word, and so is the <pf>, for a list stands beside it: from then on the pool no longer "
    "follows the PF. Measured on 9.0 and 11.3. After a restart of libvirtd the live XML has lost the <pf> "
    "already (11.3).\n\n"
    "Keep only the <pf>, and take definitions from virsh net-dumpxml --inactive.",
)

SRIOV_TYPE = Trap(
    "sriov-type",
    Severity.WARNING,
    "libvirt has never read type='sriov' on <interface>: the pool is that one device, not the VFs of the PF.",
    "<interface type='sriov' dev='PF'/> was once proposed for a whole PF and never came to be. Plain define "
    "drops the attribute without a word, so that the pool is the one netdev that is named, the PF itself; "
    "define with schema validation fails with error 92. Measured on 9.0 and 11.3.\n\n"
    "A whole PF is written as <pf dev='PF'/>.",
)

SECOND_ELEMENT = Trap(
    "second-element",
    Severity.WARNING,
    "Of an element that libvirt reads once, such as <forward>, it drops the second.",
    "Plain define reads the first and drops the others without a word; define with schema validation fails "
    "with error 92. Measured on 9.0 and 11.3.\n\n"
    "Merge the two in the file.",
)

UNKNOWN_MARKUP = Trap(
    "unknown-markup",
    Severity.WARNING,
    "libvirt drops elements and attributes that it does not know.",
    "Plain define drops them without a word; define with schema validation fails with error 92. What is known "
    "depends on the version: <title> and <description> of a network came after 9.0, and so did model= of "
    "<driver>. Measured on 9.0 and 11.3.\n\n"
    "Correct the spelling in the file, or keep notes of your own in <metadata>, in a namespace of your own.",
)

WITHOUT_EFFECT = Trap(
    "without-effect",
    Severity.HINT,
    "libvirt reads some attributes and drops them where it has no use for them, such as managed= in passthrough.",
    "managed= says whether libvirt binds a VF to vfio-pci for a guest, and only hostdev pools do that. In "
    "other modes it is dropped without a word, also by define with schema validation, and so are "
    "multifunction= of an <address> and an empty dev=. Measured on 9.0 and 11.3.\n\n"
    "It does no harm; a reader may take the network for another kind.",
)

TRAPS = (PF_DROPPED, ADDRESS_DROPPED, LIVE_XML, SRIOV_TYPE, SECOND_ELEMENT, UNKNOWN_MARKUP, WITHOUT_EFFECT)

_LONGEST = 40
# Where libvirt writes how many guests use something.
_COUNTERS = ("network@connections", "interface@connections", "address@connections")
_TAGS: dict[type[Member], str] = {InterfaceMember: "interface", AddressMember: "address", PfMember: "pf"}
_PLAIN = {Cause.SECOND: SECOND_ELEMENT, Cause.UNKNOWN: UNKNOWN_MARKUP, Cause.UNUSED: WITHOUT_EFFECT}


def find(network: Network, host: Host, verdict: Verdict) -> Iterator[Problem]:
    """Dropped members are told by the members: the verdict has none of them where libvirt refuses the definition."""
    if not network.is_pool:
        return
    dropped = _by_cause(verdict.dropped)
    followed = _listed_beside(network, host)
    if followed or Cause.RUNTIME in dropped:
        yield _live(network, followed, dropped.get(Cause.RUNTIME, ()))
    if not followed:
        yield from _outranked(network, host)
    for cause, found in dropped.items():
        match cause:
            case Cause.SRIOV_TYPE:
                yield _sriov_type(network, found, host)
            case Cause.SECOND | Cause.UNKNOWN | Cause.UNUSED:
                yield _plain(_PLAIN[cause], network, found)


def _by_cause(dropped: Iterable[Dropped]) -> dict[Cause, list[Dropped]]:
    found: dict[Cause, list[Dropped]] = {}
    for each in dropped:
        found.setdefault(each.cause, []).append(each)
    return found


def _outranked(network: Network, host: Host) -> Iterator[Problem]:
    """The members that libvirt drops for those of another kind beside them."""
    kind = kept_kind(network.members)
    pfs = tuple(dict.fromkeys(member for member in network.members if isinstance(member, PfMember)))
    if pfs and kind is not PfMember:
        yield _pfs_dropped(network, pfs, host)
    addresses = tuple(dict.fromkeys(member for member in network.members if kind_of(member) is AddressMember))
    if addresses and kind is InterfaceMember and network.mode.is_macvtap:
        yield _addresses_dropped(network, addresses, host)


def _listed_beside(network: Network, host: Host) -> PfMember | None:
    """The `<pf>` of a network that has nothing beside it but the list of its VFs, as live XML has."""
    pfs = [member for member in network.members if isinstance(member, PfMember)]
    rest = {member for member in network.members if not isinstance(member, PfMember)}
    if len(pfs) != 1 or not rest:
        return None
    vfs = resolve(pfs[0], network.mode, host).vfs
    return pfs[0] if rest == set(listed(vfs, network.mode)) else None


def _live(network: Network, followed: PfMember | None, counters: Sequence[Dropped]) -> Problem:
    parts = [_texts(counters)] if counters else []
    parts += [f"<pf> {followed.dev}, which stands beside the list of its VFs"] if followed else []
    sentence = f"{network.name} is a copy of live XML: libvirt drops {', and '.join(parts)}."
    uncounted = LeaveOut(network.name, _COUNTERS)
    if followed is None:
        return Problem(LIVE_XML, network.name, sentence, fixes=(Fix("Leave connections= out", uncounted),))
    whole = UseWholePf(network.name, followed, followed.dev)
    edit = Together((whole, uncounted)) if counters else whole
    return Problem(LIVE_XML, network.name, sentence, (followed,), fixes=(Fix("Keep the <pf> only", edit),))


def _pfs_dropped(network: Network, pfs: tuple[Member, ...], host: Host) -> Problem:
    named = members_named(pfs, host)
    sentence = f"libvirt drops <pf> {named} from {network.name}, for a list stands beside it."
    fixes = [Fix(f"Take <pf> {named} out", TakeOutMembers(network.name, pfs))]
    if all(resolve(pf, network.mode, host).vfs for pf in pfs):
        edits: tuple[Edit, ...] = tuple(UseWholePf(network.name, pf, pf.dev) for pf in pfs if isinstance(pf, PfMember))
        fixes.insert(0, Fix("List all its VFs too", Together(edits)))
    return Problem(PF_DROPPED, network.name, sentence, pfs, fixes=tuple(fixes))


def _addresses_dropped(network: Network, addresses: tuple[Member, ...], host: Host) -> Problem:
    named = members_named(addresses, host)
    sentence = f"libvirt drops the <address> of {named} from {network.name}, for <interface> elements stand beside it."
    out = TakeOutMembers(network.name, addresses)
    fixes = [Fix(f"Take {named} out", out)]
    vfs = [vf for member in addresses for vf in resolve(member, network.mode, host).vfs]
    if len(vfs) == len(addresses) and all(vf.netdev is not None for vf in vfs):
        again = Add(network.name, tuple(vf.address for vf in vfs))
        fixes.insert(0, Fix("List it by netdev", Together((out, again))))
    return Problem(ADDRESS_DROPPED, network.name, sentence, addresses, fixes=tuple(fixes))


def _sriov_type(network: Network, dropped: Sequence[Dropped], host: Host) -> Problem:
    typed = tuple(dict.fromkeys(each.member for each in dropped if isinstance(each.member, InterfaceMember)))
    named = shortened([member.dev for member in typed])
    alone = "it is handed out as that one device" if len(typed) == 1 else "each is handed out as that one device"
    sentence = f"libvirt drops type='sriov' of {named} in {network.name}: {alone}."
    leave_out = LeaveOut(network.name, ("interface@type",))
    whole = tuple(
        Fix(f"Use all of {member.dev}", UseWholePf(network.name, member, member.dev))
        for member in typed
        if resolve(PfMember(member.dev), network.mode, host).vfs
    )
    return Problem(SRIOV_TYPE, network.name, sentence, typed, fixes=(*whole, Fix("Leave type= out", leave_out)))


def _plain(trap: Trap, network: Network, dropped: Sequence[Dropped]) -> Problem:
    touched = {each.member for each in dropped}
    members = tuple(dict.fromkeys(member for member in network.members if member in touched))
    reasons = {each.reason for each in dropped}
    why = f" {dropped[0].reason}" if len(reasons) == 1 else ""
    sentence = f"libvirt drops {_texts(dropped)} from {network.name}.{why}"
    edits = [_leaving_out(each, network) for each in dropped]
    if not all(edits):
        return Problem(trap, network.name, sentence, members)
    unlike = tuple(edit for edit in dict.fromkeys(edits) if edit)
    names = dict.fromkeys(f"{each.text.partition('=')[0]}=" for each in dropped)
    fix = Fix(f"Leave {shortened(list(names))} out", Together(unlike) if len(unlike) > 1 else unlike[0])
    return Problem(trap, network.name, sentence, members, fixes=(fix,))


def _leaving_out(dropped: Dropped, network: Network) -> Edit | None:
    """The edit that leaves an attribute out; None for an element, and for what stands on another than a member."""
    name, equals, _ = dropped.text.partition("=")
    if name.startswith("<") or not equals:
        return None
    if dropped.member is None:
        return ChangeMode(network.name, network.mode, None, network.driver) if name == "managed" else None
    tag = _TAGS.get(type(dropped.member))
    return LeaveOut(network.name, (f"{tag}@{name.strip()}",)) if tag else None


def _texts(dropped: Sequence[Dropped]) -> str:
    """`<foo/> (line 3) and bar='1' (line 7)`."""
    return shortened([f"{_short(each.text)}{f' (line {each.line})' if each.line else ''}" for each in dropped])


def _short(text: str) -> str:
    """The start of an element, without line breaks."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
