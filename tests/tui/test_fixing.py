"""What is wrong or risky, mended by one key."""

import pytest
from robot import at_work, demo_workspace, workspace_of
from tui.troubled import CODE, listed, overlapping, overlaps, point_at, pool

from vftui.inventory.demo import demo_host
from vftui.workspace import Workspace


@pytest.fixture
def workspace() -> Workspace:
    return overlapping()


async def test_f_asks_which_fix_where_there_are_several_and_makes_it(workspace: Workspace) -> None:
    fixes = overlaps(workspace)[0].fixes
    assert len(fixes) > 1
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#21")
        await robot.keys("F")
        sentence = workspace.preview(fixes[1].edit)
        assert sentence in robot.seen()
        await robot.keys("2")

        assert overlaps(workspace) == []
        assert robot.message.startswith(f"✓ {sentence} (against {CODE}")


async def test_a_question_says_nothing_twice(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#21")
        await robot.keys("F")

        assert robot.seen().count("Take ens1f0#21 out of legacy") == 1


async def test_a_question_longer_than_the_screen_can_be_scrolled(workspace: Workspace) -> None:
    async with at_work(workspace, size=(30, 9)) as robot:
        await robot.go("ens1f0#21")
        await robot.keys("F")
        assert "that runs loses its" not in robot.seen()
        assert "Esc Leave it" in robot.seen()
        await robot.keys("pagedown")
        assert "that runs loses its" in robot.seen()
        await robot.keys("pageup")

        assert "that runs loses its" not in robot.seen()


async def test_a_fix_can_be_chosen_by_mouse(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#21")
        await robot.keys("F")
        await robot.click_on(f"1 {overlaps(workspace)[0].fixes[0].label}")

        assert overlaps(workspace) == []


async def test_a_fix_is_undone_like_any_edit(workspace: Workspace) -> None:
    before, draft = workspace.problems, workspace.draft
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#21")
        await robot.keys("F", "1", "u")

        assert workspace.problems == before
        assert workspace.draft == draft


async def test_a_fix_that_is_not_chosen_changes_nothing(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#21")
        await robot.keys("F", "escape")

        assert workspace.change_count == 0


async def test_f_in_the_list_fixes_the_problem_under_the_cursor_and_u_undoes_it(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("P")
        problem = await point_at(robot, CODE)
        sentence = workspace.preview(problem.fixes[0].edit)
        await robot.keys("F", "1")
        assert robot.message == f"✓ {sentence}"
        assert CODE not in [each.code for each in listed(robot)]
        await robot.keys("u")
        assert robot.message == f"✓ Undone: {sentence}"
        assert CODE in [each.code for each in listed(robot)]
        await robot.keys("ctrl+r", "escape")

        assert "● 1 change to write" in robot.seen()


async def test_f_where_nothing_is_wrong_says_so(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("new network")
        await robot.keys("F")
        assert robot.message == "✗ Put the cursor on a network, a member, a VF or a PF first."
        await robot.go("ens1f0#25")
        await robot.keys("F")

        assert robot.message.startswith("No problem with ens1f0#25.")


async def test_f_names_what_has_no_fix_and_the_key_that_explains_it() -> None:
    workspace = demo_workspace()
    code = next(problem for problem in workspace.problems if not problem.fixes).code
    async with at_work(workspace) as robot:
        await robot.keys("P")
        await point_at(robot, code)
        await robot.keys("F")

        assert robot.message == f"✗ There is no fix by one key for {code}; E explains what to do."


async def test_f_on_a_network_says_what_is_left_to_do_there(workspace: Workspace) -> None:
    documents = {"a.xml": pool("a", "ens1f0v20", "ens1f0v21", "gone0v1"), "b.xml": pool("b", "ens1f0v21")}
    worse = workspace_of(demo_host(), documents)
    for given, network in ((workspace, "front"), (worse, "a")):
        async with at_work(given) as robot:
            await robot.go(network)
            await robot.keys("F")
            if "Fix " in robot.seen():
                await robot.keys("1")

            left = len(given.problems_of(network))
            expected = {0: "none left here", 1: "1 problem left here"}.get(left, f"{left} problems left here")
            assert robot.message.endswith(f"; {expected})")


async def test_nothing_is_fixed_in_a_read_only_session() -> None:
    documents = {"a.xml": pool("a", "ens1f0v21"), "b.xml": pool("b", "ens1f0v21")}
    workspace = workspace_of(demo_host(), documents, read_only=True)
    async with at_work(workspace) as robot:
        await robot.go("ens1f0#21")
        await robot.keys("F")
        assert robot.message.startswith("✗ Opened with --read-only")
        await robot.keys("P", "F")
        assert robot.message.startswith("✗ Opened with --read-only")

        assert workspace.change_count == 0
