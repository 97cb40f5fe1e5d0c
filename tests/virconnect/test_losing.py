"""A connection that breaks says so once, and the next call has another."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from lab.libvirtd import Libvirtd
from virconnect.conftest import PATIENT, SHORT, Connect
from virconnect.requests import define, networks

from vftui.errors import LibvirtError
from vftui.virconnect.connection import Connection

pytest.importorskip("libvirt")


@pytest.fixture
def connection(connect: Connect, own_libvirtd: Libvirtd) -> Connection:
    """One over which a network was defined."""
    made = connect(own_libvirtd.uri)
    made.call("define red", define("red"))
    return made


def test_a_daemon_that_dies_in_the_middle_of_a_call_is_a_loss(connection: Connection, own_libvirtd: Libvirtd) -> None:
    own_libvirtd.suspend()
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(connection.call, "list its networks", networks)
        own_libvirtd.kill()

        with pytest.raises(LibvirtError, match="Lost the connection") as refused:
            call.result()
    assert refused.value.lost


def test_a_daemon_that_is_gone_is_a_loss_until_it_is_back(connection: Connection, own_libvirtd: Libvirtd) -> None:
    own_libvirtd.stop()
    for _ in range(2):
        with pytest.raises(LibvirtError) as refused:
            connection.call("list its networks", networks)
        assert refused.value.lost
    own_libvirtd.start()

    assert connection.call("list its networks", networks) == ["red"]


def test_a_daemon_that_has_restarted_is_not_even_noticed(connection: Connection, own_libvirtd: Libvirtd) -> None:
    own_libvirtd.stop()
    own_libvirtd.start()

    assert connection.call("list its networks", networks) == ["red"]


def test_a_daemon_that_answers_again_is_asked_again(connect: Connect, own_libvirtd: Libvirtd) -> None:
    connection = connect(own_libvirtd.uri, limit=SHORT)
    connection.open()
    own_libvirtd.suspend()
    with pytest.raises(LibvirtError):
        connection.call("list its networks", networks)
    own_libvirtd.resume()

    assert connect(own_libvirtd.uri).call("list its networks", networks) == []
    assert connection.call("list its networks", networks) == []


def test_what_is_asked_after_a_call_without_answer_goes_over_another_session(
    connect: Connect, emptied_libvirtd: Libvirtd
) -> None:
    connection, is_over = connect(emptied_libvirtd.uri, limit=SHORT), Event()
    connection.open()
    asked: list[object] = []

    def be_stuck(libvirt: object) -> None:
        asked.append(libvirt)
        is_over.wait(PATIENT)

    with pytest.raises(LibvirtError, match="did not come back"):
        connection.call("come back", be_stuck)
    connection.open()  # in time of its own
    asked.append(connection.call("tell itself", lambda libvirt: libvirt))
    is_over.set()

    stuck, answering = asked
    assert answering is not stuck


def test_an_object_from_before_the_loss_is_a_loss_too(connection: Connection, own_libvirtd: Libvirtd) -> None:
    network = connection.call("find red", lambda libvirt: libvirt.networkLookupByName("red"))
    own_libvirtd.stop()
    own_libvirtd.start()
    connection.call("list its networks", networks)

    with pytest.raises(LibvirtError) as refused:
        connection.call("show red", lambda _: network.XMLDesc())
    assert refused.value.lost


def test_a_refusal_is_no_loss(connection: Connection) -> None:
    with pytest.raises(LibvirtError) as refused:
        connection.call("find blue", lambda libvirt: libvirt.networkLookupByName("blue"))

    assert (refused.value.lost, refused.value.code) == (False, 43)
