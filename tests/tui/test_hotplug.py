"""Cards that change while the app runs."""

import shutil
from pathlib import Path

import pytest
from nested import run_tests_under


@pytest.mark.skipif(shutil.which("umockdev-wrapper") is None, reason="umockdev is not installed")
def test_udev_events_reach_the_screen() -> None:
    run_tests_under("umockdev-wrapper", file=Path(__file__).parent / "hotplug_under_umockdev.py")
