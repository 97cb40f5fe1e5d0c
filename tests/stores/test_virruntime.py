"""What a real libvirt tells of networks that run, and of the guests on them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from guests import in_test_driver
from lab.libvirtd import Libvirtd
from stores.libvirt_networks import UNREADABLE, SomebodyElse, hostdev_pool, pool

from vftui.errors import ConflictError
from vftui.model.network import AddressMember, ForwardMode, InterfaceMember
from vftui.model.network_actions import Action
from vftui.model.pci import PciAddress
from vftui.model.running import Attachment, NetworkState
from vftui.progress import Progress
from vftui.stores import virstate
from vftui.stores.acting import act
from vftui.stores.virruntime import VirRuntime
from vftui.virconnect.connection import Connection

T = TypeVar("T")

MAC = "52:54:00:00:00:01"
LAB = b"<network><name>lab</name><forward mode='hostdev' managed='yes'><pf dev='enp2s0'/></forward></network>"


@pytest.fixture
def uri(emptied_libvirtd: Libvirtd) -> str:
    return emptied_libvirtd.uri


@pytest.fixture
def somebody(uri: str) -> SomebodyElse:
    return SomebodyElse(uri)


@pytest.fixture
def runtime(uri: str) -> VirRuntime:
    return VirRuntime(Connection(uri))


def started(somebody: SomebodyElse, name: str, content: bytes) -> None:
    somebody.define(content)
    somebody.start(name)


def state(runtime: VirRuntime, name: str) -> NetworkState:
    return next(state for state in runtime.running().networks.values() if state.name == name)


def test_a_guest_on_a_passthrough_pool_has_its_netdev(somebody: SomebodyElse, runtime: VirRuntime) -> None:
    started(somebody, "front", pool("front", "enp1s0v0", "enp1s0v1"))
    somebody.plug_in("front", "web")

    assert runtime.running().attachments == (
        Attachment("web", "front", MAC, "enp1s0v0", has_port=True, mode=ForwardMode.PASSTHROUGH),
    )
    assert state(runtime, "front").counted == 1


def test_a_guest_on_a_hostdev_pool_has_an_address(somebody: SomebodyElse, runtime: VirRuntime) -> None:
    started(somebody, "vfio", hostdev_pool("vfio", "02:10.0", "02:10.2"))
    somebody.plug_in("vfio", "web")
    somebody.plug_in("vfio", "db")

    assert [(each.guest, str(each.address), each.netdev) for each in runtime.running().attachments] == [
        ("db", "0000:02:10.2", None),
        ("web", "0000:02:10.0", None),
    ]
    assert runtime.running().guests_of("vfio") == ("db", "web")


def test_a_guest_whose_port_cannot_be_read_is_on_the_network_all_the_same(
    somebody: SomebodyElse, runtime: VirRuntime
) -> None:
    started(somebody, "front", pool("front", "enp1s0v0"))
    somebody.plug_in("front", "web", UNREADABLE)
    (key,) = runtime.running().networks

    with pytest.raises(ConflictError, match="front is in use by a guest whose port cannot be read now"):
        act(runtime, Action.RESTART, key, (), Progress())
    assert state(runtime, "front").counted == 1


def test_a_network_that_is_stopped_and_started_has_forgotten_its_guests(
    somebody: SomebodyElse, runtime: VirRuntime
) -> None:
    started(somebody, "front", pool("front", "enp1s0v0"))
    somebody.plug_in("front", "web")
    runtime.running()
    somebody.network("front", lambda network: network.destroy())
    somebody.start("front")

    assert runtime.running().attachments == ()
    assert state(runtime, "front").counted == 0


def test_a_network_that_is_stopped_during_a_look_is_inactive(somebody: SomebodyElse, runtime: VirRuntime) -> None:
    started(somebody, "front", pool("front", "enp1s0v0"))

    def look(network: Any) -> virstate.NetworkTexts:  # noqa: ANN401 - libvirt-python has no types
        network.destroy()
        return virstate.network_texts(network, virstate.ACTIVE)

    assert somebody.network("front", look).live is None
    assert not state(runtime, "front").active


def test_a_pool_of_a_whole_pf_is_the_vfs_of_its_start(somebody: SomebodyElse, runtime: VirRuntime) -> None:
    started(somebody, "lab", LAB)
    lab = state(runtime, "lab")

    assert lab.pool[:2] == tuple(AddressMember(PciAddress.parse(f"02:10.{function}")) for function in (0, 2))
    assert (len(lab.pool), lab.as_defined) == (7, True)


def test_an_active_network_that_is_defined_anew_goes_on_with_its_pool(
    somebody: SomebodyElse, runtime: VirRuntime
) -> None:
    started(somebody, "front", pool("front", "enp1s0v0"))
    before = state(runtime, "front")
    uuid = somebody.network("front", lambda network: network.UUIDString())
    named = f"<name>front</name><uuid>{uuid}</uuid>".encode()

    somebody.define(pool("front", "enp1s0v1").replace(b"<name>front</name>", named))
    longer = state(runtime, "front")
    assert (longer.pool, longer.as_defined) == ((InterfaceMember("enp1s0v0"),), True)
    assert longer.revision_token != before.revision_token

    vlan = pool("front", "enp1s0v0", beside="<vlan><tag id='7'/></vlan>")
    somebody.define(vlan.replace(b"<name>front</name>", named))
    assert not state(runtime, "front").as_defined


def test_a_transient_network_says_so_and_is_gone_when_it_is_stopped(
    somebody: SomebodyElse, runtime: VirRuntime
) -> None:
    somebody.create(pool("passing", "enp1s0v0"))
    passing = state(runtime, "passing")
    assert (passing.active, passing.persistent, passing.autostart) == (True, False, False)

    (key,) = runtime.running().networks
    runtime.stop(key)
    assert runtime.running().networks == {}


def test_a_start_that_libvirt_refuses_says_what_it_says(somebody: SomebodyElse, runtime: VirRuntime) -> None:
    somebody.define(LAB.replace(b"enp2s0", b"eth99"))
    (key,) = runtime.running().networks

    with pytest.raises(Exception, match="No usable Vf's present on SRIOV PF eth99"):
        runtime.start(key)
    assert not state(runtime, "lab").active


def test_a_network_that_says_the_same_is_the_same_value_again(somebody: SomebodyElse, runtime: VirRuntime) -> None:
    started(somebody, "front", pool("front", "enp1s0v0"))
    started(somebody, "back", pool("back", "enp1s0v1"))
    before = runtime.running().networks
    somebody.plug_in("front", "web")
    after = runtime.running().networks

    assert [state.name for key, state in after.items() if state is not before[key]] == ["front"]


class Interrupted(Connection):
    """A connection on which something happens right after the networks have been listed."""

    def __init__(self, uri: str, happens: Callable[[], object]) -> None:
        super().__init__(uri)
        self._happens = happens

    def call(self, what: str, function: Callable[[Any], T], progress: Progress | None = None) -> T:
        result = super().call(what, function, progress)
        if what == "list its networks":
            self._happens()
        return result


def test_a_network_that_goes_while_it_is_looked_at_is_left_out(uri: str, somebody: SomebodyElse) -> None:
    somebody.define(pool("front", "enp1s0v0"))
    somebody.define(pool("back", "enp1s0v1"))
    runtime = VirRuntime(Interrupted(uri, lambda: somebody.network("front", lambda network: network.undefine())))

    assert [state.name for state in runtime.running().networks.values()] == ["back"]


# Guests: the daemon above has none, for it finds no emulator. The test driver has, and knows no ports.


@pytest.fixture
def with_guests(tmp_path: Path) -> str:
    """A libvirt where two guests run, one holds its devices by itself, and the other, on hd, is to be stopped."""
    node = tmp_path / "node.xml"
    network = f"<network><name>r4hd</name><uuid>{uuid4()}</uuid><forward mode='hostdev'/></network>"
    node.write_text(f"<node>{network}{in_test_driver('by-itself-live')}{in_test_driver('off')}</node>")
    return f"test://{node}"


def test_a_guest_that_runs_holds_devices_outside_every_network(with_guests: str) -> None:
    found = VirRuntime(Connection(with_guests)).running()

    assert [each for each in found.attachments if each.guest == "r4g2"] == [
        Attachment("r4g2", None, "52:54:00:aa:00:04", "enp1s0v6", mode=ForwardMode.PASSTHROUGH),
        Attachment("r4g2", None, "52:54:00:aa:00:05", address=PciAddress.parse("0000:02:11.2")),
        Attachment("r4g2", address=PciAddress.parse("0000:02:10.6")),
    ]


def test_a_guest_that_says_the_same_is_the_same_value_again(with_guests: str) -> None:
    runtime = VirRuntime(Connection(with_guests))
    before, after = runtime.running().attachments, runtime.running().attachments

    assert after
    assert all(new is old for new, old in zip(after, before, strict=True))


def test_a_guest_that_is_off_still_names_its_network(with_guests: str) -> None:
    connection = Connection(with_guests)
    runtime = VirRuntime(connection)
    assert runtime.running().guests_of("r4hd") == ("r4g3",)

    connection.call("stop it", lambda libvirt: libvirt.lookupByName("r4g3").destroy())

    found = runtime.running()
    assert found.named_by == {"r4hd": ("r4g3",)}
    assert found.guests_of("r4hd") == ()
