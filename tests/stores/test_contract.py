"""What every store promises.

A store keeps what a definition says. A folder keeps its bytes too (test_verbatim); libvirt writes it in its own way,
and gives each network a uuid where it has none.
"""

import pytest
from stores.conftest import MakeStore
from stores.definitions import find, held, network, only, said

from vftui.errors import ConflictError, StoreError
from vftui.model.revision import StoredDocument

RED, BLUE = network("red"), network("blue")
NEWER, NEWEST = network("red", "ens1f0v1"), network("red", "ens1f0v2")


def test_a_store_without_networks_loads_as_nothing(make_store: MakeStore) -> None:
    assert list(make_store().load()) == []


def test_it_loads_every_network_in_the_same_order_each_time(make_store: MakeStore) -> None:
    store = make_store({"red": RED, "blue": BLUE})

    assert held(store) == said(RED, BLUE)
    assert store.load() == store.load()


def test_it_reads_one_document_as_load_shows_it(make_store: MakeStore) -> None:
    store = make_store({"red": RED})

    assert store.read(only(store).key) == only(store)


def test_it_reads_none_where_a_document_is_gone(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    red = only(store)
    store.delete(red.key, red.revision)

    assert store.read(red.key) is None


def test_what_is_created_is_there_afterwards(make_store: MakeStore) -> None:
    store = make_store()
    created = store.create("red", RED)

    assert said(created.content) == said(RED)
    assert list(store.load()) == [created]


def test_creating_never_overwrites_what_is_there(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    with pytest.raises(ConflictError, match="exists already"):
        store.create("red", NEWER)

    assert held(store) == said(RED)


def test_replacing_keeps_the_key_and_gives_a_new_revision(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    red = only(store)
    newer = store.replace(red.key, NEWER, red.revision)

    assert (newer.key, said(newer.content)) == (red.key, said(NEWER))
    assert newer.revision != red.revision
    assert only(store) == newer


def test_equal_contents_have_equal_revisions(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    red = only(store)
    newer = store.replace(red.key, NEWER, red.revision)

    assert store.replace(newer.key, RED, newer.revision) == red


def test_replacing_what_someone_else_changed_is_a_conflict_and_keeps_theirs(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    mine = only(store)
    store.replace(mine.key, NEWER, mine.revision)
    with pytest.raises(ConflictError, match="has changed"):
        store.replace(mine.key, NEWEST, mine.revision)

    assert held(store) == said(NEWER)


def test_replacing_what_someone_else_deleted_is_a_conflict_and_keeps_it_deleted(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    mine = only(store)
    store.delete(mine.key, mine.revision)
    with pytest.raises(ConflictError, match="is gone"):
        store.replace(mine.key, NEWER, mine.revision)

    assert held(store) == said()


def test_a_renamed_network_is_stored_once_and_can_be_edited_on(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    red = only(store)
    blue = store.rename(red.key, "blue", BLUE, red.revision)
    assert list(store.load()) == [blue]

    changed = store.replace(blue.key, network("blue", "ens1f0v9"), blue.revision)

    assert list(store.load()) == [changed]


def test_a_network_can_be_renamed_to_the_name_it_has(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    red = only(store)
    store.rename(red.key, "red", NEWER, red.revision)

    assert held(store) == said(NEWER)


def test_renaming_onto_another_network_is_a_conflict_and_keeps_both(make_store: MakeStore) -> None:
    store = make_store({"red": RED, "blue": BLUE})
    red = find(store, RED)
    with pytest.raises(ConflictError, match="exists already"):
        store.rename(red.key, "blue", network("blue", "ens1f0v9"), red.revision)

    assert held(store) == said(RED, BLUE)


def test_renaming_what_someone_else_changed_is_a_conflict_and_keeps_theirs(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    mine = only(store)
    store.replace(mine.key, NEWER, mine.revision)
    with pytest.raises(ConflictError, match="has changed"):
        store.rename(mine.key, "blue", BLUE, mine.revision)

    assert held(store) == said(NEWER)


def test_deleting_takes_one_network_and_leaves_the_others(make_store: MakeStore) -> None:
    store = make_store({"red": RED, "blue": BLUE})
    red = find(store, RED)
    store.delete(red.key, red.revision)

    assert held(store) == said(BLUE)


def test_deleting_what_someone_else_changed_is_a_conflict_and_keeps_theirs(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    mine = only(store)
    store.replace(mine.key, NEWER, mine.revision)
    with pytest.raises(ConflictError, match="has changed"):
        store.delete(mine.key, mine.revision)

    assert held(store) == said(NEWER)


def test_deleting_twice_is_a_conflict(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    red = only(store)
    store.delete(red.key, red.revision)
    with pytest.raises(ConflictError, match="is gone"):
        store.delete(red.key, red.revision)


def test_a_deleted_network_can_be_restored_as_it_was(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    red = only(store)
    store.delete(red.key, red.revision)

    assert store.restore(red, None) == red
    assert list(store.load()) == [red]


def test_a_replaced_network_can_be_restored_as_it_was(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    red = only(store)
    newer = store.replace(red.key, NEWER, red.revision)
    store.restore(red, newer)

    assert list(store.load()) == [red]


def test_a_renamed_network_can_be_restored_as_it_was(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    red = only(store)
    blue = store.rename(red.key, "blue", BLUE, red.revision)
    store.restore(red, blue)

    assert list(store.load()) == [red]


def test_restoring_never_overwrites_what_came_in_its_place(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    red = only(store)
    store.delete(red.key, red.revision)
    theirs = store.create("red", NEWER)
    with pytest.raises(ConflictError, match="exists already"):
        store.restore(red, None)

    assert list(store.load()) == [theirs]


def test_restoring_over_what_changed_since_is_a_conflict(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    red = only(store)
    newer = store.replace(red.key, NEWER, red.revision)
    newest = store.replace(red.key, NEWEST, newer.revision)
    with pytest.raises(ConflictError, match="has changed"):
        store.restore(red, newer)

    assert list(store.load()) == [newest]


@pytest.mark.parametrize("name", ["red", "front end", "größer", "10%", "--all", "a" * 247, "-", "x.xml"])
def test_it_keeps_a_network_of_any_name_that_libvirt_takes(make_store: MakeStore, name: str) -> None:
    store = make_store()
    store.check_name(name)

    assert store.read(store.create(name, network(name)).key) == only(store)


@pytest.mark.parametrize("name", ["", " ", "../x", "a/b", "/etc/passwd", "a\nb", "a\0b", "a\x7fb", "a" * 300])
def test_it_refuses_a_name_that_no_network_can_have(make_store: MakeStore, name: str) -> None:
    store = make_store({"red": RED})
    red = only(store)
    with pytest.raises(StoreError, match="Cannot keep a network named") as refused:
        store.check_name(name)
    with pytest.raises(StoreError, match="Cannot keep a network named"):
        store.create(name, BLUE)
    with pytest.raises(StoreError, match="Cannot keep a network named"):
        store.rename(red.key, name, BLUE, red.revision)

    assert len(str(refused.value)) < 200
    assert len(str(refused.value).splitlines()) == 1
    assert held(store) == said(RED)


def test_a_read_only_store_shows_everything_and_writes_nothing(make_store: MakeStore) -> None:
    store = make_store({"red": RED}, read_only=True)
    red = only(store)
    gone = StoredDocument("blue.xml", "blue.xml", BLUE, red.revision)
    assert store.read_only
    for write in (
        lambda: store.create("blue", BLUE),
        lambda: store.replace(red.key, NEWER, red.revision),
        lambda: store.rename(red.key, "blue", BLUE, red.revision),
        lambda: store.delete(red.key, red.revision),
        lambda: store.restore(gone, None),
        lambda: store.restore(gone, red),
    ):
        with pytest.raises(StoreError, match="read-only"):
            write()

    assert list(store.load()) == [red]
