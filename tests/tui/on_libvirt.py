"""An operator before a real libvirtd on made-up hardware: networks that run, and ports without guests."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, NamedTuple
from uuid import NAMESPACE_DNS, uuid5

from lab.libvirtd import Libvirtd
from robot import counted_uuids

from vftui.model.host import Host
from vftui.stores.virnetwork import VirNetworkStore
from vftui.stores.virruntime import VirRuntime
from vftui.virconnect.connection import CALL_LIMIT, Connection
from vftui.workspace import Workspace


class State(NamedTuple):
    """How a network stands."""

    active: bool
    autostart: bool


class Libvirt:
    """What others do to the networks of a libvirtd, beside vftui."""

    def __init__(self, libvirtd: Libvirtd, host: Host) -> None:
        self.uri = libvirtd.uri
        self.host = host

    def workspace(self, *, read_only: bool = False, limit: float = CALL_LIMIT) -> Workspace:
        """A workspace on it, which has not looked at what runs yet; it waits `limit` seconds for an answer."""
        connection = Connection(self.uri, read_only=read_only, limit=limit)
        return Workspace(
            self.host, VirNetworkStore(connection), runtime=VirRuntime(connection), new_uuid=counted_uuids()
        )

    def define(
        self, name: str, *members: str, mode: str = "passthrough", active: bool = True, transient: bool = False
    ) -> None:
        """Define a network of these members, netdevs or elements, in the place of one of that name, and start it."""
        elements = "".join(each if each.startswith("<") else f"<interface dev='{each}'/>" for each in members)
        uuid = uuid5(NAMESPACE_DNS, name)
        xml = f"<network><name>{name}</name><uuid>{uuid}</uuid><forward mode='{mode}'>{elements}</forward></network>"
        with self._connected() as connection:
            if transient:
                connection.networkCreateXML(xml)
                return
            network = connection.networkDefineXML(xml)
            if active:
                network.create()

    def attach(self, network: str, guest: str, mac: str = "52:54:00:00:00:01") -> None:
        """Have a guest get a device of the network, as far as libvirt's network driver sees it."""
        uuid = f"00000000-0000-4000-9000-{int(mac[-2:], 16):012d}"
        owner = f"<owner><name>{guest}</name><uuid>{uuid.replace('9000', 'a000')}</uuid></owner>"
        port = f"<networkport><uuid>{uuid}</uuid>{owner}<mac address='{mac}'/></networkport>"
        with self._connected() as connection:
            connection.networkLookupByName(network).portCreateXML(port, 0)

    def network(self, name: str) -> State:
        with self._connected() as connection:
            network = connection.networkLookupByName(name)
            return State(bool(network.isActive()), bool(network.autostart()))

    def ports(self, name: str) -> int:
        """How many ports the network counts."""
        with self._connected() as connection:
            return len(connection.networkLookupByName(name).listAllPorts())

    def live_pool(self, name: str) -> list[str]:
        """The netdevs that an active network hands out now."""
        with self._connected() as connection:
            return re.findall(r"<interface dev='(.+?)'", connection.networkLookupByName(name).XMLDesc())

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        import libvirt

        with closing(libvirt.open(self.uri)) as connection:
            yield connection
