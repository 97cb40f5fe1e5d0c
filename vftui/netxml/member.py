"""One pool member ↔ one element: `<interface dev=…/>`, `<address type='pci' …/>` or `<pf dev=…/>`."""

import re
from functools import lru_cache

from lxml.etree import _Element

from vftui.model.network import AddressMember, InterfaceMember, OpaqueMember, PfMember, WrittenMember
from vftui.model.pci import PciAddress

# What each element is written with, in libvirt's own order.
ATTRIBUTES = {
    "interface": ("dev",),
    "address": ("type", "domain", "bus", "slot", "function"),
    "pf": ("dev",),
}

# libvirt reads these with strtoul and base 0: blanks and a `+` may lead, 0x makes it hex, a leading 0 octal.
_NUMBER = re.compile(r"[ \t\n\r]*\+?(?:0[xX]([0-9a-fA-F]+)|0([0-7]*)|([1-9][0-9]*))")
_OPENING = re.compile(r"<(\w+)")


def tag_of(member: WrittenMember) -> str:
    """The name of the element that stands for `member`."""
    match member:
        case InterfaceMember():
            return "interface"
        case AddressMember():
            return "address"
        case PfMember():
            return "pf"
        case OpaqueMember(text):
            opening = _OPENING.match(text)
            return opening.group(1) if opening else ""


def read_member(element: _Element, tag: str) -> WrittenMember | None:
    """The member an element of that name stands for; None where libvirt could not read it."""
    if tag == "address":
        return _read_address(element)
    if (dev := element.get("dev")) is None:
        return None
    return InterfaceMember(dev) if tag == "interface" else PfMember(dev)


def attribute_values(member: InterfaceMember | AddressMember | PfMember) -> dict[str, str]:
    """The attributes of the member's element. Hex has its 0x: libvirt takes `slot='10'` for decimal."""
    if not isinstance(member, AddressMember):
        return {"dev": member.dev}
    address = member.address
    return {
        "type": "pci",
        "domain": f"0x{address.domain:04x}",
        "bus": f"0x{address.bus:02x}",
        "slot": f"0x{address.slot:02x}",
        "function": f"0x{address.function:x}",
    }


def _read_address(element: _Element) -> AddressMember | None:
    """A missing number is 0, as in libvirt; but without any, as in `<address>0000:82:10.3</address>`, none is named."""
    bus, slot, function = element.get("bus"), element.get("slot"), element.get("function")
    if element.get("type", "pci") != "pci" or (bus is None and slot is None and function is None):
        return None
    try:
        address = PciAddress(
            _number(element.get("domain"), 0xFFFFFFFF),
            _number(bus, 0xFF),
            _number(slot, 0x1F),
            _number(function, 0x7),
        )
    except ValueError:
        return None
    return AddressMember(address)


@lru_cache(maxsize=1024)  # a pool of thousands of members has a few dozen different numbers
def _number(text: str | None, limit: int) -> int:
    if text is None:
        return 0
    if (match := _NUMBER.fullmatch(text)) is None:
        raise ValueError(text)
    hexadecimal, octal, decimal = match.groups()
    number = int(hexadecimal, 16) if hexadecimal else int(octal or "0", 8) if octal is not None else int(decimal)
    if number > limit:
        raise ValueError(text)
    return number
