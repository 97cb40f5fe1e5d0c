"""What libvirt reads beside `<forward>` and does not print back, because as it stands it says nothing."""

from collections.abc import Callable, Mapping

from lxml.etree import _Element

from vftui.netxml.libvirt.link import PARAMETERS
from vftui.netxml.libvirt.reading import parsed_number, prop, xpath
from vftui.netxml.libvirt.schema_rules import DNSMASQ

_RATES = ("average", "peak", "floor", "burst")


def _is_zero(element: _Element, name: str) -> bool:
    return not parsed_number(element.get(name, ""), 10)


def _has_none(*names: str) -> Callable[[_Element, bool], bool]:
    """Without any of the children and attributes of these names."""
    return lambda element, _: not any(element.get(name) or element.find(name) is not None for name in names)


def _is_empty_bridge(element: _Element, is_virtual: bool) -> bool:
    return not is_virtual and not (xpath(element, "name") or xpath(element, "macTableManager"))


def _is_empty_rate(element: _Element, _: bool) -> bool:
    return _is_zero(element, "average") and _is_zero(element, "floor")


def _is_empty_virtualport(element: _Element, _: bool) -> bool:
    parameters = element.find("parameters")
    return element.get("type") is None and (parameters is None or _is_empty_parameters(parameters, False))


def _is_empty_parameters(element: _Element, _: bool) -> bool:
    return not any(prop(element, name) for name in PARAMETERS)


# Which elements come to nothing as a whole; the flag tells that libvirt itself makes the network, bridge and all.
EMPTY: Mapping[str, Callable[[_Element, bool], bool]] = {
    "bandwidth": _has_none("inbound", "outbound"),
    "bridge": _is_empty_bridge,
    "description": lambda element, _: not element.xpath("string()"),
    "dhcp": _has_none("range", "host"),
    "dns": _has_none("enable", "forwardPlainNames", "forwarder", "host", "srv", "txt"),
    "domain": lambda element, _: element.get("name") is None,
    "inbound": _is_empty_rate,
    "mac": lambda element, is_virtual: not is_virtual and not element.get("address"),
    "mtu": lambda element, _: _is_zero(element, "size"),
    "outbound": _is_empty_rate,
    "parameters": _is_empty_parameters,
    "port": lambda element, _: element.get("isolated") is None,
    "title": lambda element, _: not element.xpath("string()"),
    "virtualport": _is_empty_virtualport,
    f"{DNSMASQ}options": _has_none(f"{DNSMASQ}option"),
}


def _empty(*names: str) -> Callable[[_Element, bool], list[str]]:
    return lambda element, _: [name for name in names if element.get(name) == ""]


def _zero_rates(element: _Element, _: bool) -> list[str]:
    return [name for name in _RATES if _is_zero(element, name)]


def _bridge_settings(element: _Element, is_virtual: bool) -> list[str]:
    names = ("zone", "macTableManager") if is_virtual else ("name", "zone", "macTableManager")
    return [*_empty(*names)(element, is_virtual), *(() if is_virtual else ("stp", "delay"))]


def _trunk(element: _Element, _: bool) -> list[str]:
    return [] if element.get("trunk", "").lower() == "yes" or len(element.findall("tag")) > 1 else ["trunk"]


def _parameters(element: _Element, _: bool) -> list[str]:
    """Of a midonet port libvirt keeps the interfaceid alone, and refuses none of the others."""
    port = element.getparent()
    if port is not None and port.get("type") == "midonet":
        return [name for name in PARAMETERS if name != "interfaceid"]
    return _empty("profileid")(element, False)


# Its attributes that come to nothing.
IDLE: Mapping[str, Callable[[_Element, bool], list[str]]] = {
    "bridge": _bridge_settings,
    "inbound": _zero_rates,
    "ip": lambda element, _: [
        *_empty("family", "netmask")(element, False),
        *(["prefix"] * _is_zero(element, "prefix")),
    ],
    "outbound": _zero_rates,
    "parameters": _parameters,
    "portgroup": lambda element, _: [] if element.get("default", "").lower() == "yes" else ["default"],
    "vlan": _trunk,
}
