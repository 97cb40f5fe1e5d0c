"""The host that libvirt was on when it judged the recorded definitions."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sysfs_tree import SysfsTree, recording

from vftui.inventory.udev import UdevInventory
from vftui.model.host import Host


@cache
def recorded_host(name: str = "igb-2pf-14vf") -> Host:
    """Two PFs with seven VFs each, enp1s0 at 0000:01:00.0 and enp2s0 at 0000:02:00.0."""
    with TemporaryDirectory() as folder:
        tree = SysfsTree(Path(folder)).replay(recording(name).read_text())
        return UdevInventory(tree.sysfs, "recorded").read()
