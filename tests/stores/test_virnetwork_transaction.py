"""Several changes to a real libvirt's networks, of which one fails."""

from collections.abc import Sequence

import pytest
from lab.libvirtd import Libvirtd
from stores.definitions import find, held, said
from stores.libvirt_networks import pool, stored

from vftui.errors import StoreError
from vftui.stores.transaction import Change, Create, Delete, Rename, Replace, commit

RED, BLUE, GREEN = pool("red", "enp1s0v0"), pool("blue", "enp1s0v1"), pool("green", "enp1s0v2")
RED2, AZURE, NEW = pool("red", "enp2s0v0"), pool("azure", "enp2s0v1"), pool("new", "enp2s0v2")
REFUSED = pool("black", "enp2s0v3", "enp2s0v3")


def test_a_third_definition_that_libvirt_refuses_takes_back_the_two_before(emptied_libvirtd: Libvirtd) -> None:
    store, other = stored(emptied_libvirtd.uri, RED, BLUE, GREEN)
    for name in ("red", "blue"):
        other.autostart(name)
    other.start("red")
    other.plug_in("red", "web1")
    live, before = other.live("red"), store.load()
    red, blue, green = (find(store, content) for content in (RED, BLUE, GREEN))
    with pytest.raises(StoreError, match=r"Could not create black.*listed once.*Everything is as it was before"):
        commit(
            store,
            [
                Replace(red.key, RED2, red.revision),
                Rename(blue.key, "azure", AZURE, blue.revision),
                Create("black", REFUSED),
                Delete(green.key, green.revision),
            ],
        )

    assert store.load() == before
    assert other.live("red") == live
    assert other.stands("red") == (True, True, True)
    assert other.stands("blue") == (False, True, True)


def test_a_network_deleted_for_its_name_comes_back_active_where_the_name_cannot_be_used(
    emptied_libvirtd: Libvirtd,
) -> None:
    store, other = stored(emptied_libvirtd.uri, RED, GREEN)
    other.start("red")
    before = store.load()
    red, green = find(store, RED), find(store, GREEN)
    other.start("green")
    changes: Sequence[Change] = [
        Delete(red.key, red.revision),
        Rename(green.key, "red", pool("red", "enp1s0v2"), green.revision),
    ]
    with pytest.raises(
        StoreError, match=r"Could not rename green at .*green is active.*Everything is as it was before"
    ):
        commit(store, changes)

    assert store.load() == before
    assert other.stands("red") == (True, True, False)


def test_everything_that_can_be_done_to_networks_is_done_at_once(emptied_libvirtd: Libvirtd) -> None:
    store, _ = stored(emptied_libvirtd.uri, RED, BLUE, GREEN)
    red, blue, green = (find(store, content) for content in (RED, BLUE, GREEN))
    commit(
        store,
        [
            Create("new", NEW),
            Delete(green.key, green.revision),
            Rename(blue.key, "azure", AZURE, blue.revision),
            Replace(red.key, RED2, red.revision),
        ],
    )

    assert held(store) == said(NEW, AZURE, RED2)
