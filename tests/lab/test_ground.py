"""The lab's libvirt is a real one, on the host it was given and nowhere else."""

import subprocess
from pathlib import Path

import pytest
from lab.comparison import live_pool, starts_without_harm
from lab.conftest import Ground, Libvirtd
from lab.hosts import host_tree
from lab.libvirtd import LibvirtdError

from vftui.model.network import InterfaceMember

POOL = "<network><name>lab</name><forward mode='passthrough'><pf dev='enp1s0'/></forward></network>"


@pytest.mark.parametrize("ground", ["igb-2pf-14vf"], indirect=True)
def test_libvirt_sees_the_recorded_host_and_forgets_what_it_was_asked(ground: Ground) -> None:
    for _ in range(2):
        answer = ground.libvirt.ask(POOL, starts_without_harm)

        assert (answer.validation_error, answer.define_error, answer.start_error) == (None, None, None)
        assert live_pool(answer.live or "") == tuple(InterfaceMember(f"enp1s0v{index}") for index in range(7))


def test_libvirt_is_gone_afterwards_with_the_host(libvirtd: Libvirtd, tmp_path: Path) -> None:
    before = sorted(Path("/sys/class/net").iterdir())
    with libvirtd(host_tree("made-up", tmp_path)) as uri:
        assert listed_networks(uri).returncode == 0

    assert listed_networks(uri).returncode != 0
    assert sorted(Path("/sys/class/net").iterdir()) == before


def test_a_libvirt_that_does_not_come_up_says_why(libvirtd: Libvirtd, tmp_path: Path) -> None:
    with pytest.raises(LibvirtdError, match="nowhere"), libvirtd(tmp_path / "nowhere"):
        pass


def listed_networks(uri: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["virsh", "--connect", uri, "net-list"], capture_output=True, check=False)
