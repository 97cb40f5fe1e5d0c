"""A host, and what libvirt runs, that are read while somebody is at work."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from lab.libvirtd import Libvirtd
from robot import PATIENCE, Robot, at_work, demo_workspace, workspace_of
from told_runtime import DemoLibvirt, ToldRuntime
from tui.looked_at import LookedAt
from tui.on_libvirt import Libvirt

from vftui.errors import InventoryError, LibvirtError
from vftui.inventory.demo import demo_host
from vftui.inventory.demo_networks import demo_networks
from vftui.inventory.nodedev import NodeDeviceInventory
from vftui.model.host import Host, Link
from vftui.model.running import Running
from vftui.progress import Progress
from vftui.tui.looking import Looking
from vftui.tui.lookout import SETTLE, SOON
from vftui.tui.widgets.bars import Mood, TopBar
from vftui.virconnect.connection import Connection
from vftui.workspace import Workspace

LOST = LibvirtError("Lost the connection", "It is away.", lost=True)


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


# A host that tells of some of its changes only


async def test_a_link_that_goes_up_without_news_is_shown_by_itself(own_libvirtd: Libvirtd, tmp_path: Path) -> None:
    with closing(Connection(own_libvirtd.uri)) as connection:
        inventory = NodeDeviceInventory(connection)
        inventory.least_interval /= 600
        async with at_work(workspace_of(inventory.read()), inventory) as robot:
            assert "down" in await robot.row("enp1s0")
            (tmp_path / "host/sys/class/net/enp1s0/speed").write_text("1000\n")
            (tmp_path / "host/sys/class/net/enp1s0/operstate").write_text("up\n")
            await robot.until(lambda: robot.workspace.host.pfs[0].link is Link.UP)

            assert "down" not in await robot.row("enp1s0")
            assert robot.message.startswith("enp1s0 ")


class TellsLittle(FarHost):
    """A host that is to be read anew once a minute; each reading waits for its answer."""

    least_interval = 60.0

    def __init__(self, host: Host, scene: LookedAt) -> None:
        super().__init__(host)
        self._scene = scene

    def read(self, progress: Progress | None = None) -> Host:
        assert progress is not None
        self._scene.read(progress)
        return self.host


class FarLibvirt(ToldRuntime):
    """A libvirt where each look waits for its answer."""

    def __init__(self, scene: LookedAt) -> None:
        super().__init__(Running())
        self._scene = scene
        self.tell: Callable[[], None] | None = None

    def running(self, progress: Progress | None = None) -> Running:
        assert progress is not None
        self._scene.read(progress)
        return super().running(progress)

    def watch(self, changed: Callable[[], None]) -> AbstractContextManager[object]:
        self.tell = changed
        return nullcontext()


class Noted:
    """What a Looking shows."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.has_said = asyncio.Event()
        self._reading: str | None = None
        self._trouble: str | None = None

    def header(self) -> list[str]:
        return [text for text in (self._trouble, self._reading) if text is not None]

    def show_host(self, host: Host) -> None:
        self.said.append(f"The host is {host.name}.")

    def show_running(self, running: Running) -> str | None:  # noqa: ARG002 - it is always the same
        self.said.append("It is known what runs.")
        return None

    def show_reading(self, text: str | None) -> None:
        self._reading = text

    def show_connection(self, trouble: str | None) -> None:
        self._trouble = trouble

    def say(self, text: str, mood: Mood = "plain") -> None:  # noqa: ARG002 - the words tell it
        self.said.append(text)
        self.has_said.set()


async def test_a_host_that_tells_of_some_changes_is_read_once_a_minute_but_not_while_something_is_written() -> None:
    scene, stage, workspace = LookedAt(), Noted(), demo_workspace()
    looking = Looking(workspace, TellsLittle(replace(workspace.host, name="another"), scene), stage, scene)
    looking.begin()
    looking.pause()
    scene.passes(60)
    assert not scene.looks
    looking.resume()
    await scene.begins()
    scene.passes(SOON)
    assert stage.header() == []
    await scene.answers(0)

    assert stage.said == ["The host is another."]
    assert 60 in scene.delays


async def test_a_host_that_cannot_be_read_for_long_is_said_once_and_whenever_somebody_asks() -> None:
    scene, stage, workspace = LookedAt(), Noted(), demo_workspace()
    looking = Looking(workspace, TellsLittle(workspace.host, scene), stage, scene)
    looking.begin()
    for _ in range(3):
        scene.passes(60)
        await scene.is_answered(InventoryError("There is no sysfs", "Mount it."))
    assert stage.said == ["There is no sysfs: Mount it."]
    looking.at_once()
    await scene.is_answered(InventoryError("There is no sysfs", "Mount it."))

    assert stage.said == ["There is no sysfs: Mount it."] * 2


async def test_a_lost_host_is_said_once_and_tried_again_until_it_is_found() -> None:
    scene, stage, workspace = LookedAt(), Noted(), demo_workspace()
    Looking(workspace, TellsLittle(workspace.host, scene), stage, scene).begin()
    for delay in (60, 1, 2, 5, 10):
        scene.passes(delay)
        await scene.is_answered(LOST)
    assert stage.header() == ["connection lost"]
    scene.passes(10)
    await scene.is_answered(0)

    assert stage.header() == []
    assert [said.partition(":")[0] for said in stage.said] == ["Lost the connection", "Connected again."]
    assert 60 in scene.delays


async def test_a_host_that_refuses_is_not_away_any_more() -> None:
    scene, stage, workspace = LookedAt(), Noted(), demo_workspace()
    Looking(workspace, TellsLittle(workspace.host, scene), stage, scene).begin()
    scene.passes(60)
    await scene.is_answered(LOST)
    scene.passes(1)
    await scene.is_answered(LibvirtError("libvirt did not list its node devices", "Install its driver."))

    assert stage.header() == []
    assert stage.said[-1] == "libvirt did not list its node devices: Install its driver."


# What runs


def looking_at_what_runs(
    scene: LookedAt, stage: Noted, *, host: FarHost | None = None, libvirt: FarLibvirt | None = None
) -> Looking:
    """A Looking that has begun."""
    workspace = Workspace(demo_host(), DemoLibvirt(demo_networks()), runtime=libvirt or FarLibvirt(scene))
    looking = Looking(workspace, host or FarHost(workspace.host), stage, scene)
    looking.begin()
    return looking


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_a_first_look_that_takes_long_is_shown_and_can_be_stopped(
    own_libvirtd: Libvirtd, libvirt: Libvirt, size: tuple[int, int]
) -> None:
    own = Libvirt(own_libvirtd, libvirt.host)
    own.define("red", "enp1s0v0")
    workspace = own.workspace()
    own_libvirtd.suspend()
    async with at_work(workspace, size=size) as robot:
        await robot.until(lambda: "Reading what runs… Esc stops" in header(robot))
        await robot.keys("escape")
        await robot.until(lambda: robot.message.startswith("Stopped: what runs is not known yet. "))
        assert robot.message.endswith("It is looked at again by itself; r does so now.")
        await robot.until(lambda: "Reading" not in header(robot))
        own_libvirtd.resume()
        await robot.keys("r")
        await robot.knows_what_runs()

        assert "red  active" in await robot.row("red")


async def test_a_look_that_was_stopped_is_taken_up_again_by_itself_and_unseen() -> None:
    scene, stage = LookedAt(), Noted()
    looking = looking_at_what_runs(scene, stage)
    await scene.begins()
    scene.passes(SOON)
    assert stage.header() == ["Reading 1 of 2"]
    looking.stop_reading()
    await scene.answers(0)
    assert stage.header() == []
    scene.passes(5)
    await scene.begins()
    scene.passes(SOON)
    assert stage.header() == []
    await scene.answers(0)

    assert stage.said[1:] == ["It is known what runs."]


async def test_a_look_at_what_runs_after_a_reconnect_is_shown_too() -> None:
    scene, stage = LookedAt(), Noted()
    looking_at_what_runs(scene, stage)
    await scene.is_answered(LOST)
    assert stage.header() == ["connection lost"]
    scene.passes(1)
    await scene.begins()
    scene.passes(SOON)
    assert stage.header() == ["connection lost", "Reading 1 of 2"]
    await scene.answers(0)

    assert stage.header() == []
    assert stage.said[-1] == "Connected again."


async def test_a_look_after_news_of_a_guest_is_not_shown() -> None:
    scene, stage = LookedAt(), Noted()
    libvirt = FarLibvirt(scene)
    looking_at_what_runs(scene, stage, libvirt=libvirt)
    await scene.is_answered(0)
    assert libvirt.tell is not None
    libvirt.tell()
    scene.passes(SETTLE)
    await scene.begins()
    scene.passes(SOON)

    assert stage.header() == []
    await scene.answers(0)


async def test_escape_stops_what_is_shown_and_nothing_else(far: FarHost) -> None:
    scene, stage = LookedAt(), Noted()
    looking = looking_at_what_runs(scene, stage, host=far)
    await scene.is_answered(0)
    scene.passes(5)
    await scene.begins()
    far.tell()
    scene.passes(SETTLE)
    scene.passes(SOON)
    assert len(stage.header()) == 1
    stage.has_said.clear()
    looking.stop_reading()
    async with asyncio.timeout(PATIENCE):
        await stage.has_said.wait()
    assert stage.said[-1] == "Stopped: the host is shown as it was read before. r reads it again."
    await scene.answers(0)

    assert stage.said.count("It is known what runs.") == 2
