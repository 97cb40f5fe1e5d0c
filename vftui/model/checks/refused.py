"""What libvirt refuses to define for a reason that no other check tells."""

import re
from collections.abc import Collection, Iterator

from vftui.model.checks import addresses, members
from vftui.model.edits import LeaveOut, ReplaceMembers, TakeOutMembers
from vftui.model.host import Host
from vftui.model.network import AddressMember, ForwardMode, InterfaceMember, Network, OpaqueMember, PfMember
from vftui.model.pool import resolve
from vftui.model.problem import Fix, Problem, Severity, Trap
from vftui.model.text import joined
from vftui.model.verdict import LibvirtError, Refusal, Verdict
from vftui.model.wording import shortened

UNSUITABLE_ELEMENT = Trap(
    "unsuitable-element",
    Severity.ERROR,
    "libvirt refuses <ip>, <bandwidth>, <mtu>, <bridge name> and more in a pool, and <vlan> in some modes and "
    "versions.",
    "A pool of devices has no bridge of its own, so libvirt refuses the definition with what only a bridge "
    "can do, with error 67 or 27 of domain 19: <ip>, <dns>, <domain>, <bandwidth>, <mtu>, <bridge name>. "
    "<vlan> is taken in passthrough and hostdev mode, in bridge mode by 11.3 and not by 9.0. Measured on "
    "both.\n\n"
    "Leave the element out.",
)

FORWARD_DEV = Trap(
    "forward-dev",
    Severity.ERROR,
    "<forward dev=…> must name the first <interface>, and cannot stand beside <address> or <pf>.",
    "libvirt itself writes dev= into the XML of macvtap pools, as the name of the first interface. With "
    "another name, and beside <address> or <pf>, it refuses the definition with error 27 of domain 19. So "
    "reordering a list by hand breaks it. Measured on 9.0 and 11.3.\n\n"
    "Take dev= out of the file, or let it name the first interface. vftui keeps the two together when it "
    "changes the pool.",
)

REFUSED = Trap(
    "refused",
    Severity.ERROR,
    "libvirt refuses the definition with an error of its own.",
    "virsh net-define of this text fails, and where the network exists, it stays as it was. The error that "
    "libvirt raises is in the sentence; it names only the first thing that it does not like.\n\n"
    "Correct it in the file, and read it again.",
)

FAILS_VALIDATION = Trap(
    "fails-validation",
    Severity.WARNING,
    "Plain define takes more than libvirt's schema allows: names with blanks or @, for one.",
    'virsh net-define --validate, and all that defines with validation, fail with error 92 of domain 5 ("XML '
    'document failed to validate against schema"); plain virsh net-define takes the same text. Measured on '
    "9.0 and 11.3.\n\n"
    "What is written here is most likely not what was meant. Correct it in the file.",
)

TRAPS = (UNSUITABLE_ELEMENT, FORWARD_DEV, REFUSED, FAILS_VALIDATION)

# deviceName of libvirt's schema (LIBVIRT.md, section 10).
_DEVICE_NAME = re.compile(r"[a-zA-Z0-9_.\-\\:/]+")

# The problems by which other checks tell of a refusal, and of more than the one thing that libvirt names.
_TOLD_BY: dict[Refusal, set[Trap]] = {
    Refusal.WRONG_ELEMENT: {members.WRONG_ELEMENT},
    Refusal.DUPLICATE: {members.DUPLICATE},
    Refusal.SEVERAL_PFS: {members.SEVERAL_PFS, members.DUPLICATE},
    Refusal.ADDRESS: {addresses.UNKNOWN_ADDRESS, addresses.ADDRESS_OF_PF, addresses.DECIMAL_ADDRESS},
}


def find(network: Network, host: Host, verdict: Verdict, told: Collection[Trap]) -> Iterator[Problem]:
    """The refusals that the problems found so far, `told`, do not tell."""
    error = verdict.define_error
    if error and error.refusal is Refusal.SIBLING and network.is_pool:
        yield _unsuitable(network, error)
    elif error and error.refusal is Refusal.DEV_ATTRIBUTE:
        yield _forward_dev(network, host)
    elif error and _TOLD_BY.get(error.refusal, set()).isdisjoint(told):
        unreadable = tuple(member for member in network.members if isinstance(member, OpaqueMember))
        sentence = f"libvirt {verdict.libvirt} refuses {network.name}: {_first_line(error)}"
        yield Problem(REFUSED, network.name, sentence, unreadable)
    elif error is None and verdict.validation_error and network.is_pool and not verdict.dropped:
        yield _invalid(network)


def _invalid(network: Network) -> Problem:
    odd = [member for member in network.members if isinstance(member, InterfaceMember | PfMember)]
    odd = [member for member in odd if not _DEVICE_NAME.fullmatch(member.dev)]
    what = f" the name {shortened([repr(member.dev) for member in odd])}" if odd else ""
    sentence = f"libvirt's schema does not allow{what or ' what is written'} in {network.name}."
    return Problem(FAILS_VALIDATION, network.name, sentence, tuple(dict.fromkeys(odd)))


def is_ambiguous(network: Network, verdict: Verdict) -> bool:
    """Whether dev= stands beside `<address>` or `<pf>`: what the pool is meant to be is not known before one goes."""
    error = verdict.define_error
    return bool(
        error
        and error.refusal is Refusal.DEV_ATTRIBUTE
        and any(isinstance(member, AddressMember | PfMember) for member in network.members)
    )


def _forward_dev(network: Network, host: Host) -> Problem:
    sentence = f"dev= of <forward> in {network.name} does not fit its members: libvirt refuses the definition."
    fixes: tuple[Fix, ...] = ()
    match network.members:
        case (InterfaceMember() as implied, PfMember(pf) as whole) if resolve(whole, network.mode, host).vfs:
            fixes = (Fix(f"Use all of {pf}", ReplaceMembers(network.name, ((implied, whole),))),)
        case (InterfaceMember(dev) as implied, AddressMember(), *_) if network.mode is ForwardMode.HOSTDEV:
            fixes = (Fix(f"Take dev='{dev}' out", TakeOutMembers(network.name, (implied,))),)
        case (InterfaceMember(), InterfaceMember(), *_):
            fixes = (Fix("Leave dev= out", LeaveOut(network.name, ("forward@dev",))),)
    return Problem(FORWARD_DEV, network.name, sentence, fixes=fixes)


def _unsuitable(network: Network, error: LibvirtError) -> Problem:
    named = joined([f"<{name}>" for name in error.elements])
    sentence = f"libvirt refuses {named or 'an element'} in {network.name}, a {network.mode.label} pool."
    fixes = (Fix(f"Leave {named} out", LeaveOut(network.name, error.elements)),) if error.elements else ()
    return Problem(UNSUITABLE_ELEMENT, network.name, sentence, fixes=fixes)


def _first_line(error: LibvirtError) -> str:
    return f"{error.message.partition(chr(10))[0].rstrip('.')} ({error.code}/{error.domain})."
