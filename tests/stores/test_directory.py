"""A folder as a store: file names, access, links and what else may lie in a folder."""

import os
import socket
import stat
from pathlib import Path

import pytest
from stores.definitions import contents, network, only

from vftui.errors import ConflictError, StoreError
from vftui.model.revision import StoredDocument, UnreadableDocument
from vftui.stores.directory import DirectoryStore
from vftui.stores.folder import MAX_DOCUMENT_BYTES

RED, BLUE, NEWER = network("red"), network("blue"), network("red", "ens1f0v1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "networks"
    path.mkdir()
    return path


def files(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.iterdir() if file.is_file()}


def refusal(path: Path) -> UnreadableDocument:
    (document,) = (each for each in DirectoryStore(path).load() if isinstance(each, UnreadableDocument))
    return document


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_that_does_not_exist_is_empty_and_is_not_made_by_reading(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path / "a" / "b")

    assert list(store.load()) == []
    assert store.read("red.xml") is None
    assert list(tmp_path.iterdir()) == []


def test_the_first_write_makes_the_folder_and_its_parents_for_this_user_alone(tmp_path: Path) -> None:
    DirectoryStore(tmp_path / "a" / "b").create("red", RED)

    assert files(tmp_path / "a" / "b") == {"red.xml": RED}
    assert (mode(tmp_path / "a"), mode(tmp_path / "a" / "b")) == (0o700, 0o700)


def test_a_change_to_a_network_whose_folder_has_gone_is_a_conflict_and_makes_no_folder(path: Path) -> None:
    store = DirectoryStore(path)
    red = store.create("red", RED)
    (path / "red.xml").unlink()
    path.rmdir()
    with pytest.raises(ConflictError, match="is gone"):
        store.replace(red.key, NEWER, red.revision)

    assert not path.exists()


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "networks").write_bytes(RED)
    store = DirectoryStore(tmp_path / "networks")
    with pytest.raises(StoreError, match="Not a directory"):
        store.load()
    with pytest.raises(StoreError, match="networks"):
        store.create("blue", BLUE)

    assert (tmp_path / "networks").read_bytes() == RED


def test_only_visible_xml_files_are_networks(path: Path) -> None:
    for name in ("red.xml", ".blue.xml", "blue.xml~", "notes.txt", ".xml", "blue.xml.new"):
        (path / name).write_bytes(RED)

    assert only(DirectoryStore(path)) == StoredDocument(
        "red.xml", str(path / "red.xml"), RED, only(DirectoryStore(path)).revision
    )


def test_a_file_keeps_its_name_whatever_its_network_is_called(path: Path) -> None:
    (path / "10-front.xml").write_bytes(RED)
    store = DirectoryStore(path)
    red = only(store)
    store.replace(red.key, NEWER, red.revision)

    assert files(path) == {"10-front.xml": NEWER}


def test_the_file_of_a_renamed_network_moves_to_its_new_name(path: Path) -> None:
    (path / "10-front.xml").write_bytes(RED)
    store = DirectoryStore(path)
    red = only(store)
    store.rename(red.key, "blue", BLUE, red.revision)

    assert files(path) == {"blue.xml": BLUE}


@pytest.mark.parametrize("name", [".hidden", "..", "a" * 252, "\udcff"])
def test_a_name_that_no_file_should_have_is_refused(path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="Choose another name"):
        DirectoryStore(path).create(name, RED)

    assert files(path) == {}


@pytest.mark.parametrize("key", ["../outside.xml", "/etc/hosts.xml", ".hidden.xml", "notes.txt", ""])
def test_a_key_that_is_no_document_of_the_folder_names_nothing(path: Path, key: str) -> None:
    (path.parent / "outside.xml").write_bytes(RED)
    (path / ".hidden.xml").write_bytes(RED)
    (path / "notes.txt").write_bytes(RED)
    store = DirectoryStore(path)
    revision = store.create("red", RED).revision

    assert store.read(key) is None
    with pytest.raises(ConflictError, match="is gone"):
        store.delete(key, revision)


def test_a_file_name_that_is_no_unicode_is_kept_as_it_is(path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.xml")
    (path / name).write_bytes(RED)
    store = DirectoryStore(path)
    store.replace(name, NEWER, only(store).revision)

    assert files(path) == {name: NEWER}


def test_a_change_on_disk_since_the_load_is_never_overwritten(path: Path) -> None:
    store = DirectoryStore(path)
    red = store.create("red", RED)
    (path / "red.xml").write_bytes(NEWER)
    for write in (
        lambda: store.replace(red.key, BLUE, red.revision),
        lambda: store.rename(red.key, "blue", BLUE, red.revision),
        lambda: store.delete(red.key, red.revision),
    ):
        with pytest.raises(ConflictError, match=r"red\.xml has changed"):
            write()

    assert files(path) == {"red.xml": NEWER}


# Mode and owner


@pytest.mark.parametrize("bits", [0o600, 0o640, 0o444, 0o664])
def test_a_changed_file_keeps_its_mode(path: Path, bits: int) -> None:
    store = DirectoryStore(path)
    red = store.create("red", RED)
    (path / "red.xml").chmod(bits)
    newer = store.replace(red.key, NEWER, red.revision)
    assert mode(path / "red.xml") == bits

    blue = store.rename(red.key, "blue", BLUE, newer.revision)
    assert mode(path / "blue.xml") == bits

    store.delete(blue.key, blue.revision)
    store.restore(blue, None)
    assert mode(path / "blue.xml") == bits


def test_a_new_file_has_the_mode_of_any_new_file(path: Path) -> None:
    (path / "other").touch()
    DirectoryStore(path).create("red", RED)

    assert mode(path / "red.xml") == mode(path / "other")


# Links


def test_a_link_to_a_file_of_the_folder_stays_a_link_and_its_target_is_written(path: Path) -> None:
    (path / "red-3").write_bytes(RED)
    (path / "red.xml").symlink_to("red-3")
    store = DirectoryStore(path)
    red = only(store)
    store.replace(red.key, NEWER, red.revision)

    assert (path / "red.xml").readlink() == Path("red-3")
    assert (path / "red-3").read_bytes() == NEWER


def test_a_second_name_of_a_network_in_the_folder_is_not_a_second_network(path: Path) -> None:
    (path / "red.xml").write_bytes(RED)
    (path / "alias.xml").symlink_to("red.xml")

    assert only(DirectoryStore(path)).key == "red.xml"


def test_deleting_a_link_leaves_its_target(path: Path) -> None:
    (path / "red-3").write_bytes(RED)
    (path / "red.xml").symlink_to("red-3")
    store = DirectoryStore(path)
    store.delete("red.xml", only(store).revision)

    assert files(path) == {"red-3": RED}


@pytest.mark.parametrize("absolute", [True, False])
def test_a_link_out_of_the_folder_is_listed_and_never_written(path: Path, absolute: bool) -> None:
    outside = path.parent / "outside.xml"
    outside.write_bytes(RED)
    (path / "red.xml").symlink_to(outside if absolute else "../outside.xml")
    store = DirectoryStore(path)
    revision = DirectoryStore(path.parent).read("outside.xml")
    assert revision is not None
    assert "outside the folder" in refusal(path).reason
    with pytest.raises(StoreError, match="outside the folder"):
        store.replace("red.xml", NEWER, revision.revision)
    with pytest.raises(ConflictError, match="exists already"):
        store.create("red", NEWER)

    assert outside.read_bytes() == RED


def test_a_folder_that_is_itself_a_link_is_followed(path: Path) -> None:
    (path.parent / "link").symlink_to(path)
    DirectoryStore(path.parent / "link").create("red", RED)

    assert files(path) == {"red.xml": RED}


def test_a_link_that_leads_nowhere_is_listed_and_its_name_is_taken(path: Path) -> None:
    (path / "red.xml").symlink_to("gone")
    assert "does not exist" in refusal(path).reason
    with pytest.raises(ConflictError, match="exists already"):
        DirectoryStore(path).create("red", RED)

    assert not (path / "gone").exists()


def test_a_link_to_itself_is_listed(path: Path) -> None:
    (path / "red.xml").symlink_to("red.xml")

    assert refusal(path).path == str(path / "red.xml")


# What is no readable file


def test_a_folder_called_like_a_network_is_listed(path: Path) -> None:
    (path / "red.xml").mkdir()

    assert "a folder, not a file" in refusal(path).reason


def test_a_pipe_called_like_a_network_is_listed_and_not_waited_for(path: Path) -> None:
    os.mkfifo(path / "red.xml")

    assert "a pipe, not a file" in refusal(path).reason


def test_a_socket_called_like_a_network_is_listed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path)  # the path of a socket has at most 107 bytes
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("red.xml")

        assert "a socket, not a file" in refusal(path).reason


def test_a_device_called_like_a_network_is_listed(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("making a device needs root")
    os.mknod(path / "red.xml", stat.S_IFCHR | 0o600, os.makedev(1, 3))

    assert "a device, not a file" in refusal(path).reason


def test_a_file_above_the_limit_is_listed_and_one_at_the_limit_is_read(path: Path) -> None:
    (path / "big.xml").write_bytes(b" " * (MAX_DOCUMENT_BYTES + 1))
    (path / "red.xml").write_bytes(b" " * MAX_DOCUMENT_BYTES)

    assert refusal(path).path == str(path / "big.xml")
    assert "larger than 4 MiB" in refusal(path).reason
    assert contents(DirectoryStore(path)) == [b" " * MAX_DOCUMENT_BYTES]


def test_one_unreadable_document_does_not_hide_the_others(path: Path) -> None:
    for name in ("a.xml", "c.xml"):
        (path / name).mkdir()
    (path / "b.xml").write_bytes(RED)

    assert [each.path for each in DirectoryStore(path).load()] == [
        str(path / name) for name in ("a.xml", "b.xml", "c.xml")
    ]
    assert contents(DirectoryStore(path)) == [RED]
