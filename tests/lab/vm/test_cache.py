"""What the lab keeps is made once, and never half."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lab.vm.cache import Cache, fingerprint

MONTH = 30 * 24 * 3600


def make(folder: Path) -> None:
    (folder / "disk").write_text("made")


def fail(folder: Path) -> None:
    raise AssertionError(f"{folder} is made again")


def test_what_was_made_is_taken_again(tmp_path: Path) -> None:
    made = Cache(tmp_path).kept("system", "1", make)

    assert Cache(tmp_path).kept("system", "1", fail) == made
    assert (made / "disk").read_text() == "made"


def test_another_key_is_another_folder(tmp_path: Path) -> None:
    cache = Cache(tmp_path)

    assert cache.kept("system", "1", make) != cache.kept("system", "2", make)


def test_what_was_interrupted_is_not_taken_and_leaves_nothing(tmp_path: Path) -> None:
    def interrupted(folder: Path) -> None:
        make(folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Cache(tmp_path).kept("system", "1", interrupted)

    assert [path.name for path in tmp_path.iterdir()] == ["system.lock"]
    assert (Cache(tmp_path).kept("system", "1", make) / "disk").is_file()


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "system.unfinished").mkdir()
    (tmp_path / "system.unfinished/half").touch()

    made = Cache(tmp_path).kept("system", "1", make)

    assert [path.name for path in made.iterdir()] == ["disk"]


def test_who_comes_while_it_is_made_waits_and_takes_it(tmp_path: Path) -> None:
    begun, go_on = Event(), Event()

    def slowly(folder: Path) -> None:
        begun.set()
        assert go_on.wait(10)
        make(folder)

    with ThreadPoolExecutor() as threads:
        first = threads.submit(Cache(tmp_path).kept, "system", "1", slowly)
        assert begun.wait(10)
        second = threads.submit(Cache(tmp_path).kept, "system", "1", fail)
        go_on.set()

        assert first.result(10) == second.result(10)


def test_what_nobody_asked_for_in_weeks_goes(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    old, recent = (cache.kept("system", key, make) for key in ("old", "recent"))
    os.utime(old, times=(time.time() - MONTH,) * 2)

    cache.kept("system", "new", make)

    assert not old.exists()
    assert recent.is_dir()


@given(st.lists(st.text() | st.binary()), st.lists(st.text() | st.binary()))
def test_only_the_same_ingredients_have_the_same_fingerprint(one: list[str | bytes], other: list[str | bytes]) -> None:
    same = [as_bytes(each) for each in one] == [as_bytes(each) for each in other]

    assert (fingerprint(*one) == fingerprint(*other)) == same


def as_bytes(ingredient: str | bytes) -> bytes:
    return ingredient.encode() if isinstance(ingredient, str) else ingredient
