"""Networks of a real libvirt as a store: what is read, and what a write does to a network that is active or not."""

import pytest
from lab.libvirtd import Libvirtd
from stores.definitions import find, held, only, said
from stores.libvirt_networks import pool, stored

from vftui.errors import ConflictError, LibvirtError, StoppedError, StoreError
from vftui.model.revision import StoredDocument
from vftui.progress import Progress

RED, RED2, BLUE = pool("red", "enp1s0v0"), pool("red", "enp1s0v1"), pool("blue", "enp1s0v2")
UUID = "0d3f1c1e-7c3f-4f60-9f0e-1a2b3c4d5e6f"


def with_uuid(definition: bytes, uuid: str = UUID) -> bytes:
    return definition.replace(b"</name>", f"</name><uuid>{uuid}</uuid>".encode())


# What is read


def test_a_network_is_known_by_its_uuid_and_shown_by_name_and_place(emptied_libvirtd: Libvirtd) -> None:
    store, _ = stored(emptied_libvirtd.uri, with_uuid(RED))
    red = only(store)

    assert (red.key, red.path) == (UUID, f"red at {emptied_libvirtd.uri}")
    assert store.location == emptied_libvirtd.uri


def test_networks_are_listed_by_name(emptied_libvirtd: Libvirtd) -> None:
    store, _ = stored(emptied_libvirtd.uri, RED, BLUE, pool("azure"))

    assert [said(each.content)[0][0] for each in store.load() if isinstance(each, StoredDocument)] == [
        "azure",
        "blue",
        "red",
    ]


def test_of_an_active_network_what_is_defined_is_read_and_not_what_is_in_force(emptied_libvirtd: Libvirtd) -> None:
    store, other = stored(
        emptied_libvirtd.uri, with_uuid(pool("red")).replace(b"></forward>", b"><pf dev='enp1s0'/></forward>")
    )
    other.start("red")
    assert b"<interface dev='enp1s0v6'/>" in other.live("red")
    assert b"<interface" not in only(store).content

    other.define(with_uuid(RED2))

    assert held(store) == said(RED2)


def test_a_network_that_goes_while_the_others_are_read_is_not_there(emptied_libvirtd: Libvirtd) -> None:
    store, other = stored(emptied_libvirtd.uri, RED, BLUE)

    class Undefining(Progress):
        def at(self, text: str, done: int = 0, total: int = 0) -> None:
            if (text, done, total) == ("Reading networks", 1, 2):
                other.network("red", lambda network: network.undefine())
            super().at(text, done, total)

    assert [each.path for each in store.load(Undefining())] == [f"blue at {emptied_libvirtd.uri}"]


def test_reading_can_be_stopped(emptied_libvirtd: Libvirtd) -> None:
    store, _ = stored(emptied_libvirtd.uri, RED)
    progress = Progress()
    progress.stop()
    with pytest.raises(StoppedError):
        store.load(progress)


def test_a_libvirt_that_stops_is_said_to_and_asked_again_when_it_is_back(own_libvirtd: Libvirtd) -> None:
    store, _ = stored(own_libvirtd.uri, RED)
    red = only(store)
    own_libvirtd.stop()
    with pytest.raises(LibvirtError) as failed:
        store.load()
    with pytest.raises(LibvirtError):
        store.replace(red.key, RED2, red.revision)
    own_libvirtd.start()

    assert failed.value.lost
    assert list(store.load()) == [red]


# What is written


def test_a_definition_without_a_uuid_is_that_of_the_network_it_replaces(emptied_libvirtd: Libvirtd) -> None:
    store, _ = stored(emptied_libvirtd.uri, with_uuid(RED))
    red = only(store)

    assert store.replace(red.key, RED2, red.revision).key == UUID
    assert held(store) == said(RED2)


def test_a_new_network_has_the_uuid_it_is_given(emptied_libvirtd: Libvirtd) -> None:
    store, _ = stored(emptied_libvirtd.uri)

    assert store.create("red", with_uuid(RED, UUID.upper())).key == UUID


def test_a_new_network_never_takes_the_place_of_another_with_its_uuid(emptied_libvirtd: Libvirtd) -> None:
    store, _ = stored(emptied_libvirtd.uri, with_uuid(RED))
    with pytest.raises(ConflictError, match="exists already"):
        store.create("blue", with_uuid(BLUE))

    assert held(store) == said(RED)


def test_a_definition_in_another_encoding_is_understood(emptied_libvirtd: Libvirtd) -> None:
    store, _ = stored(emptied_libvirtd.uri)
    text = "<?xml version='1.0' encoding='ISO-8859-1'?>" + pool("größer", "enp1s0v0").decode()
    store.create("größer", text.encode("latin-1"))

    assert [each.path for each in store.load()] == [f"größer at {emptied_libvirtd.uri}"]


def test_a_definition_anew_leaves_an_active_network_as_it_is_until_its_next_start(emptied_libvirtd: Libvirtd) -> None:
    store, other = stored(emptied_libvirtd.uri, RED)
    other.start("red")
    other.autostart("red")
    other.plug_in("red", "web1")
    red = only(store)
    store.replace(red.key, RED2, red.revision)

    assert held(store) == said(RED2)
    assert b"<interface dev='enp1s0v0' connections='1'/>" in other.live("red")
    assert other.stands("red") == (True, True, True)


def test_a_transient_network_is_defined_by_a_write_and_transient_again_after_the_undo(
    emptied_libvirtd: Libvirtd,
) -> None:
    store, other = stored(emptied_libvirtd.uri)
    other.create(RED)
    red = only(store)
    newer = store.replace(red.key, RED2, red.revision)
    assert other.stands("red") == (True, True, False)

    store.restore(red, newer)

    assert other.stands("red") == (True, False, False)
    assert list(store.load()) == [red]


@pytest.mark.parametrize(
    ("definition", "reason"),
    [
        (pool("red", "enp1s0v0", mode="hostdev"), "hostdev networks require"),
        (pool("red", "enp1s0v0", "enp1s0v0"), "can only be listed once"),
        (pool("red", beside="<unknown/>"), "schema"),
        (pool("red", mode="sriov"), "schema"),
    ],
)
def test_what_libvirt_refuses_is_refused_with_its_reason_and_changes_nothing(
    emptied_libvirtd: Libvirtd, definition: bytes, reason: str
) -> None:
    store, _ = stored(emptied_libvirtd.uri, RED)
    red = only(store)
    with pytest.raises(StoreError, match=reason) as refused:
        store.replace(red.key, definition, red.revision)
    assert "red" in refused.value.title
    assert refused.value.message.endswith("write again.")
    other = definition.replace(b"<name>red<", b"<name>blue<")
    with pytest.raises(StoreError, match=reason) as refused:
        store.create("blue", other)

    assert "blue" in refused.value.title
    assert list(store.load()) == [red]


def test_what_is_no_definition_is_refused_before_libvirt_sees_it(emptied_libvirtd: Libvirtd) -> None:
    store, _ = stored(emptied_libvirtd.uri)
    with pytest.raises(StoreError, match="Not well-formed"):
        store.create("red", b"<network>")

    assert list(store.load()) == []


def test_what_libvirt_is_known_to_drop_is_dropped_without_a_word(emptied_libvirtd: Libvirtd) -> None:
    store, _ = stored(emptied_libvirtd.uri)
    mixed = RED.replace(b"</forward>", b"<pf dev='enp2s0'/></forward>")

    assert said(store.create("red", mixed).content) == said(RED)


# libvirt prints a profileid without escaping it, and so keeps what it cannot read back itself.
UNKEPT = pool("red", "enp1s0v1", beside="<virtualport type='802.1Qbh'><parameters profileid='a&lt;b'/></virtualport>")


def test_a_new_network_of_which_libvirt_keeps_something_else_is_taken_away_again(emptied_libvirtd: Libvirtd) -> None:
    store, _ = stored(emptied_libvirtd.uri)
    with pytest.raises(StoreError, match=r"red.*<parameters profileid='a<b'/> where well-formed XML was meant"):
        store.create("red", UNKEPT)

    assert list(store.load()) == []


def test_what_there_was_is_put_back_where_libvirt_keeps_something_else(emptied_libvirtd: Libvirtd) -> None:
    store, other = stored(emptied_libvirtd.uri, RED)
    other.autostart("red")
    other.start("red")
    red = only(store)
    with pytest.raises(StoreError, match="What there was before is put back"):
        store.replace(red.key, UNKEPT, red.revision)

    assert list(store.load()) == [red]
    assert other.stands("red") == (True, True, True)


def test_a_transient_network_stays_so_where_libvirt_keeps_something_else(emptied_libvirtd: Libvirtd) -> None:
    store, other = stored(emptied_libvirtd.uri)
    other.create(RED)
    red = only(store)
    with pytest.raises(StoreError, match="What there was before is put back"):
        store.replace(red.key, UNKEPT, red.revision)

    assert list(store.load()) == [red]
    assert other.stands("red") == (True, False, False)


def test_a_name_with_a_line_break_or_markup_in_it_is_kept_as_it_is(emptied_libvirtd: Libvirtd) -> None:
    store, _ = stored(emptied_libvirtd.uri)
    name = "[bold]&amp;\u202e%n"
    store.create("[bold]&\u202e%n", pool(name))

    assert find(store, pool(name)).path.startswith("[bold]&\u202e%n at ")
