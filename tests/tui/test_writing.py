"""Review, write, collide, quit; and a host that changes meanwhile."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

import pytest
from robot import at_work

from vftui.model.host import Host
from vftui.stores.memory import MemoryStore
from vftui.tui.screens.review import Review
from vftui.workspace import Workspace


def stored(workspace: Workspace) -> dict[str, bytes]:
    return {document.key: document.content for document in store_of(workspace).load()}


def store_of(workspace: Workspace) -> MemoryStore:
    store = workspace._store  # noqa: SLF001 - what someone else does to the store
    assert isinstance(store, MemoryStore)
    return store


async def test_nothing_is_written_before_the_review_has_been_confirmed(workspace: Workspace) -> None:
    before = stored(workspace)
    async with at_work(workspace) as robot:
        await robot.drag("ens1f0#12", "front")
        await robot.keys("w")
        assert isinstance(robot.app.screen, Review)
        assert "ens1f0v12" in robot.seen()
        assert stored(workspace) == before
        await robot.keys("y")

        assert b"ens1f0v12" in stored(workspace)["front.xml"]
        assert robot.message.startswith("✓ Wrote front to")
        assert "no changes" in robot.seen()


async def test_a_review_that_is_left_writes_nothing(workspace: Workspace) -> None:
    before = stored(workspace)
    async with at_work(workspace) as robot:
        await robot.drag("ens1f0#12", "front")
        await robot.keys("w", "escape")

        assert stored(workspace) == before
        assert workspace.change_count == 1


async def test_without_a_change_there_is_nothing_to_review(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("w")

        assert robot.message.startswith("✗ There is nothing to write")


def change_behind_the_back(workspace: Workspace, key: str, old: bytes, new: bytes) -> None:
    store = store_of(workspace)
    document = store.read(key)
    assert document is not None
    store.replace(key, document.content.replace(old, new), document.revision)


async def test_what_changed_in_the_store_is_shown_and_not_overwritten(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.drag("ens1f0#12", "front")
        change_behind_the_back(workspace, "front.xml", b"ens1f0v0", b"ens1f0v30")
        theirs = stored(workspace)
        await robot.keys("w")
        assert "changed in the store since it was read" in robot.seen()
        await robot.keys("c")
        assert "ens1f0v30" in robot.seen()
        await robot.keys("y")

        assert stored(workspace) == theirs
        assert isinstance(robot.app.screen, Review)


async def test_a_collision_is_settled_by_taking_theirs(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.drag("ens1f0#12", "front")
        change_behind_the_back(workspace, "front.xml", b"ens1f0v0", b"ens1f0v30")
        await robot.keys("w", "t")

        assert robot.pool("front")[0] == "ens1f0#30"
        assert workspace.change_count == 0


async def test_a_collision_is_settled_by_keeping_mine(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.drag("ens1f0#12", "front")
        change_behind_the_back(workspace, "front.xml", b"<name>", b"<!-- theirs --><name>")
        await robot.keys("w", "m", "y")

        assert b"theirs" in stored(workspace)["front.xml"]
        assert b"ens1f0v12" in stored(workspace)["front.xml"]


async def test_quit_asks_about_edits_that_are_not_written(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.drag("ens1f0#12", "front")
        await robot.keys("q")
        assert "1 network with edits that are not written" in robot.seen()
        await robot.keys("escape")
        assert robot.app.is_running
        await robot.keys("q", "q")

        assert robot.app.return_code == 1


async def test_quit_without_edits_asks_nothing(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("q")

        assert robot.app.return_code == 0


class Pluggable:
    """A host whose cards can be unplugged."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self._changed: Callable[[], None] | None = None

    def read(self) -> Host:
        return self.host

    def watch(self, changed: Callable[[], None]) -> AbstractContextManager[object]:
        self._changed = changed
        return nullcontext()

    def become(self, host: Host) -> None:
        self.host = host
        assert self._changed is not None
        self._changed()


async def test_vfs_that_vanish_leave_cursor_marks_folds_and_draft(workspace: Workspace) -> None:
    plug = Pluggable(workspace.host)
    async with at_work(workspace, plug) as robot:
        await robot.drag("ens1f0#12", "front")
        await robot.mark("ens1f0#20-21")
        await robot.go("ens2f0")
        await robot.keys("left")
        first = plug.host.pfs[0]
        plug.become(replace(plug.host, pfs=(replace(first, vfs=first.vfs[4:]), *plug.host.pfs[1:])))
        while robot.workspace.host is not plug.host:
            await robot.pilot.pause(0.01)
        await robot.pilot.pause()

        assert "of front" in robot.message
        assert "no such netdev on this host" in robot.seen()
        assert robot.marked == ["ens1f0#20", "ens1f0#21"]
        cursor = robot.pools.host.cursor_row
        assert cursor is not None
        assert cursor.key == plug.host.pfs[1].address
        assert cursor.fold == "closed"
        assert workspace.change_count == 1


@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
async def test_no_key_quits_without_asking(workspace: Workspace, key: str) -> None:
    async with at_work(workspace) as robot:
        await robot.drag("ens1f0#12", "front")
        await robot.keys(key)

        assert "1 network with edits that are not written" in robot.seen()
