"""Dragging by mouse and moving by keyboard do the same."""

import pytest
from robot import at_work, workspace_of

from vftui.inventory.demo import demo_host
from vftui.inventory.demo_networks import demo_networks
from vftui.workspace import Workspace


@pytest.fixture
def workspace() -> Workspace:
    return workspace_of(demo_host(), demo_networks())


async def test_a_vf_dragged_to_a_network_joins_its_pool(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.drag("ens1f0#12", "front")

        assert robot.pool("front")[-1] == "ens1f0#12"
        assert robot.message == "✓ Add ens1f0#12 to front"
        assert '"ens1f0v12"' in robot.xml or "'ens1f0v12'" in robot.xml


async def test_a_drag_says_what_a_drop_here_would_do(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.hold("ens1f0#0", "storage")

        assert robot.ghost == "✓ Move ens1f0#0 from front to storage"
        assert robot.pool("storage") == [f"ens2f0#{index}" for index in range(8, 16)]


async def test_a_drag_says_why_a_drop_here_cannot_be(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        end = await robot.hold("ens2f0#8", "front")

        assert robot.ghost.startswith("✗ 0000:5e:02.0 has no netdev (bound to vfio-pci)")
        await robot.release(end)
        assert "ens2f0#8" not in robot.pool("front")
        assert robot.message.startswith("✗ 0000:5e:02.0 has no netdev")


async def test_a_drop_on_the_empty_place_makes_a_network(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.drag("ens1f0#12", "new network")
        await robot.new_network("fresh")

        assert robot.pool("fresh") == ["ens1f0#12"]
        await robot.keys("u")
        assert workspace.draft.find("fresh") is None


async def test_marked_vfs_are_dragged_together(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.mark("ens1f0#20-23")
        await robot.drag("ens1f0#21", "front")

        assert robot.pool("front")[-4:] == ["ens1f0#20", "ens1f0#21", "ens1f0#22", "ens1f0#23"]
        assert robot.marked == []


async def test_a_whole_pf_dragged_to_a_new_network_follows_the_pf(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.drag("ens2f0", "new network")
        await robot.new_network("big", "hostdev")

        assert "<pf dev='ens2f0'/>" in robot.xml
        assert len(robot.pool("big")) == 128


async def test_a_member_dragged_to_the_host_leaves_its_network(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.drag("front", "ens1f0#30", member=0)

        assert "ens1f0#0" not in robot.pool("front")


async def test_escape_cancels_a_drag(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        end = await robot.hold("ens1f0#12", "front")
        await robot.keys("escape")
        await robot.release(end)

        assert robot.ghost == ""
        assert workspace.change_count == 0


async def test_keys_pick_up_and_drop(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#12")
        await robot.keys("m")
        await robot.pilot.pause()
        robot.pools.networks.move_to(robot._key("storage")[1])  # noqa: SLF001
        await robot.pilot.pause()
        assert robot.message.startswith("Add ens1f0#12 to storage")
        await robot.keys("enter")

        assert robot.pool("storage")[-1] == "ens1f0#12"
        assert robot.pools.host.has_focus
