"""A folder on a system that refuses: full, read-only, not permitted, or without hard links."""

import errno
import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from stores.definitions import contents, network, only

from vftui.errors import ConflictError, StoreError
from vftui.model.revision import UnreadableDocument
from vftui.stores.directory import DirectoryStore
from vftui.stores.transaction import Create, Replace, commit

RED, BLUE, NEWER = network("red"), network("blue"), network("red", "ens1f0v1")
BIG = network("big") + b" " * 256 * 1024

NOBODY = 65534


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system of 64 KiB."""
    if os.geteuid() != 0:
        pytest.skip("mounting a tiny file system needs root")
    path = tmp_path / "small"
    path.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "vftui-test", path], check=True)
    try:
        yield path
    finally:
        subprocess.run(["umount", path], check=True)


@contextmanager
def someone_else(*owned: Path) -> Iterator[None]:
    """Run as a user without privileges who owns these files; a user who has none anyway stays who it is."""
    if os.geteuid() != 0:
        yield
        return
    for path in owned:
        os.chown(path, NOBODY, NOBODY)
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def path() -> Iterator[Path]:
    """A folder that every user can reach; those of pytest are for one user alone."""
    with TemporaryDirectory() as root:
        Path(root).chmod(0o755)
        path = Path(root) / "networks"
        path.mkdir()
        yield path


def test_a_full_disk_is_told_and_what_was_stored_stays(small: Path) -> None:
    store = DirectoryStore(small)
    red = store.create("red", RED)
    with pytest.raises(StoreError, match=r"big\.xml: No space left on device\. Free some space"):
        store.create("big", BIG)
    with pytest.raises(StoreError, match=r"red\.xml: No space left on device"):
        store.replace(red.key, BIG, red.revision)

    assert [file.name for file in small.iterdir()] == ["red.xml"]
    assert contents(store) == [RED]


def test_a_disk_that_fills_up_in_the_middle_of_several_changes_leaves_everything_as_it_was(small: Path) -> None:
    store = DirectoryStore(small)
    red = store.create("red", RED)
    with pytest.raises(StoreError, match=r"(?s)Could not create big.*No space left.*as it was before"):
        commit(store, [Replace(red.key, NEWER, red.revision), Create("blue", BLUE), Create("big", BIG)])

    assert contents(store) == [RED]


def test_a_read_only_file_system_is_told(small: Path) -> None:
    store = DirectoryStore(small)
    red = store.create("red", RED)
    subprocess.run(["mount", "-o", "remount,ro", small], check=True)
    for write in (
        lambda: store.create("blue", BLUE),
        lambda: store.replace(red.key, NEWER, red.revision),
        lambda: store.delete(red.key, red.revision),
    ):
        with pytest.raises(StoreError, match=r"Read-only file system\. Make the file system writable"):
            write()

    assert contents(store) == [RED]


def test_a_write_that_breaks_off_leaves_the_old_content_and_no_other_file(path: Path) -> None:
    store = DirectoryStore(path)
    red = store.create("red", RED)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
    try:
        with pytest.raises(StoreError, match=r"red\.xml: File too large"):
            store.replace(red.key, BIG, red.revision)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert {file.name: file.read_bytes() for file in path.iterdir()} == {"red.xml": RED}


def test_a_file_that_this_user_may_not_read_is_listed_with_what_to_do(path: Path) -> None:
    (path / "red.xml").write_bytes(RED)
    (path / "blue.xml").write_bytes(BLUE)
    (path / "red.xml").chmod(0)
    with someone_else(path):
        blue, red = DirectoryStore(path).load()

    assert isinstance(red, UnreadableDocument)
    assert red.reason.startswith("Permission denied. Give this user permission")
    assert not isinstance(blue, UnreadableDocument)


def test_a_folder_that_this_user_may_not_read_is_told(path: Path) -> None:
    path.chmod(0)
    with someone_else(path), pytest.raises(StoreError, match=f"{path}: Permission denied"):
        DirectoryStore(path).load()
    path.chmod(0o700)


def test_a_folder_that_this_user_may_not_write_is_told(path: Path) -> None:
    (path / "red.xml").write_bytes(RED)
    path.chmod(0o555)
    with someone_else(path):
        store = DirectoryStore(path)
        red = only(store)
        for write in (
            lambda: store.create("blue", BLUE),
            lambda: store.replace(red.key, NEWER, red.revision),
            lambda: store.delete(red.key, red.revision),
        ):
            with pytest.raises(StoreError, match=r"\.xml: Permission denied"):
                write()
        assert contents(store) == [RED]
    path.chmod(0o700)


def test_a_rename_that_fails_after_its_first_half_leaves_one_network(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("a file of someone else in a sticky folder needs root to make")
    (path / "red.xml").write_bytes(RED)
    path.chmod(0o1777)
    with someone_else():
        store = DirectoryStore(path)
        red = only(store)
        with pytest.raises(StoreError, match="Operation not permitted"):
            store.rename(red.key, "blue", BLUE, red.revision)

    assert {file.name: file.read_bytes() for file in path.iterdir()} == {"red.xml": RED}


def test_root_keeps_the_owner_of_a_file(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("giving a file away needs root")
    store = DirectoryStore(path)
    red = store.create("red", RED)
    os.chown(path / "red.xml", 1234, 2345)
    (path / "red.xml").chmod(0o640)
    store.replace(red.key, NEWER, red.revision)
    status = (path / "red.xml").stat()

    assert (status.st_uid, status.st_gid, status.st_mode & 0o777) == (1234, 2345, 0o640)


@pytest.mark.parametrize(("before", "after"), [(0o640, 0o600), (0o664, 0o644), (0o666, 0o666), (0o600, 0o600)])
def test_where_the_group_cannot_be_kept_the_other_group_gets_no_more_than_everyone_had(
    path: Path, before: int, after: int
) -> None:
    if os.geteuid() != 0:
        pytest.skip("a file of a group that its user is not in needs root to make")
    (path / "red.xml").write_bytes(RED)
    (path / "red.xml").chmod(before)
    with someone_else(path):
        os.seteuid(0)
        os.chown(path / "red.xml", NOBODY, 2345)
        os.seteuid(NOBODY)
        store = DirectoryStore(path)
        store.replace("red.xml", NEWER, only(store).revision)
    status = (path / "red.xml").stat()

    assert (status.st_gid, status.st_mode & 0o777) == (NOBODY, after)


def test_a_file_system_without_hard_links_is_no_obstacle(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "as FAT answers")

    monkeypatch.setattr(os, "link", no_link)
    store = DirectoryStore(path)
    red = store.create("red", RED)
    with pytest.raises(ConflictError, match="exists already"):
        store.create("red", NEWER)
    store.rename(red.key, "blue", BLUE, red.revision)

    assert {file.name: file.read_bytes() for file in path.iterdir()} == {"blue.xml": BLUE}
