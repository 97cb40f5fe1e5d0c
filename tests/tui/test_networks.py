"""Networks: made, changed, expanded, deleted; and the XML beside them at every step."""

from robot import at_work
from textual.events import Key
from textual.widgets import RadioButton

from vftui.model.network import ForwardMode
from vftui.workspace import Workspace


async def test_n_makes_an_empty_network(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("n")
        await robot.new_network("fresh", "vepa")

        assert robot.network("fresh").mode is ForwardMode.VEPA
        assert robot.xml == "<forward mode='vepa'/>"
        assert "● 1 change to write" in robot.seen()


async def test_a_name_that_is_taken_is_refused_in_the_dialog(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("n")
        await robot.new_network("front")

        assert "✗ There is a network front already." in robot.seen()
        await robot.keys("escape")
        assert workspace.change_count == 0


async def test_a_name_that_no_file_can_have_is_refused_in_the_dialog(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("n")
        await robot.new_network("a/b")

        assert "✗ A network's name cannot contain '/'." in robot.seen()


async def test_settings_change_mode_and_members_follow(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front")
        await robot.keys("e", "tab", "down", "ctrl+s")

        assert robot.network("front").mode is ForwardMode.HOSTDEV
        assert robot.pool("front") == [f"ens1f0#{index}" for index in range(8)]
        assert "<interface" not in robot.xml


async def test_enter_on_a_forward_mode_ends_the_settings(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front")
        await robot.keys("e", "tab", "down", "enter")

        assert robot.app.screen is robot.pools
        assert robot.network("front").mode is ForwardMode.HOSTDEV


async def test_the_arrows_begin_at_what_is_set(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("lab")
        assert robot.network("lab").mode is ForwardMode.HOSTDEV
        await robot.keys("e", "tab")
        (lit,) = robot.app.screen.query("#mode RadioButton.-selected").results(RadioButton)
        assert lit.name == "hostdev"
        await robot.keys("down", "space", "enter")

        assert robot.network("lab").mode is ForwardMode.BRIDGE


async def test_the_arrows_choose_managed_too_and_go_around(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front")
        assert robot.network("front").managed is None
        await robot.keys("e", "tab", "down", "tab", "right", "enter")

        assert robot.network("front").managed is True


async def test_arrows_that_come_in_one_read_leave_one_mode_chosen(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front")
        await robot.keys("e", "tab")
        for key in ("down", "down", "up", "up", "down", "down", "up"):
            robot.app.post_message(Key(key, None))
        await robot.sees("▐●▌ hostdev")
        await robot.pilot.pause()

        assert robot.seen().count("▐●▌") == 2  # one of the modes, one of managed


async def test_a_click_chooses_a_mode_and_one_on_the_chosen_leaves_it(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front")
        await robot.keys("e")
        await robot.click_on("vepa (macvtap)")
        await robot.click_on("vepa (macvtap)")
        await robot.keys("enter")

        assert robot.network("front").mode is ForwardMode.VEPA


async def test_settings_rename(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front")
        await robot.keys("e", "end")
        await robot.type("age")
        await robot.keys("enter")

        assert robot.message == "✓ Rename front to frontage"
        assert robot.pool("frontage")[0] == "ens1f0#0"


async def test_settings_left_as_they_are_change_nothing(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front")
        await robot.keys("e", "enter")

        assert workspace.change_count == 0


async def test_a_network_that_is_no_pool_is_left_alone(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("default")
        await robot.keys("e")

        assert robot.message.startswith("✗ default is not a pool")


async def test_t_expands_a_whole_pf_and_collapses_it_again(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("lab")
        before = workspace.document(robot.network("lab")).content
        await robot.keys("t")
        assert len(robot.network("lab").members) == 8
        await robot.keys("t")

        assert workspace.document(robot.network("lab")).content == before


async def test_a_deleted_network_comes_back_with_u(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front")
        await robot.keys("D")
        assert workspace.draft.find("front") is None
        await robot.keys("u")
        assert robot.message == "✓ Undone: Delete network front"
        assert workspace.change_count == 0
        await robot.keys("ctrl+r")

        assert workspace.draft.find("front") is None


async def test_undo_without_an_edit_says_so(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("u")

        assert robot.message == "✗ Nothing to undo."


async def test_the_views_of_the_xml(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front")
        assert robot.xml.startswith("<forward")
        await robot.show("Document")
        assert "<name>front</name>" in robot.xml
        await robot.show("Diff")
        assert robot.xml == "No change: this is what is stored."
        await robot.drag("ens1f0#12", "front")

        assert sum(line.startswith("+ ") for line in robot.xml.splitlines()) == 1
        assert "ens1f0v12" in robot.xml


async def test_y_copies_the_xml_as_it_is(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front")
        await robot.show("Document")
        await robot.keys("y")

        assert robot.app.clipboard == workspace.document(robot.network("front")).text
        assert robot.message.startswith("✓ Copied")


async def test_enter_on_a_member_shows_its_vf_on_the_host(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front", 3)
        await robot.keys("enter")

        assert robot.pools.host.has_focus
        assert robot.message.startswith("ens1f0#3 ")


async def test_the_palette_finds_a_network(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("ctrl+p")
        await robot.type("network stor")
        await robot.pilot.pause()
        await robot.app.workers.wait_for_complete()
        await robot.keys("enter", "enter")

        assert robot.pools.networks.network_at_cursor() == "storage"
