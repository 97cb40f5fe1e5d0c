"""What every inventory promises, whichever it is."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from inventory.node_file import node_file
from lab.fixtures import shared_libvirtd
from lab.libvirtd import Libvirtd
from sysfs_tree import SysfsTree, recording

from vftui.inventory.base import Inventory
from vftui.inventory.capture import CapturedInventory, capture_to_json, parse_capture
from vftui.inventory.demo import demo_host, sized_host
from vftui.inventory.fixed import FixedInventory
from vftui.inventory.nodedev import NodeDeviceInventory
from vftui.inventory.udev import UdevInventory
from vftui.virconnect.connection import Connection

__all__ = ["shared_libvirtd"]


def of_a_tree(folder: Path) -> Inventory:
    return UdevInventory(SysfsTree(folder).replay(recording("igb-2pf-14vf-2vfio").read_text()).sysfs)


def of_a_saved_host(folder: Path) -> Inventory:
    path = folder / "host.json"
    path.write_text(capture_to_json(demo_host()))
    return CapturedInventory(path)


def of_a_libvirt(uri: str) -> Inventory:
    connection = Connection(uri)
    connection.open()
    return NodeDeviceInventory(connection)


INVENTORIES: dict[str, Callable[[Path], Inventory]] = {
    # The machine that runs the tests; test_recordings.py runs it on recorded machines too.
    "this-host": lambda _: UdevInventory(),
    "tree": of_a_tree,
    "saved": of_a_saved_host,
    "demo": lambda _: FixedInventory(demo_host()),
    "sized": lambda _: FixedInventory(sized_host(3, 256)),
    "test-driver": lambda folder: of_a_libvirt(node_file(folder)),
}


@pytest.fixture(params=[*INVENTORIES, "libvirtd"])
def inventory(request: pytest.FixtureRequest, tmp_path: Path) -> Inventory:
    if request.param != "libvirtd":
        return INVENTORIES[request.param](tmp_path)
    libvirtd: Libvirtd = request.getfixturevalue("shared_libvirtd")
    return of_a_libvirt(libvirtd.uri)


def test_an_unchanged_host_reads_the_same_twice(inventory: Inventory) -> None:
    assert inventory.read() == inventory.read()


def test_pfs_stand_in_order_of_address_and_vfs_in_order_of_index(inventory: Inventory) -> None:
    pfs = inventory.read().pfs

    assert [pf.address for pf in pfs] == sorted({pf.address for pf in pfs})
    for pf in pfs:
        assert [vf.index for vf in pf.vfs] == sorted({vf.index for vf in pf.vfs})


def test_no_two_functions_share_an_address(inventory: Inventory) -> None:
    pfs = inventory.read().pfs
    addresses = [pf.address for pf in pfs] + [vf.address for pf in pfs for vf in pf.vfs]

    assert len(addresses) == len(set(addresses))


def test_a_netdev_belongs_to_one_device_or_to_the_others(inventory: Inventory) -> None:
    host = inventory.read()
    names = [
        *(name for pf in host.pfs for name in pf.netdevs),
        *(vf.netdev for pf in host.pfs for vf in pf.vfs if vf.netdev is not None),
        *host.others,
    ]

    assert len(names) == len(set(names))


def test_a_host_says_its_name_and_where_it_was_read(inventory: Inventory) -> None:
    host = inventory.read()

    assert host.name
    assert host.source


def test_a_host_can_be_saved_and_comes_back_the_same(inventory: Inventory) -> None:
    host = inventory.read()

    assert parse_capture(capture_to_json(host), "host.json") == host


def test_threads_can_read_at_the_same_time(inventory: Inventory) -> None:
    with ThreadPoolExecutor(4) as threads:
        hosts = list(threads.map(lambda _: inventory.read(), range(8)))

    assert hosts == [inventory.read()] * 8


def test_no_thread_is_left_when_watching_ends(inventory: Inventory) -> None:
    before = set(threading.enumerate())

    with inventory.watch(lambda: None), inventory.watch(lambda: None):
        pass

    assert left_since(before) == []


def test_watching_ends_when_the_watcher_fails(inventory: Inventory) -> None:
    before = set(threading.enumerate())

    with pytest.raises(ZeroDivisionError), inventory.watch(lambda: None):
        raise ZeroDivisionError

    assert left_since(before) == []


def left_since(before: set[threading.Thread]) -> list[threading.Thread]:
    """The threads that have come since and stay; those that tell libvirt that nobody listens any more end soon."""
    came = set(threading.enumerate()) - before
    for thread in came:
        thread.join(10)
    return [thread for thread in came if thread.is_alive()]
