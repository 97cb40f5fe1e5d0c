"""The machine as a remote host: real cards, by ssh, from a host whose own libvirt is another version."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from lab.vm.outside import Way
from terminal.console import Console, vftui

from vftui.inventory.capture import CapturedInventory
from vftui.inventory.nodedev import NodeDeviceInventory
from vftui.model.host import PhysicalFunction
from vftui.virconnect.connection import Connection

pytest.importorskip("libvirt")

# An ssh that knows the way and says which process it is; while there is a file called `cut`, there is no way.
_SSH = """#!/bin/sh
[ ! -e {folder}/cut ] || exit 255
echo $$ >{folder}/pid
exec {ssh} "$@"
"""


class Line:
    """The line between this host and the machine: where it leads, and how it breaks."""

    def __init__(self, way: Way, folder: Path) -> None:
        self._way = way
        self._folder = folder
        command = folder / "ssh"
        command.write_text(_SSH.format(folder=folder, ssh=" ".join(way.ssh[:-1])))
        command.chmod(0o755)
        self.uri = f"qemu+ssh://root@127.0.0.1:{way.port}/system?command={command}"

    def run(self, *command: str) -> str:
        """What a command prints on the machine."""
        return subprocess.run(
            [*self._way.ssh, *command], capture_output=True, text=True, check=True, timeout=120
        ).stdout

    def pool(self, network: str) -> list[str]:
        """The netdevs that the machine's libvirt keeps for a network."""
        kept = self.run("virsh", "--connect", "qemu:///system", "net-dumpxml", "--inactive", network)
        return re.findall("<interface dev='(.*?)'/>", kept)

    def cut(self) -> None:
        """Break the connection that was made last, and let nobody make another."""
        (self._folder / "cut").touch()
        os.kill(int((self._folder / "pid").read_text()), signal.SIGKILL)

    def mend(self) -> None:
        (self._folder / "cut").unlink()


@pytest.fixture
def line(way: Way, tmp_path: Path) -> Iterator[Line]:
    found = Line(way, tmp_path)
    yield found
    found.run("virsh net-list --all --name | grep -qx far && virsh net-undefine far || true")


@pytest.fixture
def console(line: Line) -> Iterator[Console]:
    with vftui("-c", line.uri, columns=160) as started:
        yield started


def as_node_devices_tell(pf: PhysicalFunction) -> PhysicalFunction:
    """A PF without what no node device says."""
    vfs = tuple(replace(vf, used_by=None, host_use=()) for vf in pf.vfs)
    return replace(pf, vfs=vfs, admin_up=None, host_use=(), numvfs_setting=None, used_by=None)


def test_the_host_that_is_read_from_here_is_the_one_that_udev_knows_there(line: Line, tmp_path: Path) -> None:
    saved = tmp_path / "host.json"
    saved.write_text(line.run("/opt/vftui/bin/vftui", "capture"))
    with closing(Connection(line.uri)) as connection:
        connection.open()
        here = NodeDeviceInventory(connection).read()

    there = CapturedInventory(saved).read()

    assert [len(pf.vfs) for pf in here.pfs] == [7, 7]
    assert here.name == there.name
    assert here.pfs == tuple(map(as_node_devices_tell, there.pfs))


def test_what_the_app_writes_from_here_is_kept_there(line: Line, console: Console) -> None:
    console.mark("enp1s0#0-2")
    console.pick_up()
    console.drop_as_new()
    console.fill_in("far")
    console.write(said="✓ Written to")
    assert line.pool("far") == ["enp1s0v0", "enp1s0v1", "enp1s0v2"]

    console.keys("escape")
    console.wait_for("╭─ Networks")
    console.drag(console.vf("enp2s0v4").place, console.network("far").place)
    console.wait_for("● 1 change to write")
    console.write(said="✓ Written to")

    assert line.pool("far") == ["enp1s0v0", "enp1s0v1", "enp1s0v2", "enp2s0v4"]
    console.keys("escape")
    console.wait_for("╭─ Networks")
    assert console.quit() == 0


def test_a_line_that_breaks_is_told_once_and_costs_no_edit(line: Line, console: Console) -> None:
    console.mark("enp1s0#3")
    console.pick_up()
    console.drop_as_new()
    console.fill_in("far")
    line.cut()
    console.wait_for("connection lost", "your edits stay")
    assert "● 1 change to write" in console.seen()
    assert "Traceback" not in console.seen()

    line.mend()
    console.wait_for("Connected again")
    assert "● 1 change to write" in console.seen()
    console.write(said="✓ Written to")

    assert line.pool("far") == ["enp1s0v3"]
