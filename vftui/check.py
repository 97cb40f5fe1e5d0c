"""Every problem of the networks on this host, as text and as JSON. Pure; the JSON is an interface (README.md)."""

import json
from collections.abc import Iterator

from vftui.model.problem import Problem, Severity
from vftui.model.selection import canonical_members
from vftui.model.text import counted, joined, printable
from vftui.workspace import Workspace

FORMAT = 1

Json = dict[str, object]

# A hint does not make a check fail: nearly every host has one.
FAILING = frozenset({Severity.ERROR, Severity.WARNING})


def fails(workspace: Workspace) -> bool:
    """Whether there is an error or a warning."""
    return any(problem.severity in FAILING for problem in workspace.problems)


def as_json(workspace: Workspace) -> str:
    """One object: format, libvirt, host, counts, problems. ASCII, without control characters."""
    shown = {
        "format": FORMAT,
        "libvirt": str(workspace.libvirt),
        "host": {"name": workspace.host.name, "source": workspace.host.source},
        "counts": {severity.value: workspace.assessment.count(severity) for severity in Severity},
        "problems": [_problem(problem, workspace) for problem in workspace.problems],
    }
    return json.dumps(shown, indent=2) + "\n"


def _problem(problem: Problem, workspace: Workspace) -> Json:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "network": problem.network,
        "others": list(problem.others),
        "members": list(canonical_members(problem.members, workspace.host)),
        "devices": [str(address) for address in problem.devices],
        "sentence": problem.sentence,
        "explanation": problem.trap.explanation,
        "fixes": [fix.label for fix in problem.fixes],
    }


def as_text(workspace: Workspace) -> str:
    """A line for each problem, errors first, and one that counts them."""
    lines = [*_lines(workspace), _summary(workspace)]
    return "".join(f"{printable(line)}\n" for line in lines)


def _lines(workspace: Workspace) -> Iterator[str]:
    for problem in workspace.problems:
        yield f"{problem.network or 'host'}: {problem.severity.value} {problem.code}: {problem.sentence}"


def _summary(workspace: Workspace) -> str:
    counts = [(workspace.assessment.count(severity), severity.value) for severity in Severity]
    found = [counted(count, noun) for count, noun in counts if count]
    networks = counted(len(workspace.draft.networks), "network")
    return f"{joined(found) or 'No problems'} in {networks}, as libvirt {workspace.libvirt} has it"
