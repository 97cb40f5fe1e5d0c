"""Recorded machines (two igb cards, in LIBVIRT.md's virtual machine), replayed by umockdev under the real /sys."""

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from sysfs_tree import RECORDINGS, SysfsTree, recording

from vftui.inventory.capture import parse_capture
from vftui.inventory.udev import UdevInventory
from vftui.model.host import Host, Link
from vftui.model.pci import PciAddress

pytestmark = pytest.mark.skipif(shutil.which("umockdev-run") is None, reason="umockdev is not installed")

READ = """
from vftui.inventory.capture import capture_to_json
from vftui.inventory.udev import UdevInventory
print(capture_to_json(UdevInventory(hostname="recorded").read()))
"""


def replayed(name: str, *command: str) -> subprocess.CompletedProcess[str]:
    """A Python command run on a recorded machine."""
    return subprocess.run(
        ["umockdev-run", "-d", recording(name), "--", sys.executable, *command],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@cache
def read_replayed(name: str) -> Host:
    result = replayed(name, "-c", READ)
    assert result.returncode == 0, result.stderr
    return parse_capture(result.stdout, name)


def test_both_cards_and_all_their_vfs_are_read() -> None:
    host = read_replayed("igb-2pf-14vf")

    assert [(pf.name, str(pf.address), pf.numvfs, pf.totalvfs) for pf in host.pfs] == [
        ("enp1s0", "0000:01:00.0", 7, 7),
        ("enp2s0", "0000:02:00.0", 7, 7),
    ]
    assert [vf.netdev for vf in host.pfs[0].vfs] == [f"enp1s0v{index}" for index in range(7)]
    assert host.others == ("enp0s2",)


def test_a_card_shows_what_udev_and_its_driver_tell() -> None:
    pf = read_replayed("igb-2pf-0vf").pfs[0]

    assert (pf.vendor, pf.device) == ("Intel Corporation", "82576 Gigabit Network Connection")
    assert (pf.driver, pf.mac, pf.link, pf.speed_mbps) == ("igb", "52:54:00:00:01:00", Link.UP, 1000)
    assert pf.numa_node is None


def test_the_speed_of_a_link_that_is_down_is_unknown() -> None:
    pf = read_replayed("igb-2pf-14vf").pfs[0]

    assert (pf.link, pf.speed_mbps) == (Link.DOWN, None)


def test_a_vf_is_known_by_its_index_and_not_by_its_function_number() -> None:
    vf = read_replayed("igb-2pf-14vf").pfs[0].vfs[5]

    assert (vf.index, vf.address) == (5, PciAddress(0, 1, 0x11, 2))
    assert (vf.netdev, vf.driver, vf.mac, vf.iommu_group) == ("enp1s0v5", "igbvf", "ca:93:7f:f3:56:74", 15)


def test_cards_without_vfs_are_shown_with_what_they_could_have() -> None:
    host = read_replayed("igb-2pf-0vf")

    assert [(pf.name, pf.numvfs, pf.totalvfs) for pf in host.pfs] == [("enp1s0", 0, 7), ("enp2s0", 0, 7)]


def test_vfs_on_vfio_have_their_driver_and_group_but_neither_netdev_nor_mac() -> None:
    vfs = read_replayed("igb-2pf-14vf-2vfio").pfs[0].vfs

    assert [vf.index for vf in vfs if vf.driver == "vfio-pci"] == [5, 6]
    assert [(vf.netdev, vf.mac, vf.iommu_group) for vf in vfs[5:]] == [(None, None, 15), (None, None, 16)]


def test_without_libudev_cards_show_their_ids_in_the_place_of_names() -> None:
    result = replayed("igb-2pf-0vf", "-c", f"import sys; sys.modules['pyudev'] = None\n{READ}")
    pf = parse_capture(result.stdout, "igb-2pf-0vf").pfs[0]

    assert (pf.vendor, pf.device, pf.name) == ("0x8086", "0x10c9", "enp1s0")


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_tree_reads_as_the_recording_it_was_made_of_but_for_product_names(name: str, tmp_path: Path) -> None:
    tree = SysfsTree(tmp_path).replay(recording(name).read_text())
    host = UdevInventory(tree.sysfs, hostname="recorded").read()

    assert {pf.vendor for pf in host.pfs} == {"0x8086"}
    assert without_product_names(host) == without_product_names(read_replayed(name))


@pytest.mark.parametrize("name", RECORDINGS)
def test_the_contract_of_inventories_holds_on_a_recorded_machine(name: str) -> None:
    contract = Path(__file__).with_name("test_contract.py")
    result = replayed(name, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "this-host", str(contract))

    assert result.returncode == 0, result.stdout


def without_product_names(host: Host) -> list[object]:
    return [(pf.address, pf.netdevs, pf.driver, pf.mac, pf.link, pf.speed_mbps, pf.vfs) for pf in host.pfs]
