"""Real messages of the kernel's routing socket; run by test_hotplug.py in a network namespace of its own."""

import subprocess
import threading

import pytest

from vftui.inventory.udev import UdevInventory


@pytest.fixture(autouse=True)
def link_down() -> None:
    ip("link set lo down")


def test_a_link_that_goes_up_is_noticed_though_udev_says_nothing() -> None:
    news = threading.Event()

    with UdevInventory().watch(news.set):
        ip("link set lo up")
        assert news.wait(10)


@pytest.mark.parametrize(
    "change",
    [
        "addr add 10.0.0.5/32 dev lo",
        "addr add fd00::5/128 dev lo nodad",
        "route add 10.7.0.0/16 dev lo",
        "route add fd07::/64 dev lo",
    ],
)
def test_an_address_or_route_that_comes_is_noticed(change: str) -> None:
    ip("link set lo up")
    news = threading.Event()

    with UdevInventory().watch(news.set):
        ip(change)
        assert news.wait(10)


def test_messages_that_the_kernel_had_to_drop_do_not_end_the_news() -> None:
    news, ready = threading.Semaphore(0), threading.Event()

    def changed() -> None:
        news.release()
        ready.wait(10)

    with UdevInventory().watch(changed):
        ip("link set lo up")
        assert news.acquire(timeout=10)
        ip(*["link set lo down", "link set lo up"] * 1000)  # more than the socket's buffer takes
        ready.set()
        assert news.acquire(timeout=10)


def ip(*commands: str) -> None:
    subprocess.run(["ip", "-batch", "-"], input="\n".join(commands), text=True, check=True)
