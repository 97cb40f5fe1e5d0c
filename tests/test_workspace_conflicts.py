"""What someone else wrote meanwhile is never overwritten: the operator sees it and decides."""

from collections.abc import Callable
from pathlib import Path

import pytest
from workspaces import BROKEN, NEW, at, files, text, workspace_in

from vftui.errors import ConflictError, DocumentError, EditRefusedError, StoreError
from vftui.inventory.demo_networks import demo_networks
from vftui.model.edits import Add, Delete, Rename, TakeOutVfs, Together
from vftui.workspace import PendingChange, Workspace

FRONT = demo_networks()["front.xml"]
# Someone else has moved the network to another VLAN and taken ens1f0v7 out of it.
THEIRS = FRONT.replace(b"id='120'", b"id='7'").replace(b"    <interface dev='ens1f0v7'/>\n", b"")
NAT = b"<network>\n  <name>front</name>\n  <forward mode='nat'/>\n</network>\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "networks"


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    """Our edit: ens1f0#12 is in front."""
    workspace = workspace_in(folder)
    workspace.do(Add("front", at("ens1f0#12")))
    return workspace


def change(workspace: Workspace, name: str) -> PendingChange:
    (only,) = (change for change in workspace.changes() if change.name == name)
    return only


def devs(workspace: Workspace) -> str:
    return " ".join(str(getattr(member, "dev", "")) for member in workspace.draft.get("front").members)


def test_a_change_that_someone_else_made_is_shown_and_keeps_everything_from_being_written(
    workspace: Workspace, folder: Path
) -> None:
    workspace.do(TakeOutVfs(at("ens2f0#8")))
    (folder / "front.xml").write_bytes(THEIRS)
    front = change(workspace, "front")

    assert front.conflict == THEIRS.decode()
    assert [line.text.strip() for line in front.theirs if line.kind == "add"] == ["<tag id='7'/>"]
    assert change(workspace, "storage").conflict is None
    with pytest.raises(ConflictError, match=r"front\.xml has changed"):
        workspace.write()
    assert files(folder) == {**demo_networks(), "front.xml": THEIRS}
    assert workspace.change_count == 2


def test_their_version_can_be_taken_and_that_be_undone(workspace: Workspace, folder: Path) -> None:
    (folder / "front.xml").write_bytes(THEIRS)

    assert workspace.take_theirs("front") == "Take front as it is stored now"
    assert text(workspace, "front") == THEIRS.decode()
    assert workspace.change_count == 0

    workspace.undo()
    assert "ens1f0v12" in devs(workspace)
    assert change(workspace, "front").conflict is None
    assert "id='7'" in text(workspace, "front")


def test_ours_can_be_kept_on_top_of_theirs(workspace: Workspace, folder: Path) -> None:
    (folder / "front.xml").write_bytes(THEIRS)

    assert workspace.keep_mine("front") == "front stays as it is here, in what is stored now."
    assert workspace.write() == ("front",)
    stored = (folder / "front.xml").read_text()
    assert "id='7'" in stored
    assert "ens1f0v7'" in stored
    assert "ens1f0v12'" in stored
    assert workspace.change_count == 0


def test_undo_after_ours_was_kept_does_not_take_back_what_they_did(workspace: Workspace, folder: Path) -> None:
    (folder / "front.xml").write_bytes(THEIRS)
    workspace.keep_mine("front")
    workspace.write()
    workspace.undo()
    workspace.write()

    assert (folder / "front.xml").read_bytes() == FRONT.replace(b"id='120'", b"id='7'")


def test_another_uuid_in_the_store_is_no_change_of_ours(workspace: Workspace, folder: Path) -> None:
    (folder / "front.xml").write_bytes(FRONT.replace(b"7f3c1b52", b"00000000"))
    workspace.keep_mine("front")
    workspace.write()

    assert b"00000000-9d0e" in (folder / "front.xml").read_bytes()
    assert workspace.change_count == 0


def test_a_network_that_they_deleted_can_go_here_too_and_come_back_by_undo(workspace: Workspace, folder: Path) -> None:
    (folder / "front.xml").unlink()
    assert change(workspace, "front").conflict == ""
    with pytest.raises(ConflictError, match=r"front\.xml is gone"):
        workspace.write()

    workspace.take_theirs("front")
    assert workspace.draft.find("front") is None
    assert workspace.change_count == 0

    workspace.undo()
    workspace.undo()
    assert change(workspace, "front").kind == "new"
    workspace.write()
    assert (folder / "front.xml").read_bytes() == FRONT


def test_a_network_that_they_deleted_can_be_written_again_with_all_it_had(workspace: Workspace, folder: Path) -> None:
    (folder / "front.xml").unlink()

    assert workspace.keep_mine("front") == "front is gone from the store, and will be written as new."
    workspace.write()
    assert b"web-7" in (folder / "front.xml").read_bytes()
    assert b"ens1f0v12" in (folder / "front.xml").read_bytes()


def test_a_network_deleted_here_and_changed_there_is_settled_either_way(workspace: Workspace, folder: Path) -> None:
    workspace.do(Delete("front"))
    (folder / "front.xml").write_bytes(THEIRS)
    assert change(workspace, "front").conflict == THEIRS.decode()

    workspace.take_theirs("front")
    assert text(workspace, "front") == THEIRS.decode()
    workspace.undo()
    assert change(workspace, "front").kind == "deleted"

    (folder / "front.xml").write_bytes(FRONT)
    assert workspace.keep_mine("front") == "front will be deleted all the same."
    workspace.write()
    assert "front.xml" not in files(folder)


def test_a_network_deleted_here_and_there_stays_so(workspace: Workspace, folder: Path) -> None:
    workspace.do(Delete("front"))
    (folder / "front.xml").unlink()

    assert workspace.keep_mine("front") == "front is gone from the store, and stays so."
    assert workspace.change_count == 0


def test_a_network_of_ours_is_not_lost_with_one_of_its_name_that_they_deleted(
    workspace: Workspace, folder: Path
) -> None:
    workspace.do(Together((Delete("front"), Rename("lab", "front"))))
    (folder / "front.xml").unlink()

    workspace.take_theirs("front")
    assert workspace.draft.get("front").origin == "lab.xml"


def test_what_they_renamed_to_a_name_of_ours_cannot_be_taken(workspace: Workspace, folder: Path) -> None:
    (folder / "front.xml").write_bytes(FRONT.replace(b"<name>front", b"<name>lab"))

    with pytest.raises(EditRefusedError) as caught:
        workspace.take_theirs("front")
    assert caught.value.message == (
        "What is stored now is named lab, and so is another network here. Rename that one first."
    )
    assert change(workspace, "front").conflict is not None

    workspace.keep_mine("front")
    assert workspace.write() == ("front",)
    assert b"<name>front</name>" in (folder / "front.xml").read_bytes()


def test_what_they_renamed_is_taken_under_its_new_name(workspace: Workspace, folder: Path) -> None:
    (folder / "front.xml").write_bytes(FRONT.replace(b"<name>front", b"<name>web"))
    workspace.take_theirs("front")

    assert [network.origin for network in workspace.draft] == list(demo_networks())
    assert workspace.draft.get("web").origin == "front.xml"
    assert workspace.change_count == 0


@pytest.mark.parametrize("settle", [Workspace.take_theirs, Workspace.keep_mine])
def test_what_they_broke_is_named_and_never_overwritten(
    workspace: Workspace, folder: Path, settle: Callable[[Workspace, str], str]
) -> None:
    (folder / "front.xml").write_bytes(BROKEN)
    assert change(workspace, "front").conflict == BROKEN.decode()

    with pytest.raises(DocumentError) as caught:
        settle(workspace, "front")
    assert caught.value.title == f"{folder / 'front.xml'}, line 3 cannot be read now"
    assert caught.value.message.endswith("Correct it there, or undo your edits of front; it is never overwritten.")
    with pytest.raises(ConflictError):
        workspace.write()
    assert (folder / "front.xml").read_bytes() == BROKEN


def test_ours_can_be_kept_where_they_made_it_a_network_without_pool(workspace: Workspace, folder: Path) -> None:
    (folder / "front.xml").write_bytes(NAT)
    workspace.keep_mine("front")

    assert change(workspace, "front").before == NAT.decode()
    assert "ens1f0v12" in change(workspace, "front").after
    workspace.write()
    assert b"web-7" in (folder / "front.xml").read_bytes()


def test_undo_after_taking_a_network_without_pool_shows_ours_again(workspace: Workspace, folder: Path) -> None:
    (folder / "front.xml").write_bytes(NAT)
    workspace.take_theirs("front")
    assert not workspace.draft.get("front").is_pool

    workspace.undo()
    assert "ens1f0v12" in text(workspace, "front")
    assert change(workspace, "front").kind == "changed"


def test_where_nothing_collides_there_is_nothing_to_settle(workspace: Workspace) -> None:
    for settle in (workspace.take_theirs, workspace.keep_mine):
        with pytest.raises(EditRefusedError, match="there is nothing to settle"):
            settle("front")
        with pytest.raises(EditRefusedError, match="there is nothing to settle"):
            settle("nowhere")
    assert workspace.history.undoable == "Add ens1f0#12 to front"


def test_a_new_network_whose_file_exists_by_now_is_refused_with_the_files_name(
    workspace: Workspace, folder: Path
) -> None:
    workspace.do(NEW)
    (folder / "fresh.xml").write_bytes(THEIRS)

    with pytest.raises(ConflictError, match=r"fresh\.xml exists already"):
        workspace.write()
    assert files(folder) == {**demo_networks(), "fresh.xml": THEIRS}


def test_a_document_that_cannot_be_looked_at_is_said_by_the_write(workspace: Workspace, folder: Path) -> None:
    (folder / "front.xml").unlink()
    (folder / "front.xml").mkdir()

    assert change(workspace, "front").conflict is None
    with pytest.raises(StoreError, match=r"front\.xml"):
        workspace.write()
