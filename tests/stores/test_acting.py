"""Starting, stopping and restarting over a line that breaks: it says what became of the network, or that none knows."""

from collections.abc import Iterator
from itertools import count

import pytest
from lab.fixtures import forget_networks
from lab.libvirtd import Libvirtd
from stores.cut_line import Line, line_to
from stores.libvirt_networks import SomebodyElse, pool

from vftui.errors import LibvirtError
from vftui.model.network_actions import Action
from vftui.progress import Progress
from vftui.stores.acting import act
from vftui.stores.virruntime import VirRuntime
from vftui.virconnect.connection import Connection

RED = pool("red", "enp1s0v0")
NOTHING = {
    Action.START: "Nothing was started",
    Action.STOP: "Nothing was stopped",
    Action.RESTART: "Nothing was restarted",
    Action.AUTOSTART_ON: "No autostart was set",
}
STOPPED, STARTED_AGAIN = "Whether red was stopped is not known", "Whether red was started again is not known"
UNKNOWN = {
    Action.START: {"Whether red was started is not known"},
    Action.STOP: {STOPPED},
    Action.RESTART: {STOPPED, STARTED_AGAIN},
    Action.AUTOSTART_ON: {"Whether the autostart of red was set is not known"},
}


@pytest.fixture
def line(emptied_libvirtd: Libvirtd) -> Iterator[Line]:
    with line_to(emptied_libvirtd.socket) as line:
        yield line


def key_of(other: SomebodyElse, name: str) -> str:
    key: str = other.network(name, lambda network: network.UUIDString())
    return key


def broken_everywhere(
    libvirtd: Libvirtd, line: Line, action: Action, *, is_made: bool
) -> Iterator[tuple[LibvirtError, bool, tuple[bool, bool, bool]]]:
    """The errors of an action whose line breaks at its first call, at its second …, and how the network stands then.

    Between the two, whether that is how it stood before.
    """
    other = SomebodyElse(libvirtd.uri)
    for call in count(1):
        forget_networks(libvirtd.uri)
        other.define(RED)
        if action is not Action.START:
            other.start("red")
        before = other.stands("red")
        connection = Connection(line.uri)
        connection.open()
        line.break_at(call, is_made=is_made)
        try:
            act(VirRuntime(connection), action, key_of(other, "red"), (), Progress())
        except LibvirtError as error:
            yield error, other.stands("red") == before, other.stands("red")
        if not line.has_broken:
            return


@pytest.mark.parametrize("is_made", [True, False], ids=["unanswered", "unheard"])
@pytest.mark.parametrize("action", NOTHING, ids=str)
def test_an_action_whose_line_breaks_says_that_nothing_was_done_or_that_nobody_knows(
    emptied_libvirtd: Libvirtd, line: Line, action: Action, is_made: bool
) -> None:
    told = set()
    for error, is_as_before, _ in broken_everywhere(emptied_libvirtd, line, action, is_made=is_made):
        assert error.lost
        assert is_as_before or error.title in UNKNOWN[action], error
        assert "Lost the connection to" in error.message
        told.add(error.title)

    assert told == {NOTHING[action], *UNKNOWN[action]}


def test_a_restart_whose_stop_is_not_answered_says_that_the_network_was_not_started_again(
    emptied_libvirtd: Libvirtd, line: Line
) -> None:
    for error, _, (active, _, _) in broken_everywhere(emptied_libvirtd, line, Action.RESTART, is_made=True):
        if not active:
            assert error.title == STOPPED
            assert "red may be stopped, and was not started again: no guest can start on it" in error.message
            assert error.advice_first.startswith("Read again (r), and start it by a if it is inactive.")
            return
    pytest.fail("it was never stopped")


def test_a_libvirt_that_cannot_be_reached_has_done_nothing(own_libvirtd: Libvirtd) -> None:
    other = SomebodyElse(own_libvirtd.uri)
    other.define(RED)
    other.start("red")
    key = key_of(other, "red")
    own_libvirtd.kill()
    for action, nothing in NOTHING.items():
        with pytest.raises(LibvirtError, match=f"{nothing}: Cannot connect to") as failed:
            act(VirRuntime(Connection(own_libvirtd.uri)), action, key, (), Progress())
        assert failed.value.lost


def test_a_restart_whose_start_is_refused_says_that_the_network_is_stopped_and_why(emptied_libvirtd: Libvirtd) -> None:
    other = SomebodyElse(emptied_libvirtd.uri)
    other.define(RED)
    other.start("red")
    key = key_of(other, "red")
    named = f"<name>red</name><uuid>{key}</uuid>".encode()
    without_a_vf = RED.replace(b"<interface dev='enp1s0v0'/>", b"<pf dev='eth99'/>")
    other.define(without_a_vf.replace(b"<name>red</name>", named))
    with pytest.raises(
        LibvirtError,
        match=r"Stopped and not started: red is stopped, and was not started again: no guest .*eth99.*start it by a",
    ):
        act(VirRuntime(Connection(emptied_libvirtd.uri)), Action.RESTART, key, (), Progress())

    assert other.stands("red") == (False, True, False)
