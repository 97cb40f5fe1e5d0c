"""`<dhcp>` of an `<ip>` as libvirt reads it: virNetworkDHCPDefParseXML."""

import re

from lxml.etree import _Element

from vftui.model.verdict import V9_0, LibvirtError, LibvirtVersion
from vftui.netxml.libvirt.reading import (
    NOBODY,
    ULONG_MAX,
    XML,
    RefusedError,
    elements,
    local_name,
    number,
    one_of,
    prop,
    subelement,
    unsupported,
    xml_error,
)
from vftui.netxml.libvirt.socket_address import Address, Subnet, check_range, parsed_ip

MAC = re.compile(r"([0-9a-fA-F]{1,2})(?::[0-9a-fA-F]{1,2}){5}")
_NO_DUID = re.compile(r"[^0-9a-fA-F:]")
_HOST_NAME = re.compile(r"[a-zA-Z0-9]")


def check_dhcp(element: _Element, subnet: Subnet, network: str, libvirt: LibvirtVersion) -> bool:
    """Whether there are ranges or hosts in it. Raises RefusedError where libvirt does."""
    ranges, hosts = ([child for child in elements(element) if local_name(child) == name] for name in ("range", "host"))
    for child in ranges:
        _check_range(child, subnet, network, libvirt)
    for child in hosts:
        _check_host(child, subnet, network)
    bootp = subelement(element, "bootp")
    if bootp is not None and subnet.address.version == 4:
        if prop(bootp, "file") is None and libvirt != V9_0:
            raise xml_error("Missing required attribute 'file' in element 'bootp'", XML)
        if (server := prop(bootp, "server")) is not None:
            _parsed(server)
    return bool(ranges or hosts)


def _parsed(text: str) -> Address:
    if (address := parsed_ip(text)) is None:
        message = f"Cannot parse socket address '{text}': Name or service not known"
        raise RefusedError(LibvirtError(38, NOBODY, message))
    return address


def _check_range(element: _Element, subnet: Subnet, network: str, libvirt: LibvirtVersion) -> None:
    ends = []
    for name in ("start", "end"):
        if (text := prop(element, name)) is None:
            raise xml_error(f"Missing '{name}' attribute in dhcp range for network '{network}'")
        ends.append(_parsed(text))
    check_range(ends[0], ends[1], libvirt, subnet)
    _check_lease(element)


def _check_host(element: _Element, subnet: Subnet, network: str) -> None:
    is_ipv6 = subnet.address.version == 6
    mac, duid, name, ip = (prop(element, each) for each in ("mac", "id", "name", "ip"))
    if mac is not None:
        _check_mac(mac, network, is_ipv6=is_ipv6)
    if duid is not None and (bad := _NO_DUID.search(duid)):
        raise xml_error(f"Invalid character '{bad.group()}' in id '{duid}' of network '{network}'")
    if name is not None and not _HOST_NAME.match(name):
        raise xml_error(f"Cannot use host name '{name}' in network '{network}'")
    if ip is not None and parsed_ip(ip) is None:
        raise xml_error(f"Invalid IP address in static host definition for network '{network}'")
    if is_ipv6 and duid is None and name is None:
        raise xml_error(f"Static host definition in IPv6 network '{network}' must have id or name attribute")
    if not is_ipv6 and mac is None and name is None:
        raise xml_error(f"Static host definition in IPv4 network '{network}' must have mac or name attribute")
    if ip is None:
        raise xml_error(f"Missing IP address in static host definition for network '{network}'")
    _check_lease(element)


def _check_mac(mac: str, network: str, *, is_ipv6: bool) -> None:
    if is_ipv6:
        raise xml_error(f"Invalid to specify MAC address '{mac}' in network '{network}' IPv6 static host definition")
    if (match := MAC.fullmatch(mac)) is None:
        raise xml_error(f"Cannot parse MAC address '{mac}' in network '{network}'")
    if int(match.group(1), 16) & 1:
        raise xml_error(f"expected unicast mac address, found multicast '{mac}' in network '{network}'")


def _check_lease(element: _Element) -> None:
    if (lease := subelement(element, "lease")) is None:
        return
    expiry = number(lease, "expiry", base=0, limit=ULONG_MAX) or 0
    unit = one_of(lease, "unit", ("seconds", "minutes", "hours")) or "minutes"
    if 0 < expiry < {"seconds": 120, "minutes": 2, "hours": 0}[unit]:
        raise unsupported("The minimum lease time should be greater than 2 minutes")
