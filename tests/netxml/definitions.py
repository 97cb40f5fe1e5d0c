"""Network documents for tests: made-up ones in every style, and the real ones libvirt has judged."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from vftui.model.network import AddressMember, ForwardMode, InterfaceMember, Member, OpaqueMember, PfMember
from vftui.model.pci import PciAddress
from vftui.netxml.document import NetworkDocument
from vftui.netxml.style import escape_attribute

DATA = Path(__file__).parent / "data"
PAIRS = sorted(path.name.removesuffix("-in.xml") for path in (DATA / "pairs").glob("*-in.xml"))
VERDICTS: list[dict[str, Any]] = json.loads((DATA / "verdicts-libvirt-11.3.json").read_text())


def pair(name: str) -> tuple[bytes, bytes]:
    """A document as it was, and as it must be after the edit that the second one shows."""
    return (DATA / f"pairs/{name}-in.xml").read_bytes(), (DATA / f"pairs/{name}-out.xml").read_bytes()


def parse(text: str) -> NetworkDocument:
    return NetworkDocument.parse(text.encode())


def pool(forward: str) -> NetworkDocument:
    """A document of which only the `<forward>` element matters."""
    return parse(f"<network>\n  <name>pool</name>\n  {forward}\n</network>\n")


def with_members(document: NetworkDocument, *members: Member) -> NetworkDocument:
    return document.with_network(replace(document.network, members=members))


def interfaces(*devs: str) -> tuple[InterfaceMember, ...]:
    return tuple(map(InterfaceMember, devs))


def address(text: str) -> AddressMember:
    return AddressMember(PciAddress.parse(text))


netdevs = st.one_of(
    st.from_regex(r"(en|eth)[a-z0-9]{1,6}", fullmatch=True),
    st.text(st.characters(min_codepoint=9, max_codepoint=0x10FFFF, exclude_categories=["C"]), min_size=1, max_size=6),
    st.sampled_from(["a b", "<dev/>", "a&amp;b", "'", '"', "\t", "\n", "\r\n", "]]>", "-->", "é", "€", "\U0001f50c"]),
)
addresses = st.builds(
    PciAddress,
    st.sampled_from([0, 0, 0, 1, 0xFFFF, 0x10000, 0xFFFFFFFF]),
    st.integers(0, 0xFF),
    st.integers(0, 0x1F),
    st.integers(0, 7),
)
interface_members = st.builds(InterfaceMember, netdevs)
address_members = st.builds(AddressMember, addresses)
pf_members = st.builds(PfMember, netdevs)
# Members for a pool of interfaces, and for one of addresses. Plain ones can be written in one way only.
_Kinds = tuple[st.SearchStrategy[Member], st.SearchStrategy[Member]]
_any_members: st.SearchStrategy[_Kinds] = st.just((interface_members, address_members))
_plain_members: st.SearchStrategy[_Kinds] = st.sampled_from([0, 1]).map(
    lambda domain: (
        interface_members.filter(lambda member: member.dev.isalnum()),
        address_members.map(lambda member: AddressMember(replace(member.address, domain=domain))),
    )
)
members = st.one_of(interface_members, address_members, pf_members)
pool_modes = st.sampled_from([mode for mode in ForwardMode if mode.is_pool])


@dataclass(frozen=True)
class Style:
    """How somebody writes XML."""

    line: str
    indent: str
    quote: str
    closing: str
    terse: bool


styles = st.builds(
    Style,
    line=st.sampled_from(["\n", "\n", "\r\n", ""]),
    indent=st.sampled_from(["  ", "\t", "    ", " ", ""]),
    quote=st.sampled_from(["'", '"']),
    closing=st.sampled_from(["/>", " />", "></{}>", " ></{} >"]),
    terse=st.booleans(),
)


def element(style: Style, member: Member) -> str:
    """A member as somebody of that style writes it."""
    match member:
        case InterfaceMember(dev):
            tag, values = "interface", {"dev": dev}
        case PfMember(dev):
            tag, values = "pf", {"dev": dev}
        case AddressMember(pci):
            tag = "address"
            values = {"function": f"0x{pci.function:x}", "slot": f"0x{pci.slot:02x}", "bus": f"0x{pci.bus:02x}"}
            if pci.domain or not style.terse:
                values["domain"] = f"0x{pci.domain:04x}"
            values["type"] = "pci"
        case OpaqueMember(text):
            return text
    attributes = "".join(f" {name}={style.quote}{_quoted(value)}{style.quote}" for name, value in values.items())
    return f"<{tag}{attributes}{style.closing.format(tag)}"


def _quoted(value: str) -> str:
    return "".join(char if char.isalnum() or char in "-_.:" else f"&#{ord(char)};" for char in value)


_PROLOGUES = st.sampled_from(
    ["", "<?xml version='1.0'?>\n", "<!-- <forward mode='nat'/> -->\r\n\n", '<?xml version="1.0" encoding="UTF-8"?>']
)
_BEFORE = st.sampled_from(
    ["", "<uuid>0d3f1c1e-7c3f-4f60-9f0e-1a2b3c4d5e6f</uuid>", "<metadata><x:a xmlns:x='u'>></x:a></metadata>"]
)
_AFTER = st.sampled_from(
    ["", "<vlan>\n<tag id='4'/></vlan>", "<forward><pf dev='no'/></forward>", "<!-- end --><?x </network> ?>"]
)
_NOISE = st.sampled_from(
    [
        "",
        "",
        "",
        "{lead}<!-- rack 4 -->",
        " <!-- first\n   row -->",
        "{lead}<unknown/>",
        "   ",
        "text",
        "<![CDATA[<pf/>]]>",
    ]
)


@st.composite
def documents(draw: st.DrawFn, *, tidy: bool = False) -> NetworkDocument:
    """A pool of any mode, with one member or more, all different; `tidy` ones have nothing but members in the pool."""
    style, mode = draw(styles), draw(pool_modes)
    kind = draw(_plain_members if tidy else _any_members)[mode is ForwardMode.HOSTDEV]
    pool = draw(st.lists(kind, min_size=1, max_size=8, unique=True))
    noise = st.just("") if tidy else _NOISE
    lead = style.line + 2 * style.indent if style.line else ""
    children = [element(style, member) for member in pool]
    if not tidy and draw(st.booleans()):
        children.insert(0, f"<driver name={style.quote}vfio{style.quote}/>")
    content = "".join(draw(noise).replace("{lead}", lead) + lead + child for child in children) + draw(noise).format(
        lead=lead
    )
    dev = ""
    if isinstance(pool[0], InterfaceMember) and pool[0].dev and draw(st.booleans()):
        dev = f" dev={style.quote}{escape_attribute(pool[0].dev)}{style.quote}"
    outer = style.line + style.indent if style.line else ""
    text = (
        f"{draw(_PROLOGUES)}<network>{outer}<name>a&amp;b</name>{draw(_BEFORE)}"
        f"{outer}<forward mode={style.quote}{mode}{style.quote}{dev}>{content}{outer}</forward>"
        f"{draw(_AFTER)}{style.line}</network>"
    )
    return parse(text)


def _pools(contents: Iterable[bytes]) -> st.SearchStrategy[NetworkDocument]:
    parsed = map(NetworkDocument.parse, contents)
    return st.sampled_from([document for document in parsed if document.network.is_pool and document.network.members])


_edited = [content for name in PAIRS for content in pair(name)]
real_documents = _pools([*_edited, *(each["xml"].encode() for each in VERDICTS)])
accepted_documents = _pools([*_edited, *(each["xml"].encode() for each in VERDICTS if each["define"]["ok"])])
