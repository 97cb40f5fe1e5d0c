"""Networks on a host in a situation of its own: which problems there are, and what a fix does to them."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from model.checks.desk import HOST, desk, texts, told

from vftui.model.host import Host, PhysicalFunction
from vftui.model.network import Network
from vftui.model.problem import Fix, Problem
from vftui.model.selection import resolve
from vftui.netxml.document import NetworkDocument
from vftui.workspace import Workspace


def with_networks(*networks: Network, host: Host = HOST) -> Workspace:
    """These networks, as vftui itself writes them, in this order."""
    return desk(*(NetworkDocument.new(network).content for network in networks), host=host)


def with_devices(text: str, *, host: Host = HOST, **facts: Any) -> Host:  # noqa: ANN401 - fields of a VF or a PF
    """The host with other facts of the VFs, or of the whole PFs, that a selection names."""
    found = {item.address for item in resolve(text, host, lambda _: True).items}

    def changed(pf: PhysicalFunction) -> PhysicalFunction:
        vfs = tuple(replace(vf, **facts) if vf.address in found else vf for vf in pf.vfs)
        return replace(pf, vfs=vfs, **facts if pf.address in found else {})

    return replace(host, pfs=tuple(map(changed, host.pfs)))


def among(workspace: Workspace, codes: Collection[str]) -> list[Problem]:
    """The problems that have one of these codes."""
    return [problem for problem in workspace.problems if problem.code in codes]


def solves(fix: Fix, problem: Problem, workspace: Workspace, also: Collection[str] = ()) -> None:
    """Hold a fix to it: the problem goes and nothing else, none comes, and undo brings documents and problems back.

    `also` are the codes of problems that are this one seen from another side.
    """
    before, problems, before_told = texts(workspace), workspace.problems, told(workspace)
    preview = workspace.preview(fix.edit)

    assert workspace.do(fix.edit) == preview
    left = told(workspace)
    assert [each for each in left if each.code not in also] == [
        each for each in before_told if each != problem and each.code not in also
    ]
    assert set(also) == {each.code for each in before_told if each not in left} - {problem.code}
    changed = {name for name, text in texts(workspace).items() if text != before[name]}
    assert changed <= set(problem.networks)

    workspace.undo()
    assert texts(workspace) == before
    assert workspace.problems == problems
