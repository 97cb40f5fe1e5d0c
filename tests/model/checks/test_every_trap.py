"""Every trap is shown by a test, and what libvirt refuses never goes without an error."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model.checks.desk import HOST, codes, desk
from model.draft_strategies import networks
from netxml.definitions import documents, real_documents

from vftui.errors import DocumentError, EditRefusedError
from vftui.model.problem import Fix, Severity, Trap
from vftui.model.problems import TRAPS, of_network
from vftui.model.verdict import MEASURED, LibvirtVersion
from vftui.netxml.document import NetworkDocument
from vftui.netxml.verdict import judge
from vftui.workspace import Workspace


@st.composite
def documents_of_the_host(draw: st.DrawFn) -> NetworkDocument:
    """Pools of what the host has, and of what fits less."""
    network = draw(networks(HOST, "front"))
    try:
        return NetworkDocument.new(network)
    except DocumentError:
        return NetworkDocument.new(replace(network, members=(), outdated=None))


any_document = documents() | real_documents | documents_of_the_host()


def codes_in_tests() -> set[str]:
    """Every text in the tests beside this one."""
    trees = [ast.parse(path.read_text()) for path in Path(__file__).parent.glob("test_*.py")]
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def refusal(workspace: Workspace, fix: Fix) -> str | None:
    """Why the fix cannot be made; None where it was made."""
    try:
        workspace.do(fix.edit)
    except EditRefusedError as refused:
        return refused.message
    return None


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.code)
def test_a_trap_is_named_by_a_test(trap: Trap) -> None:
    assert trap.code in codes_in_tests()


@given(any_document, st.sampled_from(MEASURED))
def test_what_libvirt_refuses_to_define_or_to_start_has_an_error(
    document: NetworkDocument, libvirt: LibvirtVersion
) -> None:
    verdict = judge(document, HOST, libvirt)
    found = of_network(document.network, HOST, verdict)

    refused = verdict.define_error or verdict.start_error
    assert not refused or any(problem.severity is Severity.ERROR for problem in found)


@given(any_document, st.sampled_from(MEASURED))
def test_what_libvirt_drops_has_a_problem(document: NetworkDocument, libvirt: LibvirtVersion) -> None:
    verdict = judge(document, HOST, libvirt)

    assert not verdict.dropped or of_network(document.network, HOST, verdict)


@given(any_document)
def test_problems_are_plain_single_lines_about_the_network_and_members_that_it_has(document: NetworkDocument) -> None:
    network = document.network
    for problem in of_network(network, HOST, judge(document, HOST)):
        assert problem.network == network.name
        assert set(problem.members) <= set(network.members)
        assert len(set(problem.members)) == len(problem.members)
        assert problem.sentence.endswith((".", ")"))
        assert len({fix.label for fix in problem.fixes}) == len(problem.fixes)


@given(any_document)
def test_every_fix_can_be_made_and_takes_its_problem_away(document: NetworkDocument) -> None:
    workspace = desk(document.content)
    problems = workspace.problems
    for problem in problems:
        for fix in problem.fixes:
            if (reason := refusal(workspace, fix)) is not None:
                # With its company gone, libvirt would use what it drops now: the operator decides on that first.
                assert "would use it after this" in reason
                assert {"pf-dropped", "address-dropped"} & {problem.code for problem in problems}
                continue
            assert problem not in workspace.problems
            workspace.undo()
            assert workspace.problems == problems


def test_one_kind_of_problem_is_told_once_for_a_network() -> None:
    many = "".join(f"<interface dev='gone{index}v0'/>" for index in range(50))
    workspace = desk(f"<network><name>front</name><forward mode='passthrough'>{many}</forward></network>".encode())

    assert codes(workspace) == ["unknown-name"]
    assert len(workspace.problems[0].members) == 50
    assert len(workspace.problems[0].sentence) < 120
