"""PCI addresses that name no VF of this host, or another one than meant."""

from collections.abc import Iterator

from vftui.model.edits import Edit, ReplaceMembers, TakeOutMembers, Together, UseWholePf
from vftui.model.host import Host
from vftui.model.network import AddressMember, ForwardMode, Member, Network
from vftui.model.pool import kept_kind
from vftui.model.problem import Fix, Problem, Severity, Trap
from vftui.model.verdict import DecimalAddress, Verdict
from vftui.model.wording import members_named, shortened

UNKNOWN_ADDRESS = Trap(
    "unknown-address",
    Severity.ERROR,
    "A hostdev pool with an address that is no VF now cannot be defined; one defined before fails its guests.",
    "libvirt looks up every <address> of a hostdev pool at each define and refuses the whole definition where "
    'one is no VF, with error 67 of domain 19 ("is not an SR-IOV Virtual Function"). It does not look at '
    "start or when the daemon loads it, so that a network defined earlier stays and starts, guests that get "
    "the address fail, and it cannot be redefined before the VF is back: undefined, it is lost. Define was "
    "measured on 9.0 and 11.3, the rest on 11.3.\n\n"
    "VFs keep their addresses when they are made again, so look at sriov_numvfs of the PF first. Else take "
    "the address out.",
)

ADDRESS_OF_PF = Trap(
    "address-of-pf",
    Severity.ERROR,
    "libvirt refuses the address of a PF in a hostdev pool: every <address> must be a VF.",
    'libvirt refuses the whole definition with error 67 of domain 19 ("is not an SR-IOV Virtual Function"). '
    "Measured on 9.0 and 11.3.\n\n"
    "All VFs of a PF are written as <pf dev='PF'/>, by its netdev name.",
)

DECIMAL_ADDRESS = Trap(
    "decimal-address",
    Severity.ERROR,
    "libvirt reads a bus, slot or function without 0x as decimal: slot='10' is slot 0a.",
    "lspci and the kernel write addresses in hexadecimal without 0x, libvirt takes such a number for decimal, "
    "and one with a leading 0 for octal. As libvirt reads it, this address is no VF of this host, so that it "
    "refuses the definition with error 67 of domain 19; read in hexadecimal it is one. Measured on 9.0 and "
    "11.3.\n\n"
    "Write it with 0x, as libvirt does.",
)

DECIMAL_NOTATION = Trap(
    "decimal-notation",
    Severity.HINT,
    "An address without 0x names another device than it seems to: libvirt reads decimal.",
    "libvirt takes a bus, slot or function without 0x for decimal, and one with a leading 0 for octal, while "
    "lspci and the kernel write hexadecimal. Here the address means a VF, or nothing, either way; a reader "
    "may take it for another one. Measured on 9.0 and 11.3.\n\n"
    "libvirt writes it with 0x when it is defined.",
)

TRAPS = (UNKNOWN_ADDRESS, ADDRESS_OF_PF, DECIMAL_ADDRESS, DECIMAL_NOTATION)


def find(network: Network, host: Host, verdict: Verdict) -> Iterator[Problem]:
    if network.mode is not ForwardMode.HOSTDEV or kept_kind(network.members) is not AddressMember:
        return
    decimal, notation = _split(verdict, host)
    misread = {each.member for each in decimal}
    pfs: list[tuple[Member, str]] = []
    unknown: list[Member] = []
    for member in dict.fromkeys(network.members):
        if not isinstance(member, AddressMember) or member.address in host.vf_by_address or member in misread:
            continue
        pf = host.pf_by_address.get(member.address)
        pfs += [(member, pf.name)] if pf else []
        unknown += [] if pf else [member]
    if decimal:
        yield _decimal(network, decimal, host)
    if notation:
        yield _notation(network, notation, host)
    if pfs:
        yield _pfs(network, pfs, host)
    if unknown:
        yield _unknown(network, tuple(unknown), host)


def _split(verdict: Verdict, host: Host) -> tuple[list[DecimalAddress], list[DecimalAddress]]:
    """Those that are a VF only when read in hex, and the others that read differently."""
    wrong, odd = [], []
    for each in verdict.decimal:
        known = each.member.address in host.vf_by_address
        if not known and each.in_hex in host.vf_by_address:
            wrong.append(each)
        elif each.in_hex is not None:
            odd.append(each)
    return wrong, odd


def _decimal(network: Network, decimal: list[DecimalAddress], host: Host) -> Problem:
    meant = [(each.member, AddressMember(each.in_hex)) for each in decimal if each.in_hex is not None]
    texts = shortened([each.text for each in decimal])
    new = members_named([new for _, new in meant], host)
    sentence = (
        f"{network.name} writes {texts}, which libvirt reads as decimal: no VF here, so it refuses the definition."
        f" In hexadecimal it is {new}."
    )
    fixes = (Fix(f"Write {new}", ReplaceMembers(network.name, tuple(meant))),)
    return Problem(DECIMAL_ADDRESS, network.name, sentence, tuple(old for old, _ in meant), fixes=fixes)


def _notation(network: Network, decimal: list[DecimalAddress], host: Host) -> Problem:
    members = tuple(each.member for each in decimal)
    texts = shortened([each.text for each in decimal])
    sentence = f"{network.name} writes {texts} without 0x; libvirt reads decimal: {members_named(members, host)}."
    return Problem(DECIMAL_NOTATION, network.name, sentence, members)


def _pfs(network: Network, found: list[tuple[Member, str]], host: Host) -> Problem:
    members = tuple(member for member, _ in found)
    named = shortened([name for _, name in found])
    what = f"address of the PF {named}" if len(found) == 1 else f"addresses of the PFs {named}"
    sentence = f"{network.name} lists the {what}: libvirt takes VFs only and refuses the definition."
    whole = [(member, name) for member, name in found if (pf := host.pf_by_netdev.get(name)) and pf.vfs]
    fixes = [Fix(f"Take {named} out", TakeOutMembers(network.name, members))]
    if len(whole) == len(found):
        edits: tuple[Edit, ...] = tuple(UseWholePf(network.name, member, name) for member, name in found)
        fixes.insert(0, Fix("Use all its VFs", Together(edits)))
    return Problem(ADDRESS_OF_PF, network.name, sentence, members, fixes=tuple(fixes))


def _unknown(network: Network, members: tuple[Member, ...], host: Host) -> Problem:
    named = members_named(members, host)
    sentence = f"{network.name} lists {named}, no VF of this host now: libvirt refuses the definition."
    return Problem(
        UNKNOWN_ADDRESS,
        network.name,
        sentence,
        members,
        fixes=(Fix(f"Take {named} out", TakeOutMembers(network.name, members)),),
    )
