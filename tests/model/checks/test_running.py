"""Pools and what runs: VFs in use that a pool hands out all the same, and pools that are not in force."""

from dataclasses import replace

import pytest
from looks import look, on_port
from model.checks.desk import HOST, problem
from model.checks.situation import among, solves, with_networks
from model.pools import following, mixed, pool, vfs, whole
from workspaces import NEW

from vftui.model.checks.running import TRAPS
from vftui.model.edits import Add, Rename, TakeOutVfs
from vftui.model.host import Host
from vftui.model.network import ForwardMode, InterfaceMember, Network
from vftui.model.problem import Problem, Severity
from vftui.model.running import Attachment
from vftui.model.selection import resolve
from vftui.workspace import Workspace

PASSTHROUGH, HOSTDEV, BRIDGE = ForwardMode.PASSTHROUGH, ForwardMode.HOSTDEV, ForwardMode.BRIDGE
CODES = {trap.code for trap in TRAPS}
(VF,) = (item.address for item in resolve("ens1f0#3", HOST, lambda _: True).items)
OUTSIDE = Attachment("web", netdev="ens1f0v3", mode=PASSTHROUGH)
BY_VFIO = Attachment("web", address=VF)


def running(workspace: Workspace, *attachments: Attachment, **front: object) -> Workspace:
    """The workspace after a look; `front` is what has changed of that network."""
    workspace.take_running(look(workspace, *attachments, front=front))
    return workspace


def found(workspace: Workspace) -> list[Problem]:
    return among(workspace, CODES)


def managed(network: Network) -> Network:
    return replace(network, managed=True)


def without_vfs(*indexes: int) -> Host:
    """The host after VFs of ens1f0 have gone."""
    (pf, *others) = HOST.pfs
    return replace(HOST, pfs=(replace(pf, vfs=tuple(vf for vf in pf.vfs if vf.index not in indexes)), *others))


def test_what_runs_as_it_should_is_no_problem() -> None:
    workspace = with_networks(pool("front", "ens1f0#0-3"), managed(pool("vfio", "ens1f1#0-1", HOSTDEV)))

    assert found(running(workspace, on_port("web", "front", "ens1f0v3", mode=PASSTHROUGH))) == []


# VFs in use


@pytest.mark.parametrize(
    ("mode", "attachment", "consequence"),
    [
        (PASSTHROUGH, OUTSIDE, "the next guest that gets it fails, and the one that runs loses its network"),
        (HOSTDEV, OUTSIDE, "the next guest that gets it takes it from the one that runs"),
        (HOSTDEV, BY_VFIO, "the next guest that gets it fails"),
        (BRIDGE, OUTSIDE, "the next guest that gets it fails"),
    ],
)
def test_a_vf_that_a_guest_holds_outside_every_network_is_handed_out_all_the_same(
    mode: ForwardMode, attachment: Attachment, consequence: str
) -> None:
    workspace = running(with_networks(managed(pool("front", "ens1f0#2-4", mode))), attachment)
    told = problem(workspace, "vf-held-outside")

    assert (told.severity, told.network, told.devices) == (Severity.ERROR, "front", (VF,))
    assert told.sentence == f"ens1f0#3 of front is in use by web outside every network: {consequence}."
    solves(told.fixes[0], told, workspace)


def test_guests_share_a_vf_where_both_modes_share() -> None:
    workspace = with_networks(pool("front", "ens1f0#2-4", BRIDGE))

    assert found(running(workspace, replace(OUTSIDE, mode=ForwardMode.VEPA))) == []


def test_a_vf_that_a_guest_got_through_a_network_which_lists_it_no_more_is_held_outside_the_pool() -> None:
    workspace = with_networks(pool("front", "ens1f0#2-4"), pool("back", "ens1f0#5"))
    told = problem(running(workspace, on_port("web", "back", "ens1f0v3")), "vf-held-outside")

    assert told.sentence.startswith("ens1f0#3 of front is in use by web through back: ")


def test_a_vf_in_use_through_another_pool_of_the_draft_is_an_overlap_and_told_once() -> None:
    workspace = with_networks(pool("front", "ens1f0#2-4"), pool("back", "ens1f0#3"))
    running(workspace, on_port("web", "back", "ens1f0v3"))

    assert found(workspace) == []
    assert problem(workspace, "vf-in-two-pools").sentence.endswith("In use now: ens1f0#3 by web.")


def test_a_new_pool_is_told_of_the_guest_before_it_is_written() -> None:
    workspace = running(with_networks(pool("front", "ens1f1#0")), OUTSIDE)
    workspace.do(NEW)
    workspace.do(Add("fresh", (VF,)))

    assert problem(workspace, "vf-held-outside").network == "fresh"


def test_several_vfs_of_a_pool_are_one_problem_that_names_the_guests() -> None:
    uses = [Attachment(guest, netdev=f"ens1f0v{index}", mode=PASSTHROUGH) for index, guest in enumerate("abc")]
    told = problem(running(with_networks(pool("front", "ens1f0#0-4")), *uses), "vf-held-outside")

    assert told.sentence.startswith("ens1f0#0-2 of front are in use: ens1f0#0 by a, ens1f0#1 by b and ens1f0#2 by c ")


def test_a_vf_whose_port_is_lost_is_handed_out_again() -> None:
    workspace = with_networks(pool("front", "ens1f0#2-4"))
    told = problem(running(workspace, replace(OUTSIDE, network="front")), "vf-forgotten")

    assert (told.severity, told.devices, told.fixes) == (Severity.ERROR, (VF,), ())
    assert told.sentence == (
        "ens1f0#3 of front is in use by web, and libvirt has forgotten it: the next guest that gets it fails, and the "
        "one that runs loses its network."
    )


def test_a_vf_whose_port_is_there_and_not_counted_is_handed_out_again() -> None:
    workspace = with_networks(pool("front", "ens1f0#2-4"))
    running(workspace, on_port("web", "front", "ens1f0v3", mode=PASSTHROUGH), counted=0)

    assert [each.code for each in found(workspace)] == ["vf-forgotten"]


def test_a_network_that_is_renamed_in_the_draft_is_still_the_one_that_the_guest_is_on() -> None:
    workspace = with_networks(pool("front", "ens1f0#2-4"))
    seen = look(workspace, on_port("web", "front", "ens1f0v3"))
    workspace.do(Rename("front", "edge"))
    workspace.take_running(seen)

    assert found(workspace) == []


# Pools that are not in force


def test_an_active_pool_that_was_defined_anew_says_what_it_hands_out_until_a_restart() -> None:
    workspace = with_networks(pool("front", "ens1f0#2-4"))
    running(workspace, pool=(InterfaceMember("ens1f0v2"), InterfaceMember("ens1f0v5")))
    told = problem(workspace, "not-in-force")

    assert (told.severity, told.network) == (Severity.WARNING, "front")
    assert told.sentence == (
        "front is active with another pool than a restart would give it: with ens1f0#5, and without ens1f0#3-4."
    )


def test_a_definition_that_differs_beside_the_pool_is_not_in_force_either() -> None:
    workspace = running(with_networks(pool("front", "ens1f0#2-4")), as_defined=False)

    assert problem(workspace, "not-in-force").sentence == (
        "front is active with another definition than is stored, until it is restarted."
    )


def test_a_guest_whose_netdev_is_gone_goes_on_without_network() -> None:
    workspace = running(
        with_networks(pool("front", "ens1f0#2-4")),
        on_port("web", "front", "ens1f0v3", mode=PASSTHROUGH),
        on_port("db", "front", "ens1f0v4", mode=PASSTHROUGH),
    )
    assert "device-gone" not in [each.code for each in found(workspace)]

    workspace.refresh(without_vfs(3))

    told = problem(workspace, "device-gone")
    assert (told.severity, told.network) == (Severity.ERROR, "front")
    assert told.sentence == "web (ens1f0v3) of front goes on without network: its device is gone."


def test_a_guest_goes_on_without_network_also_where_nothing_of_its_pool_is_left() -> None:
    workspace = running(with_networks(pool("front", "ens1f0#3")), on_port("web", "front", "ens1f0v3", mode=PASSTHROUGH))
    workspace.refresh(without_vfs(*range(8)))

    assert [each.code for each in found(workspace)] == ["device-gone"]


def test_guests_on_pfs_and_on_other_netdevs_have_their_devices() -> None:
    uses = [on_port(netdev, "front", netdev, mode=BRIDGE) for netdev in ("ens1f0", HOST.others[0])]

    assert found(running(with_networks(pool("front", "ens1f0#2-4", BRIDGE)), *uses)) == []


def test_an_edit_that_is_not_written_is_not_what_is_stored() -> None:
    workspace = running(with_networks(pool("front", "ens1f0#2-4")))
    workspace.do(TakeOutVfs((VF,)))

    assert found(workspace) == []


def test_an_inactive_pool_is_in_force_when_it_starts() -> None:
    workspace = running(with_networks(pool("front", "ens1f0#2-4")), active=False, pool=())

    assert found(workspace) == []


def test_a_list_that_is_a_whole_pf_for_vftui_is_compared_as_the_list_that_it_is() -> None:
    assert found(running(with_networks(mixed("front", whole("ens1f0"), *vfs("ens1f1#0"))))) == []


@pytest.mark.parametrize("mode", [PASSTHROUGH, HOSTDEV])
def test_a_whole_pf_that_has_lost_vfs_since_the_start_fails_guests(mode: ForwardMode) -> None:
    workspace = running(with_networks(managed(following("lab", "ens1f0", mode))))
    workspace.refresh(without_vfs(6, 7))
    told = problem(workspace, "pf-pool-stale")

    gone = "ens1f0v6,ens1f0v7" if mode is PASSTHROUGH else "0000:3b:02.6,0000:3b:02.7"
    assert told.severity is Severity.ERROR
    assert told.sentence == (
        f"lab is active and still lists {gone}, which ens1f0 has no more: guests that get one of them fail until it is "
        "restarted."
    )
    assert [each.code for each in found(workspace)] == ["pf-pool-stale"]


def test_a_whole_pf_that_has_lost_all_its_vfs_fails_guests_too() -> None:
    workspace = running(with_networks(following("lab", "ens1f0")))
    workspace.refresh(without_vfs(*range(8)))

    assert problem(workspace, "pf-pool-stale").severity is Severity.ERROR


def test_an_active_pool_whose_last_member_was_taken_out_hands_out_what_it_had() -> None:
    workspace = with_networks(pool("front"))
    running(workspace, pool=(InterfaceMember("ens1f0v2"),))

    assert problem(workspace, "not-in-force").sentence == (
        "front is active with another pool than a restart would give it: with ens1f0#2."
    )


def test_a_whole_pf_that_has_more_vfs_than_at_the_start_does_not_hand_them_out() -> None:
    workspace = with_networks(following("front", "ens1f0"))
    running(workspace, pool=tuple(InterfaceMember(f"ens1f0v{index}") for index in range(6)))

    assert problem(workspace, "not-in-force").sentence == (
        "front is active with another pool than a restart would give it: without ens1f0#6-7."
    )
