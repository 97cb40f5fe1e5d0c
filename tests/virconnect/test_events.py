"""Who watches hears of every change, and of a connection that comes and goes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import Empty, Queue
from threading import Event

import pytest
from lab.libvirtd import Libvirtd
from virconnect.conftest import PATIENT, Connect
from virconnect.requests import define

from vftui.virconnect.connection import Connection
from vftui.virconnect.events import watch_devices, watch_running

pytest.importorskip("libvirt")


# Seconds, in which no keepalive gives up a libvirt that does not answer.
SOON = 5.0

# The one kind of node device that libvirt's test driver makes.
VPORT = """
<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'>
  <wwnn>1111222233334444</wwnn><wwpn>5555666677778888</wwpn>
</capability></capability></device>
"""


class News(Queue[str | None]):
    """What a watch tells."""

    def __call__(self, name: str | None = "something") -> None:
        self.put(name)

    def next(self) -> str | None:
        return self.get(timeout=PATIENT)

    def settled(self) -> list[str | None]:
        """All that has come by now."""
        found = []
        while True:
            try:
                found.append(self.get_nowait())
            except Empty:
                return found


@pytest.fixture
def connection(connect: Connect, own_libvirtd: Libvirtd) -> Connection:
    return connect(own_libvirtd.uri)


@pytest.fixture
def watching() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_a_network_that_is_defined_started_and_stopped_is_heard_of(connection: Connection, watching: ExitStack) -> None:
    news = News()
    watching.enter_context(watch_running(connection, news))
    connection.call("define red", define("red"))
    assert news.next()
    connection.call("start red", lambda libvirt: libvirt.networkLookupByName("red").create())
    assert news.next()
    connection.call("stop red", lambda libvirt: libvirt.networkLookupByName("red").destroy())
    assert news.next()


def test_what_others_do_is_heard_of(
    connection: Connection, connect: Connect, own_libvirtd: Libvirtd, watching: ExitStack
) -> None:
    news = News()
    watching.enter_context(watch_running(connection, news))
    connection.open()
    connect(own_libvirtd.uri).call("define red", define("red"))

    assert news.next()


def test_a_watch_that_begins_on_an_open_connection_hears_too(connection: Connection, watching: ExitStack) -> None:
    connection.open()
    news = News()
    watching.enter_context(watch_running(connection, news))

    assert heard_in_the_end(connection, news)


def test_a_loss_is_heard_of_and_so_is_the_return(
    connection: Connection, own_libvirtd: Libvirtd, watching: ExitStack
) -> None:
    running, devices = News(), News()
    watching.enter_context(watch_running(connection, running))
    watching.enter_context(watch_devices(connection, devices))
    connection.open()
    own_libvirtd.stop()
    assert (running.next(), devices.next()) == ("something", None)
    own_libvirtd.start()
    connection.open()
    assert (running.next(), devices.next()) == ("something", None)
    connection.call("define red", define("red"))

    assert running.next() == "something"


def test_nothing_is_heard_once_the_watch_is_over(connection: Connection) -> None:
    news, other = News(), News()
    with watch_running(connection, other):
        with watch_running(connection, news):
            connection.call("define red", define("red"))
            assert (news.next(), other.next()) == ("something", "something")
        for name in ("blue", "green"):
            connection.call(f"define {name}", define(name))
            assert other.next()

        assert news.settled() == []


def test_a_watch_without_a_connection_hears_nothing_and_complains_of_nothing(connect: Connect) -> None:
    news = News()
    with watch_running(connect("qemu+unix:///session?socket=/nosuch"), news), watch_devices(connect("foo:///"), news):
        pass

    assert news.settled() == []


def test_the_test_driver_tells_of_its_networks(connect: Connect, test_driver: str, watching: ExitStack) -> None:
    connection, news = connect(test_driver), News()
    watching.enter_context(watch_running(connection, news))
    connection.call("stop default", lambda libvirt: libvirt.networkLookupByName("default").destroy())

    assert news.next()


def test_a_node_device_that_comes_is_named(connect: Connect, watching: ExitStack) -> None:
    connection, news = connect("test:///default"), News()
    watching.enter_context(watch_devices(connection, news))
    name = connection.call("make a device", lambda libvirt: libvirt.nodeDeviceCreateXML(VPORT).name())

    assert news.next() == name


def test_leaving_a_watch_does_not_wait_for_a_libvirt_that_does_not_answer(
    connection: Connection, own_libvirtd: Libvirtd
) -> None:
    connection.open()
    with ExitStack() as watching, ThreadPoolExecutor(1) as pool:
        watching.enter_context(watch_running(connection, Event().set))
        own_libvirtd.suspend()
        try:
            assert pool.submit(watching.pop_all().close).result(SOON) is None
        finally:
            own_libvirtd.resume()


def heard_in_the_end(connection: Connection, news: News) -> bool:
    """Whether a change is heard of, sooner or later: the watch needs a moment to register."""
    for number in range(1000):
        connection.call("define it", define(f"red{number}"))
        if news.settled():
            return True
    return bool(news.next())
