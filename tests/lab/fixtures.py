"""Libvirts for tests of other folders too: name in a conftest.py (or the module) what it should know of these.

    from lab.fixtures import emptied_libvirtd, own_libvirtd, remote, root_libvirtd, shared_libvirtd

All run on the recorded host `igb-2pf-14vf`: enp1s0 at 0000:01:00.0 and enp2s0 at 0000:02:00.0, each with 7 VFs
(enp1s0v0 …). A test is skipped where the machine lacks what they need; in CI a skipped test fails.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from lab.hosts import host_tree
from lab.libvirtd import Libvirtd, missing, missing_for_system, system_libvirtd, user_libvirtd
from lab.remote import Remote, missing_for_remote, remote_host

HOST = "igb-2pf-14vf"


@pytest.fixture(scope="session")
def shared_libvirtd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Libvirtd]:
    """An ordinary user's, for a whole session: leave it running, and as you found it."""
    if lack := missing():
        pytest.skip(f"needs {lack}")
    with user_libvirtd(host_tree(HOST, tmp_path_factory.mktemp("host"))) as libvirtd:
        yield libvirtd


@pytest.fixture
def emptied_libvirtd(shared_libvirtd: Libvirtd) -> Libvirtd:
    """The shared one, without any network: the cheapest (1 ms)."""
    forget_networks(shared_libvirtd.uri)
    return shared_libvirtd


@pytest.fixture
def own_libvirtd(tmp_path: Path) -> Iterator[Libvirtd]:
    """An ordinary user's, for one test: stop it, kill it, suspend it (0.2 s)."""
    if lack := missing():
        pytest.skip(f"needs {lack}")
    with user_libvirtd(host_tree(HOST, tmp_path / "host")) as libvirtd:
        yield libvirtd


@pytest.fixture
def root_libvirtd(tmp_path: Path) -> Iterator[Libvirtd]:
    """Root's, which is qemu:///system where its `command` runs, for one test."""
    if lack := missing_for_system():
        pytest.skip(f"needs {lack}")
    with system_libvirtd(host_tree(HOST, tmp_path / "host")) as libvirtd:
        yield libvirtd


@pytest.fixture
def remote(root_libvirtd: Libvirtd) -> Iterator[Remote]:
    """Root's libvirt on another host, for one test, and an operator's place from where ssh leads there."""
    if lack := missing_for_remote():
        pytest.skip(f"needs {lack}")
    with remote_host(root_libvirtd) as host:
        yield host


def forget_networks(uri: str) -> None:
    """Stop and undefine every network of that libvirt."""
    import libvirt

    with closing(libvirt.open(uri)) as connection:
        for network in connection.listAllNetworks():
            is_persistent = network.isPersistent()
            if network.isActive():
                network.destroy()
            if is_persistent:
                network.undefine()
