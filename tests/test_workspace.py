"""The draft on top of what is stored: edits, undo, and what is drawn of it."""

from dataclasses import replace
from pathlib import Path

import pytest
from workspaces import BROKEN, HOST, NEW, at, host_without, text, workspace_in

from vftui.errors import EditRefusedError, StoreError
from vftui.inventory.demo_networks import demo_networks
from vftui.model.edits import Add, ChangeMode, Delete, Rename, TakeOutVfs, Together
from vftui.model.network import ForwardMode, InterfaceMember
from vftui.workspace import Workspace

HOSTDEV = ForwardMode.HOSTDEV


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "networks"


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    return workspace_in(folder)


def test_what_is_stored_is_the_first_draft_and_nothing_is_changed(workspace: Workspace, folder: Path) -> None:
    assert [network.name for network in workspace.draft] == [name.removesuffix(".xml") for name in demo_networks()]
    assert [workspace.path(network) for network in workspace.draft] == [
        str(folder / f"{network.name}.xml") for network in workspace.draft
    ]
    assert workspace.change_count == 0
    assert workspace.changes() == ()
    assert workspace.location == str(folder)


def test_each_vf_is_owned_by_the_networks_that_hand_it_out(workspace: Workspace) -> None:
    (shared, free, whole) = at("ens1f0#7,ens1f0#40,enp129s0f0np0#0")

    assert workspace.owners[shared] == ("front", "legacy")
    assert free not in workspace.owners
    assert workspace.owners[whole] == ("lab",)

    workspace.do(Add("front", (free,)))
    assert workspace.owners[free] == ("front",)


def test_an_edit_changes_the_draft_its_document_and_nothing_that_is_stored(workspace: Workspace, folder: Path) -> None:
    before = (folder / "front.xml").read_bytes()

    assert workspace.do(Add("front", at("ens1f0#12"))) == "Add ens1f0#12 to front"
    assert "    <interface dev='ens1f0v12'/>\n  </forward>" in text(workspace, "front")
    assert [network.name for network in workspace.draft if workspace.is_changed(network)] == ["front"]
    assert workspace.change_count == 1
    assert (folder / "front.xml").read_bytes() == before


def test_the_diff_shows_the_lines_an_edit_adds_and_takes_away(workspace: Workspace) -> None:
    workspace.do(Add("front", at("ens1f0#12")))
    lines = workspace.diff(workspace.draft.get("front"))

    assert [line.text.strip() for line in lines if line.kind == "add"] == ["<interface dev='ens1f0v12'/>"]
    assert [line for line in lines if line.kind == "remove"] == []


def test_a_vf_dragged_out_and_back_leaves_nothing_to_write(workspace: Workspace) -> None:
    workspace.do(TakeOutVfs(at("ens1f0#3")))
    assert workspace.change_count == 1
    workspace.do(Add("front", at("ens1f0#3"), position=3))

    assert workspace.change_count == 0
    assert "<!-- web-7 -->" in text(workspace, "front")


def test_undo_and_redo_go_through_every_edit_and_say_what_they_undo(workspace: Workspace) -> None:
    first = workspace.draft
    sentences = [
        workspace.do(Add("front", at("ens1f0#12"))),
        workspace.do(Together((NEW, Add("fresh", at("ens1f0#0-1"))))),
        workspace.do(Rename("legacy", "old")),
        workspace.do(Delete("storage")),
    ]
    last = workspace.draft
    assert workspace.change_count == 4

    assert [workspace.undo() for _ in range(5)] == [*reversed(sentences), None]
    assert workspace.draft == first
    assert workspace.change_count == 0
    assert [workspace.redo() for _ in range(5)] == [*sentences, None]
    assert workspace.draft == last


def test_a_preview_says_what_an_edit_would_do_and_changes_nothing(workspace: Workspace) -> None:
    draft = workspace.draft

    assert workspace.preview(Add("storage", at("ens1f0#0"))) == "Move ens1f0#0 from front to storage"
    assert workspace.draft is draft
    assert workspace.history.undoable is None


def test_a_refused_edit_changes_nothing(workspace: Workspace) -> None:
    draft = workspace.draft

    for how in (workspace.do, workspace.preview, workspace.check):
        with pytest.raises(EditRefusedError, match="has no netdev"):
            how(Add("front", at("ens2f0#8")))
    assert workspace.draft is draft
    assert workspace.history.undoable is None


def test_a_name_that_the_store_cannot_keep_is_refused_with_the_stores_reason(workspace: Workspace) -> None:
    with pytest.raises(EditRefusedError, match="starts with a dot is hidden"):
        workspace.do(replace(NEW, name=".hidden"))
    with pytest.raises(EditRefusedError, match="starts with a dot is hidden"):
        workspace.check(Rename("front", ".hidden"))
    assert workspace.change_count == 0


def test_a_name_that_xml_cannot_hold_is_refused(workspace: Workspace) -> None:
    with pytest.raises(EditRefusedError, match=r"cannot be written: .*U\+FFFE"):
        workspace.do(Rename("front", "a\ufffeb"))


def test_a_renamed_network_is_still_the_one_that_is_stored(workspace: Workspace, folder: Path) -> None:
    workspace.do(Rename("front", "web"))
    web = workspace.draft.get("web")

    assert workspace.path(web) == str(folder / "front.xml")
    assert [line.text.strip() for line in workspace.diff(web) if line.kind != "same"] == [
        "@@ -1,6 +1,6 @@",
        "<name>front</name>",
        "<name>web</name>",
    ]
    workspace.undo()
    assert workspace.change_count == 0


def test_a_new_network_is_drawn_whole_and_stored_nowhere(workspace: Workspace) -> None:
    workspace.do(NEW)
    fresh = workspace.draft.get("fresh")

    assert workspace.path(fresh) is None
    assert workspace.is_changed(fresh)
    assert {line.kind for line in workspace.diff(fresh)} == {"hunk", "add"}
    assert f"<uuid>{NEW.uuid}</uuid>" in text(workspace, "fresh")


def test_members_are_rewritten_when_the_mode_changes(workspace: Workspace) -> None:
    workspace.do(ChangeMode("front", HOSTDEV, managed=True))

    assert "mode='hostdev' managed='yes'" in text(workspace, "front")
    assert "<interface" not in text(workspace, "front")
    assert "<vlan>" in text(workspace, "front")


# What cannot be read


def test_a_broken_file_is_listed_with_its_line_and_keeps_no_other_from_loading(folder: Path) -> None:
    workspace = workspace_in(folder, {"broken.xml": BROKEN, **demo_networks()})
    (broken,) = workspace.unreadable

    assert (broken.path, broken.line) == (str(folder / "broken.xml"), 3)
    assert broken.reason
    assert len(workspace.draft.networks) == len(demo_networks())


def test_of_two_files_that_hold_a_network_of_the_same_name_the_first_counts(folder: Path) -> None:
    front = demo_networks()["front.xml"]
    workspace = workspace_in(folder, {"a.xml": front, "b.xml": front})
    (second,) = workspace.unreadable

    assert [workspace.path(network) for network in workspace.draft] == [str(folder / "a.xml")]
    assert second.path == str(folder / "b.xml")
    assert second.reason == f"A second network named front; {folder / 'a.xml'} is used. Rename one of them in its file."


def test_reading_again_drops_edits_and_shows_what_is_stored_now(workspace: Workspace, folder: Path) -> None:
    workspace.do(Add("front", at("ens1f0#12")))
    (folder / "lab.xml").unlink()
    (folder / "legacy.xml").write_bytes(BROKEN)
    workspace.reload()

    assert [network.origin for network in workspace.draft] == [
        name for name in demo_networks() if name not in {"lab.xml", "legacy.xml"}
    ]
    assert [document.path for document in workspace.unreadable] == [str(folder / "legacy.xml")]
    assert workspace.change_count == 0
    assert workspace.undo() is None


def test_a_store_that_cannot_be_read_any_more_leaves_the_draft_as_it_is(workspace: Workspace, folder: Path) -> None:
    workspace.do(Add("front", at("ens1f0#12")))
    folder.rename(folder.with_name("elsewhere"))
    folder.write_text("no folder")

    with pytest.raises(StoreError):
        workspace.reload()
    assert workspace.history.undoable == "Add ens1f0#12 to front"
    assert workspace.change_count == 1


# A host that changes


def test_a_host_that_loses_vfs_says_which_members_went_with_them(workspace: Workspace) -> None:
    assert workspace.refresh(host_without("ens1f0#40")) is None
    assert workspace.refresh(host_without("ens1f0#40", "ens1f0#2-3", "enp129s0f0np0")) == (
        "Can no longer be handed out: ens1f0v2 and ens1f0v3 of front; enp129s0f0np0 of lab."
    )


def test_a_host_that_was_foreseen_is_the_same_when_it_is_taken(workspace: Workspace) -> None:
    host = host_without("ens1f0#2-3")
    workspace.foresee(host)
    before = workspace.problems
    workspace.do(Add("front", at("ens1f0#12")))

    workspace.refresh(host)

    found = workspace.problems
    assert found != before
    workspace.refresh(replace(host))  # not foreseen
    assert workspace.problems == found


def test_a_host_that_was_foreseen_is_not_assessed_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    host = host_without("ens1f0#2-3")
    workspace.foresee(host)
    monkeypatch.delattr("vftui.assessment.judge")

    workspace.refresh(host)

    assert workspace.verdict(workspace.draft.get("front")).pool


def test_the_draft_keeps_members_that_the_host_has_lost_and_has_them_again_when_it_does(workspace: Workspace) -> None:
    draft = workspace.draft
    workspace.refresh(host_without("ens1f0"))
    assert workspace.vfs(draft.get("front"), InterfaceMember("ens1f0v2")) == ()
    assert at("ens1f0#2")[0] not in workspace.owners

    assert workspace.refresh(HOST) is None
    assert workspace.draft is draft
    assert workspace.vfs(draft.get("front"), InterfaceMember("ens1f0v2"))[0].index == 2
    assert workspace.owners[at("ens1f0#2")[0]] == ("front",)


def test_every_new_network_gets_a_uuid_of_its_own(workspace: Workspace) -> None:
    assert len({workspace.new_uuid() for _ in range(10)}) == 10
