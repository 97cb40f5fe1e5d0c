"""A host that is read while somebody is at work."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from threading import Event

import pytest
from robot import Robot, at_work

from vftui.errors import InventoryError
from vftui.model.host import Host
from vftui.progress import Progress
from vftui.tui.widgets.bars import TopBar
from vftui.workspace import Workspace


class FarHost:
    """A host that is read in many steps, and stands still in the middle of them until `gate` is open."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.gate = Event()
        self.readings = 0
        self.fails = False
        self._changed: Callable[[], None] | None = None

    def read(self, progress: Progress | None = None) -> Host:
        assert progress is not None
        self.readings += 1
        while not self.gate.wait(0.01):
            progress.at("Reading node devices", 120, 600)
        if self.fails:
            raise InventoryError("There is no sysfs", "Mount it.")
        return self.host

    def watch(self, changed: Callable[[], None]) -> AbstractContextManager[object]:
        self._changed = changed
        return nullcontext()

    def tell(self) -> None:
        assert self._changed is not None
        self._changed()


@pytest.fixture
def far(workspace: Workspace) -> Iterator[FarHost]:
    far = FarHost(replace(workspace.host, name="another"))
    yield far
    far.gate.set()


def header(robot: Robot) -> str:
    return robot.pools.query_one(TopBar).render().plain


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_a_long_reading_says_how_far_it_is_and_leaves_the_keyboard_alone(
    workspace: Workspace, far: FarHost, size: tuple[int, int]
) -> None:
    async with at_work(workspace, far, size=size) as robot:
        far.tell()
        await robot.until(lambda: "Reading node devices 120 of 600… Esc stops" in header(robot))
        await robot.drag("ens1f0#12", "front")
        assert robot.message == "✓ Add ens1f0#12 to front"
        far.gate.set()

        await robot.until(lambda: "Reading" not in header(robot))
        assert workspace.host.name == "another"
        assert far.readings == 1


async def test_escape_stops_a_long_reading(workspace: Workspace, far: FarHost) -> None:
    async with at_work(workspace, far) as robot:
        await robot.keys("r")
        await robot.until(lambda: "Esc stops" in header(robot))
        await robot.keys("escape")
        await robot.until(
            lambda: robot.message == "Stopped: the host is shown as it was read before. r reads it again."
        )

        assert "Esc stops" not in header(robot)
        assert workspace.host.name != "another"


async def test_a_host_that_cannot_be_read_is_said_and_stays_as_it_was(workspace: Workspace, far: FarHost) -> None:
    far.fails = True
    far.gate.set()
    async with at_work(workspace, far) as robot:
        before = workspace.host
        far.tell()
        await robot.until(lambda: robot.message == "✗ There is no sysfs: Mount it.")

        assert workspace.host is before


async def test_whoever_quits_waits_for_no_reading(workspace: Workspace, far: FarHost) -> None:
    async with at_work(workspace, far) as robot:
        far.tell()
        await robot.until(lambda: far.readings == 1)
        await robot.keys("q")

        assert robot.app.return_code == 0
