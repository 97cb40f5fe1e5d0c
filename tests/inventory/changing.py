"""A libvirt on a host whose devices come, change and go, with the news that udev would send of it."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from os import path as ospath
from pathlib import Path
from typing import NamedTuple

from inventory.counted import CountedConnection
from lab import udev_messages
from lab.hosts import for_libudev
from lab.libvirtd import Libvirtd, system_libvirtd
from sysfs_tree import SysfsTree, recording

from vftui.inventory.nodedev import NodeDeviceInventory


class Removed(NamedTuple):
    """A device that was taken out of the tree, and the link to it from its class or bus."""

    device: Path
    link: Path
    target: Path


class ChangingHost:
    """The recorded host `igb-2pf-14vf` with a macvtap.

    Each change returns when the inventory has heard all news of it.
    """

    def __init__(self, sysfs: Path, libvirtd: Libvirtd) -> None:
        self.sysfs = sysfs
        self.connection = CountedConnection(libvirtd.uri)
        self.inventory = NodeDeviceInventory(self.connection)
        self.all_devices: list[str] = []
        self.libvirtd = libvirtd
        self._aside = sysfs.parent / "aside"
        self._aside.mkdir()
        self._removed: list[Removed] = []
        self._heard = threading.Semaphore(0)

    def remove(self, *links: str) -> None:
        """Take devices away, given by their places in /sys/class or /sys/bus."""
        news = []
        for link in map(self.sysfs.joinpath, links):
            removed = Removed(link.resolve(), link, link.readlink())
            news.append(self._news("remove", removed.device))
            removed.device.rename(self._aside / link.name)
            link.unlink()
            self._removed.append(removed)
        self._tell(*news)

    def restore(self) -> None:
        """Bring back whatever was taken away."""
        news = []
        while self._removed:
            removed = self._removed.pop()
            (self._aside / removed.link.name).rename(removed.device)
            removed.link.symlink_to(removed.target)
            news.append(self._news("add", removed.device))
        self._tell(*news)

    def rename(self, netdev: str, name: str) -> None:
        link = self.sysfs / "class/net" / netdev
        old = link.resolve()
        new = old.rename(old.with_name(name))
        link.unlink()
        (link.parent / name).symlink_to(ospath.relpath(new, link.parent))
        uevent = new / "uevent"
        uevent.write_text(uevent.read_text().replace(netdev, name))
        # libvirt makes two of it: the old one is gone, the new one is there.
        self._tell(f"{self._news('move', new)}DEVPATH_OLD=/{old.relative_to(self.sysfs)}", count=2)

    def set_driver(self, vf: str, driver: str) -> None:
        """Bind a VF to another driver, of which there is no news."""
        link = self.sysfs / "bus/pci/devices" / vf / "driver"
        home = self.sysfs / "bus/pci/drivers" / driver
        home.mkdir(exist_ok=True)
        link.unlink()
        link.symlink_to(ospath.relpath(home, link.parent.resolve()))

    def set_link_up(self, netdev: str) -> None:
        """Of this there is no news either."""
        for attribute, value in (("speed", "1000"), ("operstate", "up")):
            (self.sysfs / "class/net" / netdev / attribute).write_text(f"{value}\n")

    def vfs_of(self, pf: str) -> list[str]:
        """The places of all VFs of a PF, each after that of its netdev."""
        paths = [link.resolve() for link in sorted((self.sysfs / "bus/pci/devices" / pf).glob("virtfn*"))]
        netdevs = [f"class/net/{netdev.name}" for path in paths for netdev in (path / "net").iterdir()]
        return [*netdevs, *(f"bus/pci/devices/{path.name}" for path in paths)]

    def hear(self) -> None:
        self._heard.release()

    def _news(self, action: str, device: Path) -> str:
        subsystem = (device / "subsystem").readlink().name
        # What the kernel says of the device itself is part of it.
        return f"ACTION={action} DEVPATH=/{device.relative_to(self.sysfs)} SUBSYSTEM={subsystem} " + (
            device / "uevent"
        ).read_text().replace("\n", " ")

    def _tell(self, *news: str, count: int | None = None) -> None:
        subprocess.run(self.libvirtd.command(sys.executable, udev_messages.__file__, *news), check=True)
        for _ in range(len(news) if count is None else count):
            assert self._heard.acquire(timeout=30), "libvirt sent no news"


@contextmanager
def changing_host(folder: Path) -> Iterator[ChangingHost]:
    """A host whose inventory is watched and was read once."""
    tree = SysfsTree(folder.resolve()).replay(recording("igb-2pf-14vf").read_text())
    tree.netdev(None, "macvtap0")
    sysfs = for_libudev(tree.sysfs)
    with system_libvirtd(sysfs) as libvirtd:
        host = ChangingHost(sysfs, libvirtd)
        host.connection.open()
        with host.inventory.watch(host.hear):
            host.inventory.read()
            host.all_devices = host.connection.described()
            yield host
        host.connection.close()
