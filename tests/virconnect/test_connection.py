"""A connection answers, or says within its time that it cannot."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from lab.libvirtd import Libvirtd
from virconnect.conftest import PATIENT, SHORT, Connect
from virconnect.requests import define, networks

from vftui.errors import LibvirtError, StoppedError
from vftui.progress import Progress
from vftui.virconnect import session
from vftui.virconnect.session import Session

pytest.importorskip("libvirt")


def test_the_first_call_opens_it(connect: Connect, emptied_libvirtd: Libvirtd) -> None:
    connection = connect(emptied_libvirtd.uri)
    connection.call("define red", define("red"))

    assert connection.call("list its networks", networks) == ["red"]


def test_many_threads_share_one_session(connect: Connect, emptied_libvirtd: Libvirtd) -> None:
    connection = connect(emptied_libvirtd.uri)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(connection.call, "tell itself", lambda libvirt: libvirt) for _ in range(50)]

    assert len({id(each.result()) for each in asked}) == 1


def test_threads_that_ask_at_the_same_moment_open_it_once(connect: Connect, test_driver: str) -> None:
    opened: list[Session] = []

    class Counting:
        def opened(self, session: Session) -> None:
            opened.append(session)

        def lost(self) -> None:
            raise AssertionError

    rounds = 200
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            for _ in range(rounds):
                connection = connect(test_driver)
                connection.add_listener(Counting())
                for asked in [pool.submit(connection.call, "list its networks", networks) for _ in range(4)]:
                    asked.result()
                connection.close()
    finally:
        sys.setswitchinterval(before)

    assert len(opened) == rounds


def test_calls_are_made_at_the_same_time_where_libvirts_library_takes_that(
    connect: Connect, emptied_libvirtd: Libvirtd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "takes_many_threads", lambda: True)
    connection, both = connect(emptied_libvirtd.uri), threading.Barrier(2, timeout=PATIENT)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(connection.call, "meet", lambda _: both.wait()) for _ in range(2)]

        assert sorted(each.result() for each in asked) == [0, 1]


def test_calls_are_made_one_by_one_where_libvirts_library_may_crash(
    connect: Connect, emptied_libvirtd: Libvirtd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "takes_many_threads", lambda: False)
    connection, alone = connect(emptied_libvirtd.uri), threading.Lock()

    def ask(libvirt: Any) -> bool:  # noqa: ANN401 - libvirt-python has no types
        was_alone = alone.acquire(blocking=False)
        networks(libvirt)
        if was_alone:
            alone.release()
        return was_alone

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(connection.call, "list its networks", ask) for _ in range(100)]

        assert all(each.result() for each in asked)


def test_what_the_function_raises_comes_out_as_it_is(connect: Connect, emptied_libvirtd: Libvirtd) -> None:
    with pytest.raises(KeyError, match="nowhere"):
        connect(emptied_libvirtd.uri).call("look it up", lambda _: dict[str, str]()["nowhere"])


def test_a_closed_one_opens_again(connect: Connect, emptied_libvirtd: Libvirtd) -> None:
    connection = connect(emptied_libvirtd.uri)
    connection.open()
    connection.close()
    connection.close()

    assert connection.call("list its networks", networks) == []


def test_one_that_is_closed_in_the_middle_of_a_call_stays_open_until_that_has_ended(
    connect: Connect, emptied_libvirtd: Libvirtd
) -> None:
    connection = connect(emptied_libvirtd.uri)

    def close_and_ask(libvirt: Any) -> list[str]:  # noqa: ANN401 - libvirt-python has no types
        connection.close()
        for thread in threading.enumerate():
            if thread.name == "libvirt: close":
                thread.join()
        return networks(libvirt)

    assert connection.call("list its networks", close_and_ask) == []


def test_a_call_without_answer_ends_with_its_time(connect: Connect, own_libvirtd: Libvirtd) -> None:
    connection = connect(own_libvirtd.uri, limit=SHORT)
    connection.open(PATIENT)
    own_libvirtd.suspend()
    began = time.monotonic()
    with pytest.raises(LibvirtError, match=r"did not list its networks within 0\.3 seconds") as refused:
        connection.call("list its networks", networks)

    assert refused.value.lost
    assert time.monotonic() - began < PATIENT / 2


def test_opening_without_answer_ends_with_its_time(connect: Connect, own_libvirtd: Libvirtd) -> None:
    own_libvirtd.suspend()

    with pytest.raises(LibvirtError, match=r"no connection after 0\.3 seconds") as refused:
        connect(own_libvirtd.uri).open(SHORT)
    assert refused.value.lost


def test_a_connection_without_answer_leaves_one_thread_behind_however_often_it_is_tried(
    connect: Connect, own_libvirtd: Libvirtd
) -> None:
    connection = connect(own_libvirtd.uri, limit=0.01)
    own_libvirtd.suspend()
    before = threading.active_count()
    for _ in range(20):
        with pytest.raises(LibvirtError, match="does not answer"):
            connection.call("list its networks", networks)

    assert threading.active_count() <= before + 1


def test_who_comes_when_somebody_else_has_given_up_gets_what_that_one_had_begun(
    connect: Connect, own_libvirtd: Libvirtd
) -> None:
    connection = connect(own_libvirtd.uri)
    own_libvirtd.suspend()
    with pytest.raises(LibvirtError, match="does not answer"):
        connection.open(0.01)
    own_libvirtd.resume()

    assert connection.call("list its networks", networks) == []


def test_an_answer_that_nobody_wants_any_more_is_not_waited_for(connect: Connect, own_libvirtd: Libvirtd) -> None:
    connection, progress = connect(own_libvirtd.uri), Progress()
    connection.open()
    own_libvirtd.suspend()
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(connection.call, "list its networks", networks, progress)
        progress.stop()

        with pytest.raises(StoppedError):
            call.result(PATIENT / 2)
    own_libvirtd.resume()


def test_opening_that_nobody_wants_any_more_is_not_waited_for(connect: Connect, own_libvirtd: Libvirtd) -> None:
    connection, progress = connect(own_libvirtd.uri), Progress()
    own_libvirtd.suspend()
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(connection.open, PATIENT, progress)
        progress.stop()

        with pytest.raises(StoppedError):
            opening.result(PATIENT / 2)


def test_nothing_of_libvirts_reaches_the_terminal(
    connect: Connect, emptied_libvirtd: Libvirtd, capfd: pytest.CaptureFixture[str]
) -> None:
    for uri in (
        emptied_libvirtd.uri,
        "test:///nosuch.xml",
        "qemu+ssh://nosuch.invalid/system",
        "qemu+unix:///?socket=/",
    ):
        with pytest.raises(LibvirtError):
            connect(uri).call("define it", lambda libvirt: libvirt.networkDefineXML("no xml"))

    assert capfd.readouterr() == ("", "")


def test_libvirts_test_driver_is_a_libvirt_too(connect: Connect, test_driver: str) -> None:
    assert connect(test_driver).call("list its networks", networks) == ["default"]
