"""From a problem to the one edit that the operator wants against it."""

from collections.abc import Callable, Sequence

from textual.app import App

from vftui.model.edits import Edit
from vftui.model.problem import Problem
from vftui.tui.screens.ask import Ask
from vftui.tui.screens.explain import fix_sentence
from vftui.workspace import Workspace


def worst_with_fix(problems: Sequence[Problem]) -> Problem | None:
    """The first that has a fix, of problems that come worst first."""
    return next((problem for problem in problems if problem.fixes), None)


def choose_fix(app: App[object], workspace: Workspace, problem: Problem, then: Callable[[Edit], None]) -> None:
    """Call `then` with the problem's fix; where there are several, with the one that the operator chooses, if any."""
    if len(problem.fixes) == 1:
        then(problem.fixes[0].edit)
        return

    def chosen(answer: str | None) -> None:
        if answer:
            then(problem.fixes[int(answer) - 1].edit)

    answers = [(str(number), fix.label) for number, fix in enumerate(problem.fixes, 1)]
    sentences = [fix_sentence(fix, workspace) for fix in problem.fixes]
    # What the answer itself says already would only be read twice.
    more = [f"{key}  {said}" for (key, label), said in zip(answers, sentences, strict=True) if said != label]
    text = "\n".join([problem.sentence, *([""] if more else []), *more])
    app.push_screen(Ask(f"Fix {problem.code}", text, [*answers, ("", "Leave it")]), chosen)
