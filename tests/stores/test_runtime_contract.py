"""What every runtime promises."""

from threading import Event

import pytest
from stores.conftest import libvirt_of_a_user, libvirt_of_the_system, libvirt_test_driver
from stores.libvirt_networks import pool

from vftui.errors import LibvirtError, StoppedError
from vftui.model.revision import StoredDocument
from vftui.model.running import NetworkState
from vftui.progress import Progress
from vftui.stores.base import NetworkStore, Runtime
from vftui.stores.virruntime import VirRuntime
from vftui.virconnect.connection import Connection

RED, BLUE = pool("red", "enp1s0v0", "enp1s0v1"), pool("blue", "enp1s0v2")
GONE = "11111111-2222-4333-8444-555555555555"
# libvirt's own stand-in has no ports and does not tell live from inactive; it starts and stops networks all the same.
STORES = (libvirt_of_a_user, libvirt_of_the_system, libvirt_test_driver)

Ground = tuple[NetworkStore, Runtime]


@pytest.fixture(params=STORES, ids=lambda make: make.__name__)
def ground(request: pytest.FixtureRequest) -> Ground:
    """A store of the networks red and blue, and the runtime of the same libvirt."""
    store = request.param(request, {"red": RED, "blue": BLUE}, False)
    return store, VirRuntime(Connection(store.location))


def documents(store: NetworkStore) -> list[StoredDocument]:
    return [found for found in store.load() if isinstance(found, StoredDocument)]


def key(store: NetworkStore, name: str) -> str:
    return next(found.key for found in documents(store) if found.path.startswith(f"{name} at "))


def state(ground: Ground, name: str) -> NetworkState:
    store, runtime = ground
    return runtime.running().networks[key(store, name)]


def test_every_network_of_the_store_has_a_state_under_its_key(ground: Ground) -> None:
    store, runtime = ground
    found = runtime.running().networks

    assert {name: each.revision_token for name, each in found.items()} == {
        each.key: each.revision.token for each in documents(store)
    }
    assert sorted(each.name for each in found.values()) == ["blue", "red"]


def test_a_network_is_inactive_until_it_is_started_and_again_when_it_is_stopped(ground: Ground) -> None:
    store, runtime = ground
    red = key(store, "red")
    assert (state(ground, "red").active, state(ground, "red").live) == (False, None)

    runtime.start(red)
    started = state(ground, "red")
    assert (started.active, started.persistent, started.as_defined) == (True, True, True)
    assert started.live is not None
    assert [member.dev for member in started.pool if hasattr(member, "dev")] == ["enp1s0v0", "enp1s0v1"]
    assert not state(ground, "blue").active

    runtime.stop(red)
    assert (state(ground, "red").active, state(ground, "red").pool) == (False, ())


def test_autostart_is_set_and_unset_without_starting_anything(ground: Ground) -> None:
    store, runtime = ground
    red = key(store, "red")

    for on in (True, False):
        runtime.set_autostart(red, on)
        assert (state(ground, "red").autostart, state(ground, "red").active) == (on, False)
        assert not state(ground, "blue").autostart


def test_starting_twice_is_refused_and_names_the_network(ground: Ground) -> None:
    store, runtime = ground
    runtime.running()
    runtime.start(key(store, "red"))

    with pytest.raises(LibvirtError, match="start the network red"):
        runtime.start(key(store, "red"))


def test_a_network_that_is_gone_can_be_neither_started_nor_stopped(ground: Ground) -> None:
    runtime = ground[1]
    for how in (runtime.start, runtime.stop, lambda key: runtime.set_autostart(key, True)):
        with pytest.raises(LibvirtError, match=GONE) as refused:
            how(GONE)
        assert not refused.value.lost


def test_a_look_tells_how_far_it_is_and_can_be_stopped(ground: Ground) -> None:
    progress = Progress()
    ground[1].running(progress)
    assert progress.text

    progress.stop()
    with pytest.raises(StoppedError):
        ground[1].running(progress)


def test_it_tells_when_a_network_starts(ground: Ground) -> None:
    store, runtime = ground
    changed = Event()
    runtime.running()
    with runtime.watch(changed.set):
        VirRuntime(Connection(store.location)).start(key(store, "red"))

        assert changed.wait(10)


def test_watching_where_no_libvirt_answers_tells_nothing_and_raises_nothing() -> None:
    runtime = VirRuntime(Connection("qemu+unix:///system?socket=/nonexistent"))

    with runtime.watch(lambda: pytest.fail("nothing has changed")), pytest.raises(LibvirtError):
        runtime.running()
