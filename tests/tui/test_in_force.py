"""What a write means for what runs: said before it, and told after it, on a real libvirtd."""

from robot import Robot, at_work, workspace_of
from tui.on_libvirt import Libvirt

from vftui.inventory.demo import demo_host
from vftui.tui.screens.confirm import ConfirmCut
from vftui.tui.screens.in_force import InForce
from vftui.tui.screens.review import Review


async def change_and_write(robot: Robot, vf: str, network: str) -> None:
    await robot.knows_what_runs()
    await robot.drag(vf, network)
    await robot.keys("w")
    await robot.until(lambda: isinstance(robot.app.screen, Review))
    await robot.keys("y")
    await robot.until(lambda: isinstance(robot.app.screen, InForce))


async def told(robot: Robot, *texts: str) -> None:
    for text in texts:
        await robot.sees(text)


async def test_the_review_says_before_the_write_what_it_will_mean(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    libvirt.define("off", "enp1s0v1", active=False)
    libvirt.attach("red", "g1")
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.drag("enp2s0#0", "red")
        await robot.drag("enp2s0#1", "off")
        await robot.drag("enp2s0#2", "new network")
        await robot.new_network("fresh")
        await robot.keys("w")
        await robot.until(lambda: isinstance(robot.app.screen, Review))
        seen = [robot.seen()]
        for _ in range(2):
            await robot.keys("down")
            seen.append(robot.seen())

        assert "In force at the next start: off is inactive." in seen[0]
        assert "In force after a restart: red is active, and g1 goes on with what it has." in seen[1]
        assert "In force once it is started: fresh will be inactive, and without autostart." in seen[2]


async def test_a_folder_is_written_without_a_word_of_what_runs() -> None:
    front = b"<network><name>front</name><forward mode='passthrough'><interface dev='ens1f0v0'/></forward></network>"
    async with at_work(workspace_of(demo_host(), {"front.xml": front})) as robot:
        await robot.drag("ens1f0#12", "front")
        await robot.keys("w")
        assert "In force" not in robot.seen()
        await robot.keys("y")

        assert robot.app.screen is robot.pools


async def test_after_a_write_a_restart_brings_what_was_written(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await change_and_write(robot, "enp2s0#0", "red")
        await told(robot, "in force after a restart", "add enp2s0#0 to what it hands out")
        await robot.keys("r")
        await told(robot, "in force now")

        assert robot.message == "✓ red is stopped and started again."
        assert libvirt.network("red") == (True, False)


async def test_however_many_guests_there_are_what_a_restart_means_is_seen_before_them(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0", mode="bridge")
    for nth in range(1, 21):
        libvirt.attach("red", f"g{nth:02}", f"52:54:00:00:00:{nth:02x}")
    async with at_work(libvirt.workspace(), size=(80, 24)) as robot:
        await change_and_write(robot, "enp2s0#0", "red")
        await told(robot, "Restart now: g01", "others can start beside them", "· g01 (")
        assert "· g20 (" not in robot.seen()
        await robot.keys("tab", "end")

        await told(robot, "· g20 (")


async def test_after_a_write_an_inactive_network_is_started(libvirt: Libvirt) -> None:
    libvirt.define("off", "enp1s0v0", active=False)
    async with at_work(libvirt.workspace()) as robot:
        await change_and_write(robot, "enp2s0#0", "off")
        await told(robot, "in force at the next start")
        await robot.keys("s")
        await told(robot, "in force now")

        assert libvirt.network("off") == (True, False)


async def test_a_restart_under_guests_is_done_only_when_the_name_has_been_typed(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    libvirt.attach("red", "g1")
    async with at_work(libvirt.workspace()) as robot:
        await change_and_write(robot, "enp2s0#0", "red")
        await told(robot, "in force after a restart", "1 in use", "g1 (enp1s0v0, 52:54:00:00:00:01)")
        await robot.keys("r")
        assert isinstance(robot.app.screen, ConfirmCut)
        assert "g1 (enp1s0v0" in robot.seen()
        await robot.type("yes")
        await robot.keys("enter")
        assert robot.message.startswith("✗ red is left as it is")
        await robot.keys("r")
        await robot.type("red")
        await robot.keys("enter")
        await told(robot, "in force now")


async def test_a_guest_that_came_unseen_is_not_cut_off(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await change_and_write(robot, "enp2s0#0", "red")
        await told(robot, "in force after a restart")
        # Ports make no event, so the next look has not come yet.
        libvirt.attach("red", "g1")
        await robot.keys("r")
        await told(robot, "red is in use by g1 now: Nothing was done")

        assert libvirt.ports("red") == 1


async def test_a_restart_whose_start_fails_says_that_the_network_is_stopped_now(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await change_and_write(robot, "enp2s0#0", "red")
        await told(robot, "in force after a restart")
        libvirt.define("red", "<pf dev='eth99'/>", active=False)
        await robot.keys("r")
        await told(robot, "Stopped and not started", "in force at the next start")

        assert libvirt.network("red") == (False, False)


async def test_what_is_in_force_is_left_by_escape_and_all_of_it_stays_written(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await change_and_write(robot, "enp2s0#0", "red")
        await robot.keys("escape")

        assert robot.app.screen is robot.pools
        assert robot.message == f"✓ Wrote red to {libvirt.uri}"
        assert robot.workspace.change_count == 0
