"""Real udev events; run by test_hotplug.py in a process of its own, for umockdev takes over the whole process."""

import threading
from collections.abc import Callable, Iterator
from os import path as ospath
from pathlib import Path

import pytest
from testbed import Testbed, recorded_devices

from vftui.inventory.udev import UdevInventory
from vftui.model.host import Host, PhysicalFunction

PF = "bus/pci/devices/0000:01:00.0"
VF1 = "bus/pci/devices/0000:01:10.2"


class Watcher:
    """An inventory and the news of it."""

    def __init__(self, inventory: UdevInventory) -> None:
        self.inventory = inventory
        self.news = threading.Event()

    def wait_until(self, true_of: Callable[[PhysicalFunction], bool]) -> Host:
        """The host as soon as news led to a reading of it where this is true of its first PF."""
        while True:
            assert self.news.wait(10), "nothing was heard"
            self.news.clear()
            if true_of((host := self.inventory.read()).pfs[0]):
                return host


@pytest.fixture
def bed() -> Iterator[Testbed]:
    with Testbed(recorded_devices("0000:01:")) as made:
        yield made


@pytest.fixture
def watcher(bed: Testbed) -> Iterator[Watcher]:  # noqa: ARG001 - /sys must be the bed's before it is watched
    watcher = Watcher(UdevInventory())
    with watcher.inventory.watch(watcher.news.set):
        yield watcher


def test_vfs_that_vanish_are_gone(bed: Testbed, watcher: Watcher) -> None:
    (bed.sysfs / PF / "virtfn1").unlink()
    bed.uevent(VF1, "remove")

    host = watcher.wait_until(lambda pf: pf.numvfs == 6)
    assert [vf.index for vf in host.pfs[0].vfs] == [0, 2, 3, 4, 5, 6]


def test_vfs_that_appear_are_there(bed: Testbed, watcher: Watcher) -> None:
    (bed.sysfs / PF / "virtfn7").symlink_to("../0000:01:11.6")
    bed.add(recorded_devices("0000:01:10.2").replace("01:10.2", "01:11.6").replace("enp1s0v1", "enp1s0v7"))

    host = watcher.wait_until(lambda pf: pf.vfs[-1].netdev == "enp1s0v7")
    assert host.pfs[0].numvfs == 8


def test_a_renamed_netdev_has_its_new_name(bed: Testbed, watcher: Watcher) -> None:
    renamed = (bed.sysfs / VF1 / "net/enp1s0v1").resolve().rename(bed.sysfs / VF1 / "net/tenant0")
    relink(bed.sysfs / "class/net/enp1s0v1", bed.sysfs / "class/net/tenant0", renamed)
    bed.uevent("class/net/tenant0", "move")

    host = watcher.wait_until(lambda pf: pf.vfs[1].netdev == "tenant0")
    assert "tenant0" not in host.others


def test_a_vf_that_is_bound_to_vfio_has_no_netdev(bed: Testbed, watcher: Watcher) -> None:
    (bed.sysfs / VF1 / "net").rename(bed.sysfs / "net-that-was")
    (bed.sysfs / "class/net/enp1s0v1").unlink()
    relink(bed.sysfs / VF1 / "driver", bed.sysfs / VF1 / "driver", bed.sysfs / "bus/pci/drivers/vfio-pci")
    bed.uevent(VF1, "bind")

    host = watcher.wait_until(lambda pf: pf.vfs[1].driver == "vfio-pci")
    assert host.pfs[0].vfs[1].netdev is None


def test_who_stopped_watching_hears_no_more(bed: Testbed, watcher: Watcher) -> None:
    former = Watcher(watcher.inventory)
    with former.inventory.watch(former.news.set):
        pass
    bed.uevent(VF1, "change")

    watcher.wait_until(lambda pf: pf.numvfs == 7)
    assert not former.news.is_set()


def relink(old: Path, new: Path, target: Path) -> None:
    old.unlink()
    new.symlink_to(ospath.relpath(target, new.parent.resolve()))
