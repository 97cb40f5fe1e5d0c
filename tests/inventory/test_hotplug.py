"""Devices that change while vftui runs."""

import shutil
import threading
from pathlib import Path

import pytest
from nested import can_make_namespaces, run_tests_under

from vftui.inventory.udev import UdevInventory

HERE = Path(__file__).parent


@pytest.mark.skipif(shutil.which("umockdev-wrapper") is None, reason="umockdev is not installed")
def test_udev_events_are_noticed_and_the_host_reads_anew() -> None:
    run_tests_under("umockdev-wrapper", file=HERE / "hotplug_under_umockdev.py")


@pytest.mark.skipif(not can_make_namespaces(), reason="network namespaces are not allowed here")
def test_what_udev_does_not_tell_of_links_is_noticed_too() -> None:
    run_tests_under("unshare", "-rn", file=HERE / "links_in_a_namespace.py")


def test_a_tree_that_is_not_this_host_is_not_watched(tmp_path: Path) -> None:
    before = threading.active_count()

    with UdevInventory(tmp_path).watch(lambda: None):
        assert threading.active_count() == before
