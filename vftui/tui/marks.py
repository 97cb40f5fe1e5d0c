"""Signs that rows and the top bar carry: how many problems there are, and where libvirt departs from the text. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator

from vftui.model.problem import Problem, Severity
from vftui.model.text import counted
from vftui.model.verdict import Verdict
from vftui.tui.lines import Span
from vftui.tui.problem_labels import SIGNS, TONES

# What a sign stands for: a hint is none, or nearly every row would have one.
_TROUBLE = (Severity.ERROR, Severity.WARNING)


def change_mark(*, changed: bool, stored: bool) -> Iterator[Span]:
    """`*changed`, or `*new` for a network that is not stored yet; nothing where a write would change nothing."""
    if changed:
        yield Span("*changed" if stored else "*new", "warn")


def trouble_marks(problems: Iterable[Problem]) -> Iterator[Span]:
    """`‼ 1` and `! 2`: errors and warnings, as far as there are any."""
    numbers = Counter(problem.severity for problem in problems)
    yield from (Span(f"{SIGNS[each]} {numbers[each]}", TONES[each]) for each in _TROUBLE if numbers[each])


def hint_mark(problems: Iterable[Problem]) -> Iterator[Span]:
    """`3 hints`; nothing without any."""
    if hints := sum(problem.severity is Severity.HINT for problem in problems):
        yield Span(counted(hints, "hint"), "dim")


def row_sign(problems: Iterable[Problem]) -> Span | None:
    """The sign of the worst of the errors and warnings of one row; None without any."""
    found = {problem.severity for problem in problems}
    return next((Span(SIGNS[each], TONES[each]) for each in _TROUBLE if each in found), None)


def worst_told(problems: Iterable[Problem], *, read_only: bool = False) -> str:
    """`‼ ens1f0#7 is in two pools. (F fixes, E explains; 2 more) · `, before details; '' without errors and warnings.

    `read_only` leaves out the key that fixes.
    """
    found = [problem for problem in problems if problem.severity in _TROUBLE]
    if not found:
        return ""
    worst = min(found, key=lambda problem: _TROUBLE.index(problem.severity))
    fix = "F fixes, " if worst.fixes and not read_only else ""
    more = f"; {len(found) - 1} more" if found[1:] else ""
    if not fix and not read_only and any(problem.fixes for problem in found):
        more += ", F fixes one"
    return f"{SIGNS[worst.severity]} {worst.sentence} ({fix}E explains{more}) · "


def counts(problems: Iterable[Problem], *, short: bool) -> tuple[Span, ...]:
    """`‼ 2 errors`, `! 1 warning`, `3 hints`; short, `‼2` and `!1`, without the hints."""
    numbers = Counter(problem.severity for problem in problems)
    found = [each for each in Severity if numbers[each]]
    if short:
        return tuple(Span(f"{SIGNS[each]}{numbers[each]}", TONES[each]) for each in found if each in _TROUBLE)
    return tuple(
        Span(f"{SIGNS[each]} " * (each in _TROUBLE) + counted(numbers[each], each.value), TONES[each]) for each in found
    )


def departures(verdict: Verdict, skipped: int) -> Iterator[Span]:
    """Where libvirt departs from the text: refuses it, cannot start it, drops some of it, or skips VFs of a `<pf>`."""
    if verdict.define_error is not None:
        yield Span("✗ refused", "bad")
    elif verdict.starts is False:
        yield Span("✗ cannot start", "bad")
    different = [f"{len(verdict.dropped)} dropped"] if verdict.dropped else []
    different += [f"{skipped} skipped"] if skipped and verdict.starts else []
    if different:
        yield Span(f"≠ {', '.join(different)}", "warn")
