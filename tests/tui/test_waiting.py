"""What takes its time: the screen stays alive, says what is going on, and can be stopped."""

import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import replace
from threading import Event, Thread

import pytest
from pluggable import Pluggable
from robot import Robot, at_work, counted_uuids
from textual import events

from vftui.inventory.demo import demo_host
from vftui.model.revision import Revision, StoredDocument
from vftui.progress import Progress
from vftui.stores.memory import MemoryStore
from vftui.tui.screens.ask import Ask
from vftui.tui.screens.review import Review
from vftui.tui.screens.waiting import Waiting
from vftui.workspace import Workspace

PATIENCE = 15.0


def pool(name: str, netdev: str) -> bytes:
    member = f"<interface dev='{netdev}'/>"
    return f"<network><name>{name}</name><forward mode='passthrough'>{member}</forward></network>".encode()


class FarStore(MemoryStore):
    """Networks far away: answers come when `gate` is open, and to writes when `write_gate` is."""

    def __init__(self) -> None:
        super().__init__({f"{name}.xml": pool(name, f"ens1f0v{place}") for place, name in enumerate(("blue", "red"))})
        self.gate = Event()
        self.write_gate = Event()
        self.writes: list[str] = []
        self.taken_back: list[str] = []
        self.open()

    def open(self) -> None:
        self.gate.set()
        self.write_gate.set()

    def load(self, progress: Progress | None = None) -> Sequence[StoredDocument]:
        self._wait(self.gate, progress)
        return super().load(progress)

    def read(self, key: str) -> StoredDocument | None:
        self._wait(self.gate, None)
        return super().read(key)

    def replace(self, key: str, content: bytes, expected: Revision) -> StoredDocument:
        self.writes.append(key)
        self._wait(self.write_gate, None)
        return super().replace(key, content, expected)

    def restore(self, document: StoredDocument, instead_of: StoredDocument | None) -> StoredDocument:
        self.taken_back.append(document.key)
        return super().restore(document, instead_of)

    @staticmethod
    def _wait(gate: Event, progress: Progress | None) -> None:
        while not gate.wait(0.01):
            if progress:
                progress.at("Reading networks", 3, 40)


@pytest.fixture
def store() -> Iterator[FarStore]:
    store = FarStore()
    yield store
    store.open()


@pytest.fixture
def far(store: FarStore) -> Workspace:
    return Workspace(demo_host(), store, new_uuid=counted_uuids())


async def wait_for_box(robot: Robot) -> None:
    await robot.until(lambda: isinstance(robot.app.screen, Waiting))
    await robot.sees("Esc stops")


async def begin_to_write(robot: Robot, store: FarStore) -> None:
    """Change both networks, and say yes; the first write gets no answer."""
    await robot.drag("ens1f0#12", "blue")
    await robot.drag("ens1f0#13", "red")
    await robot.keys("w")
    await robot.until(lambda: isinstance(robot.app.screen, Review))
    store.write_gate.clear()
    await robot.keys("y")
    await wait_for_box(robot)
    assert store.writes == ["blue.xml"]


async def test_what_takes_long_says_what_is_going_on_and_for_how_long(far: Workspace, store: FarStore) -> None:
    async with at_work(far, size=(80, 24)) as robot:
        store.gate.clear()
        await robot.keys("r")
        await wait_for_box(robot)

        assert "Reading the networks" in robot.seen()
        await robot.sees("Reading networks 3 of 40 …  1 s")
        store.open()
        await robot.sees("Read 2 networks again.")
        assert robot.app.screen is robot.pools


async def test_escape_gives_up_a_read_at_once(far: Workspace, store: FarStore) -> None:
    async with at_work(far) as robot:
        store.gate.clear()
        await robot.keys("r")
        await wait_for_box(robot)
        await robot.keys("escape")

        assert robot.app.screen is robot.pools
        assert robot.message == "✗ Stopped: Nothing has changed."
        assert not store.gate.is_set()


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
async def test_the_keys_that_quit_stop_what_is_going_on_and_quit_nothing(
    far: Workspace, store: FarStore, key: str
) -> None:
    async with at_work(far) as robot:
        store.gate.clear()
        await robot.keys("r")
        await wait_for_box(robot)
        await robot.keys(key)

        assert robot.app.screen is robot.pools
        assert robot.app.is_running


async def test_keys_typed_meanwhile_are_no_commands(far: Workspace, store: FarStore) -> None:
    async with at_work(far) as robot:
        await robot.go("red", 0)
        store.gate.clear()
        await robot.keys("r", "d", "D", "q")
        await wait_for_box(robot)
        await robot.keys("d", "D", "q", "ctrl+p")
        store.open()
        await robot.sees("Read 2 networks again.")

        assert far.change_count == 0
        assert robot.app.screen is robot.pools


async def test_an_escape_that_was_typed_before_the_box_was_seen_stops_nothing(far: Workspace, store: FarStore) -> None:
    async with at_work(far) as robot:
        store.gate.clear()
        # In one go: the second is there before the first has been looked at.
        for key in ("r", "escape"):
            robot.app.post_message(events.Key(key, None))
        await wait_for_box(robot)
        store.open()

        await robot.sees("Read 2 networks again.")


async def test_what_is_done_in_a_moment_shows_no_box(far: Workspace) -> None:
    async with at_work(far) as robot:
        await robot.keys("r")

        assert robot.message == "✓ Read 2 networks again."


async def test_a_write_that_is_stopped_takes_back_what_it_has_written(far: Workspace, store: FarStore) -> None:
    async with at_work(far) as robot:
        before = store.load()
        await begin_to_write(robot, store)
        await robot.keys("escape")
        await robot.sees("Stopping; what was written is taken back …")
        await robot.keys("escape", "q")
        assert "Stopping" in robot.seen()
        store.open()
        await robot.sees("Stopped: Nothing has changed.")

        assert isinstance(robot.app.screen, Review)
        assert store.load() == before
        assert store.writes == ["blue.xml"]
        assert far.change_count == 2


async def test_a_write_that_nobody_stops_is_done(far: Workspace, store: FarStore) -> None:
    async with at_work(far) as robot:
        await begin_to_write(robot, store)
        store.open()
        await robot.sees("Wrote blue, red to")

        assert robot.app.screen is robot.pools
        assert far.change_count == 0


async def test_a_host_that_changes_during_a_write_is_shown_after_it(far: Workspace, store: FarStore) -> None:
    plug = Pluggable(far.host)
    async with at_work(far, plug) as robot:
        await begin_to_write(robot, store)
        before = far.host
        first = plug.host.pfs[0]
        plug.become(replace(plug.host, pfs=(replace(first, vfs=first.vfs[30:]), *plug.host.pfs[1:])))
        await robot.sees("Writing 2 changes")
        assert far.host is before
        store.open()

        await robot.until(lambda: far.host == plug.host)


async def test_a_conflict_is_settled_while_the_store_takes_its_time(far: Workspace, store: FarStore) -> None:
    async with at_work(far) as robot:
        await robot.drag("ens1f0#12", "red")
        stored = store.read("red.xml")
        assert stored is not None
        store.replace("red.xml", pool("red", "ens1f0v30"), stored.revision)
        await robot.keys("w")
        await robot.sees("changed in the store since it was read")
        store.gate.clear()
        await robot.keys("t")
        await wait_for_box(robot)
        store.open()
        await robot.until(lambda: robot.app.screen is robot.pools)
        await robot.pilot.pause()

        assert robot.pool("red") == ["ens1f0#30"]


async def test_a_conflict_stays_settled_where_the_comparison_after_it_is_stopped(
    far: Workspace, store: FarStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_work(far) as robot:
        await robot.drag("ens1f0#12", "blue")
        await robot.drag("ens1f0#13", "red")
        stored = store.read("red.xml")
        assert stored is not None
        store.replace("red.xml", pool("red", "ens1f0v30"), stored.revision)
        await robot.keys("w")
        await robot.sees("changed in the store since it was read")
        read = store.read

        def read_once(key: str) -> StoredDocument | None:
            found = read(key)
            monkeypatch.setattr(store, "read", read)
            store.gate.clear()
            return found

        monkeypatch.setattr(store, "read", read_once)
        await robot.keys("down", "t")
        await wait_for_box(robot)
        await robot.keys("escape")

        said = "✗ Take red as it is stored now; y compares the rest with what is stored. Stopped."
        await robot.until(lambda: robot.message == said)
        assert robot.pool("red") == ["ens1f0#30"]
        store.open()
        await robot.keys("y")
        await robot.sees("Wrote blue to")


async def test_whoever_quits_does_not_wait_for_what_gets_no_answer(far: Workspace, store: FarStore) -> None:
    async with at_work(far) as robot:
        store.gate.clear()
        await robot.keys("r")
        await wait_for_box(robot)
        robot.app.exit()
        await robot.until(lambda: not robot.app.is_running)

        assert not store.gate.is_set()


async def test_edits_are_asked_about_before_a_long_read_drops_them(far: Workspace, store: FarStore) -> None:
    async with at_work(far) as robot:
        await robot.drag("ens1f0#12", "red")
        store.gate.clear()
        await robot.keys("r")
        assert isinstance(robot.app.screen, Ask)
        await robot.keys("r")
        await wait_for_box(robot)
        await robot.keys("escape")

        assert far.change_count == 1


async def test_a_write_in_a_program_that_is_ended_from_outside_is_taken_back(far: Workspace, store: FarStore) -> None:
    async with at_work(far) as robot:
        before = store.load()
        await begin_to_write(robot, store)
        screen = robot.app.screen
        assert isinstance(screen, Waiting)

        def answer_when_it_is_to_stop() -> None:
            while not screen.progress.stopped:
                store.write_gate.wait(0.01)
            store.open()

        Thread(target=answer_when_it_is_to_stop, daemon=True).start()
        os.kill(os.getpid(), signal.SIGTERM)
        await robot.until(lambda: robot.app.return_code == 128 + signal.SIGTERM)

        assert store.taken_back == ["blue.xml"]
        assert store.load() == before
