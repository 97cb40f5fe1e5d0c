"""The lab's libvirt is a real one, on the host it was given and nowhere else."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from lab.comparison import live_pool, starts_without_harm
from lab.daemon import DaemonError
from lab.hosts import host_tree
from lab.inquiry import Ground
from lab.libvirtd import Libvirtd, missing, user_libvirtd

from vftui.model.network import InterfaceMember

libvirt = pytest.importorskip("libvirt")

POOL = "<network><name>lab</name><forward mode='passthrough'><pf dev='enp1s0'/></forward></network>"


@pytest.mark.parametrize("ground", ["igb-2pf-14vf"], indirect=True)
def test_libvirt_sees_the_recorded_host_and_forgets_what_it_was_asked(ground: Ground) -> None:
    for _ in range(2):
        answer = ground.libvirt.ask(POOL, starts_without_harm)

        assert (answer.validation_error, answer.define_error, answer.start_error) == (None, None, None)
        assert live_pool(answer.live or "") == tuple(InterfaceMember(f"enp1s0v{index}") for index in range(7))


def test_libvirt_is_gone_afterwards_with_the_host(tmp_path: Path) -> None:
    if lack := missing():
        pytest.skip(f"needs {lack}")
    before = sorted(Path("/sys/class/net").iterdir())
    with user_libvirtd(host_tree("made-up", tmp_path)) as libvirtd:
        assert defined_networks(libvirtd) == []

    assert not libvirtd.socket.exists()
    assert sorted(Path("/sys/class/net").iterdir()) == before


def test_a_libvirt_that_does_not_come_up_says_why(tmp_path: Path) -> None:
    if lack := missing():
        pytest.skip(f"needs {lack}")
    with pytest.raises(DaemonError, match="nowhere"), user_libvirtd(tmp_path / "nowhere"):
        pass


def test_definitions_outlive_the_daemon(own_libvirtd: Libvirtd) -> None:
    for end in (own_libvirtd.kill, own_libvirtd.stop):
        with closing(libvirt.open(own_libvirtd.uri)) as connection:
            connection.networkDefineXML(POOL.replace("<name>lab", f"<name>{end.__name__}"))
        end()
        own_libvirtd.start()

    assert defined_networks(own_libvirtd) == ["kill", "stop"]


def test_a_suspended_daemon_answers_again_when_resumed(own_libvirtd: Libvirtd) -> None:
    own_libvirtd.suspend()
    with ThreadPoolExecutor(1) as other:
        answer = other.submit(defined_networks, own_libvirtd)
        with pytest.raises(TimeoutError):
            answer.result(0.2)
        own_libvirtd.resume()

        assert answer.result(10) == []


def test_inside_its_namespaces_roots_libvirt_is_the_system_one(root_libvirtd: Libvirtd) -> None:
    with closing(libvirt.open(root_libvirtd.uri)) as connection:
        connection.networkDefineXML(POOL)
    inside = root_libvirtd.command("virsh", "--connect", "qemu:///system", "net-list", "--all", "--name")

    assert subprocess.run(inside, capture_output=True, text=True, check=True).stdout.split() == ["lab"]


def test_one_connection_tells_of_networks_devices_and_guests(own_libvirtd: Libvirtd) -> None:
    with closing(libvirt.open(own_libvirtd.uri)) as connection:
        devices = {device.name() for device in connection.listAllDevices()}

        assert {"pci_0000_01_00_0", "pci_0000_01_10_0", "net_enp1s0_52_54_00_00_01_00"} <= devices
        assert connection.listAllNetworks() == connection.listAllDomains() == []


def defined_networks(libvirtd: Libvirtd) -> list[str]:
    with closing(libvirt.open(libvirtd.uri)) as connection:
        return sorted(network.name() for network in connection.listAllNetworks())
