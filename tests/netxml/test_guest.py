"""What the XML of guests and ports says of the devices that guests hold."""

import pytest
from guests import recorded
from lxml import etree
from lxml.etree import _Element

from vftui.errors import DocumentError
from vftui.model.network import ForwardMode
from vftui.model.pci import PciAddress
from vftui.model.running import Attachment
from vftui.netxml.guest import Guest, read_guest
from vftui.netxml.port import read_port

ON_PASSTHROUGH = Attachment("r4g1", "r4pt", "52:54:00:aa:00:01", "enp1s0v4", mode=ForwardMode.PASSTHROUGH)
ON_HOSTDEV = Attachment("r4g1", "r4hd", "52:54:00:aa:00:02", address=PciAddress.parse("0000:02:11.0"))
ON_BRIDGE = Attachment("r4g1", "r4br", "52:54:00:aa:00:03", "enp2s0", mode=ForwardMode.BRIDGE)


def remove(element: _Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


@pytest.mark.parametrize(
    ("name", "network", "held"),
    [
        ("port-passthrough", "r4pt", ON_PASSTHROUGH),
        ("port-hostdev", "r4hd", ON_HOSTDEV),
        ("port-bridge", "r4br", ON_BRIDGE),
    ],
)
def test_a_port_names_the_guest_and_its_device(name: str, network: str, held: Attachment) -> None:
    port = read_port(recorded(name), network)

    assert port.has_port
    assert (port.guest, port.network, port.mac) == (held.guest, held.network, held.mac)
    assert (port.netdev, port.address, port.mode) == (held.netdev, held.address, held.mode)


def test_a_port_on_a_bridge_of_libvirts_has_no_device() -> None:
    xml = "<networkport><owner><name>web</name></owner><plug type='network' bridge='virbr0'/></networkport>"

    assert read_port(xml, "default") == Attachment("web", "default", has_port=True)


def test_a_running_guest_holds_what_its_live_xml_says_through_the_networks_that_its_definition_names() -> None:
    guest = read_guest(recorded("on-networks-inactive"), recorded("on-networks-live"))

    assert guest == Guest("r4g1", ("r4pt", "r4hd", "r4br"), (ON_PASSTHROUGH, ON_HOSTDEV, ON_BRIDGE))


def test_a_guest_that_is_off_names_networks_and_holds_nothing() -> None:
    assert read_guest(recorded("off"), None) == Guest("r4g3", ("r4hd",))


def test_a_guest_may_hold_devices_outside_every_network() -> None:
    xml = recorded("by-itself-live")
    guest = read_guest(xml, xml)

    assert guest.networks == ()
    assert guest.attachments == (
        Attachment("r4g2", None, "52:54:00:aa:00:04", "enp1s0v6", mode=ForwardMode.PASSTHROUGH),
        Attachment("r4g2", None, "52:54:00:aa:00:05", address=PciAddress.parse("0000:02:11.2")),
        Attachment("r4g2", address=PciAddress.parse("0000:02:10.6")),
    )


def test_a_guest_on_a_bridge_of_libvirts_is_on_the_network_and_holds_no_device() -> None:
    xml = """<domain><name>web</name><devices><interface type='network'><mac address='52:54:00:00:00:01'/>
        <source network='default' portid='b7' bridge='virbr0'/><target dev='vnet0'/></interface></devices></domain>"""

    assert read_guest(xml, xml) == Guest("web", ("default",), (Attachment("web", "default", "52:54:00:00:00:01"),))


def test_a_device_that_was_added_for_the_next_start_is_not_held() -> None:
    live = etree.fromstring(recorded("on-networks-live"))
    for interface in live.findall("devices/interface")[1:]:
        remove(interface)
    guest = read_guest(recorded("on-networks-inactive"), etree.tostring(live, encoding="unicode"))

    assert guest == Guest("r4g1", ("r4pt", "r4hd", "r4br"), (ON_PASSTHROUGH,))


@pytest.mark.parametrize(
    "missing", ["mac", "source", "source/address", "@dev", "@network", "@address", "@bus", "@type"]
)
def test_what_libvirt_never_leaves_out_hides_nothing_else(missing: str) -> None:
    live = etree.fromstring(recorded("on-networks-live"))
    for interface in live.findall("devices/interface")[:2]:
        for element in interface.iter() if missing.startswith("@") else list(interface.iterfind(missing)):
            if missing.startswith("@"):
                element.attrib.pop(missing[1:], "")
            else:
                remove(element)

    guest = read_guest(recorded("on-networks-inactive"), etree.tostring(live, encoding="unicode"))

    assert guest.networks == ("r4pt", "r4hd", "r4br")
    assert ON_BRIDGE in guest.attachments


@pytest.mark.parametrize("text", ["", "<domain>", "<!DOCTYPE domain [<!ENTITY a 'b'>]><domain/>"])
def test_what_is_no_xml_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        read_guest(text, None)
    with pytest.raises(DocumentError):
        read_port(text, "front")
