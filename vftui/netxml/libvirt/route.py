"""`<route>` of a network as libvirt reads it: virNetDevIPRouteParseXML."""

from collections.abc import Sequence

from lxml.etree import _Element

from vftui.netxml.libvirt.reading import XML, number, prop, unsupported, xml_error
from vftui.netxml.libvirt.socket_address import Address, Subnet, host_bits, parsed_ip, unreached


def check_routes(found: Sequence[_Element], subnets: Sequence[Subnet], network: str) -> None:
    """Raise RefusedError for a `<route>` that libvirt refuses; first for what one says, then for what none reaches."""
    gateways = [_gateway(element, network) for element in found]
    for gateway in unreached(gateways, subnets):
        raise unsupported(f"unreachable static route gateway '{gateway}' specified for network '{network}'")


def _gateway(element: _Element, network: str) -> Address:
    prefix = number(element, "prefix")
    if number(element, "metric") == 0:
        raise xml_error("Invalid value for attribute 'metric' in element 'route': Zero is not permitted", XML)
    texts = {name: prop(element, name) for name in ("address", "gateway", "netmask")}
    for name in ("address", "gateway"):
        if texts[name] is None:
            raise xml_error(f"{network}: Missing required {name} attribute in route definition")
    address, gateway, mask = (parsed_ip(text or "") for text in texts.values())
    if address is None:
        raise xml_error(f"{network}: Bad network address '{texts['address']}' in route definition")
    if gateway is None:
        raise xml_error(f"{network}: Bad gateway address '{texts['gateway']}' in route definition")
    if texts["netmask"] is not None and mask is None:
        raise xml_error(f"{network}: Bad netmask address '{texts['netmask']}' in route definition")
    family = prop(element, "family")
    if family not in (None, "ipv4", "ipv6"):
        raise xml_error(f"{network}: Unrecognized family '{family}' in route definition")
    find_fault = _ipv6_fault if family == "ipv6" else _ipv4_fault
    fault = find_fault(address, gateway, mask, prefix)
    if fault is not None:
        said = "No family" if family is None else "IPv4 family"
        raise xml_error(f"{network}: {fault.format(**texts, prefix=prefix, said=said)}")
    if int(address) & (host_bits(address, prefix or 0) if mask is None else ~int(mask)):
        raise xml_error(f"{network}: Address '{texts['address']}' in route definition is not a network address")
    return gateway


def _ipv4_fault(address: Address, gateway: Address, mask: Address | None, prefix: int | None) -> str | None:
    if address.version != 4:
        return "{said} specified for non-IPv4 address '{address}' in route definition"
    if gateway.version != 4:
        # libvirt means the gateway, and prints the address.
        return "{said} specified for non-IPv4 gateway '{address}' in route definition"
    if mask is not None and mask.version != 4:
        return "Invalid netmask '{netmask}' for address '{address}' (both must be IPv4)"
    if mask is not None and prefix is not None:
        return "Route definition cannot have both a prefix and a netmask"
    return "Invalid prefix {prefix} specified in route definition, must be 0 - 32" if (prefix or 0) > 32 else None


def _ipv6_fault(address: Address, gateway: Address, mask: Address | None, prefix: int | None) -> str | None:
    if address.version != 6:
        return "ipv6 family specified for non-IPv6 address '{address}' in route definition"
    if mask is not None:
        return "Specifying netmask invalid for IPv6 address '{address}' in route definition"
    if gateway.version != 6:
        return "ipv6 specified for non-IPv6 gateway address '{gateway}' in route definition"
    return "Invalid prefix {prefix} specified in route definition, must be 0 - 128" if (prefix or 0) > 128 else None
