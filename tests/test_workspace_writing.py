"""Writing the draft, and what undo means after it."""

from dataclasses import replace
from pathlib import Path

import pytest
from workspaces import BROKEN, HOST, NEW, at, files, text, workspace_in

from vftui.errors import ConflictError, StoreError
from vftui.inventory.demo_networks import demo_networks
from vftui.model.edits import Add, Delete, Edit, Rename, TakeOutVfs, Together
from vftui.stores.directory import DirectoryStore
from vftui.workspace import Workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "networks"


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    return workspace_in(folder)


def written(workspace: Workspace, *edits: Edit) -> tuple[str, ...]:
    for edit in edits:
        workspace.do(edit)
    return workspace.write()


def test_the_review_lists_what_is_new_changed_and_deleted(workspace: Workspace, folder: Path) -> None:
    for edit in (Together((NEW, Add("fresh", at("ens1f0#0")))), Delete("legacy")):
        workspace.do(edit)

    assert [(change.name, change.kind, change.path, change.conflict) for change in workspace.changes()] == [
        ("front", "changed", str(folder / "front.xml"), None),
        ("fresh", "new", str(folder), None),
        ("legacy", "deleted", str(folder / "legacy.xml"), None),
    ]
    front, fresh, legacy = workspace.changes()
    assert "    <interface dev='ens1f0v0'/>" in [line.text for line in front.diff if line.kind == "remove"]
    assert (fresh.before, legacy.after) == ("", "")
    assert fresh.after == text(workspace, "fresh")
    assert legacy.before == demo_networks()["legacy.xml"].decode()


def test_a_write_stores_every_change_and_leaves_nothing_to_write(workspace: Workspace, folder: Path) -> None:
    names = written(workspace, Together((NEW, Add("fresh", at("ens1f0#0")))), Rename("lab", "web"), Delete("legacy"))

    assert names == ("front", "web", "fresh", "legacy")
    assert workspace.change_count == 0
    assert workspace.changes() == ()
    assert set(files(folder)) == set(demo_networks()) - {"lab.xml", "legacy.xml"} | {"fresh.xml", "web.xml"}
    assert b"<name>web</name>" in (folder / "web.xml").read_bytes()
    assert (folder / "fresh.xml").read_text() == text(workspace, "fresh")
    assert workspace.path(workspace.draft.get("fresh")) == str(folder / "fresh.xml")


def test_what_was_written_is_found_on_the_next_start(workspace: Workspace, folder: Path) -> None:
    written(workspace, Together((NEW, Add("fresh", at("ens1f0#0,enp129s0f0np0")))))
    again = Workspace(HOST, DirectoryStore(folder))

    assert {network.name: network.members for network in again.draft} == {
        network.name: network.members for network in workspace.draft
    }


def test_a_network_that_was_not_edited_is_not_written(workspace: Workspace, folder: Path) -> None:
    (folder / "storage.xml").write_bytes(BROKEN)  # by someone else

    assert written(workspace, Add("front", at("ens1f0#12"))) == ("front",)
    assert (folder / "storage.xml").read_bytes() == BROKEN


def test_what_cannot_be_read_is_never_written(folder: Path) -> None:
    workspace = workspace_in(folder, {**demo_networks(), "broken.xml": BROKEN})
    with pytest.raises(ConflictError):
        written(workspace, replace(NEW, name="broken"), TakeOutVfs(at("ens1f0#0")))

    assert files(folder) == {**demo_networks(), "broken.xml": BROKEN}
    assert workspace.change_count == 2


def test_a_write_that_fails_halfway_writes_nothing_and_loses_no_edit(workspace: Workspace, folder: Path) -> None:
    workspace.do(Add("storage", at("ens1f0#0-2")))
    workspace.do(NEW)
    (folder / "fresh.xml").mkdir()

    with pytest.raises(StoreError):
        workspace.write()
    (folder / "fresh.xml").rmdir()
    assert files(folder) == demo_networks()
    assert workspace.change_count == 3
    assert workspace.write() == ("front", "storage", "fresh")


def test_a_store_that_is_read_only_refuses_and_keeps_the_edits(folder: Path) -> None:
    workspace_in(folder)
    workspace = Workspace(HOST, DirectoryStore(folder, read_only=True))
    assert workspace.read_only

    with pytest.raises(StoreError, match="read-only"):
        written(workspace, Add("front", at("ens1f0#12")))
    assert workspace.change_count == 1


def test_a_network_deleted_and_another_made_under_its_name_takes_its_file(workspace: Workspace, folder: Path) -> None:
    names = written(workspace, Delete("front"), replace(NEW, name="front"))

    assert names == ("front", "front")
    assert NEW.uuid.encode() in (folder / "front.xml").read_bytes()
    assert workspace.change_count == 0


def test_networks_that_exchange_their_names_are_refused_as_a_whole(workspace: Workspace, folder: Path) -> None:
    exchange = Together((Rename("front", "x"), Rename("lab", "front"), Rename("x", "lab")))

    with pytest.raises(ConflictError, match=r"lab\.xml exists already.* Everything is as it was before"):
        written(workspace, exchange, Delete("legacy"))
    assert files(folder) == demo_networks()
    assert workspace.change_count == 3


# Undo after a write


@pytest.mark.parametrize(
    "edit",
    [
        TakeOutVfs(at("ens1f0#3")),  # its line ends with a comment that only the former file has
        Add("storage", at("ens1f0#0-2,4-5")),
        Delete("front"),
        Rename("front", "web"),
        Together((NEW, Add("fresh", at("ens2f0,ens1f0#0")))),
    ],
    ids=["take out", "move", "delete", "rename", "new"],
)
def test_undo_after_a_write_is_the_inverse_change_and_gives_back_the_former_files(
    workspace: Workspace, folder: Path, edit: Edit
) -> None:
    forward = written(workspace, edit)
    after = files(folder)
    assert after != demo_networks()

    workspace.undo()
    assert workspace.change_count == len(forward)
    assert {change.name for change in workspace.changes()}
    workspace.write()
    assert files(folder) == demo_networks()
    assert workspace.change_count == 0

    workspace.redo()
    workspace.write()
    assert files(folder) == after


def test_the_kind_of_an_undone_change_is_the_inverse(workspace: Workspace) -> None:
    written(workspace, NEW, Delete("legacy"))
    workspace.undo()
    workspace.undo()

    assert [(change.name, change.kind) for change in workspace.changes()] == [("legacy", "new"), ("fresh", "deleted")]


def test_edits_after_a_write_start_from_what_was_written(workspace: Workspace, folder: Path) -> None:
    written(workspace, TakeOutVfs(at("ens1f0#0")))
    written(workspace, Add("front", at("ens1f0#12")))

    assert (folder / "front.xml").read_text() == (
        demo_networks()["front.xml"]
        .decode()
        .replace("    <interface dev='ens1f0v0'/>\n", "")
        .replace("forward dev='ens1f0v0'", "forward dev='ens1f0v1'")
        .replace("v7'/>\n", "v7'/>\n    <interface dev='ens1f0v12'/>\n")
    )
