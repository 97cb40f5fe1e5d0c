from dataclasses import replace
from pathlib import Path

import pytest
from lab.fixtures import HOST, emptied_libvirtd, own_libvirtd, shared_libvirtd
from lab.hosts import host_tree
from lab.libvirtd import Libvirtd
from robot import demo_workspace
from tui.on_libvirt import Libvirt

from vftui.inventory.udev import UdevInventory
from vftui.model.host import Link
from vftui.workspace import Workspace

__all__ = ["emptied_libvirtd", "own_libvirtd", "shared_libvirtd"]


@pytest.fixture
def workspace() -> Workspace:
    """The demo host and its networks, kept in memory."""
    return demo_workspace()


@pytest.fixture
def libvirt(emptied_libvirtd: Libvirtd, tmp_path: Path) -> Libvirt:
    """A real libvirt on the recorded host, without any network; its PFs are up, as no recording can show."""
    host = UdevInventory(host_tree(HOST, tmp_path / "seen"), "lab").read()
    pfs = tuple(replace(pf, admin_up=True, link=Link.UP) for pf in host.pfs)
    return Libvirt(emptied_libvirtd, replace(host, pfs=pfs))
