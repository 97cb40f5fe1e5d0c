"""A host at the other end of a cable, by ssh; run by test_remote.py where the operator is."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from vftui.errors import LibvirtError
from vftui.inventory.nodedev import NodeDeviceInventory
from vftui.model.edits import Add, NewNetwork, Together
from vftui.model.network import ForwardMode
from vftui.stores.virnetwork import VirNetworkStore
from vftui.virconnect.connection import Connection
from vftui.virconnect.events import watch_running
from vftui.workspace import Workspace

URI = os.environ["VFTUI_LAB_REMOTE"]
RED = NewNetwork("red", ForwardMode.PASSTHROUGH, "11111111-2222-4333-8444-555555555555")
BLUE = NewNetwork("blue", ForwardMode.HOSTDEV, "11111111-2222-4333-8444-666666666666")
# Seconds: generous, and short.
PATIENT, SHORT = 20.0, 1.0


@pytest.fixture
def connection() -> Iterator[Connection]:
    made = Connection(URI, limit=PATIENT)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def ssh(connection: Connection) -> int:
    """The process that the connection goes through, to a libvirt without networks."""
    before = children("ssh")
    connection.open()
    connection.call("delete its networks", lambda libvirt: [each.undefine() for each in libvirt.listAllNetworks()])
    (process,) = children("ssh") - before
    return process


@pytest.fixture
def workspace(connection: Connection) -> Workspace:
    return Workspace(NodeDeviceInventory(connection).read(), VirNetworkStore(connection))


def test_its_cards_are_read_and_its_networks_are_written(workspace: Workspace, connection: Connection) -> None:
    one, two = workspace.host.pfs
    assert [(pf.netdevs, len(pf.vfs)) for pf in (one, two)] == [(("enp1s0",), 7), (("enp2s0",), 7)]
    workspace.do(Together((RED, Add("red", tuple(vf.address for vf in one.vfs[:3])))))
    workspace.do(Together((BLUE, Add("blue", (two.address,)))))
    assert workspace.write() == ("red", "blue")

    there = Workspace(workspace.host, VirNetworkStore(connection))
    assert {each.name: each.members for each in there.draft} == {each.name: each.members for each in workspace.draft}
    assert there.owners[one.vfs[0].address] == ("red",)


def test_a_cable_that_is_pulled_costs_no_more_than_the_time_limit_and_no_edit(connection: Connection) -> None:
    impatient = Connection(URI, limit=SHORT)
    impatient.open(PATIENT)
    workspace = Workspace(NodeDeviceInventory(connection).read(), VirNetworkStore(impatient))
    workspace.do(RED)
    with pulled_cable():
        for _ in range(2):
            began = time.monotonic()
            with pytest.raises(LibvirtError) as refused:
                workspace.fetch()
            assert refused.value.lost
            assert time.monotonic() - began < PATIENT / 2

    assert [network.name for network in workspace.draft] == ["red"]
    impatient.open(PATIENT)
    assert workspace.write() == ("red",)
    impatient.close()


def test_an_ssh_that_dies_is_a_loss_and_the_next_call_has_another(
    ssh: int, workspace: Workspace, connection: Connection
) -> None:
    workspace.do(RED)
    lost = Event()
    with watch_running(connection, lost.set):
        os.kill(ssh, signal.SIGKILL)
        assert lost.wait(PATIENT)

    assert workspace.write() == ("red",)


def test_an_ssh_that_dies_in_the_middle_of_a_call_says_so(ssh: int, connection: Connection) -> None:
    os.kill(ssh, signal.SIGSTOP)

    def ask(libvirt: Any) -> object:  # noqa: ANN401 - libvirt-python has no types
        os.kill(ssh, signal.SIGKILL)
        return libvirt.listAllNetworks()

    with pytest.raises(LibvirtError, match="Lost the connection") as refused:
        connection.call("list its networks", ask)
    assert refused.value.lost


@contextmanager
def pulled_cable() -> Iterator[None]:
    subprocess.run(["ip", "link", "set", "cable", "down"], check=True)
    try:
        yield
    finally:
        subprocess.run(["ip", "link", "set", "cable", "up"], check=True)


def children(name: str) -> set[int]:
    """The processes of a program that this one started."""
    ours = (int(pid) for tasks in Path("/proc/self/task").iterdir() for pid in (tasks / "children").read_text().split())
    return {pid for pid in ours if Path(f"/proc/{pid}/comm").read_text().strip() == name}
