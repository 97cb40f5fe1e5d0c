"""What libvirt's schema for networks says, by version: network.rng, networkcommon.rng and basictypes.rng, in rules.

They stand in where the schema of the version in question is not installed, and they tell what a version knows at all.
"""

from collections.abc import Mapping
from functools import cache

from vftui.model.verdict import V9_0, LibvirtVersion
from vftui.netxml.libvirt.grammar import Check, Rule, anything, both, either, element, integer, matching, one, unsigned

DNSMASQ = "{http://libvirt.org/schemas/network/dnsmasq/1.0}"

_DIGITS = matching("[0-9]+")
_UINT, _ULONG = unsigned(0, 2**32 - 1), unsigned(0, 2**64 - 1)
_PLAIN_UINT, _PLAIN_ULONG = both(_DIGITS, _UINT), both(_DIGITS, _ULONG)
_UNSIGNED_SHORT, _PORT = integer(0, 65535), integer(1, 65535)
_POSITIVE_UINT = both(_DIGITS, integer(1, 2**32 - 1))
_SPEED = both(_DIGITS, integer(1, 2**54))
_YES_NO, _ON_OFF = one("yes", "no"), one("on", "off")
_DEVICE = matching(r"[a-zA-Z0-9_.\-\\:/]+")
_ZONE = matching(r"[a-zA-Z0-9_\-]+")
_DNS_NAME = matching(r"[a-zA-Z0-9.\-]+")
_UUID = matching(r"[a-fA-F0-9]{32}|[a-fA-F0-9]{8}-([a-fA-F0-9]{4}-){3}[a-fA-F0-9]{12}")
_MAC = matching("[a-fA-F0-9][02468aAcCeE](:[a-fA-F0-9]{2}){5}")
_UINT8 = either(matching("0x[0-9a-fA-F]{1,2}"), integer(0, 255))
_UINT24 = either(matching("0x[0-9a-fA-F]{1,6}"), integer(0, 16777215))

_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9][0-9]|[0-9])"
_IPV4_TEXT = rf"({_OCTET}\.){{3}}{_OCTET}"
_H, _HC = "[0-9A-Fa-f]{1,4}", "([0-9A-Fa-f]{1,4}:)"
_IPV6_TEXT = "|".join(
    (
        f"{_HC}{{7}}{_H}",
        f"{_HC}{{6}}:{_H}",
        f"{_HC}{{5}}:{_HC}?{_H}",
        f"{_HC}{{4}}:{_HC}{{0,2}}{_H}",
        f"{_HC}{{3}}:{_HC}{{0,3}}{_H}",
        f"{_HC}{{2}}:{_HC}{{0,4}}{_H}",
        f"{_HC}{{6}}{_IPV4_TEXT}",
        f"{_HC}{{0,5}}:{_IPV4_TEXT}",
        f"::{_HC}{{0,5}}{_IPV4_TEXT}",
        f"{_H}::{_HC}{{0,5}}{_H}",
        f"::{_HC}{{0,6}}{_H}",
        f"{_HC}{{1,7}}:",
        "::",
    )
)
_IPV4, _IP = matching(_IPV4_TEXT), matching(f"{_IPV4_TEXT}|{_IPV6_TEXT}")
_PREFIX, _FAMILY = unsigned(0, 128), matching("ipv4|ipv6")
_DUID = matching(
    "0{1,2}:0?1:0{1,2}:0?[a-fA-F1-9](:[a-fA-F0-9]{1,2}){4}(:[a-fA-F0-9]{1,2}){6,8}"
    "|0{1,2}:0?2(:[a-fA-F0-9]{1,2}){4}(:[a-fA-F0-9]{1,2}){1,124}"
    "|0{1,2}:0?3:0{1,2}:0?[a-fA-F1-9](:[a-fA-F0-9]{1,2}){6,8}"
    "|0{1,2}:0?4(:[a-fA-F0-9]{1,2}){16}"
)


@cache
def network_rule(libvirt: LibvirtVersion) -> Rule:
    """What may stand in `<network>`, for a measured version."""
    since_10 = libvirt != V9_0
    children: dict[str, Rule | tuple[Rule, ...]] = {
        "name": element(text=anything),
        "metadata?": element(is_open=True),
        "uuid?": element(text=_UUID),
        "bridge?": element(
            {
                "name?": _DEVICE,
                "zone?": _ZONE,
                "stp?": _ON_OFF,
                "delay?": _ULONG,
                "macTableManager?": one("kernel", "libvirt"),
            }
        ),
        "mtu?": element({"size": _UNSIGNED_SHORT}),
        "mac?": element({"address": _MAC}),
        "forward?": _forward(since_10=since_10),
        "virtualport?": _virtualport(),
        "portgroup*": element(
            {"name": _DEVICE, "default?": _YES_NO, "trustGuestRxFilters?": _YES_NO},
            {"virtualport?": _virtualport(), "bandwidth?": _bandwidth(since_10=since_10), "vlan?": _vlan()},
        ),
        "domain?": element({"name": _DNS_NAME, "localOnly?": _YES_NO} | ({"register?": _YES_NO} if since_10 else {})),
        "dns?": _dns(),
        "bandwidth?": _bandwidth(since_10=since_10),
        "vlan?": _vlan(),
        "port?": element({"isolated?": _YES_NO}),
        "ip*": _ip(),
        "route*": _route(),
        f"{DNSMASQ}options?": element({}, {f"{DNSMASQ}option*": element({"value": anything})}),
    }
    if since_10:
        children |= {"title?": element(text=matching("[^\n]+")), "description?": element(text=anything)}
    return element({"connections?": _UINT, "ipv6?": _YES_NO, "trustGuestRxFilters?": _YES_NO}, children)


def _forward(*, since_10: bool) -> tuple[Rule, ...]:
    interface = element({"dev": _DEVICE, "connections?": _UINT})
    address = element(
        {
            "type": one("pci"),
            "domain?": either(matching("(0x)?[0-9a-fA-F]{1,8}"), _UINT),
            "bus?": _UINT8,
            "slot?": either(matching("(0x)?[0-1]?[0-9a-fA-F]"), integer(0, 31)),
            "function?": either(matching("(0x)?[0-7]"), integer(0, 7)),
            "multifunction?": _ON_OFF,
            "connections?": _UINT,
        }
    )
    driver = (
        element({"name?": one("kvm", "vfio", "xen"), "model?": matching(r"[a-zA-Z0-9_+\-]+")})
        if since_10
        else element({"name": one("kvm", "vfio")})
    )
    nat = element(
        {"ipv6?": _YES_NO},
        {"address?": element({"start": _IPV4, "end": _IPV4}), "port?": element({"start": _PORT, "end": _PORT})},
    )
    modes = one("nat", "route", "open", "bridge", "passthrough", "private", "vepa", "hostdev")
    attributes: Mapping[str, Check] = {"dev?": _DEVICE, "mode?": modes, "managed?": _YES_NO}
    others = {"pf?": element({"dev": _DEVICE}), "driver?": driver, "nat?": nat}
    return (
        element(attributes, {"interface*": interface, **others}),
        element(attributes, {"address*": address, **others}),
    )


def _virtualport() -> tuple[Rule, ...]:
    checks: Mapping[str, Check] = {
        "managerid?": _UINT8,
        "typeid?": _UINT24,
        "typeidversion?": _UINT8,
        "instanceid?": _UUID,
        "profileid?": lambda text: len(text) <= 39,
        "interfaceid?": _UUID,
    }

    def of_type(kind: str, *names: str) -> Rule:
        return element(
            {"type": one(kind)}, {"parameters?": element({f"{name}?": checks[f"{name}?"] for name in names})}
        )

    return (
        of_type("802.1Qbg", "managerid", "typeid", "typeidversion", "instanceid"),
        of_type("802.1Qbh", "profileid"),
        of_type("openvswitch", "profileid", "interfaceid"),
        element({"type": one("midonet")}, {"parameters": element({"interfaceid": _UUID})}),
        element({}, {"parameters?": element(checks)}),
    )


def _bandwidth(*, since_10: bool) -> Rule:
    speed = _SPEED if since_10 else _POSITIVE_UINT
    rate = element({"average?": speed, "peak?": speed, "floor?": speed, "burst?": _POSITIVE_UINT})
    return element({"classID?": both(_DIGITS, integer(1, 2**64))}, {"inbound?": rate, "outbound?": rate})


def _vlan() -> Rule:
    tag = element({"id": unsigned(0, 4095), "nativeMode?": one("tagged", "untagged")})
    return element({"trunk?": one("yes")}, {"tag+": tag})


def _dns() -> Rule:
    service = {
        "service": anything,
        "protocol": matching("tcp|udp"),
        "domain?": _DNS_NAME,
        "target?": anything,
        "port?": _UNSIGNED_SHORT,
        "priority?": _UNSIGNED_SHORT,
        "weight?": _UNSIGNED_SHORT,
    }
    return element(
        {"enable?": _YES_NO, "forwardPlainNames?": _YES_NO},
        {
            "forwarder*": element({"addr?": _IP, "domain?": _DNS_NAME}),
            "txt*": element({"name": _DNS_NAME, "value": anything}),
            "srv*": element(service),
            "host*": element({"ip": _IP}, {"hostname+": element(text=_DNS_NAME)}),
        },
    )


def _ip() -> tuple[Rule, ...]:
    lease = element({"expiry": _PLAIN_ULONG, "unit?": one("seconds", "minutes", "hours")})
    hosts = tuple(
        element({**named, "ip": _IP}, {"lease?": lease})
        for named in ({"mac": _MAC, "name?": anything}, {"id": _DUID, "name?": anything}, {"name": anything})
    )
    dhcp = element(
        {},
        {
            "range*": element({"start": _IP, "end": _IP}, {"lease?": lease}),
            "host*": hosts,
            "bootp?": element({"file": matching(".+"), "server?": _DNS_NAME}),
        },
    )
    attributes: Mapping[str, Check] = {"address?": _IP, "family?": _FAMILY, "localPtr?": _YES_NO}
    children = {"tftp?": element({"root": anything}), "dhcp?": dhcp}
    return tuple(element({**attributes, **mask}, children) for mask in ({"netmask?": _IPV4}, {"prefix?": _PREFIX}))


def _route() -> tuple[Rule, ...]:
    attributes: Mapping[str, Check] = {"family?": _FAMILY, "address": _IP, "gateway": _IP, "metric?": _PLAIN_UINT}
    return tuple(element({**attributes, **mask}) for mask in ({"netmask?": _IPV4}, {"prefix?": _PREFIX}))
