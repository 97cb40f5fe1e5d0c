"""Network documents with more and stranger things in them than vftui writes, and hosts that some of it is on."""

from hypothesis import strategies as st
from netxml.definitions import parse

from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.pci import PciAddress
from vftui.netxml.document import NetworkDocument
from vftui.netxml.style import escape_attribute

_NETDEVS = ("ens1f0v0", "ens1f0v1", "ens1f0v2", "ens1f0", "eth9", "", "a b", "ethé", "<&'\">", "ens1f1v0")
_MODES = ("passthrough", "bridge", "vepa", "private", "hostdev", "hostdev", "nat", "none", "Hostdev", " bridge ", "")
_NUMBERS = ("0x00", "0", "0x1", "1", "010", "0x10", "10", "16", "8", "0x20", "+1", " 1", "-1", "x", "", "0x3b", "59")
_SIBLINGS = (
    "<uuid>0d3f1c1e-7c3f-4f60-9f0e-1a2b3c4d5e6f</uuid>",
    "<uuid>no</uuid>",
    "<title>one</title>",
    "<description/>",
    "<vlan><tag id='4'/></vlan>",
    "<vlan trunk='no'><tag id=' 4 ' nativeMode='tagged'/></vlan>",
    "<bridge delay='0' colour='red'/>",
    "<bridge name='br0'/>",
    "<ip address='192.0.2.1' prefix='24' note=''/>",
    "<mtu size='0'/>",
    "<mac/>",
    "<domain localOnly='no'/>",
    "<dns enable='yes'/>",
    "<port isolated='yes'><b/></port>",
    "<bandwidth><inbound average='0'/></bandwidth>",
    "<portgroup name='a' default='no'><virtualport/></portgroup>",
    "<virtualport type='802.1Qbh'><parameters profileid='p'/></virtualport>",
    "<metadata><plain/><x:a xmlns:x='u'><b/></x:a><x:c xmlns:x='u'/></metadata>",
    "<x:foreign xmlns:x='u' x:a='b'/>",
    "<forward mode='nat'><pf dev='x'/></forward>",
    "<unknown><forward/></unknown>",
    "text",
    "<!-- comment -->",
)


def _attribute(name: str, values: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *(f" {name}='{escape_attribute(value)}'" for value in values)])


_extras = st.sampled_from(["", "", "", "", " connections='2'", " foo='1'", " xmlns:x='u' x:dev='z'"])
_plain_extras = st.sampled_from(["", "", "", " connections='2'", " type='sriov'", " foo='1'"])
_insides = st.sampled_from(["", "", "", "text", "<b c='d'/>", "<zpci uid='1'/>", "<!-- in -->"])
_interfaces = st.builds("<interface{}{}>{}</interface>".format, _attribute("dev", _NETDEVS), _extras, _insides)
_pfs = st.builds("<pf{}{}>{}</pf>".format, _attribute("dev", _NETDEVS), _extras, _insides)
_addresses = st.builds(
    "<address{}{}{}{}{}{}{}>{}</address>".format,
    st.sampled_from([" type='pci'"] * 6 + ["", " type='usb'"]),
    _attribute("domain", _NUMBERS[:2]),
    _attribute("bus", _NUMBERS),
    _attribute("slot", _NUMBERS),
    _attribute("function", _NUMBERS[:4]),
    _attribute("multifunction", ("on", "x")) | st.just(""),
    st.sampled_from(["", "", "", " connections='2'", " foo='1'"]),
    _insides,
)
_HARMLESS = (
    "<driver name='vfio'/>",
    "<driver name='kvm' model='m' foo=''/>",
    "<driver/>",
    "<driver model='m'><b/></driver>",
    "<unknown><pf dev='x'/></unknown>",
    "<x:pf xmlns:x='u' dev='ens1f0'/>",
    "<!-- rack 4 -->",
)
_others = st.sampled_from(
    [*_HARMLESS, "<driver name='xen'/>", "<nat ipv6='no'/>", "<nat><port start='1' end='9'/></nat>"]
)


@st.composite
def odd_documents(draw: st.DrawFn) -> NetworkDocument:
    """Few of them would libvirt accept."""
    kinds = draw(st.sampled_from([(_interfaces,), (_addresses,), (_pfs,), (_interfaces, _pfs), (_addresses, _pfs)]))
    members = draw(st.lists(st.one_of(*kinds), max_size=5))
    children = draw(st.permutations([*members, *draw(st.lists(_others, max_size=2))]))
    attributes = [
        draw(_attribute("mode", _MODES)),
        draw(st.just("") | _attribute("dev", _NETDEVS)),
        draw(_attribute("managed", ("yes", "no", "YES", ""))),
        draw(st.sampled_from(["", "", "", " foo='1'"])),
    ]
    siblings = draw(st.lists(st.sampled_from(_SIBLINGS), max_size=3))
    name = draw(st.sampled_from(["web", "a&amp;b", "a/b", "a\nb", "x" * 250]))
    root = draw(st.sampled_from(["", "", " ipv6='no'", " connections='1'", " foo=''"]))
    break_ = draw(st.sampled_from(["", "\n  "]))
    text = break_.join(
        [
            f"<network{root}>",
            f"<name>{name}</name>",
            f"<forward{''.join(attributes)}>",
            *children,
            "</forward>",
            *siblings,
        ]
    )
    return parse(f"{text}</network>")


@st.composite
def small_hosts(draw: st.DrawFn) -> Host:
    """A PF named ens1f0, with VFs where the documents look for some; not all of them with a netdev."""
    places = draw(st.permutations([PciAddress(0, 1, slot, function) for slot in (0, 8, 10, 16) for function in (0, 1)]))
    vfs = tuple(
        VirtualFunction(index, address, draw(st.sampled_from([f"ens1f0v{index}", None])))
        for index, address in enumerate(places[: draw(st.integers(0, len(places)))])
    )
    netdevs = draw(st.sampled_from([("ens1f0",), ("ens1f0", "eth9"), ()]))
    return Host("small", "made up", (PhysicalFunction(PciAddress(0, 0x3B, 0, 0), netdevs, vfs=vfs),))


_further_parts = st.sampled_from(["", "", " domain='0'", " multifunction='on'"])


def _notations(number: int) -> st.SearchStrategy[str]:
    return st.sampled_from(
        [f"{number:#04x}", f"{number:#04x}", f"{number:#x}", str(number), f"0{number:o}", f" +{number}"]
    )


@st.composite
def _vf_addresses(draw: st.DrawFn, host: Host) -> list[str]:
    addresses = [vf.address for pf in host.pfs for vf in pf.vfs]
    return [
        f"<address function='{draw(_notations(address.function))}' slot='{draw(_notations(address.slot))}' type='pci'"
        f" bus='{draw(_notations(address.bus))}'{draw(_further_parts)}{draw(_extras)}>{draw(_insides)}</address>"
        for address in draw(st.permutations(addresses))[: draw(st.integers(0, len(addresses)))]
    ]


@st.composite
def _netdev_interfaces(draw: st.DrawFn) -> list[str]:
    names = draw(st.lists(st.sampled_from(_NETDEVS), unique=True, max_size=5))
    return [
        f"<interface{draw(_plain_extras)} dev='{escape_attribute(name)}'>{draw(_insides)}</interface>" for name in names
    ]


@st.composite
def acceptable_documents(draw: st.DrawFn, host: Host) -> NetworkDocument:
    """Documents that libvirt accepts on `host`, however odd they are."""
    mode = draw(st.sampled_from(["passthrough", "bridge", "hostdev", "hostdev"]))
    members = draw(_vf_addresses(host) if mode == "hostdev" else _netdev_interfaces())
    others = [f"<pf dev='{draw(st.sampled_from(['ens1f0', 'ens1f1', '']))}'{draw(_extras)}/>"] * draw(st.integers(0, 1))
    if mode != "hostdev" and members:
        others += draw(st.lists(_addresses, max_size=2))
    others += draw(st.lists(st.sampled_from(_HARMLESS), max_size=2))
    attributes = f" mode='{mode}'{draw(_attribute('managed', ('yes', 'no', 'YES', '')))}{draw(_plain_extras)}"
    children = "\n  ".join(draw(st.permutations([*members, *others])))
    return parse(f"<network><name>web</name>\n <forward{attributes}>{children}</forward></network>")
