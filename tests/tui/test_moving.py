"""Dragging by mouse and moving by keyboard do the same."""

from dataclasses import replace

from robot import at_work, workspace_of

from vftui.inventory.demo_networks import demo_networks
from vftui.tui.widgets.network_tree import NetworkKey
from vftui.workspace import Workspace


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

        assert robot.ghost.startswith("✗ refused: 0000:5e:02.0 has no netdev (bound to vfio-pci)")
        await robot.release(end)
        assert "ens2f0#8" not in robot.pool("front")
        assert robot.message.startswith("✗ refused: 0000:5e:02.0 has no netdev")


async def test_a_drag_says_that_a_guest_uses_the_vf(workspace: Workspace) -> None:
    used = replace(workspace.host.pfs[0].vfs[0], used_by="web-9")
    pf = replace(workspace.host.pfs[0], vfs=(used, *workspace.host.pfs[0].vfs[1:]))
    workspace.refresh(replace(workspace.host, pfs=(pf, *workspace.host.pfs[1:])))
    async with at_work(workspace, size=(80, 24)) as robot:
        end = await robot.hold("ens1f0#0", "legacy")

        assert robot.ghost.startswith("✗ refused: ens1f0#0 of pool front is in use by web-9")
        assert "✗ refused: ens1f0#0 of pool front is in use by web-9" in robot.seen()
        await robot.release(end)
        assert "ens1f0#0" in robot.pool("front")
        assert robot.message.startswith("✗ refused: ens1f0#0 of pool front is in use by web-9")


async def test_a_move_by_keys_says_that_a_guest_uses_the_vf(workspace: Workspace) -> None:
    async with at_work(workspace, size=(80, 24)) as robot:
        await robot.go("ens1f0#3")
        await robot.keys("m")
        await robot.go("legacy")

        assert "✗ refused: ens1f0#3 of pool front is in use by web-7" in robot.seen()


async def test_a_drop_that_would_bring_an_error_names_it(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#0")
        await robot.keys("m")
        await robot.go("legacy")
        assert ", but " not in robot.message
        await robot.keys("s")

        assert robot.message.startswith("Share ens1f0#0 of front with legacy, which brings the error vf-in-two-pools")


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
        robot.pools.networks.move_to(NetworkKey("storage"))
        await robot.pilot.pause()
        assert robot.message.startswith("Add ens1f0#12 to storage")
        await robot.keys("enter")

        assert robot.pool("storage")[-1] == "ens1f0#12"
        assert robot.pools.host.has_focus
        assert robot.message == "✓ Add ens1f0#12 to storage"


async def test_a_load_is_not_dropped_where_it_cannot_go(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#12")
        await robot.keys("m")
        await robot.go("default")
        assert robot.message == "✗ refused: default is not a pool (forward mode nat); vftui does not change it."
        await robot.keys("enter")

        assert workspace.change_count == 0
        assert robot.pools.mover.carrying is not None


async def test_a_load_carried_by_keys_can_make_a_network(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.mark("ens2f0#20-22")
        await robot.keys("m", "n")
        await robot.new_network("fresh", "hostdev")

        assert robot.pool("fresh") == ["ens2f0#20", "ens2f0#21", "ens2f0#22"]


async def test_p_carries_the_pf_of_the_vf_under_the_cursor(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens2f0#77")
        await robot.keys("p", "n")
        await robot.new_network("big", "hostdev")

        assert "<pf dev='ens2f0'/>" in robot.xml


async def test_p_among_the_networks_carries_the_pf_of_the_member_under_the_cursor(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#0")
        for network, position in (("lab", 0), ("storage", 0)):
            await robot.go(network, position)
            await robot.keys("p", "end")
            assert robot.message.startswith("Make a new network of 1 whole PF")
            await robot.keys("escape")
        await robot.go("front")
        await robot.keys("p")

        assert robot.message == "✗ There is no PF under the cursor."


async def test_a_key_that_can_do_nothing_here_says_so(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front", 0)
        await robot.keys("K")
        assert robot.message == "✗ ens1f0v0 is the first of front already."
        await robot.go("front", 7)
        await robot.keys("J")
        assert robot.message == "✗ ens1f0v7 is the last of front already."
        await robot.keys("s")

        assert robot.message.startswith("✗ Nothing is being moved")


async def test_f_carries_so_many_free_vfs(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#0")
        await robot.keys("f", "backspace", "4", "enter")
        await robot.keys("n")
        await robot.new_network("fresh")

        assert robot.pool("fresh") == ["ens1f0#9", "ens1f0#10", "ens1f0#11", "ens1f0#12"]


async def test_a_vf_sits_in_two_pools_only_when_shared_on_purpose(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.drag("ens1f0#0", "storage")
        assert workspace.owners[workspace.host.pfs[0].vfs[0].address] == ("storage",)
        await robot.keys("u")

        await robot.go("ens1f0#0")
        await robot.keys("m", "s")
        await robot.go("storage")
        assert robot.message.startswith("Share ens1f0#0 ")
        await robot.keys("enter")
        assert workspace.owners[workspace.host.pfs[0].vfs[0].address] == ("front", "storage")


async def test_dropping_on_a_member_puts_the_vf_before_it(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.drag("ens1f0#12", "front", at=2)

        assert robot.pool("front")[:4] == ["ens1f0#0", "ens1f0#1", "ens1f0#12", "ens1f0#2"]


async def test_k_and_j_change_the_order_of_allocation(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front", 2)
        await robot.keys("K")
        assert robot.pool("front")[:3] == ["ens1f0#0", "ens1f0#2", "ens1f0#1"]
        await robot.keys("J", "J")
        assert robot.pool("front")[:4] == ["ens1f0#0", "ens1f0#1", "ens1f0#3", "ens1f0#2"]


async def test_d_takes_a_vf_out_of_its_network(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#0")
        await robot.keys("d")

        assert "ens1f0#0" not in robot.pool("front")
        assert robot.message == "✓ Take ens1f0#0 out of front"


async def test_d_takes_out_members_that_name_nothing_here(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("legacy", 0)
        await robot.keys("space", "space", "d")

        assert "ens3f0v0" not in robot.xml
        assert robot.pool("legacy") == ["ens1f0#7", "ens1f0#8"]


async def test_a_move_of_marks_that_a_filter_hides_says_so(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.mark("ens1f0#20-23")
        await robot.keys("slash")
        await robot.type("ens1f0#21")
        await robot.keys("enter", "m")
        await robot.go("front")

        assert "(3 of them not in sight)" in robot.message


async def test_read_only_moves_nothing(workspace: Workspace) -> None:
    fixed = workspace_of(workspace.host, demo_networks(), read_only=True)
    async with at_work(fixed) as robot:
        await robot.drag("ens1f0#12", "front")
        assert robot.message.startswith("✗ Opened with --read-only")
        await robot.go("ens1f0#0")
        for key in ("m", "d", "n", "e", "D", "t", "p", "f"):
            await robot.keys(key)
            assert robot.message.startswith("✗ Opened with --read-only"), key

        assert fixed.change_count == 0


async def test_what_is_picked_up_begins_where_it_can_go(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens2f0#8")
        await robot.keys("m")

        assert robot.message.startswith("Move ens2f0#8 from storage to lab")
