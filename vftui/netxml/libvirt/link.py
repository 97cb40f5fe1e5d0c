"""How guests are linked: `<bandwidth>`, `<vlan>`, `<virtualport>` and `<portgroup>`, as libvirt reads them.

Source: src/conf/netdev_bandwidth_conf.c, netdev_vlan_conf.c, netdev_vport_profile_conf.c and network_conf.c.
"""

import re
from dataclasses import dataclass

from lxml.etree import _Element

from vftui.model.verdict import V9_0, LibvirtVersion
from vftui.netxml.libvirt.reading import (
    NOBODY,
    ULONG_MAX,
    detail,
    elements,
    local_name,
    number,
    one_of,
    parsed_number,
    prop,
    subelement,
    unsupported,
    wrapped_number,
    xml_error,
    xpath,
    yes_or_no,
)

_FLOOR = "floor attribute is not supported for this config"
_FLOOR_OF_OUTBOUND = "'floor' attribute allowed only in <inbound> element"
_UTIL = 11  # the number of the error domain of src/util/virnetdevvportprofile.c
_RATES = ("average", "peak", "burst", "floor")
_MAX_PROFILE_BYTES = 39
UUID = re.compile(r"[ \t\n\r]*(?:[- ]*[0-9a-fA-F]{2}){16}[ \t\n\r]*")

# The parameters of each type of <virtualport>, and those it may not have, in the order libvirt looks for them.
_EXTRAS: dict[str | None, tuple[str, ...]] = {
    None: (),
    "802.1Qbg": ("profileid", "interfaceid"),
    "802.1Qbh": ("managerid", "typeid", "typeidversion", "instanceid", "interfaceid"),
    "openvswitch": ("managerid", "typeid", "typeidversion", "instanceid"),
    "midonet": (),
}
PARAMETERS = ("managerid", "typeid", "typeidversion", "instanceid", "profileid", "interfaceid")


@dataclass(frozen=True, slots=True)
class PortGroup:
    """A `<portgroup>` as far as a network's mode decides over it; `virtualport` is its type, '' for one without."""

    name: str
    default: bool
    virtualport: str | None
    has_bandwidth: bool
    has_vlan: bool


def read_bandwidth(element: _Element | None, libvirt: LibvirtVersion) -> bool:
    """Whether there is any bandwidth to set."""
    if element is None:
        return False
    if number(element, "classID") is not None:
        raise detail("classID attribute not supported on <bandwidth> in this usage context", NOBODY)
    if libvirt == V9_0:
        _check_rates_are_single(element)
    found = [rate for tag in ("inbound", "outbound") if (rate := subelement(element, tag)) is not None]
    for rate in found:
        _check_rate(rate, libvirt)
        if prop(rate, "floor") is not None:
            inbound_only = libvirt == V9_0 and local_name(rate) == "outbound"
            raise unsupported(_FLOOR_OF_OUTBOUND if inbound_only else _FLOOR, NOBODY)
    return bool(found)


def _check_rates_are_single(bandwidth: _Element) -> None:
    seen = set()
    for name in map(local_name, elements(bandwidth)):
        if name in seen and name in ("inbound", "outbound"):
            raise detail(f"Only one child <{name}> element allowed", NOBODY)
        seen.add(name)


def _check_rate(element: _Element, libvirt: LibvirtVersion) -> None:
    given = {name: text for name in _RATES if (text := prop(element, name)) is not None}
    if libvirt != V9_0:
        for name in given:
            number(element, name, limit=ULONG_MAX)
    elif "average" in given:
        _check_rate_of_9("average", given["average"])
    if "average" not in given and "floor" not in given:
        raise detail("Missing mandatory average or floor attributes", NOBODY)
    if "average" not in given and ("peak" in given or "burst" in given):
        raise unsupported("'peak' and 'burst' require 'average' attribute", NOBODY)
    if libvirt == V9_0:
        for name in ("peak", "burst", "floor"):
            if name in given:
                _check_rate_of_9(name, given[name])


def _check_rate_of_9(name: str, text: str) -> None:
    if parsed_number(text, 10, ULONG_MAX) is None:
        raise unsupported(f"could not convert bandwidth {name} value '{text}'", NOBODY)


def read_vlan(element: _Element | None) -> bool:
    """Whether there are tags."""
    if element is None:
        return False
    tags = element.findall("tag")
    if not tags:
        raise xml_error("missing tag id - each <vlan> must have at least one <tag id='n'/> subelement", NOBODY)
    native = False
    for tag in tags:
        if (value := number(tag, "id", required=True) or 0) > 4095:
            raise xml_error(f"vlan tag id {value} too large (maximum 4095)", NOBODY)
        if one_of(tag, "nativeMode", ("tagged", "untagged")) is not None:
            if native:
                raise xml_error("duplicate native vlan setting", NOBODY)
            native = True
    trunk = xpath(element, "trunk")
    if trunk is not None and trunk.lower() != "yes":
        _check_no_trunk(trunk, len(tags), native=native)
    return True


def _check_no_trunk(trunk: str, tags: int, *, native: bool) -> None:
    if tags > 1:
        raise xml_error(
            f"""invalid "trunk='{trunk}'" in <vlan> - trunk='yes' is required for more than one vlan tag""", NOBODY
        )
    if native:
        raise xml_error(
            """invalid configuration in <vlan> - "trunk='no'" is not allowed with a native vlan id""", NOBODY
        )
    if trunk.lower() != "no":
        raise xml_error(f"""invalid "trunk='{trunk}'" in <vlan> - must be yes or no""", NOBODY)


def read_virtualport(element: _Element | None, *, needs_type: bool) -> str | None:
    """The type, '' for a `<virtualport>` without one, None for none."""
    if element is None:
        return None
    kind = prop(element, "type")
    if kind is not None and kind not in _EXTRAS:
        raise unsupported(f"unknown virtualport type {kind}", NOBODY)
    if kind is None and needs_type:
        raise xml_error("missing required virtualport type", NOBODY)
    parameters = subelement(element, "parameters")
    given = {
        name: text for name in PARAMETERS if parameters is not None and (text := prop(parameters, name)) is not None
    }
    for name, largest in (("managerid", 0xFF), ("typeid", 0xFFFFFF), ("typeidversion", 0xFF)):
        if name in given:
            _check_parameter(name, given[name], largest)
    if not UUID.fullmatch(given.get("instanceid", "0" * 32)):
        raise xml_error("cannot parse instanceid parameter as a uuid", NOBODY)
    if len(given.get("profileid", "").encode()) > _MAX_PROFILE_BYTES:
        raise xml_error("profileid parameter too long", NOBODY)
    if not UUID.fullmatch(given.get("interfaceid", "0" * 32)):
        raise xml_error("cannot parse interfaceid parameter as a uuid", NOBODY)
    if extra := next((name for name in _EXTRAS[kind] if given.get(name)), None):
        raise xml_error(f"extra {extra} unsupported in <virtualport type='{kind}'>", _UTIL)
    return kind or ""


def _check_parameter(name: str, text: str, largest: int) -> None:
    value = wrapped_number(text, 0)
    if value is None:
        raise xml_error(f"cannot parse value of {name} parameter", NOBODY)
    if value > largest:
        raise xml_error(f"value {'for' if name == 'typeid' else 'of'} {name} out of range", NOBODY)


def read_portgroup(element: _Element, libvirt: LibvirtVersion) -> PortGroup:
    name = xpath(element, "name")
    if name is None:
        raise xml_error("Missing required name attribute in portgroup")
    yes_or_no(element, "trustGuestRxFilters")
    virtualport = read_virtualport(element.find("virtualport"), needs_type=False)
    has_bandwidth = read_bandwidth(element.find("bandwidth"), libvirt)
    return PortGroup(
        name=name,
        default=(xpath(element, "default") or "").lower() == "yes",
        virtualport=virtualport,
        has_bandwidth=has_bandwidth,
        has_vlan=read_vlan(element.find("vlan")),
    )
