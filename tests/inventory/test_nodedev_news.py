"""What is read again, and what is not, when libvirt tells of changes: every device that is read is a call."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Lock

import pytest
from inventory.changing import ChangingHost, changing_host
from lab.libvirtd import missing_for_system

from vftui.errors import StoppedError
from vftui.model.host import Link
from vftui.progress import Progress

PF = "0000:01:00.0"
VF1 = "0000:01:10.2"
NETDEV1 = "net_enp1s0v1_76_85_7a_bf_36_f2"


@pytest.fixture
def host(tmp_path: Path) -> Iterator[ChangingHost]:
    if lack := missing_for_system():
        pytest.skip(f"needs {lack}")
    with changing_host(tmp_path) as changing:
        yield changing


def test_a_netdev_that_went_is_read_no_more_and_its_vf_is_read_again(host: ChangingHost) -> None:
    host.set_driver(VF1, "vfio-pci")
    host.remove("class/net/enp1s0v1")

    vf = host.inventory.read().pfs[0].vfs[1]

    assert (vf.netdev, vf.driver) == (None, "vfio-pci")
    assert host.connection.described() == ["pci_0000_01_10_2"]


def test_a_netdev_that_came_back_is_read_and_so_is_its_vf(host: ChangingHost) -> None:
    host.set_driver(VF1, "vfio-pci")
    host.remove("class/net/enp1s0v1")
    host.inventory.read()
    host.set_driver(VF1, "igbvf")
    host.restore()
    host.connection.calls.clear()

    vf = host.inventory.read().pfs[0].vfs[1]

    assert (vf.netdev, vf.driver) == ("enp1s0v1", "igbvf")
    assert host.connection.described() == [NETDEV1, "pci_0000_01_10_2"]


def test_when_all_vfs_go_only_their_pf_is_read_again(host: ChangingHost) -> None:
    host.remove(*host.vfs_of(PF))

    pfs = host.inventory.read().pfs

    assert [pf.numvfs for pf in pfs] == [0, 7]
    assert host.connection.described() == ["pci_0000_01_00_0"]


def test_when_vfs_come_they_and_their_pf_are_read_once(host: ChangingHost) -> None:
    before = host.inventory.read()
    host.remove(*host.vfs_of(PF))
    host.inventory.read()
    host.restore()
    host.connection.calls.clear()

    assert host.inventory.read() == before
    described = host.connection.described()
    assert len(described) == len(set(described)) == 15
    assert "pci_0000_01_00_0" in described


def test_a_renamed_netdev_has_its_new_name(host: ChangingHost) -> None:
    host.rename("enp1s0v1", "tenant0")

    after = host.inventory.read()

    assert after.pfs[0].vfs[1].netdev == "tenant0"
    assert after.others == ("enp0s2", "macvtap0")
    assert host.connection.described() == ["net_tenant0_76_85_7a_bf_36_f2", "pci_0000_01_10_2"]


def test_a_guests_macvtap_that_comes_is_the_only_one_that_is_read(host: ChangingHost) -> None:
    host.remove("class/net/macvtap0")
    assert host.inventory.read().others == ("enp0s2",)
    assert host.connection.described() == []

    host.restore()

    assert host.inventory.read().others == ("enp0s2", "macvtap0")
    assert len(host.connection.described()) == 1


def test_a_reading_that_no_news_asked_for_sees_what_there_is_no_news_of(host: ChangingHost) -> None:
    host.set_link_up("enp1s0")
    host.set_driver(VF1, "vfio-pci")

    pf = host.inventory.read().pfs[0]

    assert (pf.link, pf.speed_mbps, pf.vfs[1].driver) == (Link.UP, 1000, "vfio-pci")
    assert host.connection.described() == host.all_devices


def test_a_device_that_vanishes_while_it_is_read_is_left_out(host: ChangingHost) -> None:
    def vanish(call: str) -> None:
        if call == f"XMLDesc {NETDEV1}":
            host.remove("class/net/enp1s0v1")

    host.connection.before = vanish

    read = host.inventory.read()

    assert [vf.netdev for vf in read.pfs[0].vfs].count(None) == 1
    assert "enp1s0v1" not in read.others


def test_news_that_comes_while_others_are_read_is_for_the_next_reading(host: ChangingHost) -> None:
    def change(call: str) -> None:
        if call == "XMLDesc pci_0000_01_00_0":
            host.remove("class/net/enp1s0v1")

    host.connection.before = change
    host.inventory.read()
    host.connection.before = lambda _: None
    host.connection.calls.clear()

    assert host.inventory.read().pfs[0].vfs[1].netdev is None
    assert host.connection.described() == ["pci_0000_01_10_2"]


def test_vfs_that_vanish_while_they_are_read_are_not_left_with_their_pf(host: ChangingHost) -> None:
    """The PF tells them, and of it there is no news."""

    vfs, removing = host.vfs_of(PF), Lock()

    def vanish(call: str) -> None:
        if call.startswith("XMLDesc pci_0000_01_1"):
            with removing:
                host.remove(*vfs)
                vfs.clear()

    host.connection.before = vanish
    host.inventory.read()

    assert host.inventory.read().pfs[0].vfs == ()


def test_a_vf_that_loses_its_netdev_while_that_is_read_is_not_left_with_its_driver(host: ChangingHost) -> None:
    """The netdev tells of that: of the VF there is no news."""

    def bind(call: str) -> None:
        if call == f"XMLDesc {NETDEV1}":
            host.set_driver(VF1, "vfio-pci")
            host.remove("class/net/enp1s0v1")

    host.connection.before = bind
    host.inventory.read()

    assert host.inventory.read().pfs[0].vfs[1].driver == "vfio-pci"


def test_what_a_stopped_reading_left_is_read_by_the_next(host: ChangingHost) -> None:
    host.set_driver(VF1, "vfio-pci")
    host.remove("class/net/enp1s0v1")
    progress, left = Progress(), Event()

    def stop(call: str) -> None:
        if call.startswith("XMLDesc"):
            progress.stop()
            assert left.wait(30)

    host.connection.before = stop
    with pytest.raises(StoppedError):
        host.inventory.read(progress)
    host.connection.before = lambda _: None
    left.set()
    host.connection.calls.clear()

    assert host.inventory.read().pfs[0].vfs[1].driver == "vfio-pci"
    assert host.connection.described() == ["pci_0000_01_10_2"]
