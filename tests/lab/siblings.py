"""What stands in a network definition beside name and `<forward>`, grown from a grammar of libvirt's elements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lab.dice import Dice
from lab.markup import element, text

DNSMASQ = "http://libvirt.org/schemas/network/dnsmasq/1.0"
ADDRESSES = "<ip address='192.168.77.1' netmask='255.255.255.0'/>"

_UUID = "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f"
_YES_NO = ("yes", "no")
_SIZES = ("0", "1", "1500", "9000", "65535")
_RATES = ("1", "1000", "1000000")
_TAGS = ("0", "1", "42", "4094", "4095", "0x10")
_IPV4 = ("192.168.77.1", "192.168.77.5", "192.168.77.9", "10.0.0.1")
_IPV6 = ("fd00::1", "fd00::9")
_MACS = ("52:54:00:11:22:33", "52:54:00:11:22:34", "01:00:5e:00:00:01", "5:5:0:0:0:1")
_ODD = ("", " ", "0", "-1", "x", "YES", "01", "4294967296", "18446744073709551616", "99999", "1.5", "é", "a b")


@dataclass(frozen=True)
class Rule:
    """An element: what it needs, what it may have, and the children it may have, each of them some times."""

    needed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    optional: Mapping[str, Sequence[str]] = field(default_factory=dict)
    children: Sequence[str] = ()
    texts: Sequence[str] = ()


_RULES: dict[str, Rule] = {
    "title": Rule(texts=("front", "", "two\nlines", "a&b<c>")),
    "description": Rule(texts=("cards of <web>", "", "two\nlines")),
    "mac": Rule({"address": _MACS}),
    "mtu": Rule({"size": _SIZES}),
    "domain": Rule({"name": ("example.org",)}, {"localOnly": _YES_NO, "register": _YES_NO}),
    "port": Rule({}, {"isolated": _YES_NO}),
    "bridge": Rule(
        {},
        {
            "name": ("virbr77", "br0", "virbr%d"),
            "stp": ("on", "off"),
            "delay": ("0", "2"),
            "zone": ("trusted",),
            "macTableManager": ("kernel", "libvirt"),
        },
    ),
    "vlan": Rule({}, {"trunk": _YES_NO}, ("tag", "tag")),
    "tag": Rule({"id": _TAGS}, {"nativeMode": ("tagged", "untagged")}),
    "bandwidth": Rule({}, {}, ("inbound", "outbound")),
    "inbound": Rule({"average": _RATES}, {"peak": _RATES, "burst": _RATES, "floor": _RATES}),
    "outbound": Rule({"average": _RATES}, {"peak": _RATES, "burst": _RATES}),
    "virtualport": Rule(
        {"type": ("802.1Qbh", "802.1Qbh", "802.1Qbg", "openvswitch", "midonet", "none")}, {}, ("parameters",)
    ),
    "parameters": Rule(
        {},
        {
            "profileid": ("front", "p" * 40),
            "managerid": ("11", "255", "256"),
            "typeid": ("1193047",),
            "typeidversion": ("2",),
            "instanceid": (_UUID,),
            "interfaceid": (_UUID,),
        },
    ),
    "portgroup": Rule(
        {"name": ("dmz", "web")},
        {"default": _YES_NO, "trustGuestRxFilters": _YES_NO},
        ("vlan", "bandwidth", "virtualport"),
    ),
    "ip": Rule(
        {"address": _IPV4, "netmask": ("255.255.255.0",)}, {"family": ("ipv4", "ipv6"), "localPtr": _YES_NO}, ("dhcp",)
    ),
    "dhcp": Rule({}, {}, ("range", "range", "host")),
    "range": Rule({"start": ("192.168.77.2", "10.0.0.2"), "end": ("192.168.77.9", "10.0.0.1")}),
    "host": Rule({"mac": _MACS, "ip": _IPV4}, {"name": ("gate",)}),
    "route": Rule(
        {"address": ("192.168.78.0", "10.0.0.0"), "prefix": ("24", "8"), "gateway": _IPV4},
        {"family": ("ipv4", "ipv6"), "metric": ("1", "5")},
    ),
    "dns": Rule({}, {"enable": _YES_NO, "forwardPlainNames": _YES_NO}, ("forwarder", "txt", "srv")),
    "forwarder": Rule({"addr": _IPV4}, {"domain": ("example.org",)}),
    "txt": Rule({"name": ("example", "a b"), "value": ("one",)}),
    "srv": Rule({"service": ("ldap", "_x"), "protocol": ("tcp", "udp")}, {"target": (".",), "port": ("1", "65536")}),
    "nat": Rule({}, {"ipv6": _YES_NO}, ("nat-address", "nat-port")),
    "nat-address": Rule({"start": _IPV4, "end": _IPV4}),
    "nat-port": Rule({"start": ("1024", "0"), "end": ("65535", "1023")}),
}
_TAG_OF = {"nat-address": "address", "nat-port": "port"}

# Those that pools may have, in one libvirt or the other, then those that some or all modes refuse.
_HARMLESS = ("title", "description", "metadata", "virtualport", "portgroup", "port", "vlan")
_DISPUTED = ("bandwidth", "bridge", "dns", "domain", "ip", "mac", "mtu", "route")
_METADATA = (
    "",
    "text",
    "<plain/>",
    "<!-- comment -->",
    "<v:pool xmlns:v='urn:v' colour='red'>text<v:part/></v:pool>",
    "<v:pool xmlns:v='urn:v'/>",
    "<w:pool xmlns:w='urn:w'><plain/></w:pool>",
    "<pool xmlns='urn:d'><part/></pool>",
)
_UNKNOWN = (
    "<unknown/>",
    "<interface dev='enp1s0v0'/>",
    "<pf dev='enp1s0'/>",
    "<Forward mode='hostdev'/>",
    "<x:forward xmlns:x='urn:x' mode='hostdev'/>",
    "<name>second</name>",
    f"<d:options xmlns:d='{DNSMASQ}'><d:option value='foo=bar'/></d:options>",
    f"<d:options xmlns:d='{DNSMASQ}'><d:option/></d:options>",
)


def sibling(dice: Dice) -> str:
    """An element of its own, mostly one that a pool may have."""
    if dice.chance(0.05):
        return dice.choice(_UNKNOWN)
    tag = dice.choice(_HARMLESS if dice.chance(0.85) else _DISPUTED)
    if tag == "metadata":
        return element(dice, tag, {}, "".join(dice.choices(_METADATA, k=dice.choice([1, 1, 2, 3]))))
    return grown(dice, tag)


def grown(dice: Dice, key: str) -> str:
    """An element as the grammar has it, but for a few wrong values, missing parts and strangers."""
    rule = _RULES[key]
    attributes = {name: _value(dice, values) for name, values in rule.needed.items() if dice.chance(0.97)}
    attributes |= {name: _value(dice, values) for name, values in rule.optional.items() if dice.chance(0.3)}
    if key in {"ip", "forwarder"} and dice.chance(0.1):
        attributes |= {"address": dice.choice(_IPV6), "family": "ipv6"}
    if dice.chance(0.01):
        attributes["unknown"] = "1"
    children = [grown(dice, child) for child in rule.children if dice.chance(0.5)]
    content = text(dice, dice.choice(rule.texts)) if rule.texts else "".join(children)
    return element(dice, _TAG_OF.get(key, key), attributes, content)


def uuid(dice: Dice) -> str:
    """A `<uuid>` of its own, in one of the forms that libvirt reads, or in none."""
    digits = f"{dice.getrandbits(128):032x}"
    dashed = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    forms = [dashed] * 40 + [dashed.upper(), digits, f" {dashed} ", dashed[:-1], dashed + "0", "", "nonsense"]
    return element(dice, "uuid", content=dice.choice(forms))


def _value(dice: Dice, values: Sequence[str]) -> str:
    return dice.choice(values if dice.chance(0.98) else _ODD)
