"""Networks of a real libvirt, as somebody else would make and change them."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from vftui.stores.virnetwork import VirNetworkStore
from vftui.virconnect.connection import Connection

# libvirt prints a profileid without escaping it: with this, a port's or a guest's XML is none.
UNREADABLE = "<virtualport type='802.1Qbh'><parameters profileid='a&lt;b'/></virtualport>"


def pool(name: str, *devices: str, beside: str = "", mode: str = "passthrough") -> bytes:
    """A definition with these netdevs."""
    members = "".join(f"<interface dev='{device}'/>" for device in devices)
    return f"<network><name>{name}</name><forward mode='{mode}'>{members}</forward>{beside}</network>".encode()


def hostdev_pool(name: str, *addresses: str) -> bytes:
    """A definition with these PCI addresses, `bus:slot.function`."""
    members = "".join(
        f"<address type='pci' domain='0x0' bus='0x{bus}' slot='0x{slot}' function='0x{function}'/>"
        for bus, slot, function in (address.replace(".", ":").split(":") for address in addresses)
    )
    return f"<network><name>{name}</name><forward mode='hostdev' managed='yes'>{members}</forward></network>".encode()


class SomebodyElse:
    """Another client of the same libvirt."""

    def __init__(self, uri: str) -> None:
        self._connection = Connection(uri)

    def network(self, name: str, do: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - libvirt-python has no types
        """What `do` makes of the libvirt.virNetwork."""
        return self._connection.call(f"look at {name}", lambda libvirt: do(libvirt.networkLookupByName(name)))

    def start(self, name: str) -> None:
        self.network(name, lambda network: network.create())

    def autostart(self, name: str) -> None:
        self.network(name, lambda network: network.setAutostart(1))

    def define(self, content: bytes) -> None:
        self._connection.call("define", lambda libvirt: libvirt.networkDefineXML(content.decode()) and None)

    def create(self, content: bytes) -> None:
        """Start a network that is defined nowhere."""
        self._connection.call("create", lambda libvirt: libvirt.networkCreateXML(content.decode()) and None)

    def plug_in(self, name: str, guest: str, beside: str = "") -> None:
        """Take a device of an active network, as libvirt does for a guest that starts."""
        port = (
            f"<networkport><uuid>{uuid4()}</uuid><owner><name>{guest}</name><uuid>{uuid4()}</uuid></owner>"
            f"<mac address='52:54:00:00:00:01'/>{beside}</networkport>"
        )
        self.network(name, lambda network: network.portCreateXML(port, 0) and None)

    def stands(self, name: str) -> tuple[bool, bool, bool]:
        """Whether the network is active, persistent, and started with libvirt."""

        def look(network: Any) -> tuple[bool, bool, bool]:  # noqa: ANN401 - libvirt-python has no types
            persistent = bool(network.isPersistent())
            return bool(network.isActive()), persistent, persistent and bool(network.autostart())

        found: tuple[bool, bool, bool] = self.network(name, look)
        return found

    def live(self, name: str) -> bytes:
        text: str = self.network(name, lambda network: network.XMLDesc())
        return text.encode()


def stored(uri: str, *definitions: bytes) -> tuple[VirNetworkStore, SomebodyElse]:
    """A store in which somebody else has defined these networks."""
    other = SomebodyElse(uri)
    for definition in definitions:
        other.define(definition)
    return VirNetworkStore(Connection(uri)), other
