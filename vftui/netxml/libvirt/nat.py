"""`<nat>` inside `<forward>` as libvirt reads and prints it: virNetworkForwardNatDefParseXML."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address

from lxml.etree import _Element

from vftui.model.verdict import LibvirtVersion
from vftui.netxml.libvirt.reading import NETWORK, detail, parsed_number, prop, xml_error, xpath, yes_or_no
from vftui.netxml.libvirt.socket_address import check_range, parsed_ip


@dataclass(frozen=True, slots=True)
class KeptNat:
    """A `<nat>` as libvirt holds it; a range is its first and last address or port."""

    ipv6: str | None = None
    addresses: tuple[IPv4Address, IPv4Address] | None = None
    ports: tuple[int, int] | None = None

    def lines(self) -> Iterator[str]:
        """The element as libvirt prints it; nothing where it holds nothing."""
        ipv6 = f" ipv6='{self.ipv6}'" if self.ipv6 else ""
        ranges = []
        if self.addresses:
            ranges.append("  <address start='{}' end='{}'/>".format(*self.addresses))
        if self.ports and any(self.ports):
            ranges.append("  <port start='{}' end='{}'/>".format(*self.ports))
        if ranges:
            yield from (f"<nat{ipv6}>", *ranges, "</nat>")
        elif ipv6:
            yield f"<nat{ipv6}/>"


def read_nat(forward: _Element, mode: str, network: str, libvirt: LibvirtVersion) -> KeptNat | None:
    """Read the `<nat>` of a `<forward>`, if there is one. Raises RefusedError where libvirt does."""
    found = forward.findall("nat")
    if not found:
        return None
    if len(found) > 1:
        raise xml_error(f"Only one <nat> element is allowed in <forward> of network {network}")
    if mode != "nat":
        raise xml_error(f"The <nat> element can only be used when <forward> 'mode' is 'nat' in network {network}")
    return KeptNat(yes_or_no(found[0], "ipv6"), _addresses(found[0], network, libvirt), _ports(found[0], network))


def _one(nat: _Element, tag: str, network: str) -> _Element | None:
    found = nat.findall(tag)
    if len(found) > 1:
        raise xml_error(f"Only one <{tag}> element is allowed in <nat> in <forward> in network {network}")
    return found[0] if found else None


def _addresses(nat: _Element, network: str, libvirt: LibvirtVersion) -> tuple[IPv4Address, IPv4Address] | None:
    if (element := _one(nat, "address", network)) is None:
        return None
    texts = []
    for end in ("start", "end"):
        if (text := prop(element, end)) is None:
            raise xml_error(
                f"missing '{end}' attribute in <address> element in <nat> in <forward> in network {network}"
            )
        texts.append((end, text))
    first, last = (_ipv4(end, text, network) for end, text in texts)
    check_range(first, last, libvirt)
    return first, last


def _ipv4(end: str, text: str, network: str) -> IPv4Address:
    address = parsed_ip(text)
    if not isinstance(address, IPv4Address):
        raise xml_error(f"Bad ipv4 {end} address '{text}' in <nat> in <forward> in network '{network}'")
    return address


def _ports(nat: _Element, network: str) -> tuple[int, int] | None:
    if (element := _one(nat, "port", network)) is None:
        return None
    ports = [parsed_number(xpath(element, end) or "", 10, 65535) for end in ("start", "end")]
    for end, port in zip(("start", "end"), ports, strict=True):
        if port is None or port < (ports[0] or 0):
            raise detail(
                f"Missing or invalid '{end}' attribute in <port> in <nat> in <forward> in network {network}", NETWORK
            )
    return ports[0] or 0, ports[1] or 0
