"""`vftui show` on the recorded machines."""

import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cli.program import passthrough, printed, shown
from sysfs_tree import recording

pytestmark = pytest.mark.skipif(shutil.which("umockdev-run") is None, reason="umockdev is not installed")


def replayed(name: str) -> tuple[str | Path, ...]:
    return ("umockdev-run", "-d", recording(name), "--")


@cache
def pfs_of(name: str) -> list[Any]:
    pfs: list[Any] = shown("--networks", "none", on=replayed(name))["host"]["pfs"]
    return pfs


def test_cards_without_vfs_are_shown_with_what_they_could_have() -> None:
    assert [(pf["name"], pf["numvfs"], pf["totalvfs"], pf["vfs"]) for pf in pfs_of("igb-2pf-0vf")] == [
        ("enp1s0", 0, 7, []),
        ("enp2s0", 0, 7, []),
    ]


def test_both_cards_are_shown_with_seven_vfs_each() -> None:
    first, second = pfs_of("igb-2pf-14vf")

    assert [vf["netdev"] for vf in first["vfs"]] == [f"enp1s0v{index}" for index in range(7)]
    assert [vf["index"] for vf in second["vfs"]] == list(range(7))
    assert (first["driver"], first["link"], first["speed_mbps"], first["numa_node"]) == ("igb", "down", None, None)


def test_vfs_on_vfio_are_shown_without_netdev_and_mac() -> None:
    on_vfio = [vf for pf in pfs_of("igb-2pf-14vf-2vfio") for vf in pf["vfs"] if vf["driver"] == "vfio-pci"]

    assert [(vf["address"], vf["netdev"], vf["mac"], vf["iommu_group"]) for vf in on_vfio] == [
        ("0000:01:11.2", None, None, 15),
        ("0000:01:11.4", None, None, 16),
    ]


def test_a_pool_of_a_whole_card_says_which_vfs_it_leaves_out_for_want_of_a_netdev(tmp_path: Path) -> None:
    whole = passthrough("whole").replace("></forward>", "><pf dev='enp1s0'/></forward>")
    (tmp_path / "whole.xml").write_text(whole)

    output = printed("show", "--networks", tmp_path, on=replayed("igb-2pf-14vf-2vfio"))

    assert "  whole  passthrough (macvtap)  5 VFs  enp1s0\n" in output
    assert "    ! left out, without netdev: enp1s0#5-6\n" in output


def test_a_recorded_machine_captured_and_planned_elsewhere_is_the_same(tmp_path: Path) -> None:
    saved = tmp_path / "host.json"
    saved.write_text(printed("capture", on=replayed("igb-2pf-14vf-2vfio")))

    assert shown("--host", saved)["host"]["pfs"] == pfs_of("igb-2pf-14vf-2vfio")


def test_a_host_without_such_cards_says_so(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.umockdev"
    nothing.write_text("P: /devices/platform/serial8250\nE: SUBSYSTEM=platform\n")

    output = printed("show", "--networks", tmp_path / "none", on=("umockdev-run", "-d", nothing, "--"))

    assert "No SR-IOV network card found on this host. Try `vftui --demo`.\n" in output
