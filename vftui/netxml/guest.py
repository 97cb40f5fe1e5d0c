"""What a guest's XML says of networks, and of the devices that it holds (LIBVIRT.md, section 7)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from vftui.model.running import Attachment
from vftui.netxml.port import attribute, macvtap_mode, pci_address
from vftui.netxml.wellformed import parse_xml


@dataclass(frozen=True, slots=True)
class Guest:
    """`networks` are those that its definition names, each once; `attachments` the devices that it holds now."""

    name: str
    networks: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


def read_guest(inactive: str, live: str | None) -> Guest:
    """Read a guest's inactive XML, and its live XML where it runs. Raises DocumentError where they are not XML.

    The live XML of a device of a hostdev network does not name the network: the inactive one does, of the same MAC.
    """
    definition = parse_xml(inactive)
    named = dict(_networks(definition))
    name = definition.findtext("name") or ""
    held = () if live is None else _attachments(name, parse_xml(live), named)
    return Guest(name, tuple(dict.fromkeys(named.values())), tuple(held))


def _networks(domain: _Element) -> Iterator[tuple[str | None, str]]:
    """MAC and network of each interface that names one."""
    for interface in domain.iterfind("devices/interface[@type='network']"):
        if (network := attribute(interface.find("source"), "network")) is not None:
            yield attribute(interface.find("mac"), "address"), network


def _attachments(guest: str, domain: _Element, named: dict[str | None, str]) -> Iterator[Attachment]:
    for interface in domain.iterfind("devices/interface"):
        source, mac = interface.find("source"), attribute(interface.find("mac"), "address")
        network = attribute(source, "network")
        match interface.get("type"):
            case "direct":
                yield Attachment(guest, network, mac, attribute(source, "dev"), mode=macvtap_mode(source))
            case "hostdev":
                yield Attachment(guest, network or named.get(mac), mac, address=pci_address(source))
            case _ if network is not None:
                yield Attachment(guest, network, mac)
    yield from _hostdevs(guest, domain.iterfind("devices/hostdev[@type='pci']"))


def _hostdevs(guest: str, elements: Iterable[_Element]) -> Iterator[Attachment]:
    for element in elements:
        if (address := pci_address(element.find("source"))) is not None:
            yield Attachment(guest, address=address)
