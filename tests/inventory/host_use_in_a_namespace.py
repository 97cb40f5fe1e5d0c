"""Real netdevs, addresses and routes; run by test_host_use.py in network and mount namespaces of its own."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sysfs_tree import SysfsTree

from vftui.inventory.host_use import NetworkState
from vftui.inventory.rtnetlink import read_network_state
from vftui.inventory.udev import UdevInventory


@pytest.fixture(autouse=True)
def netdevs() -> Iterator[None]:
    """vf0 and vf1, both up and without addresses of their own."""
    ip("link add vf0 type veth peer name vf1", "link set vf0 addrgenmode none", "link set vf1 addrgenmode none")
    ip("link set vf0 up", "link set vf1 up")
    yield
    ip("link del vf0")


def ip(*commands: str) -> None:
    subprocess.run(["ip", "-force", "-batch", "-"], input="\n".join(commands), text=True, check=True)


def test_a_machine_without_addresses_has_none_and_no_default_route() -> None:
    assert read_network_state() == NetworkState()


def test_addresses_of_both_families_are_told_and_link_local_ones_are_not() -> None:
    ip("addr add 10.0.0.5/24 dev vf0", "addr add 10.0.0.6/24 dev vf0", "addr add fd00::5/64 dev vf0 nodad")
    ip("addr add 169.254.7.7/16 scope link dev vf1", "addr add fe80::5/64 dev vf1 nodad")

    assert read_network_state().addresses == {"vf0": ("10.0.0.5", "10.0.0.6", "fd00::5")}


def test_of_a_point_to_point_link_the_address_of_this_end_is_told() -> None:
    ip("addr add 10.0.0.1 peer 10.0.0.2/32 dev vf0")

    assert read_network_state().addresses == {"vf0": ("10.0.0.1",)}


def test_hundreds_of_addresses_are_all_told() -> None:
    ip(*(f"addr add 10.{third}.{last}.1/32 dev vf0" for third in range(8) for last in range(250)))

    assert len(read_network_state().addresses["vf0"]) == 2000


def test_a_route_to_some_networks_is_no_default_route() -> None:
    ip("addr add 10.0.0.5/24 dev vf0", "route add 10.7.0.0/16 dev vf0", "route add 0.0.0.0/1 dev vf0")

    assert read_network_state().default_routes == frozenset()


@pytest.mark.parametrize(
    ("route", "carriers"),
    [
        ("route add default via 10.0.0.1", {"vf0"}),
        ("route add default dev vf1", {"vf1"}),
        ("route add default dev vf1 table 42", {"vf1"}),
        ("-6 route add default via fd00::1", {"vf0"}),
        ("route add default nexthop via 10.0.0.1 dev vf0 nexthop dev vf1", {"vf0", "vf1"}),
        ("-6 route add default nexthop via fd00::1 dev vf0 nexthop via fd01::1 dev vf1", {"vf0", "vf1"}),
        ("route add unreachable default", set()),
        ("-6 route add blackhole default", set()),
    ],
)
def test_a_default_route_is_carried_by_the_netdevs_it_leads_to(route: str, carriers: set[str]) -> None:
    ip("addr add 10.0.0.5/24 dev vf0", "addr add fd00::5/64 dev vf0 nodad", "addr add fd01::5/64 dev vf1 nodad")
    subprocess.run(["ip", *route.split()], check=True)
    try:
        assert read_network_state().default_routes == carriers
    finally:
        subprocess.run(["ip", *route.replace("add", "del", 1).split()], check=True)


def test_a_vf_tells_what_the_kernel_tells_of_its_netdev(tmp_path: Path) -> None:
    sysfs = tmp_path / "mounted"
    sysfs.mkdir()
    subprocess.run(["mount", "-t", "sysfs", "sysfs", sysfs], check=True)
    tree = SysfsTree(tmp_path)
    pf = tree.pf("0000:3b:00.0")
    for index in range(2):
        vf = tree.vf(pf, index, f"0000:3b:02.{index}")
        (vf / "net").mkdir()
        (vf / f"net/vf{index}").symlink_to(sysfs / f"class/net/vf{index}")
    ip("link add br7 type bridge", "link set vf1 master br7")
    ip("addr add 10.0.0.5/24 dev vf0", "route add default via 10.0.0.1")

    inventory = UdevInventory(tree.sysfs, network_state=read_network_state)
    try:
        assert [vf.host_use for vf in inventory.read().pfs[0].vfs] == [
            ("has 10.0.0.5", "carries the default route"),
            ("is in bridge br7",),
        ]
        ip("link set vf0 down", "link set vf1 nomaster")
        assert [vf.host_use for vf in inventory.read().pfs[0].vfs] == [(), ()]
    finally:
        ip("link del br7")
        subprocess.run(["umount", sysfs], check=True)
