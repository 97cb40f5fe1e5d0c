"""Cards that change while the app runs."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from nested import run_tests_under
from pluggable import Pluggable
from robot import at_work, workspace_of

from vftui.inventory.demo import demo_host


@pytest.mark.skipif(shutil.which("umockdev-wrapper") is None, reason="umockdev is not installed")
def test_udev_events_reach_the_screen() -> None:
    run_tests_under("umockdev-wrapper", file=Path(__file__).parent / "hotplug_under_umockdev.py")


async def test_what_a_card_that_goes_leaves_unserved_is_told_without_control_codes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    red = "<network><name>red\u202e</name><forward mode='passthrough'><interface dev='ens1f0v0'/></forward></network>"
    plug = Pluggable(demo_host())
    async with at_work(workspace_of(plug.host, {"red.xml": red.encode()}), plug) as robot:
        told: list[str] = []
        monkeypatch.setattr(robot.pools, "notify", lambda message, **_: told.append(message))
        plug.become(replace(plug.host, pfs=plug.host.pfs[1:]))
        await robot.until(lambda: bool(told))

        assert told == ["Can no longer be handed out: ens1f0v0 of red\N{REPLACEMENT CHARACTER}."]
