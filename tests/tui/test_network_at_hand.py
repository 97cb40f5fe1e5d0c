"""Which network a key is for, by the row under the cursor of the region that has the focus."""

import pytest
from robot import Robot, at_work

from vftui.model.network import InterfaceMember, ListedPfMember
from vftui.tui.widgets.xml_view import XmlView
from vftui.workspace import Workspace


async def stand(robot: Robot, vf: str, *, shown: str) -> None:
    """Put the cursor on a row of the host while another network is under that of the networks, and shown."""
    await robot.go(vf)
    await robot.go(shown)
    robot.pools.host.focus()
    await robot.pilot.pause()


@pytest.mark.parametrize(
    ("key", "said"), [("a", "─ Network front ─"), ("e", "─ Network front ─"), ("D", "✓ Delete network front")]
)
@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_on_a_vf_it_is_the_network_that_the_row_shows(
    workspace: Workspace, key: str, said: str, size: tuple[int, int]
) -> None:
    async with at_work(workspace, size=size) as robot:
        await stand(robot, "ens1f0#2", shown="storage")
        await robot.keys(key)

        assert said in robot.seen()
        assert workspace.draft.find("storage") is not None


async def test_on_a_pf_it_is_the_network_that_all_of_its_vfs_in_networks_are_in(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await stand(robot, "enp129s0f0np0", shown="front")
        await robot.keys("a")

        assert "─ Network lab ─" in robot.seen()


@pytest.mark.parametrize("key", ["a", "e", "t", "D"])
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("ens1f0#7", "✗ ens1f0#7 is in front and legacy: put the cursor on one of them first."),
        ("ens1f0", "✗ ens1f0 has VFs in front, legacy and transit: put the cursor on one of them first."),
        ("ens1f0#12", "✗ Put the cursor on a network first."),
    ],
)
async def test_where_it_is_none_or_several_nothing_is_done(workspace: Workspace, key: str, row: str, said: str) -> None:
    async with at_work(workspace) as robot:
        await stand(robot, row, shown="storage")
        await robot.keys(key)

        assert robot.message == said
        assert robot.app.screen is robot.pools
        assert workspace.change_count == 0


@pytest.mark.parametrize("row", ["ens7f0", "ens7f0#1"])
async def test_t_on_the_host_turns_around_the_pf_of_the_row_alone(workspace: Workspace, row: str) -> None:
    async with at_work(workspace) as robot:
        await robot.go("uplink")
        await robot.keys("D")
        await robot.drag("enp129s0f0np0", "transit")
        await stand(robot, row, shown="front")
        await robot.keys("t")

        members = robot.network("transit").members
        assert [member.dev for member in members if isinstance(member, ListedPfMember)] == ["enp129s0f0np0"]
        assert InterfaceMember("ens7f0v1") in members


async def test_with_the_focus_on_the_xml_it_is_the_network_shown(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await stand(robot, "ens1f0#2", shown="storage")
        robot.pools.query_one(XmlView).focus()
        await robot.keys("a")

        assert "─ Network storage ─" in robot.seen()
