"""Network documents that are well-formed and hardly more: libvirt's names in any place, with values nobody meant."""

from collections.abc import Iterator, Sequence

from hypothesis import strategies as st
from lxml import etree
from netxml.recorded_answers import further, given

from vftui.errors import DocumentError
from vftui.netxml.document import NetworkDocument
from vftui.netxml.style import escape_attribute, escape_text

_TAGS = """
name uuid title description metadata forward interface address pf driver nat port bridge mac mtu domain dns forwarder
txt srv host hostname ip tftp dhcp range lease bootp route bandwidth inbound outbound vlan tag virtualport parameters
portgroup zpci network x:options x:option x:forward x:address y:pool é
"""
_ATTRIBUTES = """
mode dev managed type domain bus slot function multifunction connections uid name model ipv6 trustGuestRxFilters start
end address netmask prefix family localPtr size zone stp delay macTableManager localOnly register enable addr value
service protocol target weight mac id ip expiry unit file server gateway metric average peak burst floor classID trunk
nativeMode managerid typeid instanceid interfaceid profileid default isolated root x:dev x:mode xml:lang
"""
_MEANT = """
yes no on 0 1 64 129 0x10 010 1.5 passthrough hostdev bridge nat none open pci vfio midonet openvswitch 802.1Qbh ipv4
ipv6 seconds tagged kernel tcp ens1f0 ens1f0v0 enp1s0 52:54:00:11:22:33 09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f
10.0.0.1 10.1 0.0.0.0 255.255.255.0 255.0.255.0 240.0.0.1 fd00::1 :: fe80::1%eth0 ::ffff:10.0.0.1 a/b 0x %s
"""
_ODD = ("", " ", "-1", "+1", " 1", "1٣", "²", "\xa0", "\u2028", "\t\n\r", "'\"<&>]]>", "\U0001f50c", "a b")
_LONG = ("9" * 21, "9" * 5000, "0" * 5000 + "1", "0x" + "f" * 5000, "x" * 5000)
_BESIDE = ("\n  ", "text", "<!-- - -->", "<?forward mode='hostdev'?>", "<![CDATA[<pf dev='x'/>]]>", "&#x66;&#10;")
_NAMESPACES = "xmlns:x='http://libvirt.org/schemas/network/dnsmasq/1.0' xmlns:y='urn:y'"

VALUES = [*_MEANT.split(), *_ODD, *_LONG]
_values = st.sampled_from(VALUES) | st.text(st.characters(exclude_categories=["C"]), max_size=4)
_texts = st.sampled_from(_BESIDE) | _values.map(escape_text)


@st.composite
def _elements(draw: st.DrawFn, inside: st.SearchStrategy[str], tags: Sequence[str]) -> str:
    written = draw(st.dictionaries(st.sampled_from(_ATTRIBUTES.split()), _values, max_size=5))
    attributes = "".join(f' {name}="{escape_attribute(value)}"' for name, value in written.items())
    tag = draw(st.sampled_from(tags))
    return f"<{tag}{attributes}>{''.join(draw(st.lists(inside, max_size=4)))}</{tag}>"


_trees = st.recursive(_texts, lambda inside: _elements(inside, _TAGS.split()), max_leaves=12)
_forwards = _elements(_elements(_texts, ("interface", "address", "pf", "driver", "nat")) | _trees, ("forward",))


@st.composite
def _grown(draw: st.DrawFn) -> str:
    parts = [f"<name>n{draw(_values.map(escape_text))}</name>", *draw(st.lists(_forwards | _trees, max_size=6))]
    prologue = draw(st.sampled_from(["", "<?xml version='1.0'?>", "\ufeff", "<!-- x -->"]))
    attribute = draw(st.sampled_from(_ATTRIBUTES.split()))
    return f"{prologue}<network {_NAMESPACES} {attribute}='1'>{''.join(draw(st.permutations(parts)))}</network>"


# Every element that libvirt reads, with every attribute, so that a change gets far before something else is refused.
FULL = """\
<network connections='1' ipv6='yes' trustGuestRxFilters='no'><name>full</name><title>t</title><mtu size='1500'/>
<uuid>09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f</uuid><bridge name='br%d' zone='a' stp='on' delay='0'/>
<mac address='52:54:00:11:22:33'/><forward mode='nat'><nat ipv6='yes'><address start='192.0.2.4' end='192.0.2.5'/>
<port start='1' end='2'/></nat></forward><domain name='a.b' localOnly='yes' register='no'/><port isolated='yes'/>
<virtualport type='802.1Qbg'><parameters managerid='11' typeid='1193047' typeidversion='2'/></virtualport>
<portgroup name='a' default='yes'><bandwidth><inbound average='1' peak='2' burst='4'/><outbound average='1'/>
</bandwidth></portgroup>
<ip address='192.0.2.1' netmask='255.255.255.0' family='ipv4' localPtr='yes'><tftp root='/a'/><dhcp>
<range start='192.0.2.4' end='192.0.2.5'><lease expiry='10' unit='hours'/></range><bootp file='a' server='192.0.2.7'/>
<host mac='52:54:00:11:22:33' name='x' ip='192.0.2.9'><lease expiry='10'/></host></dhcp></ip>
<ip address='fd00::1' prefix='64' family='ipv6'><dhcp><range start='fd00::4' end='fd00::9'/>
<host id='0:4' ip='fd00::7'/></dhcp></ip>
<route family='ipv4' address='192.0.3.0' prefix='24' gateway='192.0.2.4' metric='1'/>
<route address='192.0.4.0' netmask='255.255.255.0' gateway='192.0.2.4'/>
<dns enable='yes' forwardPlainNames='no'><forwarder addr='192.0.2.9' domain='a'/><txt name='a' value='b'/>
<srv service='a' protocol='tcp' domain='x' target='.' port='1' priority='1' weight='1'/>
<host ip='192.0.2.2'><hostname>a</hostname></host></dns><metadata><y:a xmlns:y='urn:y'/></metadata></network>
"""
_written = sorted({case["xml"] for case in given("11.3")} | {xml for _, _, xml, _ in further()})


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """A document that libvirt understood, with a few attributes and texts changed."""
    root = etree.fromstring(draw(st.just(FULL) | st.sampled_from(_written)).encode())
    for _ in range(draw(st.integers(1, 3))):
        element = draw(st.sampled_from(list(root.iter(etree.Element))))
        if element.tag == "name" or draw(st.integers(0, 9)) == 0:
            element.text = "n" + draw(_values)
        else:
            names = [str(name) for name in element.attrib] or ["dev"]
            prefix = draw(st.sampled_from(["", "", "", "", "{urn:z}"]))
            element.set(prefix + draw(st.sampled_from(names)).rpartition("}")[2], draw(_values))
    return str(etree.tostring(root, encoding="unicode"))


def with_each_attribute(value: str) -> Iterator[NetworkDocument]:
    """The full document with one attribute changed, then with another."""
    root = etree.fromstring(FULL.encode())
    for element in root.iter(etree.Element):
        for name, meant in element.items():
            element.set(name, value)
            yield NetworkDocument.parse(etree.tostring(root))
            element.set(name, meant)


@st.composite
def hostile_documents(draw: st.DrawFn) -> NetworkDocument:
    """Whatever of it vftui reads."""
    try:
        return NetworkDocument.parse(draw(_grown() | _mutated()).encode())
    except DocumentError:
        return NetworkDocument.parse(FULL.encode())
