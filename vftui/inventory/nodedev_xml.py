"""libvirt's node devices (libvirt.org/formatnode.html), each as a value.

Their XML is written by another program, maybe on another host: what is missing or odd in it is None.
"""

import re
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from vftui.inventory.sysfs import OPERSTATES
from vftui.model.host import Link
from vftui.model.pci import PciAddress

_NETWORK_CLASS = 0x02
# libvirt reads a speed that a driver gives as -1 into an unsigned int.
_MOST_SPEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class PciDevice:
    """A PCI function. `vendor` and `product` are names, or ids such as `0x8086` where libvirt knows none.

    `is_network` is None where the class is not told. `totalvfs` is None of all but PFs. `vfs` are a PF's, in the order
    of their index: libvirt looks for virtfn0, virtfn1 and so on until one is missing (virPCIGetVirtualFunctionsFull),
    so VFs after a gap are not told. `pf` is a VF's.
    """

    name: str
    address: PciAddress
    is_network: bool | None = None
    driver: str | None = None
    vendor: str | None = None
    product: str | None = None
    numa_node: int | None = None
    iommu_group: int | None = None
    totalvfs: int | None = None
    vfs: tuple[PciAddress, ...] = ()
    pf: PciAddress | None = None


@dataclass(frozen=True, slots=True)
class NetDevice:
    """A netdev; `parent` is the name of the node device it belongs to, `computer` of those that stand for no hardware.

    `mac` is what it was when libvirt found the netdev; `link` and `speed_mbps` are as of now (LIBVIRT.md 6).
    """

    name: str
    netdev: str
    parent: str | None = None
    mac: str | None = None
    link: Link | None = None
    speed_mbps: int | None = None


NodeDevice = PciDevice | NetDevice


def parse_device(xml: str) -> NodeDevice | None:
    """The device that libvirt describes so; None where it is neither PCI function nor netdev, or cannot be told."""
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError:
        return None
    name, capability = _text(root, "name"), root.find("capability")
    if name is None or capability is None:
        return None
    match capability.get("type"):
        case "pci":
            return _pci_device(name, root, capability)
        case "net":
            return _net_device(name, root, capability)
        case _:
            return None


def name_of(address: PciAddress) -> str:
    """How libvirt names the node device of a PCI function."""
    return "pci_" + re.sub("[:.]", "_", str(address))


def _pci_device(name: str, root: _Element, pci: _Element) -> PciDevice | None:
    parts = [_number(_text(pci, part)) for part in ("domain", "bus", "slot", "function")]
    address = _address(parts) or _address_in(name)
    if address is None:
        return None
    code = _number(_text(pci, "class"))
    virtual, physical = (
        pci.find(f"capability[@type='{kind}_function{s}']") for kind, s in (("virt", "s"), ("phys", ""))
    )
    vfs = () if virtual is None else _addresses(virtual)
    return PciDevice(
        name=name,
        address=address,
        is_network=None if code is None else code >> 16 == _NETWORK_CLASS,
        driver=_text(root, "driver/name"),
        vendor=_text(pci, "vendor") or _attribute(pci, "vendor", "id"),
        product=_text(pci, "product") or _attribute(pci, "product", "id"),
        numa_node=_number(_attribute(pci, "numa", "node")),
        iommu_group=_number(_attribute(pci, "iommuGroup", "number")),
        totalvfs=None if virtual is None else max(_number(virtual.get("maxCount")) or 0, len(vfs)),
        vfs=vfs,
        pf=None if physical is None else next(iter(_addresses(physical)), None),
    )


def _net_device(name: str, root: _Element, net: _Element) -> NetDevice | None:
    netdev = _text(net, "interface")
    if netdev is None:
        return None
    speed = _number(_attribute(net, "link", "speed"))
    return NetDevice(
        name=name,
        netdev=netdev,
        parent=_text(root, "parent"),
        mac=_text(net, "address"),
        link=OPERSTATES.get(_attribute(net, "link", "state") or ""),
        speed_mbps=speed if speed and speed <= _MOST_SPEED else None,
    )


def _addresses(element: _Element) -> tuple[PciAddress, ...]:
    parts = ("domain", "bus", "slot", "function")
    found = (_address([_number(child.get(part)) for part in parts]) for child in element.iterchildren("address"))
    return tuple(address for address in found if address is not None)


def _address(parts: list[int | None]) -> PciAddress | None:
    match parts:
        case [int(domain), int(bus), int(slot), int(function)] if bus <= 0xFF and slot <= 0x1F and function <= 7:
            return PciAddress(domain, bus, slot, function)
        case _:
            return None


def _address_in(name: str) -> PciAddress | None:
    try:
        return PciAddress.parse(name)
    except ValueError:
        return None


def _text(element: _Element, path: str) -> str | None:
    return (element.findtext(path) or "").strip() or None


def _attribute(element: _Element, tag: str, name: str) -> str | None:
    child = element.find(tag)
    return None if child is None else child.get(name)


def _number(text: str | None) -> int | None:
    """A number of at least 0, hexadecimal where it begins with 0x; libvirt writes both kinds."""
    text = (text or "").lower()
    try:
        value = int(text, 16 if text.startswith("0x") else 10)
    except ValueError:
        return None
    return value if value >= 0 else None
