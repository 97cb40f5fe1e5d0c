"""Pools with whole PFs for tests of the intent in `<metadata>`, and the form that libvirt itself gives a document."""

from importlib.resources import files

from hypothesis import strategies as st
from lxml import etree
from lxml.etree import _Element
from netxml.definitions import address, address_members, interface_members, interfaces, netdevs, parse, pf_members

from vftui.model.intent import digest
from vftui.model.network import AddressMember, ForwardMode, InterfaceMember, ListedPfMember, Member, Network
from vftui.netxml.document import NetworkDocument
from vftui.netxml.intent import NAMESPACE

SCHEMA = etree.RelaxNG(etree.fromstring(files("vftui.netxml").joinpath("pool-metadata.rng").read_bytes()))
ENS1 = ListedPfMember("ens1", interfaces("ens1v0", "ens1v1"))
# Of ENS1 and ens2v7, as the files have it.
LIST = "<interface dev='ens1v0'/><interface dev='ens1v1'/><interface dev='ens2v7'/>"
PF = f"<v:pf dev='ens1' vfs='2' digest='{digest(ENS1.listed)}'/>"
SINGLE = "<v:interface dev='ens2v7'/>"
VF = interfaces("ens2v7")
MIXED: tuple[Member, ...] = (ENS1, *VF)
PLAIN: tuple[Member, ...] = (*ENS1.listed, *VF)
HOSTDEV = Network(
    "fast",
    ForwardMode.HOSTDEV,
    (address("82:10.3"), ListedPfMember("ens1", (address("81:10.0"), address("0001:81:10.1")))),
)


def ours(content: str, attributes: str = "") -> str:
    """Our element with this content."""
    return f"<v:pool xmlns:v='{NAMESPACE}'{attributes}>{content}</v:pool>"


def pool_of(metadata: str, members: str = LIST, mode: str = "passthrough") -> NetworkDocument:
    """A document with this content of `<metadata>` and of `<forward>`."""
    return parse(
        f"<network>\n  <name>a</name>\n  <metadata>{metadata}</metadata>\n"
        f"  <forward mode='{mode}'>{members}</forward>\n</network>\n"
    )


def our_elements(document: NetworkDocument) -> list[_Element]:
    return etree.fromstring(document.content).findall(f"metadata/{{{NAMESPACE}}}pool")


@st.composite
def mixtures(draw: st.DrawFn, mode: ForwardMode) -> tuple[Member, ...]:
    """Whole PFs and single VFs in any order, and now and then a `<pf>` that libvirt drops."""
    single: st.SearchStrategy[InterfaceMember | AddressMember] = (
        address_members if mode is ForwardMode.HOSTDEV else interface_members
    )
    devs = draw(st.lists(netdevs, min_size=1, max_size=3, unique=True))
    whole: list[Member] = [ListedPfMember(dev, tuple(draw(st.lists(single, min_size=1, max_size=4)))) for dev in devs]
    singles: list[Member] = [*draw(st.lists(single, max_size=4)), *draw(st.lists(pf_members, max_size=1))]
    return tuple(draw(st.permutations(whole + singles)))


def as_libvirt_prints(document: NetworkDocument) -> NetworkDocument:
    """The document as libvirt gives it back (LIBVIRT.md, section 4): written anew, `<metadata>` with double quotes.

    Of that it keeps elements with a namespace, one of each, and no comment between them.
    """
    root = etree.fromstring(document.content)
    lines = ["<network>", f"  <name>{document.network.name.replace('&', '&amp;')}</name>"]
    metadata = root.find("metadata")
    kept: dict[str | None, _Element] = {}
    for child in metadata.iterchildren(tag=etree.Element) if metadata is not None else ():
        kept.setdefault(etree.QName(child).namespace, child)
    kept.pop(None, None)
    if kept:
        lines += ["  <metadata>", *map(_printed, kept.values()), "  </metadata>"]
    forward = root.find("forward")
    assert forward is not None
    lines.append(f"  <forward mode='{document.network.mode}'>")
    lines += [f"    <{child.tag}{_attributes(child)}/>" for child in forward.iterchildren(tag=etree.Element)]
    return parse("\n".join([*lines, "  </forward>", "</network>", ""]))


def _printed(element: _Element) -> str:
    """One element of metadata, indented below it."""
    parser = etree.XMLParser(remove_blank_text=True)
    alone = etree.fromstring(etree.tostring(element, with_tail=False), parser)
    etree.indent(alone, level=2)
    return "    " + etree.tostring(alone).decode()


def _attributes(element: _Element) -> str:
    """As virBufferEscapeString writes them."""
    escapes: dict[str, str | int | None] = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&apos;", '"': "&quot;"}
    escapes |= {char: f"&#x{ord(char):X};" for char in "\t\n\r"}
    values = {str(key): str(value) for key, value in element.attrib.items()}
    return "".join(f" {key}='{value.translate(str.maketrans(escapes))}'" for key, value in values.items())
