"""A PCI `<address>` of a pool as libvirt reads it: virPCIDeviceAddressParseXML."""

from collections.abc import Mapping

from lxml.etree import _Element

from vftui.model.network import AddressMember
from vftui.model.pci import PciAddress
from vftui.model.verdict import Refusal
from vftui.netxml.libvirt.reading import (
    NOBODY,
    UINT_MAX,
    RefusedError,
    number,
    one_of,
    parsed_number,
    prop,
    subelement,
    unsupported,
    xml_error,
)

_PARTS = ("domain", "bus", "slot", "function")
_PLAIN = frozenset(("type", *_PARTS))


def read_address(element: _Element, network: str) -> PciAddress:
    """What libvirt takes the element for: parts that are missing are 0. Raises RefusedError where it does."""
    _check_type(element, network)
    try:
        address = PciAddress(*(number(element, part, base=0) or 0 for part in _PARTS))
        one_of(element, "multifunction", ("on", "off"))
        if (fault := _fault(address)) is not None:
            raise xml_error(fault, NOBODY)
        if (zpci := subelement(element, "zpci")) is not None:
            number(zpci, "uid", base=0)
            number(zpci, "fid", base=0)
    except RefusedError as refused:
        raise RefusedError(refused.error._replace(refusal=Refusal.ADDRESS)) from None
    return address


def usual_address(written: Mapping[str, str]) -> PciAddress | None:
    """The address of an element that has these attributes; None for any that there is more to say of."""
    if written.get("type") != "pci" or not written.keys() <= _PLAIN:
        return None
    numbers = [written.get(part, "0x0") for part in _PARTS]
    return _in_range([parsed_number(text, 0) if text.startswith("0x") else None for text in numbers])


def sysfs_name(address: PciAddress) -> str:
    """How libvirt prints the address into a path: the function, which may be any number here, as a signed one."""
    function = address.function - (UINT_MAX + 1) * (address.function > UINT_MAX // 2)
    return f"{address.domain:04x}:{address.bus:02x}:{address.slot:02x}.{function}"


def hex_name(address: PciAddress) -> str:
    """How libvirt prints the address where it finds it twice."""
    return f"{address.domain:04x}:{address.bus:02x}:{address.slot:02x}.{address.function:x}"


def decimal_address(element: _Element) -> tuple[AddressMember, PciAddress | None] | None:
    """What libvirt reads and what was likely meant, where a number without 0x is another one in hex."""
    parts = [prop(element, part) or "0" for part in _PARTS]
    taken = [parsed_number(part, 0) for part in parts]
    meant = [parsed_number(part if "x" in part.lower() else f"0x{part}", 0) for part in parts]
    address = None if taken == meant else _in_range(taken)
    return None if address is None else (AddressMember(address), _in_range(meant))


def _in_range(numbers: list[int | None]) -> PciAddress | None:
    known = [number for number in numbers if number is not None]
    if len(known) < len(_PARTS):
        return None
    address = PciAddress(*known)
    return None if _fault(address) else address


def _check_type(element: _Element, network: str) -> None:
    kind = prop(element, "type")
    if kind is None:
        raise xml_error(f"missing address type in network {network}", refusal=Refusal.ADDRESS)
    if kind in ("none", "netdev"):  # names of the same enum that stand for no address
        raise xml_error(f"unsupported address type '{kind}' in network {network}", refusal=Refusal.ADDRESS)
    if kind != "pci":
        raise unsupported(f"unknown address type '{kind}' in network {network}", refusal=Refusal.ADDRESS)


def _fault(address: PciAddress) -> str | None:
    """Why libvirt takes no such address. All zero but for the function is an address to it."""
    if not (address.domain or address.bus or address.slot):
        return None
    if address.bus > 0xFF:
        return f"Invalid PCI address bus='0x{address.bus:x}', must be <= 0xFF"
    if address.slot > 0x1F:
        return f"Invalid PCI address slot='0x{address.slot:x}', must be <= 0x1F"
    if address.function > 7:
        return f"Invalid PCI address function=0x{address.function:x}, must be <= 7"
    return None
