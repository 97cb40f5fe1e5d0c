"""What programs that are not ours say of the machine's cards, field by field, to hold an inventory against."""

import json
import re
from collections.abc import Callable, Iterator

from lab.guest.programs import run, virsh
from lxml import etree
from lxml.etree import _Element

from vftui.model.host import Host, PhysicalFunction, VirtualFunction

# Address and field → value, of PFs and VFs alone.
Facts = dict[tuple[str, str], object]
_Fact = tuple[tuple[str, str], object]

_NETWORK_CLASSES = "0200", "0280"
_LINKS = {"UP": "up", "DOWN": "down"}
_SRIOV = re.compile(r"Total VFs: (\d+), Number of VFs: (\d+),.*?VF offset: (\d+), stride: (\d+)", re.DOTALL)
# Of those in its register a driver may keep some: igb one of eight (Linux, igb_main.c, igb_probe_vfs).
_DRIVER_LIMITS = {"igb": 7}


def host_facts(host: Host) -> Facts:
    """What an inventory says."""
    facts: Facts = {}
    for pf in host.pfs:
        facts.update(_pf_facts(pf))
        for vf in pf.vfs:
            facts.update(_vf_facts(vf, pf))
    return facts


def _pf_facts(pf: PhysicalFunction) -> Iterator[_Fact]:
    yield from _named(
        str(pf.address),
        netdev=pf.netdevs[0] if pf.netdevs else None,
        driver=pf.driver,
        vendor=pf.vendor,
        device=pf.device,
        mac=pf.mac,
        link=pf.link and pf.link.value,
        speed=pf.speed_mbps,
        admin_up=pf.admin_up,
        totalvfs=pf.totalvfs,
        numvfs=pf.numvfs,
    )


def _vf_facts(vf: VirtualFunction, pf: PhysicalFunction) -> Iterator[_Fact]:
    yield from _named(
        str(vf.address),
        pf=str(pf.address),
        index=vf.index,
        netdev=vf.netdev,
        driver=vf.driver,
        mac=vf.mac,
        iommu_group=vf.iommu_group,
        used_by=vf.used_by,
    )


def ip_facts() -> Facts:
    """`ip -j -d link`: the kernel's netdevs, by netlink."""
    links = json.loads(run("ip", "-j", "-d", "link", "show"))
    return {key: value for link in links if link.get("parentbus") == "pci" for key, value in _link_facts(link, links)}


def _link_facts(link: dict[str, object], links: list[dict[str, object]]) -> Iterator[_Fact]:
    address, name, flags = str(link["parentdev"]), link["ifname"], link["flags"]
    assert isinstance(flags, list)
    yield from _named(address, netdev=name, mac=link["address"])
    vfs = link.get("vfinfo_list")
    if isinstance(vfs, list):
        yield from _named(address, numvfs=len(vfs), admin_up="UP" in flags, link=_LINKS.get(str(link["operstate"])))
    else:
        yield from _named(address, used_by=next((each["ifname"] for each in links if each.get("link") == name), None))


def lspci_facts() -> Facts:
    """`lspci`: the devices' own registers, the kernel's drivers, and the names of pci.ids."""
    facts: Facts = {}
    numbers, names = (_lspci_devices(option) for option in ("-Dvmmkn", "-Dvmmk"))
    for address, device in numbers.items():
        if device["Class"] in _NETWORK_CLASSES and (capability := _SRIOV.search(run("lspci", "-Dvvvs", address))):
            total, count, offset, stride = map(int, capability.groups())
            limit = _DRIVER_LIMITS.get(device.get("Driver", ""), total)
            facts.update(_named(address, totalvfs=min(total, limit), numvfs=count))
            facts.update(_named(address, driver=device.get("Driver"), **_name(names[address])))
            for index in range(count):
                vf = _routing_id(address, offset + stride * index)
                facts.update(_named(vf, pf=address, index=index, driver=numbers[vf].get("Driver")))
                facts.update(_named(vf, iommu_group=int(numbers[vf]["IOMMUGroup"])))
    return facts


def _name(device: dict[str, str]) -> dict[str, str]:
    return {"vendor": device["Vendor"], "device": device["Device"]}


def _lspci_devices(option: str) -> dict[str, dict[str, str]]:
    """Every device by its address: lspci's keys and values."""
    devices = (
        dict(line.split(":\t", 1) for line in block.splitlines()) for block in run("lspci", option).split("\n\n")
    )
    return {device["Slot"]: device for device in devices if device}


def _routing_id(pf: str, distance: int) -> str:
    """The address so many functions after `pf`'s: a bus has 256 (PCI Express, "VF Routing IDs")."""
    domain, bus, slot, function = (int(part, 16) for part in re.split(r"[:.]", pf))
    number = (bus << 8 | slot << 3 | function) + distance
    return f"{domain:04x}:{number >> 8:02x}:{number >> 3 & 31:02x}.{number & 7}"


def virsh_facts() -> Facts:
    """`virsh nodedev-dumpxml`: libvirt, by udev and by the kernel."""
    names = virsh("nodedev-list", "--cap", "pci,net").split()
    dumped = virsh("; ".join(f"nodedev-dumpxml {name}" for name in names))
    devices = etree.fromstring(f"<devices>{dumped}</devices>")
    addresses = {
        device.findtext("name"): _pci_address(device) for device in devices if _capability(device, "pci") is not None
    }
    facts: Facts = {}
    for device in devices:
        if (address := addresses.get(device.findtext("name"))) is not None:
            facts.update(_pci_facts(device, address))
    known = {address for address, _ in facts}
    for device in devices:
        parent = addresses.get(device.findtext("parent"))
        if _capability(device, "net") is not None and parent in known:
            facts.update(_net_facts(device, parent, is_pf=(parent, "totalvfs") in facts))
    return facts


def _capability(device: _Element, kind: str) -> _Element | None:
    return device.find(f"capability[@type='{kind}']")


def _pci_facts(device: _Element, address: str) -> Iterator[_Fact]:
    pci = device.find("capability")
    assert pci is not None
    pf, vf = (pci.find(f"capability[@type='{kind}']") for kind in ("virt_functions", "phys_function"))
    if not (pci.findtext("class") or "").startswith("0x02") or (pf is None and vf is None):
        return
    yield from _named(address, driver=device.findtext("driver/name"))
    if pf is not None:
        yield from _named(address, vendor=pci.findtext("vendor"), device=pci.findtext("product"))
        yield from _named(address, totalvfs=int(pf.get("maxCount", "")), numvfs=len(pf))
        for index, each in enumerate(pf):
            yield from _named(_hex_address(each), index=index)
    if vf is not None:
        yield from _named(address, pf=_hex_address(vf[0]))
        group = pci.find("iommuGroup")
        assert group is not None
        yield from _named(address, iommu_group=int(group.get("number", "")))


def _net_facts(device: _Element, address: str, *, is_pf: bool) -> Iterator[_Fact]:
    net, link = device.find("capability"), device.find("capability/link")
    assert net is not None
    assert link is not None
    yield from _named(address, netdev=net.findtext("interface"), mac=net.findtext("address"))
    if is_pf:
        yield from _named(address, link=link.get("state"))
        yield from _named(address, speed=int(link.get("speed", "0")) or None)


def _pci_address(device: _Element) -> str:
    """The address that is in a pci capability: decimal numbers, an element each."""
    numbers = [int(device.findtext(f"capability/{name}") or "") for name in ("domain", "bus", "slot", "function")]
    return "{:04x}:{:02x}:{:02x}.{:x}".format(*numbers)


def _hex_address(element: _Element) -> str:
    """The address in an `<address>`: hexadecimal numbers, an attribute each."""
    numbers = [int(element.get(name, ""), 16) for name in ("domain", "bus", "slot", "function")]
    return "{:04x}:{:02x}:{:02x}.{:x}".format(*numbers)


def _named(address: str, **values: object) -> Iterator[_Fact]:
    return (((address, field), value) for field, value in values.items())


WITNESSES: dict[str, Callable[[], Facts]] = {
    "ip -j -d link": ip_facts,
    "lspci": lspci_facts,
    "virsh nodedev-dumpxml": virsh_facts,
}
