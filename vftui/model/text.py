"""Text from outside made safe to show."""

import unicodedata
from collections.abc import Sequence

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """`text` with every character of Unicode category C (controls, escapes, bidi overrides, surrogates) replaced.

    Device, network and guest names and XML come from outside; an ESC in one of them would reach the terminal as a
    command. Everything that is drawn or printed passes through here once, where it leaves the program.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_REPLACEMENT if unicodedata.category(c)[0] == "C" else c for c in text)


def joined(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def counted(number: int, noun: str) -> str:
    """`1 VF`, `2 VFs`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
