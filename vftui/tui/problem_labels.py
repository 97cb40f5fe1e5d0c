"""Problems as lines and as text. Pure, as labels is: no widget, no state."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from vftui.model.problem import Problem, Severity
from vftui.model.text import counted
from vftui.model.wording import shortened
from vftui.tui.lines import Column, Line, Span, Tone, fit_columns, table_line

HOST = "host"
SIGNS = {Severity.ERROR: "‼", Severity.WARNING: "!", Severity.HINT: "·"}
# From this many cells on, the list of problems has a word for the severity and a column for the network. With less
# they would leave too little of the sentence, which names the network; the sign is enough.
_ROOMY = 100
TONES: dict[Severity, Tone] = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.HINT: "dim"}


def severity_counts(problems: Iterable[Problem]) -> str:
    """`2 errors, 1 warning`; `no problems`."""
    numbers = Counter(problem.severity for problem in problems)
    return ", ".join(counted(numbers[each], each.value) for each in Severity if numbers[each]) or "no problems"


def severity_spans(problems: Iterable[Problem]) -> tuple[Span, ...]:
    """`‼ 2 errors` and `! 1 warning`, each in its tone."""
    numbers = Counter(problem.severity for problem in problems)
    return tuple(
        Span(f"{SIGNS[each]} {counted(numbers[each], each.value)}", TONES[each]) for each in Severity if numbers[each]
    )


def problem_sentence(problem: Problem) -> Line:
    """One problem where its network is known: severity, code, sentence."""
    return severity_span(problem), Span("  "), Span(problem.code, "name"), Span(f"  {problem.sentence}")


def severity_span(problem: Problem) -> Span:
    """The sign and the word of its severity."""
    return Span(f"{SIGNS[problem.severity]} {problem.severity}", TONES[problem.severity])


def problem_widths(problems: Iterable[Problem], width: int) -> tuple[int, ...]:
    """The widths of the columns of `problem_line`, for these problems in `width` cells."""
    problems = tuple(problems)
    code = min(max((len(each.code) for each in problems), default=0), 20)
    network = min(max((cell_len(each.network or HOST) for each in problems), default=0), 12)
    severity = 9 if width >= _ROOMY else 1
    columns = (
        Column(severity, 0, severity),
        Column(code, 1, 8),
        Column(network if width >= _ROOMY else 0, 2, min(network, 6)),
        Column(width, 3, 12),
    )
    return fit_columns(columns, width)


def problem_line(problem: Problem, widths: Sequence[int]) -> Line:
    """One problem: severity, by its sign alone where it has one cell, code, network, sentence."""
    severity = severity_span(problem)
    cells = (
        severity if widths[0] > 1 else Span(SIGNS[problem.severity], severity.tone),
        Span(problem.code, "name"),
        Span(problem.network) if problem.network is not None else Span(HOST, "dim"),
        Span(problem.sentence, "plain"),
    )
    return table_line(cells, widths)


def explained(problem: Problem, fixes: Sequence[str]) -> Iterator[Line]:
    """Everything about a problem, paragraph by paragraph; `fixes` say what its fixes would do."""
    yield severity_span(problem), Span("  "), Span(problem.code, "name"), Span(_about(problem), "dim")
    yield (Span(problem.sentence),)
    yield ()
    yield (Span(problem.trap.line, "name"),)
    for paragraph in problem.trap.explanation.splitlines():
        yield (Span(paragraph),)
    yield ()
    yield from _fix_lines(fixes)
    if problem.text:
        yield ()
        yield (Span("To copy:", "name"),)
        yield from ((Span(f"  {line}"),) for line in problem.text.splitlines())


def _about(problem: Problem) -> str:
    return "  " + shortened([*([HOST] if problem.network is None else []), *problem.networks])


def _fix_lines(fixes: Sequence[str]) -> Iterator[Line]:
    match fixes:
        case []:
            yield (Span("There is no fix by one key.", "dim"),)
        case [fix]:
            yield Span("F  ", "name"), Span(fix, "good")
        case _:
            yield Span("F  ", "name"), Span("asks which of these:", "good")
            yield from ((Span(f"   {fix}", "good"),) for fix in fixes)
