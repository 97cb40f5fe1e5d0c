"""Readers for JSON that must have a known shape: a misfit is one line that says where, and what was expected.

A reader takes a JSON value and its place, such as `pfs[2].vfs[0].address`, and returns what it stands for.
"""

import json
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeVar

T = TypeVar("T")
Reader = Callable[[object, str], T]

_MAX_SHOWN = 60


class MisfitError(Exception):
    """The JSON is not what it should be; the text is one line for people."""


def parse(text: str) -> object:
    """The value of a JSON text, in which no object says a key twice and all numbers are finite."""
    try:
        return json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise MisfitError(f"line {error.lineno}, column {error.colno}: no JSON ({error.msg})") from error
    except ValueError as error:  # Python refuses to convert numbers of more than 4300 digits
        raise MisfitError("expected JSON with sensible numbers, found one of thousands of digits") from error
    except RecursionError as error:
        raise MisfitError("expected lists and objects a few levels deep, found too many to read") from error


def refuse(place: str, expected: str, found: object) -> NoReturn:
    """Raise MisfitError; the empty place is the file as a whole."""
    raise MisfitError(f"{place or 'the file'}: expected {expected}, found {_shown(found)}")


class Members:
    """The members of an object that has no other keys than these; one that is absent reads as null."""

    def __init__(self, value: object, place: str, keys: Sequence[str]) -> None:
        if not isinstance(value, dict):
            refuse(place, "an object", value)
        if unknown := value.keys() - set(keys):
            refuse(place, f"no keys but {', '.join(keys)}", min(unknown))
        self._value: dict[str, object] = value
        self._place = place

    def read(self, key: str, read: Reader[T]) -> T:
        return read(self._value.get(key), f"{self._place}.{key}" if self._place else key)


def listed(read: Reader[T]) -> Reader[tuple[T, ...]]:
    """A reader of lists whose items `read` reads; null is an empty list."""

    def read_list(value: object, place: str) -> tuple[T, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            refuse(place, "a list", value)
        return tuple(read(item, f"{place}[{position}]") for position, item in enumerate(value))

    return read_list


def optional(read: Reader[T]) -> Reader[T | None]:
    """A reader that takes null for None."""
    return lambda value, place: None if value is None else read(value, place)


def string(value: object, place: str) -> str:
    return value if isinstance(value, str) else refuse(place, "a string", value)


def boolean(value: object, place: str) -> bool:
    return value if isinstance(value, bool) else refuse(place, "true or false", value)


def number(least: int, most: int) -> Reader[int]:
    """A reader of whole numbers within these limits."""

    def read_number(value: object, place: str) -> int:
        # True is an int in Python, not in JSON.
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            refuse(place, f"a whole number from {least} to {most}", value)
        return value

    return read_number


def _shown(value: object) -> str:
    """A JSON value in a few characters of one line."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "an object"
        case list():
            return "a list"
        case bool():
            return "true" if value else "false"
        case str():
            shown = repr(value)  # escapes whatever is not printable
            return shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]}…'"
        case _:
            return str(value) if not isinstance(value, int) or abs(value) < 10**_MAX_SHOWN else "a huge number"


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise MisfitError(f"expected every key of an object once, found {_shown(repeated)} twice")
    return value


def _refuse_constant(constant: str) -> NoReturn:
    raise MisfitError(f"expected a number, found {constant}")
