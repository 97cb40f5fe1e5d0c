"""Edits that outlive a session that ends without asking."""

from collections.abc import Sequence

from robot import app_on, demo_workspace, work_on

from vftui.model.revision import UnsavedNetwork
from vftui.workspace import Workspace


class Drawer:
    """Keeps what it is given, and may have something from before."""

    def __init__(self, left: Sequence[UnsavedNetwork] = ()) -> None:
        self.kept: tuple[UnsavedNetwork, ...] = ()
        self.left = tuple(left)

    def keep(self, edits: Sequence[UnsavedNetwork]) -> None:
        self.kept = tuple(edits)

    def left_behind(self) -> tuple[UnsavedNetwork, ...]:
        return self.left

    def drop_left_behind(self) -> None:
        self.left = ()


async def test_edits_are_kept_aside_as_they_are_made(workspace: Workspace) -> None:
    drawer = Drawer()
    async with work_on(app_on(workspace, keeper=drawer)) as robot:
        await robot.drag("ens1f0#12", "front")
        while not drawer.kept:
            await robot.pilot.pause(0.05)

        (edit,) = drawer.kept
        assert (edit.origin, edit.name) == ("front.xml", "front")
        assert edit.content == workspace.document(robot.network("front")).content


async def test_edits_that_a_session_left_are_restored_and_can_be_undone(workspace: Workspace) -> None:
    former = demo_workspace()
    async with work_on(app_on(former)) as robot:
        await robot.drag("ens1f0#12", "front")
        await robot.drag("ens2f0#20", "new network")
        await robot.new_network("fresh", "hostdev")
        await robot.go("legacy")
        await robot.keys("D")
    drawer = Drawer(former.unsaved())

    async with work_on(app_on(workspace, keeper=drawer)) as robot:
        assert "│ front, fresh, legacy." in robot.seen()
        await robot.keys("r")

        assert robot.pool("front") == [*(f"ens1f0#{index}" for index in range(8)), "ens1f0#12"]
        assert robot.pool("fresh") == ["ens2f0#20"]
        assert workspace.draft.find("legacy") is None
        assert robot.message == "✓ Restore the edits of front, fresh, legacy"
        assert drawer.left == ()
        assert drawer.kept == workspace.unsaved()
        await robot.keys("u")
        assert workspace.change_count == 0


async def test_edits_that_a_session_left_are_dropped_when_the_operator_says_so(workspace: Workspace) -> None:
    drawer = Drawer([UnsavedNetwork("front.xml", "front", None, None)])
    async with work_on(app_on(workspace, keeper=drawer)) as robot:
        await robot.keys("d")

        assert drawer.left == ()
        assert workspace.change_count == 0


async def test_edits_that_a_session_left_are_offered_again_when_nobody_decides(workspace: Workspace) -> None:
    drawer = Drawer([UnsavedNetwork("front.xml", "front", None, None)])
    async with work_on(app_on(workspace, keeper=drawer)) as robot:
        await robot.keys("escape")

        assert drawer.left != ()


async def test_whoever_quits_has_been_asked_and_leaves_nothing(workspace: Workspace) -> None:
    drawer = Drawer()
    async with work_on(app_on(workspace, keeper=drawer)) as robot:
        await robot.drag("ens1f0#12", "front")
        while not drawer.kept:
            await robot.pilot.pause(0.05)
        await robot.keys("q", "q")

        assert drawer.kept == ()
