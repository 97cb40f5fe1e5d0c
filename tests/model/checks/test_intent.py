"""Pools that are no longer what they were meant to be."""

from dataclasses import replace

from model.checks.desk import HOST, codes, desk, fixed, interfaces, passthrough, problem, texts

from vftui.model.edits import Add
from vftui.model.host import Host
from vftui.model.problem import Severity
from vftui.workspace import Workspace

FIRST = HOST.pfs[1]


def with_vfs(last: int, first: int = 0) -> Host:
    """The host whose ens1f1 has the VFs from `first` up to, and without, `last`."""
    return replace(HOST, pfs=(HOST.pfs[0], replace(FIRST, vfs=FIRST.vfs[first:last]), *HOST.pfs[2:]))


def mixture(made: Host, now: Host) -> Workspace:
    """A pool of ens1f0#0 and all of ens1f1, made on one host and opened on another."""
    maker = desk(passthrough(interfaces("ens1f0v0")), host=made)
    maker.do(Add("front", (FIRST.address,)))
    return desk(texts(maker)["front"].encode(), host=now)


def test_a_pf_that_has_grown_is_listed_again_by_the_fix() -> None:
    workspace = mixture(with_vfs(2), HOST)

    found = problem(workspace, "pf-grown")
    assert found.sentence == "ens1f1 has grown by 2 VFs since front listed all of it."
    assert found.severity is Severity.WARNING
    after = fixed(workspace, "pf-grown", "List ens1f1 as it is now")
    assert after == texts(mixture(HOST, HOST))["front"]


def test_a_pf_that_has_shrunk_is_listed_again_by_the_fix() -> None:
    workspace = mixture(HOST, with_vfs(3))

    assert codes(workspace) == ["pf-shrunk"]
    assert problem(workspace, "pf-shrunk").sentence == "1 VF of ens1f1 that front lists is gone."
    after = fixed(workspace, "pf-shrunk", "List ens1f1 as it is now")
    assert after == texts(mixture(with_vfs(3), HOST))["front"]


def test_a_pf_that_has_lost_vfs_and_has_others_has_shrunk() -> None:
    workspace = mixture(with_vfs(3), with_vfs(4, first=1))

    assert codes(workspace) == ["pf-shrunk"]
    assert problem(workspace, "pf-shrunk").sentence == "1 VF of ens1f1 that front lists is gone, and 1 is new."


def test_a_list_that_libvirt_refuses_is_not_said_to_have_grown() -> None:
    refused = texts(mixture(with_vfs(2), HOST))["front"].replace("passthrough", "hostdev")

    assert codes(desk(refused.encode())) == ["wrong-element"]


def test_a_pf_that_is_gone_can_be_taken_out() -> None:
    workspace = mixture(HOST, replace(HOST, pfs=(HOST.pfs[0], *HOST.pfs[2:])))

    assert problem(workspace, "pf-shrunk").sentence == "front lists all of ens1f1, and this host has no such PF."
    assert fixed(workspace, "pf-shrunk", "Take ens1f1 out") == passthrough(interfaces("ens1f0v0")).decode()


def test_a_pf_that_is_as_it_was_is_no_problem() -> None:
    assert codes(mixture(HOST, HOST)) == []


def test_a_list_that_was_edited_elsewhere_is_made_whole_again_or_the_intent_is_dropped_by_the_fixes() -> None:
    whole = texts(mixture(HOST, HOST))["front"]
    line = interfaces("ens1f1v1")
    workspace = desk(whole.replace(line, "").encode())

    found = problem(workspace, "outdated-intent")
    assert found.sentence == "front was to have all of ens1f1, and its list says otherwise by now."
    assert fixed(workspace, "outdated-intent", "Have all of ens1f1 again") == whole
    after = fixed(workspace, "outdated-intent", "Forget that")
    assert after == passthrough(interfaces("ens1f0v0", "ens1f1v0", "ens1f1v2", "ens1f1v3")).decode()
