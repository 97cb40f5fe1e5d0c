"""Review, write, collide, quit; and a host that changes meanwhile."""

from dataclasses import replace

import pytest
from pluggable import Pluggable
from robot import Robot, at_work, workspace_of

from vftui.inventory.demo import demo_host
from vftui.model.problem import Severity
from vftui.stores.memory import MemoryStore
from vftui.tui.screens.confirm import ConfirmErrors
from vftui.tui.screens.review import Review
from vftui.workspace import Workspace


def pool(name: str, *netdevs: str) -> bytes:
    members = "".join(f"\n    <interface dev='{netdev}'/>" for netdev in netdevs)
    return (
        f"<network>\n  <name>{name}</name>\n  <forward mode='passthrough'>{members}\n  </forward>\n</network>\n"
    ).encode()


@pytest.fixture
def workspace() -> Workspace:
    """The demo host, and networks of it without an error."""
    documents = {"front.xml": pool("front", "ens1f0v0", "ens1f0v1"), "legacy.xml": pool("legacy", "ens1f0v8")}
    workspace = workspace_of(demo_host(), documents)
    assert workspace.assessment.count(Severity.ERROR) == 0
    return workspace


@pytest.fixture
def risky() -> Workspace:
    """front and legacy both have ens1f0#21; alone has nothing in common with any."""
    documents = {
        "alone.xml": pool("alone", "ens1f0v30"),
        "front.xml": pool("front", "ens1f0v20", "ens1f0v21"),
        "legacy.xml": pool("legacy", "ens1f0v21", "ens1f0v22"),
    }
    return workspace_of(demo_host(), documents)


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


async def test_a_deletion_alone_is_called_that(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("legacy")
        await robot.keys("D", "w", "y")

        assert list(stored(workspace)) == ["front.xml"]
        assert robot.message == f"✓ Deleted legacy from {workspace.location}"


async def test_a_review_that_is_left_writes_nothing(workspace: Workspace) -> None:
    before = stored(workspace)
    async with at_work(workspace) as robot:
        await robot.drag("ens1f0#12", "front")
        await robot.keys("w", "escape")

        assert stored(workspace) == before
        assert workspace.change_count == 1


async def change_and_say_yes(robot: Robot, network: str) -> None:
    """Change a network, open the review and say yes."""
    await robot.drag("ens1f0#12", network)
    await robot.keys("w", "y")


async def test_the_review_says_which_error_would_be_written(risky: Workspace) -> None:
    async with at_work(risky) as robot:
        await robot.drag("ens1f0#12", "front")
        await robot.keys("w")

        assert robot.message.startswith("✗ 1 error in what would be written: vf-in-two-pools.")
        assert "‼ error  vf-in-two-pools" in robot.seen()


async def test_an_error_is_not_written_before_its_name_has_been_typed(risky: Workspace) -> None:
    async with at_work(risky) as robot:
        await change_and_say_yes(robot, "front")
        assert isinstance(robot.app.screen, ConfirmErrors)
        assert "front" in robot.seen()
        assert "Type vf-in-two-pools" in robot.seen()
        assert b"ens1f0v12" not in stored(risky)["front.xml"]
        await robot.type("vf-in-two-pools")
        await robot.keys("enter")

        assert b"ens1f0v12" in stored(risky)["front.xml"]
        assert robot.message.startswith("✓ Wrote front")


@pytest.mark.parametrize("typed", ["", "y", "yes", "vf-in-two-pool", "VF-IN-TWO-POOLS"])
async def test_anything_else_typed_writes_nothing_and_says_so(risky: Workspace, typed: str) -> None:
    before = stored(risky)
    async with at_work(risky) as robot:
        await change_and_say_yes(robot, "front")
        await robot.type(typed)
        await robot.keys("enter")

        assert stored(risky) == before
        assert isinstance(robot.app.screen, Review)
        assert robot.message.startswith("✗ Nothing is written: vf-in-two-pools was asked for")


async def test_escape_writes_no_error(risky: Workspace) -> None:
    before = stored(risky)
    async with at_work(risky) as robot:
        await change_and_say_yes(robot, "front")
        await robot.type("vf-in-two-pools")
        await robot.keys("escape")

        assert stored(risky) == before
        assert robot.message == "Nothing is written."


async def test_the_buttons_of_the_typed_confirmation_do_what_its_keys_do(risky: Workspace) -> None:
    async with at_work(risky, size=(80, 24)) as robot:
        await change_and_say_yes(robot, "front")
        await robot.click_on("Esc Back")
        assert b"ens1f0v12" not in stored(risky)["front.xml"]
        await robot.keys("y")
        await robot.type("vf-in-two-pools")
        await robot.click_on("Enter Write")

        assert b"ens1f0v12" in stored(risky)["front.xml"]


async def test_an_error_of_networks_that_are_not_written_asks_for_nothing(risky: Workspace) -> None:
    async with at_work(risky) as robot:
        await change_and_say_yes(robot, "alone")

        assert b"ens1f0v12" in stored(risky)["alone.xml"]


async def test_an_error_that_an_edit_has_removed_asks_for_nothing(risky: Workspace) -> None:
    async with at_work(risky) as robot:
        await robot.go("ens1f0#21")
        await robot.keys("F", "1", "w", "y")

        assert robot.message.startswith("✓ Wrote")


async def test_an_error_that_the_host_brings_during_the_question_is_asked_for_anew(risky: Workspace) -> None:
    plug = Pluggable(risky.host)
    before = stored(risky)
    async with at_work(risky, plug) as robot:
        await change_and_say_yes(robot, "front")
        first = plug.host.pfs[0]
        plug.become(replace(plug.host, pfs=(replace(first, vfs=first.vfs[13:]), *plug.host.pfs[1:])))
        while robot.workspace.host is not plug.host:
            await robot.pilot.pause(0.01)
        await robot.type("vf-in-two-pools")
        await robot.keys("enter")

        assert stored(risky) == before
        assert isinstance(robot.app.screen, Review)


async def test_e_in_the_review_explains_the_problems_of_a_change(risky: Workspace) -> None:
    async with at_work(risky) as robot:
        await robot.drag("ens1f0#12", "front")
        await robot.keys("w", "E")

        assert "libvirt never compares two networks" in robot.seen()
        assert stored(risky)["front.xml"] == pool("front", "ens1f0v20", "ens1f0v21")


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


async def test_keys_against_a_collision_say_so_where_there_is_none(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.drag("ens1f0#12", "front")
        await robot.keys("w")
        for key in ("c", "t", "m"):
            await robot.keys(key)
            assert robot.message == "✗ This change collides with nothing."


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
