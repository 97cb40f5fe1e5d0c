"""The draft beside what libvirt runs: guests on the host, what is in force, what is refused, what others did."""

from dataclasses import replace

import pytest
from looks import look, on_port
from workspaces import HOST, at, host_without

from vftui.errors import EditRefusedError
from vftui.inventory.demo_networks import demo_networks
from vftui.model.edits import Add, Delete, Rename, TakeOutVfs
from vftui.model.force import Force
from vftui.model.network import InterfaceMember
from vftui.model.network_actions import Action
from vftui.model.running import Attachment, Running
from vftui.stores.memory import MemoryStore
from vftui.workspace import Workspace

(VF,) = at("ens1f0#5")
WEB = on_port("web-9", "front", "ens1f0v5")
OFF = {"active": False, "pool": ()}
THEIRS = "what somebody else has defined"


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(demo_networks())


@pytest.fixture
def workspace(store: MemoryStore) -> Workspace:
    return Workspace(HOST, store)


def key(workspace: Workspace, name: str) -> str:
    return workspace.draft.get(name).origin or ""


def redefined(running: Running, key: str) -> Running:
    """The network of that key as somebody else has defined it anew."""
    state = replace(running.networks[key], revision_token=THEIRS)
    return replace(running, networks={**running.networks, key: state})


# The host


def test_a_vf_in_use_shows_the_guest_and_is_not_free(workspace: Workspace) -> None:
    (free,) = at("ens1f0#40")
    assert workspace.is_free(workspace.host.vf_by_address[free])

    workspace.take_running(look(workspace, on_port("web-9", "front", "ens1f0v40")))

    vf = workspace.host.vf_by_address[free]
    assert vf.used_by == "web-9"
    assert not workspace.is_free(vf)


def test_guests_stay_on_the_host_when_it_is_read_again_and_go_when_they_do(workspace: Workspace) -> None:
    workspace.take_running(look(workspace, WEB))
    newer = host_without("ens1f0#40")
    workspace.foresee(newer)
    assert workspace.refresh(newer) is None

    assert workspace.host.vf_by_address[VF].used_by == "web-9"
    assert workspace.is_known(replace(newer))
    workspace.take_running(look(workspace))
    assert workspace.host.vf_by_address[VF].used_by is None


def test_a_look_that_finds_the_same_changes_nothing_that_would_be_assessed_again(workspace: Workspace) -> None:
    workspace.take_running(look(workspace, WEB))
    host, live, assessment = workspace.host, workspace.live, workspace.assessment

    assert workspace.take_running(look(workspace, WEB)) is None
    assert workspace.host is host
    assert workspace.live is live
    assert workspace.assessment is assessment


def test_a_guest_that_comes_is_assessed_without_judging_a_network_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = look(workspace, WEB)
    before = workspace.problems
    monkeypatch.delattr("vftui.assessment.judge")
    workspace.take_running(replace(seen, attachments=(replace(WEB, has_port=False),)))

    assert {problem.code for problem in workspace.problems} - {problem.code for problem in before} == {"vf-forgotten"}


def test_a_port_that_is_lost_leaves_the_host_as_it_is(workspace: Workspace) -> None:
    workspace.take_running(look(workspace, WEB))
    host = workspace.host
    workspace.take_running(look(workspace, replace(WEB, has_port=False)))

    assert workspace.host is host


# In force


def test_nothing_is_known_of_what_runs_before_the_first_look(workspace: Workspace) -> None:
    front = workspace.draft.get("front")

    assert (workspace.running, workspace.state(front), workspace.force(front)) == (None, None, None)
    assert workspace.attachments(front) == ()
    assert workspace.obstacle(Action.RENAME, "front") is None
    assert workspace.meaning(Action.STOP, "front") == ""


def test_what_is_stored_of_an_active_network_is_in_force_until_something_else_is_stored(workspace: Workspace) -> None:
    workspace.take_running(look(workspace, WEB))
    assert workspace.force(workspace.draft.get("front")) == Force("now", ("web-9",))

    workspace.do(TakeOutVfs((VF,)))
    assert workspace.force(workspace.draft.get("front")) == Force("now", ("web-9",))

    workspace.write()
    assert workspace.force(workspace.draft.get("front")) == Force(
        "after-restart", ("web-9",), only_now=(InterfaceMember("ens1f0v5"),)
    )


def test_an_inactive_network_is_in_force_at_its_next_start(workspace: Workspace) -> None:
    workspace.take_running(look(workspace, front=OFF))

    assert workspace.force(workspace.draft.get("front")) == Force("next-start")


def test_a_network_that_is_renamed_in_the_draft_keeps_state_and_guests(workspace: Workspace) -> None:
    seen = look(workspace, WEB)
    workspace.do(Rename("front", "edge"))
    workspace.take_running(seen)
    edge = workspace.draft.get("edge")

    assert workspace.state(edge) is seen.networks[key(workspace, "edge")]
    assert workspace.attachments(edge) == (WEB,)
    assert workspace.meaning(Action.STOP, "edge").startswith("web-9 goes on")


def test_a_whole_pf_that_lost_vfs_since_the_start_is_not_in_force(workspace: Workspace) -> None:
    workspace.take_running(look(workspace))
    lab = workspace.draft.get("lab")
    assert workspace.force(lab) == Force("now")

    workspace.refresh(host_without("enp129s0f0np0#0"))

    force = workspace.force(lab)
    assert force is not None
    assert (force.kind, len(force.only_now), force.only_then) == ("after-restart", 1, ())


# What is refused


def test_a_network_that_is_active_or_named_by_a_guest_cannot_be_renamed(workspace: Workspace) -> None:
    workspace.take_running(look(workspace))
    for how in (workspace.do, workspace.check):
        with pytest.raises(EditRefusedError, match=r"front is active: .* Stop it first"):
            how(Rename("front", "edge"))

    workspace.take_running(look(workspace, named_by={"front": ("db",)}, front=OFF))
    with pytest.raises(EditRefusedError, match="db names front"):
        workspace.do(Rename("front", "edge"))
    assert workspace.obstacle(Action.RENAME, "front") is not None
    assert workspace.draft.find("front")


def test_an_inactive_network_that_no_guest_names_can_be_renamed_and_renamed_back(workspace: Workspace) -> None:
    workspace.take_running(look(workspace, front=OFF))
    workspace.do(Rename("front", "edge"))
    workspace.take_running(look(Workspace(HOST, MemoryStore(demo_networks()))))

    workspace.do(Rename("edge", "front"))

    assert workspace.change_count == 0


def test_a_network_with_guests_on_it_cannot_be_deleted_and_one_without_can(workspace: Workspace) -> None:
    workspace.take_running(look(workspace, WEB))
    with pytest.raises(EditRefusedError, match=r"front is in use by web-9\. Stop that guest first"):
        workspace.do(Delete("front"))

    workspace.take_running(look(workspace))
    workspace.do(Delete("front"))
    assert workspace.meaning(Action.DELETE, "storage") == "storage is stopped and deleted."


def test_a_start_that_libvirt_would_refuse_says_so() -> None:
    lab = b"<network><name>lab</name><forward mode='passthrough'><pf dev='eth99'/></forward></network>"
    workspace = Workspace(HOST, MemoryStore({"lab.xml": lab}))
    workspace.take_running(look(workspace, lab=OFF))

    assert workspace.meaning(Action.START, "lab") == (
        "The start would fail: internal error: No usable Vf's present on SRIOV PF eth99."
    )


# What others did


def done_by_somebody_else(workspace: Workspace) -> Running:
    """front changed, lab deleted, edge added."""
    first = look(workspace)
    theirs = redefined(first, key(workspace, "front"))
    networks = {name: state for name, state in theirs.networks.items() if name != key(workspace, "lab")}
    networks["new"] = replace(first.networks[key(workspace, "front")], name="edge", revision_token=THEIRS)
    return replace(theirs, networks=networks)


def test_a_network_that_somebody_else_changed_deleted_or_added_is_told_once(workspace: Workspace) -> None:
    theirs = done_by_somebody_else(workspace)
    assert workspace.take_running(look(workspace)) is None

    assert workspace.take_running(theirs) == "Somebody else has changed front, deleted lab and added edge."
    assert workspace.take_running(replace(theirs, attachments=(WEB,))) is None


def test_what_somebody_else_has_done_stands_until_it_is_read_or_taken_back(workspace: Workspace) -> None:
    first, theirs = look(workspace), done_by_somebody_else(workspace)
    for seen in (first, theirs, replace(theirs, attachments=(WEB,))):
        workspace.take_running(seen)
    assert list(workspace.outdated) == ["front", "edge", "lab"]

    workspace.take_running(first)
    assert not list(workspace.outdated)
    workspace.take_running(theirs)
    workspace.reload()
    assert not list(workspace.outdated)


def test_what_somebody_else_has_stored_is_not_said_to_be_in_force_or_not(workspace: Workspace) -> None:
    first = look(workspace, front={"pool": ()})
    workspace.take_running(first)
    network = workspace.draft.get("front")
    assert workspace.force(network)
    assert "not-in-force" in [each.code for each in workspace.problems_of("front")]

    workspace.take_running(redefined(first, key(workspace, "front")))

    assert workspace.force(network) is None
    assert "not-in-force" not in [each.code for each in workspace.problems_of("front")]


def test_what_somebody_else_has_done_to_edited_networks_says_how_to_see_it(workspace: Workspace) -> None:
    first, theirs = look(workspace), redefined(look(workspace), key(workspace, "front"))
    workspace.take_running(first)
    workspace.do(TakeOutVfs((VF,)))
    assert not workspace.is_untouched
    assert workspace.take_running(theirs) == (
        "Somebody else has changed front: r reads the networks again, w shows what collides."
    )
    workspace.take_running(first)
    workspace.undo()
    assert workspace.take_running(theirs) == "Somebody else has changed front: r reads the networks again."


def test_what_was_changed_before_the_first_look_is_told_at_that(workspace: Workspace) -> None:
    told = workspace.take_running(redefined(look(workspace), key(workspace, "front")))

    assert told == "Somebody else has changed front."


def test_our_own_writes_are_no_news(workspace: Workspace, store: MemoryStore) -> None:
    workspace.take_running(look(workspace, storage=OFF))
    workspace.do(TakeOutVfs((VF,)))
    workspace.do(Delete("legacy"))
    workspace.do(Rename("storage", "vault"))
    workspace.write()

    assert workspace.take_running(look(Workspace(HOST, store))) is None


def test_somebody_who_takes_our_write_back_is_news(workspace: Workspace, store: MemoryStore) -> None:
    before = look(workspace)
    workspace.take_running(before)
    workspace.do(TakeOutVfs((VF,)))
    workspace.write()
    workspace.take_running(look(Workspace(HOST, store)))

    assert workspace.take_running(before) == "Somebody else has changed front: r reads the networks again."


def test_what_was_read_again_is_no_news(workspace: Workspace, store: MemoryStore) -> None:
    workspace.take_running(look(workspace))
    store.delete("lab.xml", next(each.revision for each in store.load() if each.key == "lab.xml"))
    workspace.reload()

    assert workspace.take_running(look(workspace)) is None


def test_a_guest_that_comes_to_a_vf_which_the_draft_moves_is_told(workspace: Workspace) -> None:
    workspace.take_running(look(workspace))
    seen = look(workspace, WEB)
    workspace.do(Add("legacy", (VF,)))

    assert workspace.take_running(seen) == ("web-9 now uses ens1f0#5, which this draft moves from front to legacy.")
    assert workspace.take_running(replace(seen, named_by={"front": ("db",)})) is None


def test_a_guest_that_comes_to_a_vf_which_the_draft_leaves_alone_is_no_news(workspace: Workspace) -> None:
    workspace.take_running(look(workspace))
    seen = look(workspace, WEB, Attachment("db", netdev="ens1f0v41"))
    workspace.do(TakeOutVfs(at("ens1f0#6")))

    assert workspace.take_running(seen) is None


def test_a_vf_that_a_guest_has_come_to_use_is_not_moved_any_more(workspace: Workspace) -> None:
    workspace.take_running(look(workspace, WEB))

    with pytest.raises(EditRefusedError, match="ens1f0#5 of pool front is in use by web-9"):
        workspace.do(Add("legacy", (VF,)))
