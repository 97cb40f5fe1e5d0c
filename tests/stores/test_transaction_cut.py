"""A line to libvirt that breaks anywhere in a write: everything is as it was before, or the message says what isn't."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from itertools import count

import pytest
from lab.fixtures import forget_networks
from lab.libvirtd import Libvirtd
from stores.cut_line import Line, line_to
from stores.definitions import find, only
from stores.libvirt_networks import UNREADABLE, SomebodyElse, pool

from vftui.errors import ConflictError, LibvirtError, StoreError, is_lost
from vftui.model.revision import StoredDocument
from vftui.stores.transaction import Change, Create, Delete, Rename, Replace, commit
from vftui.stores.virnetwork import VirNetworkStore
from vftui.virconnect.connection import Connection

RED, RED2, BLUE = pool("red", "enp1s0v0"), pool("red", "enp1s0v1"), pool("blue", "enp1s0v0")

Networks = Mapping[str, tuple[str, tuple[bool, bool, bool]]]
Write = Callable[[VirNetworkStore, StoredDocument], object]


@pytest.fixture
def line(emptied_libvirtd: Libvirtd) -> Iterator[Line]:
    with line_to(emptied_libvirtd.socket) as line:
        yield line


def everything(uri: str) -> Networks:
    """Every network's definition, and how it stands."""
    other = SomebodyElse(uri)
    with closing(pytest.importorskip("libvirt").open(uri)) as libvirt:
        return {each.name(): (each.XMLDesc(1), other.stands(each.name())) for each in libvirt.listAllNetworks()}


def broken_everywhere(
    libvirtd: Libvirtd, line: Line, write: Write, *, active: bool, is_made: bool
) -> Iterator[tuple[StoreError, Networks, VirNetworkStore]]:
    """The errors of a write whose line breaks at its first call, at its second …; the networks before; the store."""
    for call in count(1):
        forget_networks(libvirtd.uri)
        other = SomebodyElse(libvirtd.uri)
        other.define(RED)
        other.autostart("red")
        if active:
            other.start("red")
        before = everything(libvirtd.uri)
        store = VirNetworkStore(Connection(line.uri))
        red = only(store)
        line.break_at(call, is_made=is_made)
        try:
            write(store, red)
        except StoreError as error:
            if line.has_broken:
                yield error, before, store
        if not line.has_broken:
            return


def committing(change: Callable[[StoredDocument], Change]) -> Write:
    return lambda store, red: commit(store, [change(red)])


WRITES: Mapping[str, tuple[bool, Write]] = {
    "write": (True, committing(lambda red: Replace(red.key, RED2, red.revision))),
    "write-unkept": (True, committing(lambda red: Replace(red.key, pool("red", beside=UNREADABLE), red.revision))),
    "rename": (False, committing(lambda red: Rename(red.key, "blue", BLUE, red.revision))),
    "delete": (True, committing(lambda red: Delete(red.key, red.revision))),
}
EVERYWHERE = pytest.mark.parametrize("is_made", [True, False], ids=["unanswered", "unheard"])


@EVERYWHERE
@pytest.mark.parametrize("verb", WRITES)
def test_a_write_whose_line_breaks_anywhere_leaves_everything_as_it_was_and_standing_as_it_did(
    emptied_libvirtd: Libvirtd, line: Line, verb: str, is_made: bool
) -> None:
    active, write = WRITES[verb]
    told = set()
    for error, before, _ in broken_everywhere(emptied_libvirtd, line, write, active=active, is_made=is_made):
        assert is_lost(error)
        assert everything(emptied_libvirtd.uri) == before, error
        told.add("Everything is as it was before." in error.message)

    # What breaks before the first write says nothing of it.
    assert told == {True, False}


@EVERYWHERE
def test_a_new_network_whose_line_breaks_anywhere_is_named_where_it_may_be_there(
    emptied_libvirtd: Libvirtd, line: Line, is_made: bool
) -> None:
    create = committing(lambda _: Create("blue", BLUE))
    there = set()
    for error, _, _ in broken_everywhere(emptied_libvirtd, line, create, active=True, is_made=is_made):
        assert "could not be taken back: create blue (Not known: whether it was made.). Read again" in str(error)
        there.add("blue" in everything(emptied_libvirtd.uri))

    assert there == {True, False}


def rename(store: VirNetworkStore, red: StoredDocument) -> StoredDocument:
    return store.rename(red.key, "blue", BLUE, red.revision)


@EVERYWHERE
def test_a_rename_that_broke_off_can_be_made_again(emptied_libvirtd: Libvirtd, line: Line, is_made: bool) -> None:
    left_behind = 0
    for _, _, store in broken_everywhere(emptied_libvirtd, line, rename, active=False, is_made=is_made):
        if {*everything(emptied_libvirtd.uri)} == {"red", "blue"}:
            left_behind += 1
            red = find(store, RED)
            assert rename(store, red).key == red.key
            ((name, (_, stands)),) = everything(emptied_libvirtd.uri).items()
            assert (name, stands) == ("blue", (False, True, True))

    assert left_behind


def test_what_a_rename_has_left_behind_stays_where_somebody_has_taken_it_over(
    emptied_libvirtd: Libvirtd, line: Line
) -> None:
    other = SomebodyElse(emptied_libvirtd.uri)
    for _, _, store in broken_everywhere(emptied_libvirtd, line, rename, active=False, is_made=True):
        if {*everything(emptied_libvirtd.uri)} == {"red", "blue"}:
            other.start("blue")
            with pytest.raises(ConflictError, match=r"blue at .* exists already"):
                rename(store, find(store, RED))
            assert other.stands("blue") == (True, True, False)
            return
    pytest.fail("nothing was left behind")


def test_a_network_that_was_stopped_since_an_earlier_write_is_not_started(
    emptied_libvirtd: Libvirtd, line: Line
) -> None:
    other = SomebodyElse(emptied_libvirtd.uri)

    def write_stop_delete(store: VirNetworkStore, red: StoredDocument) -> None:
        written = store.replace(red.key, RED2, red.revision)
        other.network("red", lambda network: network.destroy())
        # The first two compare, the third is the first of the deletion.
        line.break_at(3, is_made=False)
        commit(store, [Delete(written.key, written.revision)])

    other.define(RED)
    other.start("red")
    store = VirNetworkStore(Connection(line.uri))
    with pytest.raises(LibvirtError, match="Everything is as it was before"):
        write_stop_delete(store, only(store))

    assert other.stands("red") == (False, True, False)
