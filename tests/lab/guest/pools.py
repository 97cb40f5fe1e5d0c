"""Pools on the machine's cards, as vftui writes and starts them, and guests for them: fixtures for a test module.

from lab.guest.pools import guests, pools
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from lab.fixtures import forget_networks
from lab.guest.cards import CARDS, libvirt_settled, set_link, set_numvfs
from lab.guest.small_guests import SmallGuests, small_guests

from vftui.check import as_text
from vftui.inventory.udev import UdevInventory
from vftui.model.edits import Add, NewNetwork, Together
from vftui.model.network import ForwardMode
from vftui.model.running import Attachment
from vftui.show import select
from vftui.stores.virnetwork import VirNetworkStore
from vftui.stores.virruntime import VirRuntime
from vftui.virconnect.connection import Connection
from vftui.workspace import Workspace

URI = "qemu:///system"


class Pools:
    """The networks of the machine's libvirt, by way of vftui."""

    def __init__(self, connection: Connection) -> None:
        self.runtime = VirRuntime(connection)
        self._store = VirNetworkStore(connection)

    def start(self, name: str, mode: ForwardMode, expression: str) -> str:
        """Write a network with the VFs that the expression selects, start it, and return its key."""
        workspace, uuid = self.look(), str(uuid4())
        addresses = tuple(item.address for item in select(expression, workspace).items)
        managed = mode is ForwardMode.HOSTDEV
        workspace.do(Together((NewNetwork(name, mode, uuid, managed=managed), Add(name, addresses))))
        workspace.write()
        self.runtime.start(uuid)
        return uuid

    def look(self) -> Workspace:
        """All of it as it is now."""
        workspace = Workspace(UdevInventory().read(), self._store, runtime=self.runtime)
        workspace.take_running(self.runtime.running())
        return workspace

    def attachments(self) -> tuple[Attachment, ...]:
        return self.runtime.running().attachments

    def users(self) -> dict[str, str]:
        """Who uses each VF that is in use, by its address."""
        vfs = (vf for pf in self.look().host.pfs for vf in pf.vfs)
        return {str(vf.address): vf.used_by for vf in vfs if vf.used_by is not None}

    def check(self) -> str:
        """What `vftui check` prints, without the time that its start takes here."""
        return as_text(self.look())


@pytest.fixture
def pools() -> Iterator[Pools]:
    """A libvirt without networks, and both cards online, as it asks of them before a guest gets a VF for itself."""
    before = macs()
    forget_networks(URI)
    for card in CARDS:
        set_link(card.netdev, "up")
    libvirt_settled()
    with closing(Connection(URI)) as connection:
        yield Pools(connection)
    forget_networks(URI)
    for card in CARDS:
        set_link(card.netdev, "down")
    if macs() != before:
        # What a guest that failed has left on a VF stays until there is a new one in its place.
        for card in CARDS:
            set_numvfs(card, card.numvfs)


def macs() -> dict[str, str]:
    """The MAC of each VF, by the name of its netdev."""
    return {path.parent.name: path.read_text() for path in Path("/sys/class/net").glob("*v*/address")}


@pytest.fixture
def guests(pools: Pools) -> Iterator[SmallGuests]:  # noqa: ARG001 - guests end before their networks do
    with small_guests() as started:
        yield started
