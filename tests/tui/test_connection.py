"""A libvirt that goes away and comes back while somebody is at work."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path

import pytest
from inventory.changing import changing_host
from lab.libvirtd import Libvirtd, missing_for_system
from robot import Robot, at_work, workspace_of
from tui.on_libvirt import Libvirt

from vftui.errors import LibvirtError
from vftui.inventory.demo import demo_host
from vftui.inventory.nodedev import NodeDeviceInventory
from vftui.model.host import Host
from vftui.model.network import InterfaceMember
from vftui.model.revision import Revision, StoredDocument
from vftui.progress import Progress
from vftui.stores.memory import MemoryStore
from vftui.tui.screens.in_force import InForce
from vftui.tui.screens.review import Review
from vftui.tui.screens.waiting import Waiting
from vftui.tui.widgets.bars import TopBar
from vftui.virconnect.connection import Connection
from vftui.workspace import Workspace

# Seconds that are waited for an answer.
LIMIT = 1.0


@pytest.fixture
def own(own_libvirtd: Libvirtd, libvirt: Libvirt) -> Libvirt:
    """A libvirt that may be stopped, with one network."""
    own = Libvirt(own_libvirtd, libvirt.host)
    own.define("red", "enp1s0v0")
    return own


class GoneHost:
    """A host that is read through a connection that is lost."""

    def __init__(self) -> None:
        self.readings = 0
        self._changed: Callable[[], None] | None = None

    def read(self, progress: Progress | None = None) -> Host:  # noqa: ARG002 - takes no time
        self.readings += 1
        raise LibvirtError("Cannot connect to it", "No route to host.", lost=True)

    def watch(self, changed: Callable[[], None]) -> AbstractContextManager[object]:
        self._changed = changed
        return nullcontext()

    def tell(self) -> None:
        assert self._changed is not None
        self._changed()


def stored_pool(libvirt: Libvirt, network: str) -> list[str]:
    """The netdevs that are stored of a network, as somebody who comes now reads it."""
    members = libvirt.workspace().draft.get(network).members
    return [member.dev for member in members if isinstance(member, InterfaceMember)]


def header(robot: Robot) -> str:
    return robot.pools.query_one(TopBar).render().plain


async def loses_it(robot: Robot) -> None:
    await robot.until(lambda: "✗ connection lost" in header(robot))


async def finds_it(robot: Robot) -> None:
    await robot.until(lambda: "connection lost" not in header(robot))


async def test_a_daemon_that_stops_is_said_once_and_takes_no_edit_away(own: Libvirt, own_libvirtd: Libvirtd) -> None:
    async with at_work(own.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.drag("enp2s0#0", "red")
        own_libvirtd.stop()
        await loses_it(robot)
        assert "your edits stay, and it is tried again" in robot.message
        await robot.drag("enp2s0#1", "red")
        assert robot.message == "✓ Add enp2s0#1 to red"
        await robot.keys("u")

        assert robot.pool("red") == ["enp1s0#0", "enp2s0#0"]
        assert robot.message == "✓ Undone: Add enp2s0#1 to red"


async def test_a_host_that_cannot_be_read_for_the_same_reason_is_not_said_as_well(
    own: Libvirt, own_libvirtd: Libvirtd
) -> None:
    gone = GoneHost()
    async with at_work(own.workspace(), gone) as robot:
        await robot.knows_what_runs()
        own_libvirtd.stop()
        await loses_it(robot)
        gone.tell()
        await robot.until(lambda: gone.readings == 1)
        gone.tell()
        # What the first one found has been taken in by then.
        await robot.until(lambda: gone.readings == 2)

        assert "your edits stay, and it is tried again" in robot.message


async def test_a_daemon_that_is_back_is_found_and_written_to(own: Libvirt, own_libvirtd: Libvirtd) -> None:
    async with at_work(own.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.drag("enp2s0#0", "red")
        own_libvirtd.stop()
        await loses_it(robot)
        own_libvirtd.start()
        await finds_it(robot)
        assert robot.message.startswith("✓ Connected again.")
        await robot.keys("w")
        await robot.until(lambda: isinstance(robot.app.screen, Review))
        await robot.keys("y")
        await robot.until(lambda: isinstance(robot.app.screen, InForce))

        assert stored_pool(own, "red") == ["enp1s0v0", "enp2s0v0"]


async def test_r_looks_for_it_without_waiting_for_the_next_try(own: Libvirt, own_libvirtd: Libvirtd) -> None:
    async with at_work(own.workspace()) as robot:
        await robot.knows_what_runs()
        own_libvirtd.stop()
        await loses_it(robot)
        await robot.keys("r")
        await robot.until(lambda: robot.message.startswith("✗ Cannot connect to"))
        own_libvirtd.start()
        await robot.keys("r")

        await finds_it(robot)
        await robot.until(lambda: "Read 1 network again." in robot.message or "Connected again" in robot.message)


async def test_what_somebody_changed_meanwhile_collides_at_the_review(own: Libvirt, own_libvirtd: Libvirtd) -> None:
    async with at_work(own.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.drag("enp2s0#0", "red")
        own_libvirtd.stop()
        await loses_it(robot)
        own_libvirtd.start()
        own.define("red", "enp1s0v5", active=False)
        await finds_it(robot)
        await robot.until(lambda: "Somebody else has changed red" in robot.message)
        await robot.keys("w")

        await robot.sees("changed in the store since it was read")


async def review_a_move(robot: Robot) -> None:
    """Move a VF into red and look at what a write would do."""
    await robot.knows_what_runs()
    await robot.drag("enp2s0#0", "red")
    await robot.keys("w")
    await robot.until(lambda: isinstance(robot.app.screen, Review))


async def test_a_write_that_finds_no_libvirt_loses_nothing_and_is_tried_again(
    own: Libvirt, own_libvirtd: Libvirtd
) -> None:
    async with at_work(own.workspace()) as robot:
        await review_a_move(robot)
        own_libvirtd.stop()
        await robot.keys("y")
        await robot.until(lambda: "y compares with what is stored, then tries again." in robot.message)
        assert isinstance(robot.app.screen, Review)
        own_libvirtd.start()
        await robot.keys("y")
        await robot.until(lambda: isinstance(robot.app.screen, InForce))

        assert stored_pool(own, "red") == ["enp1s0v0", "enp2s0v0"]


async def test_a_review_without_a_connection_says_that_nothing_was_compared(
    own: Libvirt, own_libvirtd: Libvirtd
) -> None:
    async with at_work(own.workspace()) as robot:
        await robot.knows_what_runs()
        own_libvirtd.stop()
        await robot.sees("✗ connection lost")
        await robot.drag("enp2s0#0", "red")
        await robot.keys("w")
        await robot.until(lambda: "not compared with what is stored; y compares again" in robot.message)
        await robot.sees("red  ? not compared")
        own_libvirtd.start()
        await robot.keys("y")
        await robot.until(lambda: isinstance(robot.app.screen, InForce))

        assert stored_pool(own, "red") == ["enp1s0v0", "enp2s0v0"]


async def test_a_review_says_that_the_connection_is_lost_and_that_it_is_back(
    own: Libvirt, own_libvirtd: Libvirtd
) -> None:
    async with at_work(own.workspace()) as robot:
        await review_a_move(robot)
        own_libvirtd.stop()
        await robot.sees("✗ Connection lost: your edits are kept, and y compares with what is stored, then writes.")
        own_libvirtd.start()
        await robot.sees("Connected again: your edits are kept, and y compares with what is stored, then writes.")

        assert stored_pool(own, "red") == ["enp1s0v0"]


async def test_a_review_that_found_no_libvirt_says_why_until_it_is_back(own: Libvirt, own_libvirtd: Libvirtd) -> None:
    async with at_work(own.workspace()) as robot:
        await review_a_move(robot)
        own_libvirtd.stop()
        await robot.keys("y")
        await robot.until(lambda: "then tries again." in robot.message)
        await loses_it(robot)
        assert "then tries again." in robot.message
        own_libvirtd.start()

        await robot.sees("Connected again: your edits are kept, and y compares with what is stored, then writes.")


async def test_what_has_to_be_settled_is_said_again_when_the_connection_is_back(
    own: Libvirt, own_libvirtd: Libvirtd
) -> None:
    async with at_work(own.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.drag("enp2s0#0", "red")
        own.define("red", "enp1s0v5", active=False)
        await robot.keys("w")
        await robot.sees("red changed in the store")
        own_libvirtd.stop()
        await robot.sees("✗ Connection lost")
        own_libvirtd.start()

        await robot.sees("✗ Connected again. red changed in the store: t takes what is there now")


async def test_no_error_is_asked_for_where_there_is_no_libvirt_to_write_it_to(
    own: Libvirt, own_libvirtd: Libvirtd
) -> None:
    own.define("blue", "enp1s0v0")
    async with at_work(own.workspace()) as robot:
        await review_a_move(robot)
        assert "1 error in what would be written: vf-in-two-pools" in robot.message
        own_libvirtd.stop()
        await robot.keys("y")
        await robot.until(lambda: "y compares with what is stored, then tries again." in robot.message)

        assert isinstance(robot.app.screen, Review)
        assert "? not compared" in robot.seen()


async def test_a_daemon_that_stops_after_a_write_is_said_and_its_return_too(
    own: Libvirt, own_libvirtd: Libvirtd
) -> None:
    async with at_work(own.workspace()) as robot:
        await review_a_move(robot)
        await robot.keys("y")
        await robot.sees("in force after a restart")
        own_libvirtd.stop()
        await robot.sees("✗ Written, but connection lost")
        own_libvirtd.start()

        await robot.sees("✓ Written; libvirt answers again.")


async def test_a_libvirt_that_does_not_answer_is_given_up_by_escape(own: Libvirt, own_libvirtd: Libvirtd) -> None:
    async with at_work(own.workspace()) as robot:
        await robot.knows_what_runs()
        own_libvirtd.suspend()
        await robot.keys("r")
        await robot.until(lambda: isinstance(robot.app.screen, Waiting))
        await robot.sees("Esc stops")
        await robot.keys("escape")

        assert robot.app.screen is robot.pools
        assert robot.message == "✗ Stopped: Nothing has changed."


async def test_a_libvirt_that_does_not_answer_is_a_lost_one_and_leaves_the_keyboard_alone(
    own: Libvirt, own_libvirtd: Libvirtd
) -> None:
    async with at_work(own.workspace(limit=LIMIT)) as robot:
        await robot.knows_what_runs()
        own_libvirtd.suspend()
        await robot.keys("r")
        await loses_it(robot)
        await robot.drag("enp2s0#0", "red")
        assert robot.pool("red") == ["enp1s0#0", "enp2s0#0"]
        own_libvirtd.resume()

        await finds_it(robot)


async def test_whoever_quits_waits_for_no_libvirt(own: Libvirt, own_libvirtd: Libvirtd) -> None:
    async with at_work(own.workspace()) as robot:
        await robot.knows_what_runs()
        own_libvirtd.suspend()
        await robot.keys("q")

        await robot.until(lambda: not robot.app.is_running)


class CutOff(MemoryStore):
    """Stores what it is given first; the answer does not arrive, and there is none for as long as `is_away`."""

    is_away = False
    _was_cut = False

    def read(self, key: str) -> StoredDocument | None:
        self._check()
        return super().read(key)

    def replace(self, key: str, content: bytes, expected: Revision) -> StoredDocument:
        self._check()
        stored = super().replace(key, content, expected)
        self.is_away, self._was_cut = not self._was_cut, True
        self._check()
        return stored

    def _check(self) -> None:
        if self.is_away:
            raise LibvirtError("Lost the connection", "libvirt did not answer.", lost=True)


async def test_a_write_whose_answer_did_not_arrive_is_compared_and_found_to_be_made() -> None:
    red = b"<network><name>red</name><forward mode='passthrough'><interface dev='ens1f0v0'/></forward></network>"
    store = CutOff({"red.xml": red})
    workspace = Workspace(demo_host(), store)
    async with at_work(workspace) as robot:
        await robot.drag("ens1f0#12", "red")
        await robot.keys("w")
        await robot.until(lambda: isinstance(robot.app.screen, Review))
        await robot.keys("y")
        await robot.until(lambda: "y compares with what is stored, then tries again." in robot.message)
        store.is_away = False
        await robot.keys("y")
        await robot.sees("stored already, as it was meant")
        await robot.keys("t")
        await robot.until(lambda: robot.app.screen is robot.pools)
        await robot.pilot.pause()

        assert robot.pool("red") == ["ens1f0#0", "ens1f0#12"]
        assert workspace.change_count == 0


# A host that is read through a connection, and networks that are not


@pytest.fixture
def nodes(own_libvirtd: Libvirtd) -> Iterator[NodeDeviceInventory]:
    with closing(Connection(own_libvirtd.uri)) as connection:
        yield NodeDeviceInventory(connection)


async def test_a_host_whose_daemon_stops_is_tried_again_and_found(
    nodes: NodeDeviceInventory, own_libvirtd: Libvirtd
) -> None:
    async with at_work(workspace_of(nodes.read()), nodes) as robot:
        own_libvirtd.stop()
        await loses_it(robot)
        assert "the host is shown as it was read before, and it is tried again; r does so now" in robot.message
        own_libvirtd.start()
        await finds_it(robot)

        assert robot.message == "✓ Connected again."


async def test_what_happens_to_a_host_after_its_daemon_is_back_is_shown(tmp_path: Path) -> None:
    if lack := missing_for_system():
        pytest.skip(f"needs {lack}")
    with changing_host(tmp_path) as host:
        async with at_work(workspace_of(host.inventory.read()), host.inventory) as robot:
            host.libvirtd.stop()
            await loses_it(robot)
            host.libvirtd.start()
            await finds_it(robot)
            host.remove("class/net/enp1s0v1")

            await robot.until(lambda: robot.workspace.host.pfs[0].vfs[1].netdev is None)
