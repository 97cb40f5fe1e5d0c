"""Edits of a session that ended, made again on what is stored by then."""

from pathlib import Path

from workspaces import NEW, at, workspace_in

from vftui.model.edits import Add, Delete, Rename


def test_what_changed_in_the_store_since_is_said(tmp_path: Path) -> None:
    ended = workspace_in(tmp_path)
    ended.do(Add("front", at("ens1f0#12")))
    ended.do(Delete("legacy"))
    file = tmp_path / "front.xml"
    file.write_bytes(file.read_bytes().replace(b"120", b"121"))
    later = workspace_in(tmp_path, {})
    sentence = later.restore(ended.unsaved())

    assert sentence == "Restore the edits of front, legacy; front changed in the store since, so look at the diff"
    assert "121" in later.document(later.draft.get("front")).text
    assert "ens1f0v12" in later.document(later.draft.get("front")).text
    assert later.draft.find("legacy") is None


def test_what_cannot_come_back_is_named(tmp_path: Path) -> None:
    ended = workspace_in(tmp_path)
    ended.do(NEW)
    (tmp_path / "fresh.xml").write_bytes((tmp_path / "front.xml").read_bytes().replace(b"front", b"fresh"))
    later = workspace_in(tmp_path, {})

    assert later.restore(ended.unsaved()) == (
        "Restore the edits of no network; not fresh, for another network has the name or it cannot be read"
    )
    assert later.change_count == 0


def test_a_network_that_took_the_name_of_a_deleted_one_comes_back(tmp_path: Path) -> None:
    ended = workspace_in(tmp_path)
    ended.do(Delete("front"))
    ended.do(Rename("legacy", "front"))
    later = workspace_in(tmp_path, {})
    later.restore(ended.unsaved())

    assert set(later.draft) == set(ended.draft)
