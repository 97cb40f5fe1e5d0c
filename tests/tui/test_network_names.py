"""Another name, and deletion, of a network that a libvirt runs: only without loss, and with a word on what it does."""

from robot import at_work
from textual.events import Key
from textual.widgets import Input
from told_runtime import demo_on_libvirt
from tui.on_libvirt import Libvirt

from vftui.model.network import ForwardMode
from vftui.model.running import Attachment
from vftui.tui.screens.network_dialog import NetworkDialog

ON_FRONT = Attachment("g1", "front", netdev="ens1f0v0", has_port=True)


async def test_the_name_of_an_active_network_is_not_offered_for_change(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.go("red")
        await robot.keys("e")
        await robot.type("pink")

        field = robot.app.screen.query_one("#name", Input)
        assert field.disabled
        assert field.value == "red"
        assert "✗ red is active" in robot.seen()


async def test_a_name_typed_ahead_does_not_get_into_a_field_that_takes_none() -> None:
    async with at_work(demo_on_libvirt([ON_FRONT])) as robot:
        await robot.knows_what_runs()
        await robot.go("front")
        # All in one write, as on a slow line.
        for letter in "epink":
            robot.app.post_message(Key(letter, letter))
        await robot.until(lambda: isinstance(robot.app.screen, NetworkDialog))
        field = robot.app.screen.query_one("#name", Input)
        await robot.keys("escape")
        await robot.until(lambda: robot.app.screen is robot.pools)

        assert field.value == "front"


async def test_a_name_typed_ahead_with_enter_leaves_the_reason_why_it_is_not_taken_on_the_screen() -> None:
    async with at_work(demo_on_libvirt([ON_FRONT])) as robot:
        await robot.knows_what_runs()
        await robot.go("front")
        for key in (*"epink", "enter"):
            robot.app.post_message(Key(key, key if len(key) == 1 else None))
        await robot.until(lambda: isinstance(robot.app.screen, NetworkDialog))
        dialog = robot.app.screen
        await robot.sees("✗ front is active")
        await robot.keys("down")

        assert robot.app.screen is dialog


async def test_enter_ends_the_settings_of_an_active_network() -> None:
    async with at_work(demo_on_libvirt([])) as robot:
        await robot.knows_what_runs()
        await robot.go("storage")
        await robot.keys("e", "enter")

        assert robot.app.screen is robot.pools
        assert robot.workspace.change_count == 0


async def test_the_mode_of_an_active_network_is_changed_by_keys_typed_ahead() -> None:
    async with at_work(demo_on_libvirt([])) as robot:
        await robot.knows_what_runs()
        await robot.go("front")
        robot.app.post_message(Key("e", "e"))
        for key in ("down", "down", "down", "up", "up", "enter"):
            robot.app.post_message(Key(key, None))
        await robot.until(lambda: robot.workspace.change_count == 1)

        assert robot.network("front").mode is ForwardMode.HOSTDEV


async def test_an_inactive_network_says_what_a_rename_does_and_is_renamed(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0", active=False)
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.go("red")
        await robot.keys("e")
        assert "libvirt has no rename" in robot.seen()
        await robot.type("pink")
        await robot.keys("enter")

        assert robot.message == "✓ Rename red to pink"


async def test_deleting_says_what_will_happen_at_the_write(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.go("red")
        await robot.keys("D")

        assert robot.message.startswith("✓ Delete network red. At the write: red is stopped and deleted.")


async def test_deleting_what_was_never_written_says_nothing_of_a_write(libvirt: Libvirt) -> None:
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.keys("n")
        await robot.new_network("fresh")
        await robot.go("fresh")
        await robot.keys("D")

        assert robot.message == "✓ Delete network fresh"


async def test_a_network_with_guests_on_it_is_not_deleted() -> None:
    async with at_work(demo_on_libvirt([ON_FRONT])) as robot:
        await robot.knows_what_runs()
        await robot.go("front")
        await robot.keys("D")

        assert robot.message.startswith("✗ front is in use by g1")
        assert robot.workspace.change_count == 0
