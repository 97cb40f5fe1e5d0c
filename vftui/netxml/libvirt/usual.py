"""Pool members as nearly everyone writes them, read once for everything that is asked of them.

A pool has hundreds of members, and a host has a thousand pools: of an element with its own attributes and nothing else,
known before, nothing has to be found out again.
"""

from collections.abc import Mapping
from functools import lru_cache

from lxml.etree import _Element

from vftui.model.network import AddressMember, InterfaceMember
from vftui.netxml.libvirt.address import usual_address
from vftui.netxml.libvirt.reading import attributes, elements

Device = InterfaceMember | AddressMember


def usual_devices(forward: _Element) -> Mapping[_Element, Device]:
    """The `<interface>` and `<address>` elements that libvirt keeps as they are, if it keeps any of their kind.

    Whatever is odd in any way is missing: another attribute, a child, a number in decimal.
    """
    found = {}
    for element in elements(forward):
        if element.tag in ("interface", "address") and not len(element):
            device = _device(str(element.tag), tuple(attributes(element).items()))
            if device is not None:
                found[element] = device
    return found


@lru_cache(maxsize=16384)
def _device(tag: str, written: tuple[tuple[str, str], ...]) -> Device | None:
    values = dict(written)
    if tag == "interface":
        return InterfaceMember(values["dev"]) if values.keys() == {"dev"} else None
    address = usual_address(values)
    return None if address is None else AddressMember(address)
