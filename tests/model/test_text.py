"""Text for people."""

import unicodedata

import pytest
from hypothesis import given
from strategies import any_text

from vftui.model.text import counted, joined, printable


@given(any_text)
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    shown = printable(text)

    assert len(shown) == len(text)
    assert all(unicodedata.category(character)[0] != "C" for character in shown)
    shown.encode()


@pytest.mark.parametrize("text", ["front", "Übung für Größe", "日本", "a b", "🔌"])
def test_what_is_harmless_stays(text: str) -> None:
    assert printable(text) == text


def test_controls_and_text_that_runs_backwards_are_replaced() -> None:
    assert printable("\x1b[31mred\u202e\n") == "�[31mred��"


def test_one_is_singular() -> None:
    assert [counted(number, "VF") for number in (0, 1, 2)] == ["0 VFs", "1 VF", "2 VFs"]


def test_words_are_joined_as_they_are_read() -> None:
    assert [joined(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
