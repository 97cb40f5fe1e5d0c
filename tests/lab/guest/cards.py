"""The machine's cards, changed as an administrator changes them."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from lab.guest.programs import run, virsh

_DEVICES = Path("/sys/bus/pci/devices")
_PROBE = Path("/sys/bus/pci/drivers_probe")
_PATIENCE = 60.0


class Card(NamedTuple):
    """One SR-IOV card with one port, and how many VFs it has when the machine has booted."""

    address: str
    netdev: str
    numvfs: int


CARDS = (Card("0000:01:00.0", "enp1s0", 7), Card("0000:02:00.0", "enp2s0", 7))


def vf_address(card: Card, index: int) -> str:
    return (_DEVICES / card.address / f"virtfn{index}").readlink().name


def numvfs(card: Card) -> int:
    return len(list((_DEVICES / card.address).glob("virtfn*")))


def set_numvfs(card: Card, count: int) -> None:
    """Make so many VFs, new ones; the kernel takes no other number than 0 from one that is not 0."""
    setting = _DEVICES / card.address / "sriov_numvfs"
    setting.write_text("0")
    if count:
        setting.write_text(str(count))
    settle()


def as_booted(card: Card) -> None:
    """Give back what a test may have changed."""
    if numvfs(card) != card.numvfs:
        set_numvfs(card, card.numvfs)
    set_link(card.netdev, "down")


def set_link(netdev: str, state: str) -> None:
    run("ip", "link", "set", netdev, state)


def bring_up(card: Card) -> None:
    """Set its link up, and wait until it is."""
    set_link(card.netdev, "up")
    deadline = time.monotonic() + _PATIENCE
    while json.loads(run("ip", "-j", "link", "show", card.netdev))[0]["operstate"] != "UP":
        assert time.monotonic() < deadline, f"{card.netdev} has no link"


@contextmanager
def renamed(netdev: str, name: str) -> Iterator[None]:
    """While a netdev has another name. It has to be down for that."""
    run("ip", "link", "set", netdev, "name", name)
    settle()
    try:
        yield
    finally:
        run("ip", "link", "set", name, "name", netdev)
        settle()


@contextmanager
def on_vfio(address: str) -> Iterator[None]:
    """While the device has vfio-pci for its driver, as a guest that takes it as a whole needs it."""
    run("modprobe", "vfio-pci")
    bind(address, "vfio-pci")
    try:
        yield
    finally:
        bind(address, "")


def bind(address: str, driver: str) -> None:
    """Have the device go to `driver`; '' for the one that the kernel thinks right."""
    device = _DEVICES / address
    (device / "driver_override").write_text(f"{driver}\n")
    (device / "driver/unbind").write_text(address)
    _PROBE.write_text(address)
    settle()


def settle() -> None:
    """Wait until udev has said everything that it has to say."""
    run("udevadm", "settle")


def libvirt_settled() -> None:
    """Wait until libvirt has heard of the same netdevs: it listens to udev, and takes its time."""
    deadline = time.monotonic() + _PATIENCE
    while _netdevs_of_libvirt() != (netdevs := {path.name for path in Path("/sys/class/net").iterdir()}):
        assert time.monotonic() < deadline, f"libvirt does not know of {netdevs ^ _netdevs_of_libvirt()}"


def _netdevs_of_libvirt() -> set[str]:
    """A node device has its name from its netdev's name and MAC."""
    return {name[4:-18] for name in virsh("nodedev-list", "--cap", "net").split()}
