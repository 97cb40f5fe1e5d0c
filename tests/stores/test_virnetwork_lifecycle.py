"""Renaming and deleting a libvirt's networks: what libvirt does in one step in no other way, or not at all."""

from pathlib import Path

import pytest
from lab.hosts import host_tree
from lab.libvirtd import Libvirtd, user_libvirtd
from stores.definitions import find, held, only, said
from stores.libvirt_networks import UNREADABLE, SomebodyElse, hostdev_pool, pool, stored

from vftui.errors import StoreError
from vftui.stores.virnetwork import VirNetworkStore
from vftui.virconnect.connection import Connection

RED, BLUE = pool("red", "enp1s0v0"), pool("blue", "enp1s0v0")


# Renaming


def test_a_renamed_network_keeps_its_uuid_and_whether_it_starts_with_libvirt(emptied_libvirtd: Libvirtd) -> None:
    store, other = stored(emptied_libvirtd.uri, RED)
    other.autostart("red")
    red = only(store)
    blue = store.rename(red.key, "blue", BLUE, red.revision)

    assert blue.key == red.key
    assert list(store.load()) == [blue]
    assert other.stands("blue") == (False, True, True)


def test_an_active_network_is_not_renamed_and_says_to_stop_it(emptied_libvirtd: Libvirtd) -> None:
    store, other = stored(emptied_libvirtd.uri, RED)
    other.start("red")
    red = only(store)
    with pytest.raises(StoreError, match=r"red is active.*Stop it first"):
        store.rename(red.key, "blue", BLUE, red.revision)

    assert list(store.load()) == [red]
    assert other.stands("red") == (True, True, False)


@pytest.mark.parametrize(
    ("definition", "reason"),
    [
        (pool("blue", "enp1s0v0", mode="hostdev"), "hostdev networks require"),
        (
            pool("blue", beside="<virtualport type='802.1Qbh'><parameters profileid='a&lt;b'/></virtualport>"),
            "did not keep blue",
        ),
    ],
)
def test_a_network_is_not_taken_away_for_a_definition_that_libvirt_does_not_take(
    emptied_libvirtd: Libvirtd, definition: bytes, reason: str
) -> None:
    store, other = stored(emptied_libvirtd.uri, RED)
    other.autostart("red")
    red = only(store)
    with pytest.raises(StoreError, match=reason):
        store.rename(red.key, "blue", definition, red.revision)

    assert list(store.load()) == [red]
    assert other.stands("red") == (False, True, True)


def test_a_network_that_libvirt_would_not_take_back_is_not_renamed(tmp_path: Path) -> None:
    sysfs = host_tree("igb-2pf-14vf", tmp_path)
    with user_libvirtd(sysfs) as libvirtd:
        store, _ = stored(libvirtd.uri, hostdev_pool("red", "01:10.0", "01:10.2"))
        red = only(store)
        (sysfs / "bus/pci/devices/0000:01:10.0").unlink()
        with pytest.raises(StoreError, match=r"red keeps its name.*0000:01:10.0.*not an SR-IOV Virtual Function"):
            store.rename(red.key, "blue", hostdev_pool("blue", "01:10.2"), red.revision)

        assert list(store.load()) == [red]


# Deleting


def test_an_unused_active_network_is_stopped_and_deleted(emptied_libvirtd: Libvirtd) -> None:
    store, other = stored(emptied_libvirtd.uri, RED)
    other.start("red")
    red = only(store)
    store.delete(red.key, red.revision)

    assert list(store.load()) == []


def test_a_deleted_network_comes_back_active_and_started_with_libvirt_where_it_was(emptied_libvirtd: Libvirtd) -> None:
    store, other = stored(emptied_libvirtd.uri, RED)
    other.start("red")
    other.autostart("red")
    red = only(store)
    store.delete(red.key, red.revision)

    assert store.restore(red, None) == red
    assert other.stands("red") == (True, True, True)


def test_a_deleted_transient_network_comes_back_as_one(emptied_libvirtd: Libvirtd) -> None:
    store, other = stored(emptied_libvirtd.uri)
    other.create(RED)
    red = only(store)
    store.delete(red.key, red.revision)
    assert list(store.load()) == []

    assert store.restore(red, None) == red
    assert other.stands("red") == (True, False, False)


def test_a_network_with_guests_on_it_is_not_deleted_and_names_them(emptied_libvirtd: Libvirtd) -> None:
    store, other = stored(emptied_libvirtd.uri, pool("red", "enp1s0v0", "enp1s0v1", "enp1s0v2"))
    other.start("red")
    for guest in ("web1", "web1", "db"):
        other.plug_in("red", guest)
    red = only(store)
    with pytest.raises(StoreError, match=r"red is in use: db and web1 would lose it\. Shut down"):
        store.delete(red.key, red.revision)

    assert list(store.load()) == [red]
    assert b"<network connections='3'>" in other.live("red")


def test_a_guest_whose_port_cannot_be_read_is_a_guest_all_the_same(emptied_libvirtd: Libvirtd) -> None:
    store, other = stored(emptied_libvirtd.uri, RED)
    other.start("red")
    other.plug_in("red", "web1", UNREADABLE)
    red = only(store)
    with pytest.raises(StoreError, match=r"red is in use: a guest whose port cannot be read would lose it"):
        store.delete(red.key, red.revision)

    assert list(store.load()) == [red]


# The test driver has guests, and no ports: what is left of a guest on a network that was stopped under it.
GUEST = """
<domain type='test'><name>web1</name><memory>65536</memory><os><type>hvm</type></os><devices>
  <interface type='network'><mac address='52:54:00:00:00:01'/><source network='red'/>{}</interface>
</devices></domain>
"""


def test_a_network_that_has_lost_its_ports_is_not_deleted_under_its_guests(emptied_test_driver: str) -> None:
    connection = Connection(emptied_test_driver)
    store, other = VirNetworkStore(connection), SomebodyElse(emptied_test_driver)
    other.define(RED)
    other.define(BLUE)
    other.start("red")
    other.start("blue")
    blue, red = find(store, BLUE), find(store, RED)
    guest = connection.call("start a guest", lambda libvirt: libvirt.createXML(GUEST.format("")))
    try:
        with pytest.raises(StoreError, match=r"red is in use: web1 would lose it"):
            store.delete(red.key, red.revision)
        store.delete(blue.key, blue.revision)
    finally:
        guest.destroy()

    assert held(store) == said(RED)


def test_a_guest_that_cannot_be_read_and_has_no_port_is_not_in_the_way(emptied_test_driver: str) -> None:
    connection = Connection(emptied_test_driver)
    store, other = VirNetworkStore(connection), SomebodyElse(emptied_test_driver)
    other.define(RED)
    other.start("red")
    red = only(store)
    guest = connection.call("start a guest", lambda libvirt: libvirt.createXML(GUEST.format(UNREADABLE)))
    try:
        store.delete(red.key, red.revision)
    finally:
        guest.destroy()

    assert list(store.load()) == []


@pytest.mark.parametrize("runs", [True, False])
def test_a_network_that_a_guest_names_keeps_its_name(emptied_test_driver: str, runs: bool) -> None:
    connection = Connection(emptied_test_driver)
    store, other = VirNetworkStore(connection), SomebodyElse(emptied_test_driver)
    other.define(RED)
    red = only(store)
    make = "createXML" if runs else "defineXML"
    guest = connection.call("make a guest", lambda libvirt: getattr(libvirt, make)(GUEST.format("")))
    try:
        with pytest.raises(StoreError, match=r"red keeps its name: web1 names it.*Edit the guest first"):
            store.rename(red.key, "blue", BLUE, red.revision)
        assert store.rename(red.key, "red", pool("red", "enp1s0v1"), red.revision).path.startswith("red ")
    finally:
        (guest.destroy if runs else guest.undefine)()


def test_a_network_that_is_defined_only_is_deleted_whoever_names_it(emptied_test_driver: str) -> None:
    connection = Connection(emptied_test_driver)
    store, other = VirNetworkStore(connection), SomebodyElse(emptied_test_driver)
    other.define(RED)
    red = only(store)
    guest = connection.call("start a guest", lambda libvirt: libvirt.createXML(GUEST.format("")))
    try:
        store.delete(red.key, red.revision)
    finally:
        guest.destroy()

    assert list(store.load()) == []


def test_a_network_whose_devices_are_gone_says_so_where_it_cannot_come_back(tmp_path: Path) -> None:
    sysfs = host_tree("igb-2pf-14vf", tmp_path)
    with user_libvirtd(sysfs) as libvirtd:
        store, _ = stored(libvirtd.uri, hostdev_pool("red", "01:10.0"))
        red = only(store)
        (sysfs / "bus/pci/devices/0000:01:10.0").unlink()
        store.delete(red.key, red.revision)
        with pytest.raises(StoreError, match=r"put back red.*0000:01:10.0.*not an SR-IOV Virtual Function"):
            store.restore(red, None)
