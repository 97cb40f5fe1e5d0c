"""`<ip>` of a network as libvirt reads it: virNetworkIPDefParseXML.

No pool can have an `<ip>`; libvirt finds that out when it has read it.
"""

from dataclasses import replace

from lxml.etree import _Element

from vftui.model.verdict import LibvirtVersion
from vftui.netxml.libvirt.dhcp import check_dhcp
from vftui.netxml.libvirt.reading import number, unsupported, xml_error, xpath, yes_or_no
from vftui.netxml.libvirt.socket_address import Address, Subnet, parsed_ip, prefix_length


def read_ip(element: _Element, network: str, libvirt: LibvirtVersion) -> Subnet:
    """Read an `<ip>`. Raises RefusedError where libvirt does."""
    text, netmask, family = (xpath(element, name) for name in ("address", "netmask", "family"))
    if text is None:
        raise xml_error(f"Missing required address attribute in network '{network}'")
    if (address := parsed_ip(text)) is None:
        raise xml_error(f"Invalid address '{text}' in network '{network}'")
    mask = None if netmask is None else parsed_ip(netmask)
    if netmask is not None and mask is None:
        raise xml_error(f"Invalid netmask '{netmask}' in network '{network}'")
    prefix = number(element, "prefix") or 0
    yes_or_no(element, "localPtr")
    if family not in (None, "ipv4", "ipv6"):
        raise xml_error(f"Unrecognized family '{family}' in network '{network}'")
    fault = _ipv6_fault(address, mask, prefix) if family == "ipv6" else _ipv4_fault(address, mask, prefix)
    if fault is not None:
        asked = "no" if family is None else family
        raise unsupported(fault.format(family=asked, address=text, netmask=netmask, prefix=prefix, network=network))
    subnet = Subnet(address, prefix or _natural_prefix(address, mask))
    dhcp = element.find("dhcp")
    has_dhcp = dhcp is not None and check_dhcp(dhcp, subnet, network, libvirt)
    if element.find("tftp") is not None and address.version != 4:
        raise unsupported(f"Unsupported <tftp> element in an IPv6 element in network '{network}'")
    return replace(subnet, has_dhcp=has_dhcp)


def _ipv4_fault(address: Address, mask: Address | None, prefix: int) -> str | None:
    if address.version != 4:
        return "{family} family specified for non-IPv4 address '{address}' in network '{network}'"
    if mask is not None and mask.version != 4:
        return "Invalid netmask '{netmask}' for address '{address}' in network '{network}' (both must be IPv4)"
    if mask is not None and prefix:
        return "Network '{network}' IP address cannot have both a prefix and a netmask"
    return "Invalid IPv4 prefix '{prefix}' in network '{network}'" if prefix > 32 else None


def _ipv6_fault(address: Address, mask: Address | None, prefix: int) -> str | None:
    if address.version != 6:
        return "Family 'ipv6' specified for non-IPv6 address '{address}' in network '{network}'"
    if mask is not None:
        return "netmask not allowed for IPv6 address '{address}' in network '{network}'"
    return "Invalid IPv6 prefix '{prefix}' in network '{network}'" if prefix > 128 else None


def _natural_prefix(address: Address, mask: Address | None) -> int:
    """The bits of the netmask, or what the class of the address says (virSocketAddrGetIPPrefix)."""
    if mask is not None:
        return prefix_length(mask)
    if int(address) == 0:
        return 0
    if address.version == 6:
        return 64
    first = int(address) >> 24
    return 8 if first < 0x80 else 16 if first < 0xC0 else 24 if first < 0xE0 else -1
