"""Guests that do nothing but hold devices: 64 MiB each, no disk, and paused.

libvirt gives a guest its devices before its processor runs; one that did, emulated in an emulated one, would only take
time from the tests.
"""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

from lab.connection import Raised

_DOMAIN = """
<domain type='qemu'><name>{name}</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
<os><type arch='x86_64' machine='q35'>hvm</type></os>
<devices>{devices}<memballoon model='none'/></devices></domain>
"""


def mac(number: int) -> str:
    return f"52:54:00:aa:00:{number:02x}"


def on_network(name: str, address: str) -> str:
    """A device of a macvtap network, with a MAC of its own."""
    return f"<interface type='network'><mac address='{address}'/><source network='{name}'/>{_VIRTIO}</interface>"


def on_hostdev_network(name: str, address: str) -> str:
    return f"<interface type='network'><mac address='{address}'/><source network='{name}'/></interface>"


def direct(netdev: str, address: str) -> str:
    """A macvtap on a netdev, past every network."""
    source = f"<source dev='{netdev}' mode='passthrough'/>"
    return f"<interface type='direct'><mac address='{address}'/>{source}{_VIRTIO}</interface>"


def hostdev_interface(vf: str, address: str) -> str:
    """A VF, past every network, of which libvirt knows that it is a network card."""
    source = _pci(vf, "type='pci' ")
    return f"<interface type='hostdev' managed='yes'><mac address='{address}'/><source>{source}</source></interface>"


def hostdev(vf: str) -> str:
    """A VF as any PCI device."""
    return f"<hostdev mode='subsystem' type='pci' managed='yes'><source>{_pci(vf)}</source></hostdev>"


_VIRTIO = "<model type='virtio'/>"


def _pci(address: str, kind: str = "") -> str:
    domain, bus, slot, function = re.split(r"[:.]", address)
    return f"<address {kind}domain='0x{domain}' bus='0x{bus}' slot='0x{slot}' function='0x{function}'/>"


class SmallGuests:
    """Starts guests that libvirt forgets when they end."""

    def __init__(self, libvirt: Any, connection: Any) -> None:  # noqa: ANN401 - libvirt-python has no types
        self._libvirt = libvirt
        self._connection = connection

    def start(self, name: str, *devices: str) -> None:
        domain = _DOMAIN.format(name=name, devices="".join(devices))
        self._connection.createXML(domain, self._libvirt.VIR_DOMAIN_START_PAUSED)

    def refusal(self, name: str, *devices: str) -> Raised:
        """Start one, and fail where libvirt lets it start."""
        try:
            self.start(name, *devices)
        except self._libvirt.libvirtError as error:
            return Raised(error.get_error_code(), error.get_error_domain(), error.get_error_message())
        message = f"libvirt has started {name}"
        raise AssertionError(message)

    def stop(self, *names: str) -> None:
        for name in names:
            self._connection.lookupByName(name).destroy()

    def stop_all(self) -> None:
        for guest in self._connection.listAllDomains():
            # It may end by itself, too.
            with suppress(self._libvirt.libvirtError):
                guest.destroy()


@contextmanager
def small_guests() -> Iterator[SmallGuests]:
    """Guests of the machine's own libvirt; none of them is left."""
    import libvirt

    libvirt.registerErrorHandler(lambda _context, _error: None, None)  # it prints to the terminal otherwise
    with closing(libvirt.open("qemu:///system")) as connection:
        guests = SmallGuests(libvirt, connection)
        try:
            yield guests
        finally:
            guests.stop_all()
