"""A host of any size as a sysfs tree."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from lab.hosts import for_libudev
from sysfs_tree import SysfsTree

from vftui.inventory.demo import sized_host

# 16 PFs with 256 VFs each are 90,000 files: on a disk they take five minutes to write and remove, in memory 15 seconds.
_MEMORY = Path("/dev/shm")  # noqa: S108 - only where to put a folder of a name nobody knows before


@contextmanager
def sized_tree(pfs: int, vfs: int) -> Iterator[Path]:
    """What takes the place of /sys on a host of that many PFs with that many VFs each, until the context is left."""
    with TemporaryDirectory(prefix="vftui-lab-", dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        tree = SysfsTree(Path(folder))
        for pf in sized_host(pfs, vfs).pfs:
            path = tree.pf(str(pf.address), *pf.netdevs, numa_node=str(pf.numa_node), totalvfs=str(pf.totalvfs))
            for vf in pf.vfs:
                tree.vf(path, vf.index, str(vf.address), vf.netdev, iommu_group=str(vf.iommu_group))
        yield for_libudev(tree.sysfs)
