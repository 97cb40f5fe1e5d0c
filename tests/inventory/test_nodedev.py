"""Node devices of a real libvirtd, and what reading them costs."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from inventory.counted import CountedConnection
from lab.fixtures import own_libvirtd, shared_libvirtd
from lab.hosts import HOSTS, for_libudev, host_tree
from lab.libvirtd import Libvirtd, missing, user_libvirtd
from lab.sized import sized_tree
from sysfs_tree import SysfsTree

from vftui.errors import LibvirtError, StoppedError
from vftui.inventory import nodedev_turn
from vftui.inventory.nodedev import NodeDeviceInventory
from vftui.inventory.udev import UdevInventory
from vftui.model.host import Host
from vftui.progress import Progress
from vftui.virconnect.connection import Connection

__all__ = ["own_libvirtd", "shared_libvirtd"]

# The PCI devices and netdevs of igb-2pf-14vf.
ALL = 36


class Told(Progress):
    """What a reading says, and the moment when it begins."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.begun = Event()

    def at(self, text: str, done: int = 0, total: int = 0) -> None:
        super().at(text, done, total)
        self.texts.append(self.text)
        self.begun.set()


@pytest.fixture
def connection(shared_libvirtd: Libvirtd) -> Iterator[CountedConnection]:
    opened = CountedConnection(shared_libvirtd.uri)
    yield opened
    opened.close()


@pytest.fixture
def inventory(connection: CountedConnection) -> NodeDeviceInventory:
    return NodeDeviceInventory(connection)


def read_both(sysfs: Path) -> tuple[Host, Host]:
    """A host as udev and as libvirt show it."""
    if lack := missing():
        pytest.skip(f"needs {lack}")
    with user_libvirtd(sysfs) as libvirtd:
        # A libvirtd that has just been started looks at thousands of devices before it answers.
        connection = Connection(libvirtd.uri, limit=300)
        host = NodeDeviceInventory(connection).read()
        connection.close()
    return UdevInventory(sysfs).read(), host


def as_libvirt_tells(host: Host) -> Host:
    """A host without what node devices do not tell."""
    pfs = (
        replace(
            pf,
            admin_up=None,
            host_use=(),
            numvfs_setting=None,
            vfs=tuple(replace(vf, used_by=None, host_use=()) for vf in pf.vfs),
        )
        for pf in host.pfs
    )
    return replace(host, name="", source="", pfs=tuple(pfs))


@pytest.mark.parametrize("name", HOSTS)
def test_libvirt_shows_a_host_as_udev_does_but_for_what_it_cannot_tell(name: str, tmp_path: Path) -> None:
    by_udev, by_libvirt = read_both(host_tree(name, tmp_path))

    assert by_libvirt.pfs
    assert replace(by_libvirt, name="", source="") == as_libvirt_tells(by_udev)


def test_a_host_says_which_libvirt_told_it(inventory: NodeDeviceInventory, connection: CountedConnection) -> None:
    assert inventory.read().source == f"node devices of {connection.uri}"


def test_who_uses_a_netdev_is_not_told(tmp_path: Path) -> None:
    tree = SysfsTree(tmp_path)
    pf = tree.pf("0000:3b:00.0")
    tree.netdev(pf, "ens1f0", flags="0x1003")
    vf = tree.vf(pf, 0, "0000:3b:02.0", "ens1f0v0")
    tree.stack(vf / "net/ens1f0v0", tree.netdev(None, "macvtap2"))
    by_udev, by_libvirt = read_both(for_libudev(tree.sysfs))

    assert (by_udev.pfs[0].admin_up, by_udev.pfs[0].vfs[0].used_by) == (True, "macvtap2")
    assert (by_libvirt.pfs[0].admin_up, by_libvirt.pfs[0].vfs[0].used_by) == (None, None)
    assert by_libvirt.others == by_udev.others == ("macvtap2",)


def test_vfs_after_a_gap_are_not_told(tmp_path: Path) -> None:
    tree = SysfsTree(tmp_path)
    pf = tree.pf("0000:3b:00.0", "ens1f0")
    for index in (0, 2):
        tree.vf(pf, index, f"0000:3b:02.{index}", f"ens1f0v{index}")
    by_udev, by_libvirt = read_both(for_libudev(tree.sysfs))

    assert [vf.index for vf in by_udev.pfs[0].vfs] == [0, 2]
    assert ([vf.index for vf in by_libvirt.pfs[0].vfs], by_libvirt.others) == ([0], ("ens1f0v2",))


def test_a_card_whose_firmware_allows_no_vfs_is_not_told_from_one_that_cannot_have_any(tmp_path: Path) -> None:
    tree = SysfsTree(tmp_path)
    tree.pf("0000:3b:00.0", "ens1f0", totalvfs="0")
    by_udev, by_libvirt = read_both(for_libudev(tree.sysfs))

    assert [pf.totalvfs for pf in by_udev.pfs] == [0]
    assert (by_libvirt.pfs, by_libvirt.others) == ((), ("ens1f0",))


def test_the_ports_of_a_pf_are_told_by_names_only(tmp_path: Path) -> None:
    tree = SysfsTree(tmp_path)
    tree.pf("0000:3b:00.0", "zport", "aport")
    by_udev, by_libvirt = read_both(for_libudev(tree.sysfs))

    assert by_udev.pfs[0].netdevs == ("zport", "aport")
    assert by_libvirt.pfs[0].netdevs == ("aport", "zport")


def test_a_netdev_whose_name_is_not_utf_8_hides_nothing_else(tmp_path: Path) -> None:
    tree = SysfsTree(tmp_path)
    tree.pf("0000:3b:00.0", "ens1f0")
    tree.netdev(tree.pf("0000:3b:00.1"), "ens\udcff")
    _, by_libvirt = read_both(for_libudev(tree.sysfs))

    assert [pf.name for pf in by_libvirt.pfs] == ["ens1f0", "0000:3b:00.1"]


def test_sixteen_pfs_with_256_vfs_each_read_as_udev_reads_them() -> None:
    with sized_tree(16, 256) as sysfs:
        by_udev, by_libvirt = read_both(sysfs)

    assert sum(pf.numvfs for pf in by_libvirt.pfs) == 4096
    assert replace(by_libvirt, name="", source="") == as_libvirt_tells(by_udev)


def test_every_device_is_described_once(inventory: NodeDeviceInventory, connection: CountedConnection) -> None:
    inventory.read()
    calls = connection.calls.copy()

    assert (calls.count("listAllDevices"), calls.count("getHostname"), len(calls)) == (1, 1, ALL + 2)
    assert len(set(connection.described())) == ALL


def test_a_reading_on_demand_reads_everything_anew(
    inventory: NodeDeviceInventory, connection: CountedConnection
) -> None:
    inventory.read()
    first = connection.described()
    inventory.read()

    assert connection.described() == first


def test_a_reading_says_how_far_it_is(inventory: NodeDeviceInventory) -> None:
    told = Told()
    inventory.read(told)

    assert told.texts == ["Listing node devices", *(f"Reading node devices {n} of {ALL}" for n in range(1, ALL + 1))]


def test_a_reading_says_nothing_as_long_as_there_is_no_connection(tmp_path: Path) -> None:
    told = Told()
    with pytest.raises(LibvirtError):
        NodeDeviceInventory(Connection(f"qemu+unix:///system?socket={tmp_path}/none")).read(told)

    assert told.texts == []


def test_a_reading_takes_as_many_turns_as_it_needs(
    inventory: NodeDeviceInventory, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_one_turn = inventory.read()
    monkeypatch.setattr(nodedev_turn, "_LENGTH", 0.0)
    told = Told()

    assert inventory.read(told) == in_one_turn
    assert told.texts[-1] == f"Reading node devices {ALL} of {ALL}"


def test_a_reading_that_is_stopped_ends_soon_and_the_next_reads_everything(
    inventory: NodeDeviceInventory, connection: CountedConnection
) -> None:
    progress = Progress()
    connection.before = lambda _: progress.stop() if len(connection.calls) == 10 else None
    with pytest.raises(StoppedError):
        inventory.read(progress)
    assert len(connection.calls) < 20
    connection.described()

    assert inventory.read().pfs[1].numvfs == 7
    assert len(connection.described()) == ALL


def test_a_reading_during_another_costs_one_call_more(
    inventory: NodeDeviceInventory, connection: CountedConnection
) -> None:
    second = Told()
    connection.before = lambda call: None if call == "listAllDevices" else wait_for(second.begun)
    with ThreadPoolExecutor() as threads:
        reading = threads.submit(inventory.read)
        joining = threads.submit(inventory.read, second)

        assert reading.result() == joining.result()
    assert len(connection.calls) == 1 + ALL + 2


def wait_for(event: Event) -> None:
    assert event.wait(30)


def test_who_waits_for_another_reading_can_stop(inventory: NodeDeviceInventory, connection: CountedConnection) -> None:
    waiting, stopped = Told(), Event()
    connection.before = lambda _: wait_for(stopped)
    with ThreadPoolExecutor() as threads:
        reading = threads.submit(inventory.read)
        try:
            joining = threads.submit(inventory.read, waiting)
            wait_for(waiting.begun)
            waiting.stop()
            with pytest.raises(StoppedError):
                joining.result(30)
        finally:
            stopped.set()
        assert reading.result().pfs


def test_a_lost_connection_is_said_and_the_next_reading_reads_everything(own_libvirtd: Libvirtd) -> None:
    connection = CountedConnection(own_libvirtd.uri)
    inventory = NodeDeviceInventory(connection)
    before = inventory.read()
    connection.before = lambda call: own_libvirtd.kill() if call == "XMLDesc pci_0000_02_00_0" else None
    with pytest.raises(LibvirtError) as raised:
        inventory.read()
    assert raised.value.lost
    connection.before = lambda _: None
    own_libvirtd.start()
    connection.described()

    assert inventory.read() == before
    assert len(connection.described()) == ALL


def test_a_connection_that_is_another_one_in_mid_reading_is_no_host_without_devices(
    own_libvirtd: Libvirtd,
) -> None:
    connection = CountedConnection(own_libvirtd.uri)
    inventory = NodeDeviceInventory(connection)
    before = inventory.read()

    def lose_it_after_the_list(call: str) -> None:
        if call == "listAllDevices":
            connection.before = lambda _: None
            connection.close()

    connection.before = lose_it_after_the_list
    with pytest.raises(LibvirtError, match=r"Lost the connection to .* did not describe its node devices") as raised:
        inventory.read()

    assert raised.value.lost
    assert inventory.read() == before


def test_a_libvirt_without_node_devices_says_so(shared_libvirtd: Libvirtd) -> None:
    connection = Connection(shared_libvirtd.uri.replace("qemu+unix", "network+unix"))
    with pytest.raises(LibvirtError, match="did not list its node devices"):
        NodeDeviceInventory(connection).read()
    connection.close()
