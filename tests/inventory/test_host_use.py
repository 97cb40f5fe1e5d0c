"""What the host itself does with a VF or PF: seen in sysfs trees, and in a network namespace of the real kernel."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from nested import can_make_namespaces, run_tests_under
from sysfs_tree import SysfsTree

from vftui.inventory.host_use import NetworkState
from vftui.inventory.udev import UdevInventory
from vftui.model.host import Host, Link

UP, DOWN = "0x1003", "0x1002"


@dataclass
class Machine:
    """A PF ens1f0 with the VF ens1f0v0, both set up."""

    tree: SysfsTree
    pf: Path
    vf: Path

    def stack(self, name: str, uevent: str = "", *, on: Path, is_master: bool = False) -> None:
        upper = self.tree.netdev(None, name, uevent=uevent)
        self.tree.stack(on, upper)
        if is_master:
            (on / "master").symlink_to(upper)

    def read(self, state: NetworkState | None = None) -> Host:
        return UdevInventory(self.tree.sysfs, network_state=lambda: state or NetworkState()).read()

    def use_of_vf(self, state: NetworkState | None = None) -> tuple[str, ...]:
        return self.read(state).pfs[0].vfs[0].host_use


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    tree = SysfsTree(tmp_path)
    pf = tree.pf("0000:3b:00.0")
    vf = tree.vf(pf, 0, "0000:3b:02.0")
    return Machine(tree, tree.netdev(pf, "ens1f0", flags=UP), tree.netdev(vf, "ens1f0v0", flags=UP))


def addresses(netdev: str, *listed: str) -> NetworkState:
    return NetworkState({netdev: listed})


def test_a_vf_that_nothing_is_done_with_is_not_used_by_the_host(machine: Machine) -> None:
    assert machine.use_of_vf() == ()


def test_addresses_are_told_in_one_phrase(machine: Machine) -> None:
    assert machine.use_of_vf(addresses("ens1f0v0", "10.0.0.5")) == ("has 10.0.0.5",)
    assert machine.use_of_vf(addresses("ens1f0v0", "10.0.0.5", "fd00::5")) == ("has 10.0.0.5 and fd00::5",)


def test_an_address_of_another_netdev_is_no_use_of_the_vf(machine: Machine) -> None:
    assert machine.use_of_vf(addresses("ens1f0", "10.0.0.5")) == ()


def test_an_address_on_a_netdev_that_is_down_is_no_use(machine: Machine) -> None:
    (machine.vf / "flags").write_text(f"{DOWN}\n")

    assert machine.use_of_vf(addresses("ens1f0v0", "10.0.0.5")) == ()


def test_the_default_route_is_told(machine: Machine) -> None:
    assert machine.use_of_vf(NetworkState(default_routes=frozenset({"ens1f0v0"}))) == ("carries the default route",)


@pytest.mark.parametrize(
    ("master", "uevent", "phrase"),
    [
        ("br0", "DEVTYPE=bridge\nINTERFACE=br0\n", "is in bridge br0"),
        ("bond0", "DEVTYPE=bond\nINTERFACE=bond0\n", "is in bond bond0"),
        ("team0", "INTERFACE=team0\n", "is in team0"),
        ("ovs-system", "", "is in ovs-system"),
    ],
)
def test_the_device_that_a_vf_is_in_is_named(machine: Machine, master: str, uevent: str, phrase: str) -> None:
    machine.stack(master, uevent, on=machine.vf, is_master=True)

    assert machine.use_of_vf() == (phrase,)


def test_vlans_on_a_vf_are_named(machine: Machine) -> None:
    for name in ("ens1f0v0.20", "ens1f0v0.100"):
        machine.stack(name, "DEVTYPE=vlan\n", on=machine.vf)

    assert machine.use_of_vf() == ("has VLAN ens1f0v0.100 on it", "has VLAN ens1f0v0.20 on it")


def test_a_guests_macvtap_is_no_use_by_the_host(machine: Machine) -> None:
    machine.stack("macvtap0", "DEVTYPE=macvtap\n", on=machine.vf)

    vf = machine.read().pfs[0].vfs[0]
    assert (vf.used_by, vf.host_use) == ("macvtap0", ())


def test_all_that_the_host_does_is_told(machine: Machine) -> None:
    machine.stack("bond0", "DEVTYPE=bond\n", on=machine.vf, is_master=True)
    state = NetworkState({"ens1f0v0": ("10.0.0.5",)}, frozenset({"ens1f0v0"}))

    assert machine.use_of_vf(state) == ("has 10.0.0.5", "carries the default route", "is in bond bond0")


def test_the_use_of_a_pf_is_that_of_all_its_netdevs(machine: Machine) -> None:
    second = machine.tree.netdev(machine.pf.parents[1], "ens1f0p1", dev_port="1")
    machine.stack("br0", "DEVTYPE=bridge\n", on=second, is_master=True)

    host = machine.read(addresses("ens1f0", "10.0.0.5"))
    assert host.pfs[0].host_use == ("has 10.0.0.5", "is in bridge br0")
    assert host.pfs[0].vfs[0].host_use == ()


def test_a_vf_without_netdev_is_not_used_by_the_host(machine: Machine) -> None:
    machine.tree.vf(machine.pf.parents[1], 1, "0000:3b:02.1", driver="vfio-pci")

    assert machine.read(addresses("ens1f0v0", "10.0.0.5")).pfs[0].vfs[1].host_use == ()


@pytest.mark.parametrize("operstate", ["up", "down"])
@pytest.mark.parametrize(("flags", "admin_up"), [(UP, True), (DOWN, False), ("", None), ("yes", None)])
def test_whether_a_pf_is_set_up_does_not_depend_on_its_carrier(
    machine: Machine, flags: str, admin_up: bool | None, operstate: str
) -> None:
    (machine.pf / "flags").write_text(f"{flags}\n")
    (machine.pf / "operstate").write_text(f"{operstate}\n")

    pf = machine.read().pfs[0]
    assert (pf.admin_up, pf.link) == (admin_up, Link(operstate))


def test_a_pf_without_netdev_is_neither_up_nor_down(tmp_path: Path) -> None:
    tree = SysfsTree(tmp_path)
    tree.pf("0000:3b:00.0", driver="vfio-pci")

    pf = UdevInventory(tree.sysfs).read().pfs[0]
    assert (pf.admin_up, pf.host_use) == (None, ())


def test_where_the_kernel_cannot_be_asked_the_rest_is_read(machine: Machine) -> None:
    def refused() -> NetworkState:
        raise PermissionError

    machine.stack("br0", "DEVTYPE=bridge\n", on=machine.vf, is_master=True)
    host = UdevInventory(machine.tree.sysfs, network_state=refused).read()

    assert host.pfs[0].vfs[0].host_use == ("is in bridge br0",)


def test_this_machines_addresses_are_not_told_of_another_tree(tmp_path: Path) -> None:
    tree = SysfsTree(tmp_path)
    tree.netdev(tree.pf("0000:3b:00.0"), "lo", flags=UP)
    own = Path("/sys/class/net")
    for name in {path.name for path in own.iterdir()} - {"lo"}:
        tree.netdev(tree.pf(f"0000:{len(list(tree.sysfs.glob('class/net/*'))) + 0x40:02x}:00.0"), name, flags=UP)

    assert {pf.host_use for pf in UdevInventory(tree.sysfs).read().pfs} == {()}


@pytest.mark.skipif(not can_make_namespaces(), reason="network namespaces are not allowed here")
def test_the_kernel_tells_addresses_routes_and_bridges() -> None:
    run_tests_under("unshare", "-rnm", file=Path(__file__).with_name("host_use_in_a_namespace.py"))
