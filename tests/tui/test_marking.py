"""Marks, runs, filters and expressions."""

from robot import at_work
from textual import events
from textual.geometry import Offset

from vftui.model.host import VirtualFunction
from vftui.workspace import Workspace


async def test_space_marks_and_goes_on(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#4")
        await robot.keys("space", "space", "up", "space")

        assert robot.marked == ["ens1f0#4"]


async def test_shift_and_arrows_mark_a_run_and_shrink_it_again(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#4")
        await robot.keys("shift+down", "shift+down", "shift+down", "shift+up")

        assert robot.marked == ["ens1f0#4", "ens1f0#5", "ens1f0#6"]


async def test_v_drags_a_run_behind_the_cursor_until_v_or_escape(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#4")
        await robot.keys("v", "down", "down", "v", "down", "down")

        assert robot.marked == ["ens1f0#4", "ens1f0#5", "ens1f0#6"]


async def test_a_run_of_vfs_across_a_pf_does_not_take_the_pf_whole(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#63")
        await robot.keys("shift+down", "shift+down")

        assert robot.marked == ["ens1f0#63", "ens2f0#0"]
        assert workspace.host.pfs[1].address not in robot.pools.host.marks


async def test_of_two_quick_clicks_none_is_lost(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        rows, first, second = robot.pools.host, await robot.place("ens1f0#4"), await robot.place("ens1f0#6")

        def report(kind: type[events.MouseEvent], at: Offset) -> None:
            event = kind(rows, *at, 0, 0, 1, False, False, True, screen_x=at.x, screen_y=at.y)
            robot.app.screen._forward_event(event)  # noqa: SLF001 - as Textual's pilot does, which waits after each

        # The second press is there before Textual tells of the first release, and the second release is not.
        report(events.MouseDown, first)
        report(events.MouseUp, first)
        report(events.MouseDown, second)
        await robot.pilot.pause()
        report(events.MouseUp, second)
        await robot.pilot.pause()

        assert robot.marked == ["ens1f0#4", "ens1f0#6"]


async def test_a_click_moves_the_cursor_and_control_click_marks(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.click("ens1f0#4")
        assert robot.marked == []
        assert "ens1f0#4" in robot.message
        await robot.click("ens1f0#6", control=True)

        assert robot.marked == ["ens1f0#6"]


async def test_an_expression_marks_and_escape_clears(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.mark("ens1f0#0-2,5")
        assert robot.marked == ["ens1f0#0", "ens1f0#1", "ens1f0#2", "ens1f0#5"]
        assert robot.message == "✓ Marked ens1f0#0-2,5"
        await robot.keys("escape")

        assert robot.marked == []


async def test_an_expression_that_names_nothing_is_refused_with_a_caret(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.mark("ens1f0#0-2,99")

        lines = robot.seen().splitlines()
        typed = next(number for number, line in enumerate(lines) if "ens1f0#0-2,99" in line)
        assert lines[typed + 1].index("^") == lines[typed].index("99")
        assert "there is no 99" in lines[typed + 2]
        assert robot.marked == []


async def test_a_pasted_expression_marks(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        robot.pools.post_message(events.Paste("ens1f0#1-2\n"))
        await robot.pilot.pause()

        assert robot.marked == ["ens1f0#1", "ens1f0#2"]


async def test_pasted_prose_changes_nothing_and_says_why(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        robot.pools.post_message(events.Paste("[/red] hello \x1b[31m"))
        await robot.pilot.pause()

        assert robot.marked == []
        assert robot.message.startswith("✗ The pasted text names no VFs")
        assert "\x1b" not in robot.message


async def test_a_filter_shows_what_contains_every_word(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("slash")
        await robot.type("ens2f0 vfio-pci")
        await robot.keys("enter")

        vfs = [row.subject for row in robot.pools.host.rows if isinstance(row.subject, VirtualFunction)]
        assert [workspace.host.vf_name(vf.address) for vf in vfs] == [f"ens2f0#{index}" for index in range(8, 14)]
        await robot.keys("escape")
        assert len(robot.pools.host.rows) == 209


async def test_the_cursor_stays_on_its_row_when_rows_come_and_go(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#40")
        await robot.keys("slash")
        await robot.type("ens1f0v4")
        await robot.keys("escape")

        row = robot.pools.host.cursor_row
        assert row is not None
        assert row.key == workspace.host.pfs[0].vfs[40].address


async def test_a_filter_that_leaves_the_cursors_row_out_puts_it_on_the_first_match(workspace: Workspace) -> None:
    async with at_work(workspace, size=(80, 24)) as robot:
        await robot.go("uplink")
        await robot.keys("slash")
        await robot.type("legacy")
        await robot.keys("enter")
        assert robot.pools.networks.network_at_cursor() == "legacy"
        await robot.keys("escape")

        assert robot.pools.networks.network_at_cursor() == "legacy"
        assert "> ▾ legacy" in robot.seen()


async def test_the_cursor_is_in_sight_when_a_filter_goes(workspace: Workspace) -> None:
    async with at_work(workspace, size=(80, 24)) as robot:
        await robot.go("uplink")
        await robot.keys("slash")
        await robot.type("uplink")
        await robot.keys("enter", "escape")

        assert "> ▾ uplink" in robot.seen()


async def test_a_folded_pf_hides_its_vfs(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#3")
        await robot.keys("left", "left")
        assert len(robot.pools.host.rows) == 209 - 64
        await robot.keys("right")

        assert len(robot.pools.host.rows) == 209
