"""The diff shown for review: right, readable, and one that `patch` takes."""

import shutil
import subprocess
import time
from difflib import unified_diff
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vftui.netxml.diff import DiffLine, as_text, unified

lines = st.sampled_from(["", "a", "b", "c", "  a", "a\r", "-a", "+a", "@@ -1 +1 @@", "\\ No newline", "\u2028\x0c\x85"])
texts = st.builds(
    lambda parts, last: "".join(f"{part}\n" for part in parts) + last, st.lists(lines, max_size=40), st.just("") | lines
)


def side(diff: tuple[DiffLine, ...], kind: str) -> str:
    """The text before ("remove") or after ("add") as far as the diff shows it."""
    return "".join(line.text + "\n" * line.ends for line in diff if line.kind in ("same", kind))


def test_equal_texts_have_no_diff() -> None:
    assert unified("a\nb", "a\nb") == ()
    assert as_text((), "before", "after") == ""


def test_a_change_is_shown_with_its_surroundings_and_line_numbers() -> None:
    before, after = "a\nb\nc\nd\n", "a\nb\nx\nd\n"

    assert unified(before, after, context=1) == (
        DiffLine("hunk", "@@ -2,3 +2,3 @@"),
        DiffLine("same", "b", 2, 2),
        DiffLine("remove", "c", 3, None),
        DiffLine("add", "x", None, 3),
        DiffLine("same", "d", 4, 4),
    )


def test_a_missing_line_feed_at_the_end_is_a_change() -> None:
    assert unified("a\n", "a") == (
        DiffLine("hunk", "@@ -1 +1 @@"),
        DiffLine("remove", "a", 1, None),
        DiffLine("add", "a", None, 1, ends=False),
    )


def test_changes_whose_surroundings_touch_share_a_hunk() -> None:
    before = "".join(f"{number}\n" for number in range(20))

    near = unified(before, before.replace("5\n", "", 1).replace("12\n", "", 1))
    far = unified(before, before.replace("5\n", "", 1).replace("13\n", "", 1))

    assert [line.text for line in near if line.kind == "hunk"] == ["@@ -3,14 +3,12 @@"]
    assert [line.text for line in far if line.kind == "hunk"] == ["@@ -3,7 +3,6 @@", "@@ -11,7 +10,6 @@"]


def test_a_line_that_moved_is_one_removal_and_one_addition() -> None:
    before = [f"{number}\n" for number in range(100)]
    after = [*before[:10], *before[11:], before[10]]

    changes = [line for line in unified("".join(before), "".join(after)) if line.kind in ("add", "remove")]

    assert changes == [DiffLine("remove", "10", 11, None), DiffLine("add", "10", None, 100)]


@given(texts.filter(bool), texts)
def test_a_diff_with_all_its_surroundings_holds_both_texts(before: str, after: str) -> None:
    diff = unified(before, after, context=100)

    assert side(diff, "remove") == (before if before != after else "")
    assert side(diff, "add") == (after if before != after else "")


@given(texts, texts, st.integers(0, 4))
def test_every_line_carries_its_number_in_its_own_text(before: str, after: str, context: int) -> None:
    for line in unified(before, after, context):
        assert line.old is None or line.text == before.split("\n")[line.old - 1]
        assert line.new is None or line.text == after.split("\n")[line.new - 1]
        assert (line.old is not None, line.new is not None) == (
            line.kind in ("same", "remove"),
            line.kind in ("same", "add"),
        )


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
@given(texts, texts, st.integers(0, 3))
def test_patch_applies_what_the_review_shows(
    tmp_path_factory: pytest.TempPathFactory, before: str, after: str, context: int
) -> None:
    folder = tmp_path_factory.mktemp("patch")
    assert patched(folder, before, as_text(unified(before, after, context), "a b.xml", "a b.xml")) == after


def patched(folder: Path, before: str, diff: str) -> str:
    (folder / "a b.xml").write_bytes(before.encode())
    subprocess.run(
        ["patch", "--silent", "--force", "--binary", "a b.xml"], cwd=folder, input=diff.encode(), check=bool(diff)
    )
    path = folder / "a b.xml"
    return path.read_bytes().decode() if path.exists() else ""


def test_a_diff_of_thousands_of_lines_is_far_faster_than_difflib() -> None:
    before = [f"    <interface dev='ens{number}f0v0'/>\n" for number in range(4096)]
    after = [line for number, line in enumerate(before) if number % 2]

    started = time.process_time()
    diff = unified("".join(before), "".join(after))
    ours = time.process_time() - started
    list(unified_diff(before, after))
    theirs = time.process_time() - started - ours

    assert sum(line.kind == "remove" for line in diff) == 2048
    assert ours * 5 < theirs
