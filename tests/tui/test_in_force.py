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
        assert "In force after a restart: red is active. A restart would cut off g1, which goes on until" in seen[1]
        assert "In force once it is started: fresh will be inactive, and without autostart." in seen[2]


async def test_on_a_small_screen_the_review_says_all_of_whom_a_restart_would_cut_off(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0", "enp1s0v1")
    libvirt.attach("red", "web-7")
    libvirt.attach("red", "web-8-with-a-name-that-leaves-no-room-for-more", "52:54:00:00:00:02")
    async with at_work(libvirt.workspace(), size=(80, 24)) as robot:
        await robot.knows_what_runs()
        await robot.drag("enp2s0#0", "red")
        await robot.keys("w")
        await robot.until(lambda: isinstance(robot.app.screen, Review))
        said = " ".join(robot.seen().split())

        assert "A restart would cut off web-7 and web-8-with-a-name-that-leaves-n…, which go on until then" in said
        assert "libvirt forgets what they hold, and gives it to the next guests." in said
        assert "enp2s0v0" in said


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
        await told(robot, "Stopped and not started", "red  changed by somebody else")
        await told(robot, "Somebody else has changed or deleted red since it was written")

        assert libvirt.network("red") == (False, False)


async def delete_and_write(robot: Robot, network: str) -> None:
    await robot.go(network)
    await robot.keys("D", "w")
    await robot.until(lambda: isinstance(robot.app.screen, Review))
    await robot.keys("y")


async def test_a_deletion_that_stops_a_network_is_told_beside_what_was_written(libvirt: Libvirt) -> None:
    libvirt.define("off", "enp1s0v1", active=False)
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.drag("enp2s0#0", "off")
        await delete_and_write(robot, "red")
        await told(robot, "Written  1 network  Deleted  1 network", "red  deleted; it was stopped")
        assert robot.message == f"✓ Written to {libvirt.uri}. That stopped red; nothing else that runs is changed."
        await told(robot, "in force at the next start")
        await robot.keys("end")
        await told(robot, "red is deleted. It was active, and the write stopped it.")
        await robot.keys("s")
        assert robot.message == "✗ red is deleted: there is nothing to start."
        await robot.keys("escape")

        assert robot.message == f"✓ Wrote off to {libvirt.uri}; deleted red (it was stopped)"
        assert [network.name for network in libvirt.workspace().draft] == ["off"]


async def test_a_deletion_alone_that_stops_a_network_is_told(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await delete_and_write(robot, "red")
        await told(robot, "─ Deleted  1 network", "red  deleted; it was stopped")

        assert robot.message == f"✓ Deleted from {libvirt.uri}. That stopped red; nothing else that runs is changed."


async def test_a_deletion_that_stops_nothing_needs_no_more_than_a_sentence(libvirt: Libvirt) -> None:
    libvirt.define("off", "enp1s0v1", active=False)
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await delete_and_write(robot, "off")
        await robot.until(lambda: robot.app.screen is robot.pools)

        assert robot.message == f"✓ Deleted off from {libvirt.uri}"


async def test_a_deleted_network_whose_name_is_given_anew_is_told_as_both(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.go("red")
        await robot.keys("D")
        await robot.drag("enp2s0#2", "new network")
        await robot.new_network("red")
        await robot.keys("w")
        await robot.until(lambda: isinstance(robot.app.screen, Review))
        await told(robot, "In force once it is started: red will be inactive")
        await robot.keys("down")

        await told(robot, "Stopped and deleted at once: red is active, and no guest is on it.")


async def test_what_is_in_force_is_left_by_escape_and_all_of_it_stays_written(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await change_and_write(robot, "enp2s0#0", "red")
        await robot.keys("escape")

        assert robot.app.screen is robot.pools
        assert robot.message == f"✓ Wrote red to {libvirt.uri}"
        assert robot.workspace.change_count == 0
