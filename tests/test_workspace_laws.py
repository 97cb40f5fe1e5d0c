"""What holds for the draft, its documents and the store after any edits."""

from contextlib import suppress
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from model.draft_strategies import drafts, some_hosts
from model.edit_strategies import edits

from vftui.errors import ConflictError, EditRefusedError
from vftui.model.host import Host
from vftui.model.network import Draft, Network
from vftui.netxml.document import NetworkDocument
from vftui.stores.memory import MemoryStore
from vftui.workspace import Workspace


def with_mtu(network: Network) -> bytes:
    """The network with an element that an edit may leave out."""
    return NetworkDocument.new(network).content.replace(b"</network>", b"  <mtu size='9000'/>\n</network>")


def store_of(draft: Draft) -> MemoryStore:
    """What somebody stored as `draft`: pools as they are, one network that is none."""
    nat = b"<network>\n  <name>default</name>\n  <forward mode='nat'/>\n</network>\n"
    documents = {network.origin: with_mtu(network) for network in draft if network.is_pool}
    documents |= {network.origin: nat for network in draft if not network.is_pool}
    return MemoryStore({origin: content for origin, content in documents.items() if origin})


def texts(workspace: Workspace) -> dict[str, str]:
    """What a write would store. A draft may also leave out what is not there, and that is not kept aside."""
    return {network.name: workspace.document(network).text for network in workspace.draft}


def contents(store: MemoryStore) -> dict[str, bytes]:
    return {document.key: document.content for document in store.load()}


def edited(data: st.DataObject, workspace: Workspace, host: Host) -> int:
    """Try a few edits, and return how many were made."""
    made = 0
    for _ in range(4):
        before = workspace.draft
        with suppress(EditRefusedError):
            workspace.do(data.draw(edits(before, host)))
            made += 1
            continue
        assert workspace.draft is before
    return made


@given(st.data(), some_hosts())
def test_undo_of_all_edits_leaves_nothing_to_write_and_redo_all_of_it(data: st.DataObject, host: Host) -> None:
    workspace = Workspace(host, store_of(data.draw(drafts(host))))
    first = workspace.draft
    made = edited(data, workspace, host)
    last, count = workspace.draft, workspace.change_count

    assert sum(workspace.undo() is not None for _ in range(10)) == made
    assert workspace.draft == first
    assert workspace.change_count == 0
    assert sum(workspace.redo() is not None for _ in range(10)) == made
    assert workspace.draft == last
    assert workspace.change_count == count


@given(st.data(), some_hosts())
def test_what_is_counted_is_reviewed_and_what_is_reviewed_is_written(data: st.DataObject, host: Host) -> None:
    store = store_of(data.draw(drafts(host)))
    workspace = Workspace(host, store)
    edited(data, workspace, host)
    changes = workspace.changes()
    assert len(changes) == workspace.change_count
    assert all(change.diff for change in changes)

    with suppress(ConflictError):  # where networks exchange their names
        assert sorted(workspace.write()) == sorted(change.name for change in changes)
        assert workspace.change_count == 0
        again = Workspace(host, store).draft
        assert sorted((each.name, each.mode, each.members, each.managed, each.driver) for each in again) == sorted(
            (each.name, each.mode, each.members, each.managed, each.driver) for each in workspace.draft
        )


@given(st.data(), some_hosts())
def test_undo_after_a_write_gives_back_the_former_documents(data: st.DataObject, host: Host) -> None:
    store = store_of(data.draw(drafts(host)))
    workspace = Workspace(host, store)
    before = contents(store)
    edited(data, workspace, host)
    with suppress(ConflictError):
        workspace.write()
        while workspace.undo():
            pass
        workspace.write()
        assert contents(store) == before


@given(st.data(), some_hosts())
def test_what_is_kept_aside_brings_the_same_draft_back(data: st.DataObject, host: Host) -> None:
    draft = data.draw(drafts(host))
    ended, later = Workspace(host, store_of(draft)), Workspace(host, store_of(draft))
    edited(data, ended, host)
    later.restore(ended.unsaved())

    assert texts(later) == texts(ended)
    assert {replace(network, leave_out=()) for network in later.draft} == {
        replace(network, leave_out=()) for network in ended.draft
    }
    later.undo()
    assert later.change_count == 0
