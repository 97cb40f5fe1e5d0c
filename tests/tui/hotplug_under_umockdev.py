"""The app on real udev events; run by test_hotplug.py in a process of its own, for umockdev takes over all of it."""

import asyncio
import time
from collections.abc import Callable, Iterator

import pytest
from robot import Robot, at_work, workspace_of
from testbed import Testbed, recorded_devices

from vftui.inventory.udev import UdevInventory

PF = "bus/pci/devices/0000:01:00.0"
VF1 = "bus/pci/devices/0000:01:10.2"
# What the issue asks for.
WITHIN = 1.0


@pytest.fixture
def bed() -> Iterator[Testbed]:
    with Testbed(recorded_devices("0000:0")) as made:
        yield made


async def until(robot: Robot, true: Callable[[], bool]) -> float:
    """Let the app work until something holds; how long that took, in seconds."""
    started = time.monotonic()
    while not true():
        assert time.monotonic() - started < 10, robot.seen()
        await asyncio.sleep(0.01)
    return time.monotonic() - started


def unplug(bed: Testbed) -> None:
    (bed.sysfs / PF / "virtfn1").unlink()
    (bed.sysfs / "class/net/enp1s0v1").unlink()
    bed.uevent(VF1, "remove")


async def test_a_vf_that_vanishes_leaves_the_screen_and_the_draft_says_so(bed: Testbed) -> None:
    inventory = UdevInventory()
    async with at_work(workspace_of(inventory.read()), inventory) as robot:
        await robot.mark("enp1s0#0-3")
        await robot.keys("m")
        await robot.keys("n")
        await robot.new_network("front")
        await robot.mark("enp2s0#5")
        await robot.go("enp2s0#3")

        unplug(bed)
        took = await until(robot, lambda: "6/7 VFs" in robot.seen())

        assert took < WITHIN
        assert robot.pool("front") == ["enp1s0#0", "enp1s0#2", "enp1s0#3"]
        assert "‼" in await robot.row("front")
        assert "front" in robot.message
        assert robot.message.startswith("✗")
        assert robot.marked == ["enp2s0#5"]
        cursor = robot.pools.host.cursor_row
        assert cursor is not None
        assert robot.workspace.host.vf_name(cursor.key) == "enp2s0#3"  # type: ignore[arg-type] # the host's keys


async def test_a_vf_bound_to_vfio_is_shown_without_a_netdev(bed: Testbed) -> None:
    inventory = UdevInventory()
    async with at_work(workspace_of(inventory.read()), inventory) as robot:
        (bed.sysfs / VF1 / "net").rename(bed.sysfs / "net-that-was")
        (bed.sysfs / "class/net/enp1s0v1").unlink()
        driver = bed.sysfs / VF1 / "driver"
        driver.unlink()
        driver.symlink_to("/sys/bus/pci/drivers/vfio-pci")
        bed.uevent(VF1, "bind")

        assert await until(robot, lambda: "no netdev" in robot.seen()) < WITHIN
        assert "vfio-pci" in robot.seen()
