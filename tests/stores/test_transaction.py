"""Several changes, all or none."""

import pytest
from stores.conftest import MakeStore
from stores.definitions import find, held, network, only, said

from vftui.errors import ConflictError, StoreError
from vftui.stores.transaction import Create, Delete, Rename, Replace, commit

RED, BLUE, GREEN = network("red"), network("blue"), network("green")
RED2, BLUE2, GREEN2 = network("red", "eth2"), network("blue", "eth2"), network("green", "eth2")


def test_nothing_to_do_is_done(make_store: MakeStore) -> None:
    assert commit(make_store({"red": RED}), []) == ()


def test_all_changes_are_made_and_answered_in_the_order_given(make_store: MakeStore) -> None:
    store = make_store({"red": RED, "blue": BLUE, "green": GREEN})
    red, blue, green = (find(store, content) for content in (RED, BLUE, GREEN))
    created, deleted, renamed, replaced = commit(
        store,
        [
            Create("new", network("new")),
            Delete(red.key, red.revision),
            Rename(blue.key, "azure", network("azure"), blue.revision),
            Replace(green.key, GREEN2, green.revision),
        ],
    )

    assert deleted is None
    assert [each and said(each.content) for each in (created, renamed, replaced)] == [
        said(network("new")),
        said(network("azure")),
        said(GREEN2),
    ]
    assert held(store) == said(network("new"), network("azure"), GREEN2)
    assert {created, renamed, replaced} == set(store.load())


def test_a_deleted_network_s_name_can_be_used_again_at_once(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    red = only(store)
    commit(store, [Create("red", RED2), Delete(red.key, red.revision)])

    assert held(store) == said(RED2)


def test_a_network_can_take_the_name_that_another_gives_up(make_store: MakeStore) -> None:
    store = make_store({"red": RED, "blue": BLUE})
    red, blue = find(store, RED), find(store, BLUE)
    commit(store, [Rename(red.key, "blue", BLUE2, red.revision), Rename(blue.key, "green", GREEN, blue.revision)])

    assert held(store) == said(BLUE2, GREEN)


# A read-only store refuses the first write, so what is refused with another reason was refused before it.


def test_a_document_that_changed_in_the_meantime_stops_everything_before_the_first_write(make_store: MakeStore) -> None:
    store = make_store({"red": RED, "blue": BLUE}, read_only=True)
    red, blue = find(store, RED), find(store, BLUE)
    with pytest.raises(ConflictError, match="has changed"):
        commit(store, [Replace(red.key, RED2, red.revision), Replace(blue.key, BLUE2, red.revision)])


def test_a_document_that_has_gone_in_the_meantime_stops_everything_before_the_first_write(
    make_store: MakeStore,
) -> None:
    store = make_store({"red": RED}, read_only=True)
    red = only(store)
    with pytest.raises(ConflictError, match="is gone"):
        commit(store, [Replace(red.key, RED2, red.revision), Delete("gone.xml", red.revision)])


def test_a_name_that_cannot_be_stops_everything_before_the_first_write(make_store: MakeStore) -> None:
    store = make_store({"red": RED}, read_only=True)
    red = only(store)
    with pytest.raises(StoreError, match="Cannot keep a network named"):
        commit(store, [Replace(red.key, RED2, red.revision), Create("a/b", BLUE)])


def test_names_that_were_handed_on_are_handed_back(make_store: MakeStore) -> None:
    store = make_store({"red": RED, "blue": BLUE, "black": network("black")})
    red, blue = find(store, RED), find(store, BLUE)
    before = store.load()
    with pytest.raises(ConflictError, match=r"Could not create black: .*as it was before"):
        commit(
            store,
            [
                Rename(red.key, "blue", BLUE2, red.revision),
                Rename(blue.key, "green", GREEN, blue.revision),
                Create("black", network("black", "eth2")),
            ],
        )

    assert store.load() == before


def test_a_name_taken_in_the_meantime_takes_back_what_was_written(make_store: MakeStore) -> None:
    store = make_store({"red": RED, "green": GREEN, "black": network("black")})
    red, green, black = (find(store, content) for content in (RED, GREEN, network("black")))
    before = store.load()
    with pytest.raises(ConflictError, match=r"Could not create green: .*exists already.*as it was before"):
        commit(
            store,
            [
                Replace(red.key, RED2, red.revision),
                Delete(black.key, black.revision),
                Create("blue", BLUE),
                Create("green", GREEN2),
            ],
        )

    assert green in before
    assert store.load() == before


def test_two_networks_that_swap_names_are_left_as_they_were(make_store: MakeStore) -> None:
    store = make_store({"red": RED, "blue": BLUE})
    red, blue = find(store, RED), find(store, BLUE)
    with pytest.raises(ConflictError, match="as it was before"):
        commit(store, [Rename(red.key, "blue", BLUE2, red.revision), Rename(blue.key, "red", RED2, blue.revision)])

    assert held(store) == said(RED, BLUE)


def test_a_read_only_store_refuses_the_whole(make_store: MakeStore) -> None:
    store = make_store({"red": RED}, read_only=True)
    red = only(store)
    with pytest.raises(StoreError, match="read-only"):
        commit(store, [Replace(red.key, RED2, red.revision), Create("blue", BLUE)])

    assert held(store) == said(RED)
