"""A folder with several writers, and with writers that die."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from stores.definitions import network, only

from vftui.errors import ConflictError
from vftui.model.revision import StoredDocument
from vftui.stores.directory import DirectoryStore
from vftui.stores.folder import open_folder

RED, BLUE, NEWER = network("red"), network("blue"), network("red", "ens1f0v1")
WRITERS = 8

# Replaces red.xml by 1 MiB of `a`, 1 MiB of `b`, and so on, and says so each time, until it is killed.
RESTLESS = """
import itertools, pathlib, sys
from vftui.stores.directory import DirectoryStore
store = DirectoryStore(pathlib.Path(sys.argv[1]))
red = store.read("red.xml")
for letter in itertools.cycle((b"a", b"b")):
    red = store.replace("red.xml", letter * (1 << 20), red.revision)
    print(flush=True)
"""


def test_of_many_who_create_the_same_network_one_succeeds(tmp_path: Path) -> None:
    def create(writer: int) -> StoredDocument | None:
        try:
            return DirectoryStore(tmp_path / "new").create("red", network("red", f"eth{writer}"))
        except ConflictError:
            return None

    with ThreadPoolExecutor(WRITERS) as pool:
        created = [document for document in pool.map(create, range(WRITERS)) if document]

    assert created == [only(DirectoryStore(tmp_path / "new"))]


def test_of_many_who_change_the_same_network_one_succeeds(tmp_path: Path) -> None:
    red = DirectoryStore(tmp_path).create("red", RED)

    def replace(writer: int) -> StoredDocument | None:
        try:
            return DirectoryStore(tmp_path).replace(red.key, network("red", f"eth{writer}"), red.revision)
        except ConflictError:
            return None

    with ThreadPoolExecutor(WRITERS) as pool:
        replaced = [document for document in pool.map(replace, range(WRITERS)) if document]

    assert replaced == [only(DirectoryStore(tmp_path))]


def test_a_writer_waits_for_another_and_then_sees_what_that_one_wrote(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    red = store.create("red", RED)
    with ThreadPoolExecutor(1) as pool:
        with open_folder(tmp_path, exclusive=True):
            waiting = pool.submit(store.replace, red.key, BLUE, red.revision)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.2)
            (tmp_path / "red.xml").write_bytes(NEWER)
        with pytest.raises(ConflictError, match="has changed"):
            waiting.result(timeout=10)

    assert only(store).content == NEWER


@pytest.mark.parametrize("writes", range(1, 6))
def test_a_program_killed_while_it_writes_leaves_a_whole_document(tmp_path: Path, writes: int) -> None:
    DirectoryStore(tmp_path).create("red", RED)
    with subprocess.Popen([sys.executable, "-c", RESTLESS, str(tmp_path)], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        for _ in range(writes):
            assert program.stdout.readline()
        program.send_signal(signal.SIGKILL)
    red = only(DirectoryStore(tmp_path))

    assert red.key == "red.xml"
    assert re.fullmatch(rb"(a{1048576}|b{1048576})", red.content)


def test_what_a_crash_left_behind_is_no_network_and_no_obstacle(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    red = store.create("red", RED)
    (tmp_path / ".vftui-0011223344556677.tmp").write_bytes(b"<network")

    assert only(store) == red
    assert store.replace(red.key, NEWER, red.revision) == only(store)


def test_content_is_on_disk_before_it_gets_its_name_and_the_name_before_the_write_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []

    def watch(function: str, describe: Callable[..., str]) -> None:
        real = getattr(os, function)

        def watched(*arguments: object, **folder: int) -> None:
            real(*arguments, **folder)
            steps.append(describe(*arguments))

        monkeypatch.setattr(os, function, watched)

    watch("fsync", lambda fd: f"sync {Path(f'/proc/self/fd/{fd}').readlink().suffix or 'folder'}")
    watch("rename", lambda _, new: f"name {new}")
    watch("link", lambda _, new: f"name {new}")
    store = DirectoryStore(tmp_path)
    red = store.create("red", RED)
    newer = store.replace(red.key, NEWER, red.revision)
    store.rename(newer.key, "blue", BLUE, newer.revision)

    names = ("red.xml", "red.xml", "blue.xml")
    assert steps == [step for name in names for step in ("sync .tmp", f"name {name}", "sync folder")]
