"""Small hosts, written out by hand, for the tests of selections."""

from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.pci import PciAddress


def make_pf(name: str | None, bus: int, count: int) -> PhysicalFunction:
    """A PF at `0000:BUS:00.0` whose VF N is at slot 2 + N // 8, function N % 8, and called NAMEvN, if it has a name."""
    vfs = tuple(
        VirtualFunction(index, PciAddress(0, bus, 2 + index // 8, index % 8), name and f"{name}v{index}")
        for index in range(count)
    )
    return PhysicalFunction(PciAddress(0, bus, 0, 0), (name,) if name else (), totalvfs=64, vfs=vfs)


def host_of(*pfs: PhysicalFunction, others: tuple[str, ...] = ()) -> Host:
    return Host("lab", "written by hand", pfs, others)


HOST = host_of(
    make_pf("ens1f0", 0x3B, 64),
    make_pf("ens1f1", 0x3C, 8),
    make_pf(None, 0x82, 4),
    make_pf("ens2f0", 0x83, 0),
    others=("eno1",),
)
