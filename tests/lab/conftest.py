"""A real libvirtd for each of the lab's hosts."""

import os
import secrets
from collections.abc import Iterator

import pytest
from lab.connection import connected
from lab.fixtures import own_libvirtd, remote, root_libvirtd
from lab.hosts import HOSTS, host_tree
from lab.inquiry import Ground
from lab.libvirtd import missing, user_libvirtd

from vftui.inventory.udev import UdevInventory
from vftui.netxml.schema import installed_schema

__all__ = ["own_libvirtd", "remote", "root_libvirtd"]


@pytest.fixture(scope="module", params=HOSTS)
def ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    if lack := missing():
        pytest.skip(f"needs {lack}")
    name: str = request.param
    sysfs = host_tree(name, tmp_path_factory.mktemp("host"))
    with user_libvirtd(sysfs) as libvirtd, connected(libvirtd.uri) as libvirt:
        yield Ground(name, UdevInventory(sysfs, name).read(), libvirt, installed_schema())


@pytest.fixture(scope="session")
def seed() -> str:
    """Every run asks anew, unless it repeats another."""
    return os.environ.get("VFTUI_LAB_SEED") or str(secrets.randbelow(10**6))


@pytest.fixture(scope="session")
def count() -> int:
    """How many definitions each host's libvirt is asked about."""
    return int(os.environ.get("VFTUI_LAB_DEFINITIONS", "500"))
