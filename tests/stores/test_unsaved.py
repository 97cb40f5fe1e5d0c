"""Edits that survive a session that ends without asking."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vftui.errors import StoreError
from vftui.model.revision import Revision, UnsavedNetwork
from vftui.stores.unsaved import UnsavedEdits

EDITS = (
    UnsavedNetwork("front.xml", "front", b"<network/>\xff", Revision("1"), ("ip", "network@connections")),
    UnsavedNetwork("old.xml", "old", None, Revision("2")),
    UnsavedNetwork("new:7", "fresh\x1b", b"", None),
)
KEEP = """
import sys
from pathlib import Path
from vftui.model.revision import UnsavedNetwork
from vftui.stores.unsaved import UnsavedEdits
UnsavedEdits.of_this_process(Path(sys.argv[1]), "nets").keep([UnsavedNetwork("a", "a", b"x", None)])
print(flush=True)
sys.stdin.read()
"""


def ended_session(folder: Path, location: str = "nets") -> UnsavedEdits:
    """A session of this host whose process is gone."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    return UnsavedEdits(folder, location, (UnsavedEdits.of_this_process(folder, "").session[0], gone.pid))


def test_what_an_ended_session_left_is_found_as_it_was(tmp_path: Path) -> None:
    ended_session(tmp_path).keep(EDITS)

    assert UnsavedEdits.of_this_process(tmp_path, "nets").left_behind() == EDITS


def test_what_another_store_left_is_not_found(tmp_path: Path) -> None:
    ended_session(tmp_path, "elsewhere").keep(EDITS)

    assert UnsavedEdits.of_this_process(tmp_path, "nets").left_behind() == ()


def test_the_edits_of_a_session_that_goes_on_are_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KEEP, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        mine = UnsavedEdits.of_this_process(tmp_path, "nets")
        assert mine.left_behind() == ()
        mine.drop_left_behind()
        other.kill()
        other.wait()

        assert [edit.name for edit in mine.left_behind()] == ["a"]


def test_nothing_is_left_once_all_is_written(tmp_path: Path) -> None:
    session = ended_session(tmp_path)
    session.keep(EDITS)
    session.keep(())

    assert list(tmp_path.iterdir()) == []


def test_what_was_dropped_is_not_offered_again(tmp_path: Path) -> None:
    ended_session(tmp_path).keep(EDITS)
    mine = UnsavedEdits.of_this_process(tmp_path, "nets")
    mine.drop_left_behind()

    assert mine.left_behind() == ()


@given(
    damage=st.binary(max_size=40)
    | st.just(b"{}")
    | st.just(b'{"format": "vftui-unsaved", "version": 1, "networks": [7]}')
)
def test_a_damaged_file_is_passed_over(tmp_path_factory: pytest.TempPathFactory, damage: bytes) -> None:
    folder = tmp_path_factory.mktemp("unsaved")
    session = UnsavedEdits(folder, "nets", (UnsavedEdits.of_this_process(folder, "").session[0], 2**22 + 1))
    session.keep(EDITS)
    (file,) = folder.iterdir()
    file.write_bytes(damage)

    assert UnsavedEdits.of_this_process(folder, "nets").left_behind() == ()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="Edits are not kept aside"):
        ended_session(tmp_path / "file").keep(EDITS)
