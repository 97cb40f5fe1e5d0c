"""What stands beside `<forward>`, as libvirt reads it, in its order: the rest of virNetworkDefParseXML."""

from dataclasses import dataclass

from lxml.etree import _Element

from vftui.model.verdict import V9_0, LibvirtVersion
from vftui.netxml.libvirt.dhcp import MAC
from vftui.netxml.libvirt.dns import read_dns
from vftui.netxml.libvirt.ip import read_ip
from vftui.netxml.libvirt.link import UUID, PortGroup, read_bandwidth, read_portgroup, read_virtualport, read_vlan
from vftui.netxml.libvirt.reading import (
    ULONG_MAX,
    XML,
    RefusedError,
    detail,
    internal,
    parsed_number,
    prop,
    unsupported,
    wrapped_number,
    xml_error,
    xpath,
    yes_or_no,
)
from vftui.netxml.libvirt.route import check_routes
from vftui.netxml.libvirt.socket_address import Subnet

DNSMASQ = "http://libvirt.org/schemas/network/dnsmasq/1.0"
_MAC_TABLE_MANAGERS = ("kernel", "libvirt")


@dataclass(frozen=True, slots=True)
class Bridge:
    """`<bridge>`, each attribute None where it is absent or empty."""

    name: str | None
    zone: str | None
    stp: str | None
    delay: int
    mac_table_manager: str | None


@dataclass(frozen=True, slots=True)
class Siblings:
    """What a network's mode decides over, of all that stands beside `<forward>`."""

    bridge: Bridge
    mac: str | None
    mtu: int
    domain: str | None
    dns_records: bool
    bandwidth: bool
    vlan: bool
    virtualport: str | None
    portgroups: tuple[PortGroup, ...]
    subnets: tuple[Subnet, ...]


def read_siblings(root: _Element, network: str, libvirt: LibvirtVersion) -> Siblings:
    """Read `<network>` but for `<forward>`, `<metadata>` and dnsmasq options. Raises RefusedError as libvirt does."""
    _check_identity(root, network, libvirt)
    domain = root.find("domain")
    _check_domain(domain, network, libvirt)
    bandwidth = read_bandwidth(root.find("bandwidth"), libvirt)
    vlan = read_vlan(root.find("vlan"))
    yes_or_no(root.find("port"), "isolated")
    bridge = _read_bridge(root.find("bridge"), network)
    mac = _read_mac(root.find("mac"), network)
    mtu = _read_mtu(root, network)
    dns_records = read_dns(root.find("dns"), network)
    virtualport = read_virtualport(root.find("virtualport"), needs_type=True)
    portgroups = tuple(read_portgroup(element, libvirt) for element in root.iterchildren("portgroup"))
    subnets = tuple(read_ip(element, network, libvirt) for element in root.iterchildren("ip"))
    check_routes(root.findall("route"), subnets, network)
    return Siblings(
        bridge=bridge,
        mac=mac,
        mtu=mtu,
        domain=None if domain is None else prop(domain, "name"),
        dns_records=dns_records,
        bandwidth=bandwidth,
        vlan=vlan,
        virtualport=virtualport,
        portgroups=portgroups,
        subnets=subnets,
    )


def check_dnsmasq_options(root: _Element) -> None:
    """Raise RefusedError for an option without a value; libvirt looks last."""
    for option in root.iterfind(f"{{{DNSMASQ}}}options/{{{DNSMASQ}}}option"):
        if prop(option, "value") is None:
            raise internal("No dnsmasq options value specified")


def _check_identity(root: _Element, network: str, libvirt: LibvirtVersion) -> None:
    if "/" in network:
        raise illegal_in_name("/")
    uuid = _content(root, "uuid")
    if uuid and not UUID.fullmatch(uuid):
        raise internal("malformed uuid element")
    if libvirt != V9_0 and "\n" in _content(root, "title"):
        raise xml_error("Network title can't contain newlines")
    ipv6 = xpath(root, "ipv6")
    if ipv6 not in (None, "yes", "no"):
        raise xml_error(f"Invalid ipv6 setting '{ipv6}' in network '{network}'")
    yes_or_no(root, "trustGuestRxFilters")


def illegal_in_name(character: str) -> RefusedError:
    return detail(f"invalid char in name: {character}", XML)


def _check_domain(element: _Element | None, network: str, libvirt: LibvirtVersion) -> None:
    local_only = yes_or_no(element, "localOnly")
    if libvirt != V9_0 and yes_or_no(element, "register") == "yes" and local_only != "yes":
        raise unsupported(f"attribute 'register=yes' in <domain> element requires 'localOnly=yes' in network {network}")


def _content(root: _Element, tag: str) -> str:
    element = root.find(tag)
    return "" if element is None else str(element.xpath("string()"))


def _read_bridge(element: _Element | None, network: str) -> Bridge:
    delay = xpath(element, "delay")
    length = 0 if delay is None else parsed_number(delay, 10, ULONG_MAX)
    if length is None:
        raise xml_error(f"Invalid delay value in network '{network}'")
    manager = xpath(element, "macTableManager")
    if manager is not None and manager not in _MAC_TABLE_MANAGERS:
        raise xml_error(f"Invalid macTableManager setting '{manager}' in network '{network}'")
    return Bridge(xpath(element, "name"), xpath(element, "zone"), xpath(element, "stp"), length, manager)


def _read_mac(element: _Element | None, network: str) -> str | None:
    if (address := xpath(element, "address")) is None:
        return None
    if (match := MAC.fullmatch(address)) is None:
        raise xml_error(f"Invalid bridge mac address '{address}' in network '{network}'")
    if int(match.group(1), 16) & 1:
        raise xml_error(f"Invalid multicast bridge mac address '{address}' in network '{network}'")
    return address


def _read_mtu(root: _Element, network: str) -> int:
    # string(./mtu/@size) is the first of all, wherever it stands.
    sizes = [size for element in root.iterchildren("mtu") if (size := element.get("size")) is not None]
    if not sizes or not sizes[0]:
        return 0
    if (mtu := wrapped_number(sizes[0])) is None:
        raise xml_error(f"Invalid mtu size '{sizes[0]}' in network '{network}'")
    return mtu
