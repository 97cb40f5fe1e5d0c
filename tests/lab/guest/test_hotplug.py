"""VFs are made and removed, get drivers and names: what reads the host and who looks at it learn of it."""

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lab.guest.cards import CARDS, on_vfio, renamed, set_link, set_numvfs, vf_address
from terminal.console import vftui

from vftui.inventory.udev import UdevInventory
from vftui.model.host import Host, Link
from vftui.model.pci import PciAddress

FIRST, SECOND = CARDS
# Seconds between a change and the last news of it.
PATIENCE = 60.0

Awaited = Callable[[Host], object]


@pytest.fixture
def host_becomes() -> Iterator[Callable[[Awaited], None]]:
    """Read the host after every piece of news, and never without, until it is as awaited."""
    inventory, news = UdevInventory(), queue.SimpleQueue[None]()

    def wait(awaited: Awaited) -> None:
        while True:
            news.get(timeout=PATIENCE)
            if awaited(inventory.read()):
                return

    with inventory.watch(lambda: news.put(None)):
        yield wait


def test_vfs_that_are_removed_and_made_are_news(host_becomes: Callable[[Awaited], None]) -> None:
    set_numvfs(FIRST, 0)
    host_becomes(lambda host: host.pfs[0].vfs == ())

    set_numvfs(FIRST, 3)
    host_becomes(lambda host: [vf.netdev for vf in host.pfs[0].vfs] == ["enp1s0v0", "enp1s0v1", "enp1s0v2"])


def test_a_driver_that_changes_is_news(host_becomes: Callable[[Awaited], None]) -> None:
    address = PciAddress.parse(vf_address(FIRST, 2))
    with on_vfio(str(address)):
        host_becomes(lambda host: (vf := host.vf_by_address[address]).driver == "vfio-pci" and vf.netdev is None)

    host_becomes(lambda host: (vf := host.vf_by_address[address]).driver == "igbvf" and vf.netdev == "enp1s0v2")


def test_a_netdev_that_is_renamed_is_news(host_becomes: Callable[[Awaited], None]) -> None:
    with renamed("enp2s0v1", "storage0"):
        host_becomes(lambda host: "storage0" in host.vf_by_netdev and "enp2s0v1" not in host.vf_by_netdev)

    host_becomes(lambda host: "enp2s0v1" in host.vf_by_netdev)


def test_a_link_that_goes_up_is_news(host_becomes: Callable[[Awaited], None]) -> None:
    set_link("enp2s0", "up")
    host_becomes(lambda host: host.pfs[1].admin_up and host.pfs[1].link is Link.UP)

    set_link("enp2s0", "down")
    host_becomes(lambda host: not host.pfs[1].admin_up)


def test_the_running_app_shows_each_of_these(networks: Path) -> None:
    with vftui("--networks", networks, columns=160, rows=50) as console:
        set_numvfs(SECOND, 0)
        console.wait(lambda: "0/7 VFs" in console.vf("enp2s0").text, "a card without VFs")
        set_numvfs(SECOND, 3)
        console.wait(lambda: "3/7 VFs" in console.vf("enp2s0").text, "a card with 3 VFs")
        console.wait(lambda: "enp2s0v2" in console.seen(), "the netdev of the last of them")

        with on_vfio(address := vf_address(FIRST, 2)):
            console.wait(lambda: "no netdev  vfio-pci" in console.vf(address).text, "a VF on vfio-pci")
        console.wait(lambda: "enp1s0v2" in console.vf(address).text, "its netdev again")

        with renamed("enp1s0v4", "storage0"):
            console.wait(lambda: "storage0" in console.vf(vf_address(FIRST, 4)).text, "the new name")
        console.wait(lambda: "storage0" not in console.seen(), "the old name")
