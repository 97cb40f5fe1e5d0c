"""Tests for the lab's machine: a real kernel, udev and libvirt, and two SR-IOV cards, all for them alone."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab.connection import connected
from lab.guest.cards import CARDS, as_booted
from lab.inquiry import Ground

from vftui.inventory.udev import UdevInventory
from vftui.netxml.schema import installed_schema

# Elsewhere they would change whatever machine they are run on.
if os.environ.get("VFTUI_LAB_GUEST") != "1":
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(autouse=True)
def cards() -> Iterator[None]:
    """Whatever a test does to the cards, the next one finds them as they were booted."""
    yield
    for card in CARDS:
        as_booted(card)


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    """The machine's own libvirt."""
    with connected("qemu:///system") as libvirt:
        yield Ground("the lab's machine", UdevInventory().read(), libvirt, installed_schema())


@pytest.fixture
def networks(tmp_path: Path) -> Path:
    """An empty folder for `--networks`."""
    folder = tmp_path / "networks"
    folder.mkdir()
    return folder
