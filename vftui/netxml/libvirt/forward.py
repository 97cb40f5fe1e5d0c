"""What libvirt takes from `<forward>`, and how it prints it.

Source: virNetworkForwardDefParseXML and virNetworkDefFormatBuf in src/conf/network_conf.c.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml.etree import _Element

from vftui.model.network import AddressMember, InterfaceMember
from vftui.model.verdict import V9_0, LibvirtVersion, Refusal
from vftui.netxml.libvirt.address import hex_name, read_address
from vftui.netxml.libvirt.nat import KeptNat, read_nat
from vftui.netxml.libvirt.reading import one_of, prop, unsupported, xml_error, xpath
from vftui.netxml.libvirt.usual import Device
from vftui.netxml.member import attribute_values

Devices = tuple[InterfaceMember, ...] | tuple[AddressMember, ...]

# `none` is the enum's first name: libvirt takes it for a network without <forward>.
MODES = ("none", "nat", "route", "open", "bridge", "private", "vepa", "passthrough", "hostdev")
_DRIVERS_OF_9 = ("kvm", "vfio")
_DRIVERS_SINCE_10 = (*_DRIVERS_OF_9, "xen")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&apos;", '"': "&quot;"})


@dataclass(frozen=True, slots=True)
class KeptForward:
    """A `<forward>` as libvirt holds it; `mode` is `none` where there is no element.

    `devices` are its interfaces or addresses, `pf` the netdev name of its one `<pf>`; at most one of the two is there.
    `driver` has the attributes that `<driver>` is printed with, `driver_element` is the one they were read from.
    """

    mode: str = "none"
    managed: bool = False
    driver: tuple[tuple[str, str], ...] = ()
    driver_element: _Element | None = None
    nat: KeptNat | None = None
    devices: Devices = ()
    pf: str | None = None

    @property
    def dev(self) -> str | None:
        """The `dev` that libvirt prints: the first interface."""
        first = self.devices[0] if self.devices else None
        return first.dev if isinstance(first, InterfaceMember) else None

    @property
    def has_content(self) -> bool:
        """Whether libvirt prints anything inside: not for a driver's model alone, which 11.3 prints beside it."""
        name_of_driver = dict(self.driver).get("name")
        has_nat = self.nat is not None and any(self.nat.lines())
        return bool(self.devices) or self.pf is not None or name_of_driver is not None or has_nat

    def text(self) -> str | None:
        """The element as libvirt prints it into inactive XML, without outer indentation."""
        if self.mode == "none":
            return None
        dev = "" if self.dev is None else f" dev='{escape(self.dev)}'"
        managed = f" managed='{'yes' if self.managed else 'no'}'" if self.mode == "hostdev" else ""
        opening = f"<forward{dev} mode='{self.mode}'{managed}"
        lines = list(self._lines()) if self.has_content else []
        return "\n".join((f"{opening}>", *(f"  {line}" for line in lines), "</forward>")) if lines else f"{opening}/>"

    def _lines(self) -> Iterator[str]:
        if self.driver:
            yield _empty_element("driver", self.driver)
        if self.nat is not None:
            yield from self.nat.lines()
        if self.pf is not None:
            yield _empty_element("pf", (("dev", self.pf),))
        yield from map(_device_line, self.devices)


def escape(text: str) -> str:
    """As virBufferEscapeString does: line breaks and tabs stay as they are."""
    return text.translate(_ESCAPES)


@lru_cache(maxsize=16384)  # the devices of a host come again with each look at its networks
def _device_line(device: Device) -> str:
    tag = "interface" if isinstance(device, InterfaceMember) else "address"
    return _empty_element(tag, attribute_values(device).items())


def _empty_element(tag: str, attributes: Iterable[tuple[str, str]]) -> str:
    written = "".join(f" {name}='{escape(value)}'" for name, value in attributes)
    return f"<{tag}{written}/>"


def read_kept_forward(
    element: _Element, network: str, libvirt: LibvirtVersion, usual: Mapping[_Element, Device]
) -> KeptForward:
    """Read `<forward>` of a network of that name. Raises RefusedError where libvirt does.

    `usual` are those of its devices that can be taken as they are (usual_devices).
    """
    mode = xpath(element, "mode") or "nat"
    if mode not in MODES:
        raise unsupported(f"unknown forwarding type '{mode}'", refusal=Refusal.MODE)
    managed = (xpath(element, "managed") or "").lower() == "yes"
    driver_element, driver = _driver(element, network, libvirt)
    nat = read_nat(element, mode, network, libvirt)
    interfaces, addresses, pfs = (element.findall(tag) for tag in ("interface", "address", "pf"))
    dev = xpath(element, "dev")
    if dev is not None and (addresses or pfs):
        # 9.0 forgets to put the name in.
        raise xml_error(
            "the <forward> 'dev' attribute cannot be used when <address> or <pf> sub-elements are present in network "
            + ("%s" if libvirt == V9_0 else network),
            refusal=Refusal.DEV_ATTRIBUTE,
        )
    devices: Devices = ()
    pf = None
    if interfaces or dev is not None:
        devices = _interfaces(interfaces, dev, network)
    elif addresses:
        devices = _addresses(addresses, network, usual)
    elif pfs:
        pf = _pf(pfs, network)
    return KeptForward(mode, managed, driver, driver_element, nat, devices, pf)


def _driver(
    forward: _Element, network: str, libvirt: LibvirtVersion
) -> tuple[_Element | None, tuple[tuple[str, str], ...]]:
    """The element that libvirt reads, and the attributes that it prints."""
    drivers = forward.findall("driver")
    if libvirt == V9_0:
        named = next((driver for driver in drivers if driver.get("name") is not None), None)
        if (name := xpath(named, "name")) is None:
            return None, ()
        if name not in _DRIVERS_OF_9:
            raise unsupported(f"Unknown forward <driver name='{name}'/> in network {network}")
        return named, (("name", name),)
    if not drivers:
        return None, ()
    one_of(drivers[0], "name", _DRIVERS_SINCE_10)
    found = ((name, prop(drivers[0], name)) for name in ("name", "model"))
    return drivers[0], tuple((name, value) for name, value in found if value is not None)


def _interfaces(found: Sequence[_Element], dev: str | None, network: str) -> tuple[InterfaceMember, ...]:
    members = dict.fromkeys([dev] if dev is not None else [])
    for position, element in enumerate(found):
        name = prop(element, "dev")
        if name is None:
            raise xml_error(f"Missing required dev attribute in <forward> <interface> element of network {network}")
        if position == 0 and dev is not None:
            if name != dev:
                raise xml_error(
                    f"<forward dev='{dev}'> must match first <interface dev='{name}'/> in network {network}",
                    refusal=Refusal.DEV_ATTRIBUTE,
                )
        elif name in members:
            raise xml_error(
                f"interface '{name}' can only be listed once in network {network}", refusal=Refusal.DUPLICATE
            )
        members[name] = None
    return tuple(InterfaceMember(name) for name in members)


def _addresses(found: Sequence[_Element], network: str, usual: Mapping[_Element, Device]) -> tuple[AddressMember, ...]:
    members: dict[AddressMember, None] = {}
    for element in found:
        known = usual.get(element)
        member = known if isinstance(known, AddressMember) else AddressMember(read_address(element, network))
        if member in members:
            raise xml_error(
                f"PCI device '{hex_name(member.address)}' can only be listed once in network {network}",
                refusal=Refusal.DUPLICATE,
            )
        members[member] = None
    return tuple(members)


def _pf(found: Sequence[_Element], network: str) -> str:
    if len(found) > 1:
        raise xml_error(
            f"Only one <pf> element is allowed in <forward> of network {network}", refusal=Refusal.SEVERAL_PFS
        )
    if (dev := prop(found[0], "dev")) is None:
        raise xml_error(f"Missing required dev attribute in <pf> element of network '{network}'")
    return dev
