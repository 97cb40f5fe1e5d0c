"""What is wrong or risky: listed, explained, copied."""

from dataclasses import replace

import pytest
from pluggable import Pluggable
from robot import at_work, demo_workspace, workspace_of
from tui.troubled import CODE, listed, overlapping, overlaps, point_at, pool

from vftui.inventory.demo import demo_host
from vftui.model.host import Host
from vftui.model.text import printable
from vftui.tui.screens.problems import Problems
from vftui.tui.widgets.network_tree import MemberKey, NetworkKey
from vftui.workspace import Workspace


@pytest.fixture
def workspace() -> Workspace:
    return overlapping()


# The list


async def test_the_list_shows_every_problem_errors_first(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("P")

        assert listed(robot) == list(workspace.problems)
        assert listed(robot)[0].code == CODE
        assert "‼ error" in robot.seen()
        assert overlaps(workspace)[0].sentence[:40] in robot.seen()


async def test_the_title_counts_the_problems_by_severity(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("P")

        assert "╭─ Problems  1 error" in robot.seen()


async def test_the_list_can_be_narrowed_to_the_network_at_hand_and_widened_again(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("alone")
        await robot.keys("P", "a")
        assert "╭─ Problems of alone" in robot.seen()
        assert CODE not in [problem.code for problem in listed(robot)]
        await robot.keys("a")

        assert listed(robot) == list(workspace.problems)


async def test_the_list_begins_with_the_row_that_the_operator_comes_from(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#21")
        await robot.keys("P", "F", "escape", "E")

        assert CODE in robot.seen()
        assert overlaps(workspace)[0].trap.line[:40] in robot.seen()


@pytest.mark.parametrize("given", ["[/red] [bold]x", "a\u202eb\x9bc"])
async def test_a_name_is_neither_markup_nor_a_control_code(given: str) -> None:
    workspace = workspace_of(demo_host(), {"a.xml": pool(given, "ens1f0v21"), "b.xml": pool("b", "ens1f0v21")})
    async with at_work(workspace, size=(80, 24)) as robot:
        await robot.drag("ens1f0#40", "b")
        for keys in (["E"], ["escape", "F"], ["escape", "P"], ["escape", "w"], ["y"]):
            await robot.go("ens1f0#21")
            await robot.keys(*keys)
            lines = robot.seen().splitlines()

            assert any(printable(given) in line for line in lines)
            assert lines == [printable(line) for line in lines]


async def test_the_list_of_a_host_without_trouble_says_so() -> None:
    async with at_work(workspace_of(Host("bare", "made up"))) as robot:
        await robot.keys("P")
        assert "no problems" in robot.seen()
        for key in ("F", "E", "y"):
            await robot.keys(key)

            assert robot.message == "✗ There is no problem here."


# From the list to the row


async def test_enter_goes_to_the_member_that_a_problem_is_about(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("P")
        problem = await point_at(robot, CODE)
        await robot.keys("enter")

        assert robot.pools.is_current
        assert robot.pools.networks.has_focus
        cursor = robot.pools.networks.cursor_key
        assert isinstance(cursor, MemberKey)
        assert cursor.network == problem.network
        assert robot.message == problem.sentence


async def test_a_double_click_goes_there_a_click_only_shows_the_explanation(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("P", "end")
        await robot.click_on("‼ error")
        assert overlaps(workspace)[0].sentence[:40] in robot.seen()
        assert isinstance(robot.app.screen, Problems)
        await robot.click_on("‼ error", times=2)

        assert isinstance(robot.pools.networks.cursor_key, MemberKey)
        assert robot.pools.is_current


async def test_a_member_in_a_folded_network_or_behind_a_filter_is_found_all_the_same(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        network = overlaps(workspace)[0].network
        assert network is not None
        await robot.go(network)
        await robot.keys("left", "slash")
        await robot.type("alone")
        await robot.keys("enter", "P")
        await point_at(robot, CODE)
        await robot.keys("enter")

        assert isinstance(robot.pools.networks.cursor_key, MemberKey)


async def test_escape_leaves_the_list_and_the_cursor_where_they_were(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("alone")
        await robot.keys("P", "escape")

        assert robot.pools.networks.cursor_key == NetworkKey("alone")
        assert robot.pools.is_current


# Explanations


@pytest.mark.parametrize("row", ["ens1f0#21", "ens1f0", "front", "legacy"])
async def test_e_explains_what_is_wrong_with_the_row_under_the_cursor(workspace: Workspace, row: str) -> None:
    async with at_work(workspace) as robot:
        await robot.go(row)
        await robot.keys("E")

        assert CODE in robot.seen()
        assert overlaps(workspace)[0].sentence[:40] in robot.seen()


async def test_e_explains_a_member_of_either_network(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        for network, position in (("front", 1), ("legacy", 0)):
            await robot.go(network, position)
            await robot.keys("E")
            assert CODE in robot.seen()
            await robot.keys("escape")


@pytest.mark.parametrize(("network", "position"), [("front", 0), ("legacy", 1), ("alone", None)])
async def test_e_says_nothing_of_what_is_wrong_elsewhere(
    workspace: Workspace, network: str, position: int | None
) -> None:
    async with at_work(workspace) as robot:
        await robot.go(network, position)
        await robot.keys("E")

        assert CODE not in robot.seen()


async def test_a_long_explanation_can_be_scrolled_to_its_end(workspace: Workspace) -> None:
    async with at_work(workspace, size=(50, 14)) as robot:
        await robot.go("ens1f0#21")
        await robot.keys("E")
        assert "asks which of these" not in robot.seen()
        await robot.keys("end")

        assert "asks which of these" in robot.seen()


async def test_on_a_narrow_screen_the_list_keeps_its_room_for_the_sentences(workspace: Workspace) -> None:
    sentence = overlaps(workspace)[0].sentence[:45]
    async with at_work(workspace, size=(80, 24)) as robot:
        await robot.keys("P")

        assert f"‼  {CODE}  {sentence}" in robot.seen()


# Copying


async def test_y_copies_the_explanation_of_the_problem_under_the_cursor(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("P")
        problem = await point_at(robot, CODE)
        await robot.keys("y")

        assert problem.sentence in robot.app.clipboard
        assert problem.trap.line in robot.app.clipboard
        assert robot.message.startswith("✓ Copied")


async def test_y_copies_the_text_that_a_problem_brings_to_copy() -> None:
    workspace = demo_workspace()
    copied = next(problem for problem in workspace.problems if problem.text)
    async with at_work(workspace) as robot:
        await robot.keys("P")
        await point_at(robot, copied.code)
        await robot.keys("y")

        assert robot.app.clipboard == copied.text


# A host that changes


async def test_the_list_follows_a_host_that_changes(workspace: Workspace) -> None:
    plug = Pluggable(workspace.host)
    async with at_work(workspace, plug) as robot:
        await robot.keys("P")
        assert CODE in [problem.code for problem in listed(robot)]
        plug.become(replace(plug.host, pfs=plug.host.pfs[1:]))
        while robot.workspace.host is not plug.host:
            await robot.pilot.pause(0.01)
        await robot.pilot.pause()

        assert listed(robot) == list(workspace.problems)
        assert CODE not in [problem.code for problem in listed(robot)]
