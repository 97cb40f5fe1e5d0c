"""A port of a network: which guest holds which device through it (LIBVIRT.md, section 7)."""

from lxml.etree import _Element

from vftui.model.network import AddressMember, ForwardMode
from vftui.model.pci import PciAddress
from vftui.model.running import Attachment
from vftui.netxml.member import read_member
from vftui.netxml.wellformed import parse_xml

_MACVTAP = {mode.value: mode for mode in ForwardMode if mode.is_macvtap}


def read_port(xml: str, network: str) -> Attachment:
    """What the XML of a port of that network says. Raises DocumentError where it is not XML."""
    root = parse_xml(xml)
    plug = root.find("plug")
    is_direct = attribute(plug, "type") == "direct"
    return Attachment(
        guest=root.findtext("owner/name") or "",
        network=network,
        mac=attribute(root.find("mac"), "address"),
        netdev=attribute(plug, "dev") if is_direct else None,
        address=pci_address(plug),
        has_port=True,
        mode=macvtap_mode(plug) if is_direct else None,
    )


def attribute(element: _Element | None, name: str) -> str | None:
    """The attribute; None where there is none, or no element."""
    return None if element is None else element.get(name)


def pci_address(parent: _Element | None) -> PciAddress | None:
    """The PCI address that stands in the element."""
    element = None if parent is None else parent.find("address")
    member = None if element is None else read_member(element, "address")
    return member.address if isinstance(member, AddressMember) else None


def macvtap_mode(element: _Element | None) -> ForwardMode | None:
    """The `mode` of a `<plug>` or a `<source>`."""
    return _MACVTAP.get(attribute(element, "mode") or "")
