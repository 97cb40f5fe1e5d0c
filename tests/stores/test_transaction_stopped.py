"""A transaction that is stopped, or loses its connection: all or none, and where that cannot be, it says so."""

from collections.abc import Callable

import pytest
from lab.libvirtd import Libvirtd
from stores.conftest import of_libvirt
from stores.definitions import contents, find, network

from vftui.errors import HalfDoneError, LibvirtError, StoppedError, StoreError
from vftui.model.revision import Revision, StoredDocument
from vftui.progress import Progress
from vftui.stores.memory import MemoryStore
from vftui.stores.transaction import Change, Create, Delete, Replace, commit
from vftui.stores.virnetwork import VirNetworkStore
from vftui.virconnect.connection import Connection

RED, BLUE, GREEN = network("red"), network("blue"), network("green")
RED2, BLUE2, GREEN2 = network("red", "eth2"), network("blue", "eth2"), network("green", "eth2")
LOST = LibvirtError("libvirt does not answer", "Try again.", lost=True)


class Watched(MemoryStore):
    """Does something after a write of a network, which may be to lose the connection."""

    def __init__(self, name: str, happens: Callable[[], object]) -> None:
        super().__init__({"blue.xml": BLUE, "green.xml": GREEN, "red.xml": RED})
        self._watched = name
        self._happens = happens

    def replace(self, key: str, content: bytes, expected: Revision) -> StoredDocument:
        written = super().replace(key, content, expected)
        if key == f"{self._watched}.xml":
            self._happens()
        return written

    def create(self, name: str, content: bytes) -> StoredDocument:
        written = super().create(name, content)
        if name == self._watched:
            self._happens()
        return written


def replacing(store: MemoryStore) -> list[Change]:
    pairs = ((RED, RED2), (BLUE, BLUE2), (GREEN, GREEN2))
    return [Replace(found.key, after, found.revision) for before, after in pairs for found in (find(store, before),)]


def lose() -> None:
    raise LOST


@pytest.mark.parametrize("name", ["red", "blue"])
def test_a_transaction_that_is_stopped_takes_back_what_it_has_written(name: str) -> None:
    progress = Progress()
    store = Watched(name, progress.stop)
    with pytest.raises(StoppedError):
        commit(store, replacing(store), progress)

    assert contents(store) == sorted([RED, BLUE, GREEN])


def test_a_transaction_that_is_stopped_at_its_last_write_is_done() -> None:
    progress = Progress()
    store = Watched("green", progress.stop)
    commit(store, replacing(store), progress)

    assert contents(store) == sorted([RED2, BLUE2, GREEN2])


def test_a_transaction_that_is_stopped_before_it_began_has_written_nothing() -> None:
    progress = Progress()
    progress.stop()
    store = Watched("red", lambda: pytest.fail("was written"))
    with pytest.raises(StoppedError):
        commit(store, replacing(store), progress)


def test_it_tells_how_many_are_written() -> None:
    progress = Progress()
    seen: list[str] = []
    store = Watched("blue", lambda: seen.append(progress.text))
    commit(store, replacing(store), progress)

    assert seen == ["Writing networks 1 of 3"]


def test_a_change_whose_answer_was_lost_is_taken_back_if_it_was_made() -> None:
    store = Watched("blue", lose)
    with pytest.raises(LibvirtError, match="Everything is as it was before") as failed:
        commit(store, replacing(store))

    assert failed.value.lost
    assert contents(store) == sorted([RED, BLUE, GREEN])


def test_a_new_network_whose_answer_was_lost_is_named_for_it_may_be_there() -> None:
    store = Watched("new", lose)
    with pytest.raises(LibvirtError, match=r"may have been, and could not be taken back: create new"):
        commit(store, [*replacing(store), Create("new", network("new"))])

    assert contents(store) == sorted([RED, BLUE, GREEN, network("new")])


class Gone(Watched):
    """A store whose connection stays lost, and counts who still asks."""

    def __init__(self, name: str) -> None:
        super().__init__(name, self._lose)
        self.asked = 0
        self._is_lost = False

    def read(self, key: str) -> StoredDocument | None:
        if self._is_lost:
            self.asked += 1
            lose()
        return super().read(key)

    def _lose(self) -> None:
        self._is_lost = True
        lose()


def test_what_cannot_be_taken_back_without_a_connection_is_named_and_asked_for_once() -> None:
    store = Gone("green")
    with pytest.raises(LibvirtError) as failed:
        commit(store, replacing(store))

    message = failed.value.message
    assert "These changes were made, or may have been, and could not be taken back: write green.xml" in message
    assert message.endswith("; write blue.xml; write red.xml. Read again (r) to see what there is.")
    assert store.asked == 1


def test_a_daemon_that_dies_in_the_middle_ends_it_with_the_networks_that_are_not_as_they_were(
    request: pytest.FixtureRequest, own_libvirtd: Libvirtd
) -> None:
    made = of_libvirt(request, own_libvirtd.uri, {"red": network("red"), "blue": network("blue")}, False)
    red, blue = sorted(made.load(), key=lambda each: each.path, reverse=True)
    progress = Progress()

    class Dying(VirNetworkStore):
        def replace(self, key: str, content: bytes, expected: Revision) -> StoredDocument:
            written = super().replace(key, content, expected)
            own_libvirtd.kill()
            return written

    assert isinstance(red, StoredDocument)
    assert isinstance(blue, StoredDocument)
    changes = [Replace(red.key, RED2, red.revision), Replace(blue.key, BLUE2, blue.revision)]
    with pytest.raises(LibvirtError) as failed:
        commit(Dying(Connection(own_libvirtd.uri)), changes, progress)
    assert failed.value.lost
    assert f"write {red.path}" in failed.value.message

    own_libvirtd.start()
    kept = {each.path: each for each in VirNetworkStore(Connection(own_libvirtd.uri)).load()}
    assert kept[blue.path] == blue
    assert kept[red.path] != red


def test_a_deletion_whose_answer_was_lost_is_taken_back() -> None:
    class Deleting(Watched):
        def delete(self, key: str, expected: Revision) -> None:
            super().delete(key, expected)
            raise LOST

    store = Deleting("none", lose)
    red = find(store, RED)
    with pytest.raises(LibvirtError, match="Everything is as it was before"):
        commit(store, [Delete(red.key, red.revision)])

    assert contents(store) == sorted([RED, BLUE, GREEN])


HALF_DONE = HalfDoneError("libvirt did not keep it", "It keeps less.", "It stays so: libvirt is full. Look at it.")


def half_done() -> None:
    raise HALF_DONE


def test_a_change_that_is_half_done_is_taken_back_once_that_can_be_done() -> None:
    store = Watched("blue", half_done)
    with pytest.raises(StoreError) as failed:
        commit(store, replacing(store))

    assert failed.value.message == "libvirt did not keep it: It keeps less. Everything is as it was before."
    assert contents(store) == sorted([RED, BLUE, GREEN])


class Refusing(Watched):
    """A store that takes nothing back of what it did to one network."""

    def restore(self, document: StoredDocument, instead_of: StoredDocument | None) -> StoredDocument:
        if document.key == f"{self._watched}.xml":
            raise StoreError("Cannot write", "The disk is gone.")
        return super().restore(document, instead_of)


def test_a_change_that_stays_half_done_says_what_is_left_and_not_that_all_is_as_it_was() -> None:
    store = Refusing("blue", half_done)
    with pytest.raises(StoreError) as failed:
        commit(store, replacing(store))

    assert failed.value.message == (
        "libvirt did not keep it: It keeps less. These changes were made, or may have been, and could not be taken "
        "back: write blue.xml (It stays so: libvirt is full. Look at it.). Read again (r) to see what there is."
    )
    assert contents(store) == sorted([RED, BLUE2, GREEN])


def test_a_new_network_that_is_half_done_says_what_is_left_of_it() -> None:
    store = Watched("new", half_done)
    with pytest.raises(StoreError, match=r"taken back: create new \(It stays so: libvirt is full"):
        commit(store, [*replacing(store), Create("new", network("new"))])

    assert contents(store) == sorted([RED, BLUE, GREEN, network("new")])


# What no user should meet: a fault of the program, or a machine that has no more threads.


def out_of_threads() -> None:
    raise RuntimeError("can't start new thread")


def test_an_error_that_nobody_thought_of_takes_back_what_was_written_and_goes_on() -> None:
    store = Watched("blue", out_of_threads)
    with pytest.raises(RuntimeError, match="can't start new thread") as failed:
        commit(store, replacing(store))

    assert failed.value.__notes__ == ["Could not write blue.xml. Everything else is as it was before."]
    assert contents(store) == sorted([RED, BLUE, GREEN])


def test_an_error_that_nobody_thought_of_does_not_keep_the_others_from_being_taken_back() -> None:
    class Faulty(Watched):
        def restore(self, document: StoredDocument, instead_of: StoredDocument | None) -> StoredDocument:
            if document.key == "blue.xml":
                out_of_threads()
            return super().restore(document, instead_of)

    store = Faulty("green", lose)
    with pytest.raises(LibvirtError, match=r"taken back: write blue\.xml \(can't start new thread\)"):
        commit(store, replacing(store))

    assert contents(store) == sorted([RED, BLUE2, GREEN])
