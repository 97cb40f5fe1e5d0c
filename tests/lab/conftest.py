"""A real libvirtd for each of the lab's hosts."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from lab.connection import Connection, connected
from lab.hosts import HOSTS, host_tree
from lab.libvirtd import libvirtd_on, missing

from vftui.inventory.udev import UdevInventory
from vftui.model.host import Host
from vftui.netxml.schema import Schema, installed_schema


@dataclass(frozen=True)
class Ground:
    """A host as vftui reads it, the libvirt that runs there, and that libvirt's schema."""

    name: str
    host: Host
    libvirt: Connection
    schema: Schema | None


Libvirtd = Callable[[Path], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def libvirtd() -> Libvirtd:
    """Starts libvirtds, where the machine has what they need."""
    if lack := missing():
        pytest.skip(f"needs {lack}")
    return libvirtd_on


@pytest.fixture(scope="module", params=HOSTS)
def ground(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, libvirtd: Libvirtd
) -> Iterator[Ground]:
    name: str = request.param
    sysfs = host_tree(name, tmp_path_factory.mktemp("host"))
    with libvirtd(sysfs) as uri, connected(uri) as libvirt:
        yield Ground(name, UdevInventory(sysfs, name).read(), libvirt, installed_schema())


@pytest.fixture(scope="session")
def seed() -> str:
    """Every run asks anew, unless it repeats another."""
    return os.environ.get("VFTUI_LAB_SEED") or str(secrets.randbelow(10**6))


@pytest.fixture(scope="session")
def count() -> int:
    """How many definitions each host's libvirt is asked about."""
    return int(os.environ.get("VFTUI_LAB_DEFINITIONS", "500"))
