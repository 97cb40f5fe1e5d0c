"""Reads a selection's text into its syntax tree, by the grammar in grammar.py."""

import re
from collections.abc import Iterator

from vftui.errors import SelectionError
from vftui.model.selection.grammar import (
    RANGE,
    WORD,
    DeviceName,
    Expression,
    FirstFree,
    Indexed,
    IndexRange,
    Item,
    Term,
    address_of,
)

_SEPARATORS = re.compile(r"[\s,]+")
_LIST_COMMA = re.compile(r"\s*,[\s,]*")
_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*+)"')
_COUNT = re.compile(r"[0-9]+(?=[\s,]|\Z)")
_SRIOV = re.compile(r'sriov:([^\s,!#*"]+):([0-9]+)(?=[\s,]|\Z)')
_UP_TO_SEPARATOR = re.compile(r"[^\s,]*")

_MAX_DIGITS = 9  # far above any VF index, and far below where int() refuses
_MAX_SHOWN = 40


def parse(text: str) -> Expression:
    """Read a selection. The empty text is the empty selection. Raises SelectionError."""
    reader = _Reader(text)
    items = tuple(reader.items())
    if items and all(item.excluded for item in items):
        raise refusal("there is nothing to exclude from; say first what to select", text, text.index("!"))
    return Expression(items, text)


def refusal(message: str, text: str, position: int) -> SelectionError:
    """The one error of selections, with the column of the trouble in `text`."""
    return SelectionError("Nothing selected", message, text, position)


def shortened(word: str) -> str:
    """A word of the operator's, short enough to stand in a message."""
    return word if len(word) <= _MAX_SHOWN else f"{word[: _MAX_SHOWN - 1]}…"


class _Reader:
    """Reads an expression from left to right; `position` is the column of what comes next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def items(self) -> Iterator[Item]:
        self._take(_SEPARATORS)
        while self.position < len(self.text):
            yield self._item()
            if self._take(_SEPARATORS) is None and self.position < len(self.text):
                raise self._refused(f"a comma or a blank is missing before {self._rest_of_word()}")

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The match of `pattern` right here, which is then behind us; None where it does not match."""
        if match := pattern.match(self.text, self.position):
            self.position = match.end()
        return match

    def _take_sign(self, sign: str) -> bool:
        found = self.text.startswith(sign, self.position)
        self.position += found
        return found

    def _item(self) -> Item:
        excluded = self._take_sign("!")
        return Item(self._term(), excluded)

    def _term(self) -> Term:
        start = self.position
        if sriov := self._take(_SRIOV):
            pf = self._named(sriov[1], sriov.start(1))
            index = self._number(sriov[2], sriov.start(2))
            return Indexed(pf, (IndexRange(index, index, position=sriov.start(2)),))
        device = self._device()
        if self._take_sign("#"):
            return Indexed(device, self._indexes(self.text[start : self.position - 1]))
        if self._take_sign("*"):
            return self._first_free(device)
        return device

    def _device(self) -> DeviceName:
        if quoted := self._take(_QUOTED):
            return DeviceName(quoted[1].replace('""', '"'), quoted.start())
        if word := self._take(WORD):
            return self._named(word[0], word.start())
        match self.text[self.position : self.position + 1]:
            case '"':
                raise self._refused("the quote is not closed")
            case "#" | "*" as sign:
                raise self._refused(f"{sign} follows the name of a PF without a blank, as in ens1f0{sign}4")
            case _:
                raise self._refused("! stands right before what it excludes, as in !ens1f0#3")

    def _named(self, word: str, position: int) -> DeviceName:
        if address := address_of(word):
            return DeviceName(address, position)
        if word.startswith("sriov:"):
            raise self._refused(f"{shortened(word)} is not of the form sriov:PF:INDEX", position)
        if ":" in word:
            message = f"{shortened(word)} is not a PCI address such as 0000:3b:00.0"
            raise self._refused(message, position)
        return DeviceName(word, position)

    def _indexes(self, pf: str) -> tuple[IndexRange, ...]:
        """The index list after `#`; `pf` is what stands before it."""
        start = self.position
        ranges = [self._first_range(pf)]
        while (following := self._next_range()) is not None:
            ranges.append(following)
        if all(index_range.excluded for index_range in ranges):
            raise self._refused(f"there is nothing to exclude from; write {shortened(pf)}#-,{ranges[0]}", start)
        return tuple(ranges)

    def _first_range(self, pf: str) -> IndexRange:
        if index_range := self._range():
            return index_range
        if word := self._rest_of_word():
            raise self._refused(f"{word} is not a VF index or a range; write 7, 0-31, 8-, -7 or - for all")
        raise self._refused(f"which VFs? Write {shortened(pf)}#0-3, or {shortened(pf)}#- for all")

    def _next_range(self) -> IndexRange | None:
        """The range after a comma; where anything else follows, the comma is left as a separator of items."""
        before = self.position
        if self._take(_LIST_COMMA) and (index_range := self._range()):
            return index_range
        self.position = before
        return None

    def _range(self) -> IndexRange | None:
        if (match := self._take(RANGE)) is None:
            return None
        bang, low, dash, high = match.groups()
        first = self._number(low or "0", match.start(2))
        last = self._number(high, match.start(4)) if high else None if dash else first
        if last is not None and last < first:
            raise self._refused(f"{first}-{last} counts down; write {last}-{first}", match.start(2))
        return IndexRange(first, last, bool(bang), match.start(2))

    def _first_free(self, pf: DeviceName) -> FirstFree:
        if (digits := self._take(_COUNT)) is None:
            raise self._refused("* asks for a number of free VFs, as in ens1f0*4")
        if (count := self._number(digits[0], digits.start())) == 0:
            raise self._refused("the number of free VFs starts at 1", digits.start())
        return FirstFree(pf, count, digits.start())

    def _number(self, digits: str, position: int) -> int:
        if len(digits) > _MAX_DIGITS:
            raise self._refused(f"no PF has {shortened(digits)} VFs", position)
        return int(digits)

    def _rest_of_word(self) -> str:
        match = _UP_TO_SEPARATOR.match(self.text, self.position)
        return shortened(match[0]) if match else ""

    def _refused(self, message: str, position: int | None = None) -> SelectionError:
        return refusal(message, self.text, self.position if position is None else position)
