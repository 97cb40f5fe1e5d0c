"""What a write leaves out, through undo, a write, someone else's edit and a session that ended."""

import pytest
from workspaces import HOST

from vftui.model.edits import LeaveOut, TakeOutMembers
from vftui.model.network import InterfaceMember
from vftui.model.revision import Revision, StoredDocument
from vftui.stores.memory import MemoryStore
from vftui.workspace import Workspace

TEXT = """\
<network>
  <name>front</name>
  <forward mode='passthrough'>
    <interface dev='ens1f0v0'/>
    <interface dev='ens1f0v1'/>
  </forward>
  <ip address='10.0.0.1'/>
</network>
"""
WITHOUT = TEXT.replace("  <ip address='10.0.0.1'/>\n", "")
LEAVE_OUT = LeaveOut("front", ("ip",))
TAKE_OUT = TakeOutMembers("front", (InterfaceMember("ens1f0v1"),))
SHORT = "    <interface dev='ens1f0v1'/>\n"


class DoubleQuotes(MemoryStore):
    """A store that does not keep documents byte for byte, as libvirt does not."""

    def replace(self, key: str, content: bytes, expected: Revision) -> StoredDocument:
        return super().replace(key, content.replace(b"'", b'"'), expected)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore({"front.xml": TEXT.encode()})


@pytest.fixture
def workspace(store: MemoryStore) -> Workspace:
    return Workspace(HOST, store)


def text(workspace: Workspace) -> str:
    return workspace.document(workspace.draft.get("front")).text


def test_it_is_a_change_that_undo_takes_back_and_redo_makes_again(workspace: Workspace) -> None:
    workspace.do(LEAVE_OUT)
    assert (text(workspace), workspace.change_count) == (WITHOUT, 1)

    workspace.undo()
    assert (text(workspace), workspace.change_count) == (TEXT, 0)

    workspace.redo()
    assert text(workspace) == WITHOUT


def test_after_a_write_nothing_is_changed_and_undo_brings_it_back(workspace: Workspace, store: MemoryStore) -> None:
    workspace.do(LEAVE_OUT)
    workspace.write()
    assert workspace.change_count == 0

    workspace.do(TAKE_OUT)
    assert text(workspace) == WITHOUT.replace(SHORT, "")
    workspace.undo()
    assert workspace.change_count == 0

    workspace.undo()
    assert text(workspace) == TEXT
    workspace.write()
    stored = store.read("front.xml")
    assert stored is not None
    assert stored.content == TEXT.encode()


def test_a_store_that_writes_in_a_form_of_its_own_does_not_lose_it_either() -> None:
    workspace = Workspace(HOST, DoubleQuotes({"front.xml": TEXT.encode()}))
    workspace.do(LEAVE_OUT)
    workspace.write()
    assert (text(workspace), workspace.change_count) == (WITHOUT.replace("'", '"'), 0)

    workspace.undo()

    assert (text(workspace), workspace.change_count) == (TEXT, 1)


def test_undo_of_it_after_a_write_keeps_what_was_edited_before(workspace: Workspace) -> None:
    workspace.do(TAKE_OUT)
    workspace.do(LEAVE_OUT)
    workspace.write()

    workspace.undo()

    assert text(workspace) == TEXT.replace(SHORT, "")


def test_it_is_left_out_of_what_someone_else_wrote_meanwhile_too(workspace: Workspace, store: MemoryStore) -> None:
    workspace.do(LEAVE_OUT)
    stored = store.read("front.xml")
    assert stored is not None
    theirs = TEXT.replace("</network>", "  <vlan/>\n</network>")
    store.replace("front.xml", theirs.encode(), stored.revision)

    workspace.keep_mine("front")

    assert text(workspace) == WITHOUT.replace("</network>", "  <vlan/>\n</network>")


def test_it_is_no_change_where_someone_else_left_it_out(workspace: Workspace, store: MemoryStore) -> None:
    workspace.do(LEAVE_OUT)
    stored = store.read("front.xml")
    assert stored is not None
    store.replace("front.xml", WITHOUT.encode(), stored.revision)

    workspace.keep_mine("front")

    assert workspace.change_count == 0


def test_a_session_that_ended_without_a_write_is_restored_with_it(workspace: Workspace, store: MemoryStore) -> None:
    workspace.do(LEAVE_OUT)
    later = Workspace(HOST, store)

    later.restore(workspace.unsaved())

    assert text(later) == WITHOUT
    later.undo()
    assert text(later) == TEXT
