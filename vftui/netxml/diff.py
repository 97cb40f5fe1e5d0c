"""What changed between two texts, line by line, for review."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from vftui.netxml.sequence import common_ends, longest_increasing

# Above this many comparisons difflib's quadratic search would be felt; the lines then count as all changed.
_THOROUGH = 10_000


class DiffLine(NamedTuple):
    """One line of a unified diff.

    `old` and `new` are its 1-based numbers before and after; both are None for a hunk's heading. `text` is without its
    line feed; `ends` is False for a last line that has none.
    """

    kind: Literal["same", "add", "remove", "hunk"]
    text: str
    old: int | None = None
    new: int | None = None
    ends: bool = True


# before[first:last] became after[first:last]
_Change = tuple[int, int, int, int]


def unified(before: str, after: str, context: int = 3) -> tuple[DiffLine, ...]:
    """The hunks of `before` against `after`, each with `context` lines around it; empty where they are equal."""
    old, new = _lines(before), _lines(after)
    hunks: list[list[_Change]] = []
    for change in _changes(old, new, 0, 0):
        if hunks and change[0] - hunks[-1][-1][1] <= 2 * context:
            hunks[-1].append(change)
        else:
            hunks.append([change])
    return tuple(line for hunk in hunks for line in _hunk(old, new, hunk, context))


def as_text(lines: Sequence[DiffLine], before_label: str, after_label: str) -> str:
    """The diff as `patch` reads it; the labels, without line breaks, are the names of the files."""
    if not lines:
        return ""
    signs = {"same": " ", "add": "+", "remove": "-", "hunk": ""}
    parts = [_heading("---", before_label), _heading("+++", after_label)]
    for line in lines:
        parts.append(f"{signs[line.kind]}{line.text}\n")
        if not line.ends:
            parts.append("\\ No newline at end of file\n")
    return "".join(parts)


def _heading(sign: str, label: str) -> str:
    """A tab tells patch where a name with blanks ends."""
    return f"{sign} {label}{chr(9) if ' ' in label else ''}\n"


def _lines(text: str) -> list[str]:
    """Lines with their line feeds. Only that ends a line: not the other breaks that splitlines knows."""
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _hunk(old: Sequence[str], new: Sequence[str], changes: Sequence[_Change], context: int) -> Iterator[DiffLine]:
    start = max(changes[0][0] - context, 0)
    end = min(changes[-1][1] + context, len(old))
    new_start = changes[0][2] - (changes[0][0] - start)
    new_end = changes[-1][3] + (end - changes[-1][1])
    yield DiffLine("hunk", f"@@ -{_span(start, end)} +{_span(new_start, new_end)} @@")
    position, shift = start, new_start - start
    for old_start, old_end, added_start, added_end in (*changes, (end, end, new_end, new_end)):
        yield from (_line("same", old[i], i, i + shift) for i in range(position, old_start))
        yield from (_line("remove", old[i], i, None) for i in range(old_start, old_end))
        yield from (_line("add", new[i], None, i) for i in range(added_start, added_end))
        position, shift = old_end, added_end - old_end


def _span(start: int, end: int) -> str:
    """`first,count`; an empty span names the line before it."""
    count = end - start
    return f"{start + 1}" if count == 1 else f"{start + 1 if count else start},{count}"


def _line(kind: Literal["same", "add", "remove"], text: str, old: int | None, new: int | None) -> DiffLine:
    numbers = (None if old is None else old + 1, None if new is None else new + 1)
    return DiffLine(kind, text.removesuffix("\n"), *numbers, ends=text.endswith("\n"))


def _changes(old: Sequence[str], new: Sequence[str], old_at: int, new_at: int) -> Iterator[_Change]:
    """The changed stretches, in order, never touching; `old` and `new` begin at lines `old_at` and `new_at`."""
    prefix, suffix = common_ends(old, new)
    old, new = old[prefix : len(old) - suffix], new[prefix : len(new) - suffix]
    old_at, new_at = old_at + prefix, new_at + prefix
    if not old and not new:
        return
    if not old or not new:
        yield old_at, old_at + len(old), new_at, new_at + len(new)
        return
    anchors = _anchors(old, new)
    if not anchors:
        yield from _searched(old, new, old_at, new_at)
        return
    position, new_position = 0, 0
    for anchor, new_anchor in (*anchors, (len(old), len(new))):
        if position < anchor or new_position < new_anchor:
            part, new_part = old[position:anchor], new[new_position:new_anchor]
            yield from _changes(part, new_part, old_at + position, new_at + new_position)
        position, new_position = anchor + 1, new_anchor + 1


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Where the lines stand that are unique in both, as far as they kept their order (patience diff)."""
    counts, new_counts = Counter(old), Counter(new)
    new_places = {line: place for place, line in enumerate(new)}
    pairs = [(place, new_places[line]) for place, line in enumerate(old) if counts[line] == 1 and new_counts[line] == 1]
    return [pairs[index] for index in longest_increasing([new_place for _, new_place in pairs])]


def _searched(old: Sequence[str], new: Sequence[str], old_at: int, new_at: int) -> Iterator[_Change]:
    if len(old) * len(new) > _THOROUGH:
        yield old_at, old_at + len(old), new_at, new_at + len(new)
        return
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield old_at + start, old_at + end, new_at + new_start, new_at + new_end
