"""Machines without VFs, and with VFs that no pool of netdevs can take."""

import shutil
from pathlib import Path

import pytest
from terminal.console import vftui

pytestmark = pytest.mark.skipif(shutil.which("umockdev-run") is None, reason="umockdev is not installed")


def test_cards_without_vfs_say_how_many_they_could_have(networks: Path) -> None:
    with vftui("--networks", networks, recorded="igb-2pf-0vf") as console:
        assert "Host  2 PFs, 0 VFs" in console.seen()
        assert [row.text.split("  ")[0].split()[0] for row in console.rows("Host")] == ["enp1s0", "enp2s0"]
        assert all("0/7 VFs" in row.text for row in console.rows("Host"))


def test_vfs_on_vfio_are_shown_without_a_netdev_and_kept_out_of_a_pool_that_needs_one(networks: Path) -> None:
    with vftui("--networks", networks, recorded="igb-2pf-14vf-2vfio", columns=160) as console:
        for vf in ("0000:01:11.2", "0000:01:11.4"):
            assert "no netdev  vfio-pci" in console.vf(vf).text

        console.keys("n")
        console.fill_in("fast")
        console.wait_for("✓ New network fast")
        console.hold(console.vf("0000:01:11.2").place, console.network("fast").place)
        console.wait_for("✗ refused: 0000:01:11.2 has no netdev (bound to vfio-pci)")
        assert console.network("fast").sign == "✗"
        console.mouse(("release", console.network("fast").place))
        console.wait(lambda: console.network("fast").sign != "✗", "the drag to end")
        assert "✗ refused: 0000:01:11.2 has no netdev (bound to vfio-pci)" in console.message
        assert "0 VFs" in console.network("fast").text

        console.drag(console.vf("0000:01:11.2").place, console.new_pool)
        console.fill_in("dpdk", "hostdev")
        console.wait_for("✓ New network dpdk, hostdev (vfio); Add enp1s0#5 to dpdk")
