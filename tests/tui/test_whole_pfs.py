"""A whole PF beside other members: one row, which can be turned around, unfolded and dragged."""

from robot import at_work

from vftui.model.edits import Add
from vftui.model.network import InterfaceMember, ListedPfMember, PfMember
from vftui.workspace import Workspace


def lab_with_company(workspace: Workspace) -> None:
    """lab, which follows enp129s0f0np0, gets a VF of another PF."""
    (vf,) = (vf for vf in workspace.host.vf_by_address.values() if workspace.host.vf_name(vf.address) == "ens1f0#20")
    workspace.do(Add("lab", (vf.address,)))


async def test_a_row_says_whether_the_pool_follows_a_pf_or_lists_it(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        assert "enp129s0f0np0  whole PF, follows it  8 VFs" in await robot.row("lab", 0)

        await robot.drag("ens1f0#20", "lab")

        assert robot.message == "✓ Add ens1f0#20 to lab; enp129s0f0np0 is listed in lab"
        assert "enp129s0f0np0  whole PF, listed  8 VFs" in await robot.row("lab", 0)


async def test_t_turns_the_whole_pf_under_the_cursor_around_beside_others(workspace: Workspace) -> None:
    lab_with_company(workspace)
    async with at_work(workspace) as robot:
        before = robot.network("lab")
        await robot.go("lab", 0)
        await robot.keys("t")
        assert len(robot.network("lab").members) == 9
        await robot.go("lab", 3)
        await robot.keys("t")

        assert robot.network("lab") == before


async def test_a_listed_pf_unfolds_and_a_vf_of_it_can_be_taken_out(workspace: Workspace) -> None:
    lab_with_company(workspace)
    async with at_work(workspace) as robot:
        await robot.go("lab", 0)
        await robot.keys("enter", "down", "d")

        assert robot.message == ("✓ Take enp129s0f0np0#0 out of lab; enp129s0f0np0 is no longer whole in lab")
        assert not any(isinstance(member, ListedPfMember) for member in robot.network("lab").members)
        assert len(robot.pool("lab")) == 8


async def test_a_whole_pf_is_dragged_as_one_and_followed_where_it_is_alone(workspace: Workspace) -> None:
    lab_with_company(workspace)
    async with at_work(workspace) as robot:
        await robot.keys("n")
        await robot.new_network("fresh", "hostdev")
        await robot.drag("lab", "fresh", member=0)

        assert robot.network("fresh").members == (PfMember("enp129s0f0np0"),)
        assert not any(isinstance(member, InterfaceMember) for member in robot.network("lab").members)
        assert robot.pool("lab") == ["ens1f0#20"]
