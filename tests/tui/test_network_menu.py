"""The menu of a network: start, stop, autostart, settings, delete, and what each is for the guests on it."""

import pytest
from robot import Robot, at_work
from textual.widgets import Input, OptionList
from told_runtime import demo_on_libvirt
from tui.on_libvirt import Libvirt

from vftui.model.running import Attachment
from vftui.tui.screens.confirm import ConfirmCut
from vftui.tui.screens.network_menu import NetworkMenu
from vftui.workspace import Workspace

ON_FRONT = Attachment("g1", "front", netdev="ens1f0v0", has_port=True)


async def open_menu(robot: Robot, network: str) -> str:
    """Everything that the menu of a network says, on one line."""
    await robot.knows_what_runs()
    await robot.go(network)
    await robot.keys("a")
    return said(robot)


def said(robot: Robot) -> str:
    options = robot.app.screen.query_one(OptionList)
    return " ".join(str(options.get_option_at_index(index).prompt) for index in range(options.option_count))


# Doing it, with a real libvirt


async def test_an_inactive_network_is_started(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0", active=False)
    async with at_work(libvirt.workspace()) as robot:
        await open_menu(robot, "red")
        await robot.keys("s")

        await robot.sees("red  active")
        assert libvirt.network("red").active
        assert robot.message == "✓ red is active."


async def test_an_active_network_without_guests_is_stopped_at_once(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await open_menu(robot, "red")
        await robot.keys("t")

        await robot.sees("red  inactive")
        assert not libvirt.network("red").active


async def test_a_restart_puts_in_force_what_is_stored(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    libvirt.define("red", "enp1s0v1", active=False)
    async with at_work(libvirt.workspace()) as robot:
        await open_menu(robot, "red")
        await robot.keys("r")

        await robot.until(lambda: libvirt.live_pool("red") == ["enp1s0v1"])
        await robot.sees("✓ red is stopped and started again.")


async def test_autostart_is_switched_on_and_off(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace(), size=(200, 45)) as robot:
        await open_menu(robot, "red")
        await robot.keys("o")
        await robot.sees("passthrough (macvtap)  autostart")
        assert libvirt.network("red").autostart
        assert "Autostart off" in await open_menu(robot, "red")
        await robot.keys("o")

        await robot.until(lambda: "autostart  " not in robot.seen())
        assert not libvirt.network("red").autostart


async def test_what_libvirt_refuses_is_told_in_its_words(libvirt: Libvirt) -> None:
    libvirt.define("red", "<pf dev='nosuch0'/>", active=False)
    async with at_work(libvirt.workspace()) as robot:
        await open_menu(robot, "red")
        await robot.keys("s")

        await robot.sees("No usable Vf's present on SRIOV PF nosuch0")
        assert robot.message.startswith("✗ libvirt did not start the network red")


async def test_what_others_have_done_since_the_menu_opened_is_no_surprise(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await open_menu(robot, "red")
        libvirt.attach("red", "late")
        await robot.keys("t")

        await robot.sees("late")
        assert libvirt.network("red").active
        assert "red is in use by late now" in robot.message


# With guests on it


async def test_stopping_a_network_with_guests_asks_for_its_name(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    libvirt.attach("red", "g1", "52:54:00:00:00:07")
    async with at_work(libvirt.workspace()) as robot:
        await open_menu(robot, "red")
        await robot.keys("t")
        assert isinstance(robot.app.screen, ConfirmCut)
        assert "· g1 (enp1s0v0, 52:54:00:00:00:07)" in robot.seen()
        await robot.type("red")
        await robot.keys("enter")

        await robot.sees("red  inactive")
        assert not libvirt.network("red").active


@pytest.mark.parametrize("key", ["t", "r"])
async def test_another_word_than_the_name_changes_nothing(key: str) -> None:
    async with at_work(demo_on_libvirt([ON_FRONT])) as robot:
        await open_menu(robot, "front")
        await robot.keys(key)
        await robot.type("fromt")
        await robot.keys("enter")

        assert robot.message == "✗ front is left as it is: front was asked for, and fromt typed."


async def test_escape_leaves_the_question_and_changes_nothing() -> None:
    async with at_work(demo_on_libvirt([ON_FRONT])) as robot:
        await open_menu(robot, "front")
        await robot.keys("t", "escape")

        assert robot.message == "front is left as it is."


async def test_the_menu_says_what_a_stop_is_for_the_guests() -> None:
    async with at_work(demo_on_libvirt([ON_FRONT])) as robot:
        text = await open_menu(robot, "front")

        assert "g1 goes on, and libvirt forgets" in " ".join(text.split())


# What cannot be done


async def test_what_cannot_be_done_now_says_why_and_is_not_done(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        text = await open_menu(robot, "red")
        await robot.keys("s")

        assert "✗ red is active already." in text
        assert isinstance(robot.app.screen, NetworkMenu)


async def test_nothing_is_run_in_a_folder_but_settings_and_delete_work(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front")
        await robot.keys("a")
        assert "✗ Nothing runs what is kept in a folder." in " ".join(said(robot).split())
        await robot.keys("e")
        assert robot.app.screen.query_one("#name", Input).value == "front"
        await robot.keys("escape", "a", "D")

        assert workspace.draft.find("front") is None


async def test_a_network_that_is_not_written_cannot_be_started(libvirt: Libvirt) -> None:
    async with at_work(libvirt.workspace()) as robot:
        await robot.keys("n")
        await robot.new_network("fresh")

        assert "✗ It is not written yet: w writes it." in await open_menu(robot, "fresh")


async def test_nothing_can_be_done_on_a_read_only_connection(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0", active=False)
    async with at_work(libvirt.workspace(read_only=True)) as robot:
        text = await open_menu(robot, "red")

        assert text.count("✗ Opened with --read-only.") == 6


async def test_a_start_with_edits_that_are_not_written_says_what_is_started(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0", active=False)
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.drag("enp1s0#3", "red")

        assert "at the start. Your edits of red are not written yet." in " ".join(
            (await open_menu(robot, "red")).split()
        )


# By mouse, by keys


async def test_the_right_button_on_a_row_opens_the_menu_of_its_network(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.right_click("storage")
        assert isinstance(robot.app.screen, NetworkMenu)
        assert "Network storage" in robot.seen()
        await robot.keys("escape")
        await robot.right_click("front", 2)

        assert "Network front" in robot.seen()


async def test_a_click_on_a_line_of_the_menu_does_it(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.right_click("front")
        await robot.click_on("Delete")

        assert workspace.draft.find("front") is None


@pytest.mark.parametrize("place", ["new network", "ens1f0#3"])
async def test_the_right_button_elsewhere_opens_nothing(workspace: Workspace, place: str) -> None:
    async with at_work(workspace) as robot:
        await robot.right_click(place)

        assert robot.app.screen is robot.pools


async def test_the_right_button_during_a_drag_cancels_it_and_opens_nothing(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        over = await robot.hold("front", "storage", member=2)
        await robot.pilot.mouse_down(offset=over, button=3)
        await robot.pilot.pause()

        assert robot.app.screen is robot.pools
        assert robot.pools.mover.carrying is None
        assert workspace.change_count == 0


async def test_the_right_button_while_the_left_is_held_opens_nothing(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        at = await robot.place("front", 2)
        await robot.press(at)
        await robot.pilot.mouse_down(offset=at, button=3)
        await robot.pilot.pause()

        assert robot.app.screen is robot.pools


async def test_the_menu_does_not_open_while_something_is_carried(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.mark("ens1f0#12")
        await robot.keys("m", "a")

        assert robot.message == "✗ Drop what is carried first, or put it back with Esc."


async def test_enter_on_a_menu_that_has_just_opened_changes_nothing(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await open_menu(robot, "red")
        await robot.keys("enter", "escape")

        assert robot.app.screen is robot.pools
        assert libvirt.network("red").active


async def test_the_arrows_choose_and_enter_does_it(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0", active=False)
    async with at_work(libvirt.workspace()) as robot:
        await open_menu(robot, "red")
        await robot.keys("k", "up", "enter")

        await robot.sees("red  active")


async def test_the_palette_opens_the_menu_of_a_network(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("ctrl+p")
        await robot.type("menu of network stor")
        await robot.pilot.pause()
        await robot.app.workers.wait_for_complete()
        await robot.keys("enter", "enter")

        assert "Network storage" in robot.seen()
