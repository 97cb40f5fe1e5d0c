"""Hypothesis strategies for the values of vftui.model."""

import string

from hypothesis import strategies as st

from vftui.model.host import Host, Link, PhysicalFunction, VirtualFunction
from vftui.model.pci import PciAddress

# Every code point, with the surrogates by which Python holds bytes that are not UTF-8.
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=12)
macs = st.binary(min_size=6, max_size=6).map(lambda raw: raw.hex(":"))
host_uses = st.just(()) | st.lists(any_text, max_size=2).map(tuple)
pci_addresses = st.builds(
    PciAddress, st.integers(0, 0xFFFF), st.integers(0, 0xFF), st.integers(0, 0x1F), st.integers(0, 7)
)

# Without "v", so that no PF's name is another's with the `v3` of a VF behind it.
_stems = st.text(string.ascii_lowercase.replace("v", ""), min_size=1, max_size=4)
pf_names = st.builds("{}{}f{}".format, _stems, st.integers(0, 99), st.integers(0, 3))


@st.composite
def virtual_functions(draw: st.DrawFn, pf: PciAddress, stem: str, max_vfs: int) -> tuple[VirtualFunction, ...]:
    """VFs of one PF, in index order, now and then with one missing; on a network driver, on vfio-pci, or on none."""
    indices = sorted(draw(st.sets(st.integers(0, max_vfs - 1)) | st.integers(0, max_vfs).map(lambda n: set(range(n)))))
    stride = draw(st.integers(1, 2))
    return tuple(draw(_virtual_function(index, _at(pf, 16 + index * stride), f"{stem}v{index}")) for index in indices)


@st.composite
def physical_functions(draw: st.DrawFn, domain: int, bus: int, name: str, max_vfs: int) -> PhysicalFunction:
    """A PF alone on its bus, with one netdev, two, or none."""
    address = PciAddress(domain, bus, 0, draw(st.integers(0, 7)))
    vfs = draw(virtual_functions(PciAddress(domain, bus, 0, 0), name, max_vfs))
    return PhysicalFunction(
        address=address,
        netdevs=draw(st.sampled_from([(name,), (name, f"{name}p1"), ()])),
        driver=draw(st.sampled_from(["i40e", "mlx5_core", None])),
        vendor=draw(st.none() | any_text),
        device=draw(st.none() | any_text),
        mac=draw(st.none() | macs),
        link=draw(st.none() | st.sampled_from(Link)),
        speed_mbps=draw(st.none() | st.integers(1, 800_000)),
        numa_node=draw(st.none() | st.integers(0, 7)),
        totalvfs=max_vfs,
        admin_up=draw(st.none() | st.booleans()),
        host_use=draw(host_uses),
        numvfs_setting=draw(st.none() | any_text),
        vfs=vfs,
        used_by=draw(st.none() | any_text),
    )


@st.composite
def hosts(draw: st.DrawFn, max_pfs: int = 4, max_vfs: int = 10) -> Host:
    """Hosts whose addresses and netdev names are unique, with PFs in order of address. `max_vfs` is at most 120."""
    places = sorted(draw(st.sets(st.tuples(st.integers(0, 2), st.integers(0, 0xFF)), max_size=max_pfs)))
    names = draw(st.lists(pf_names, min_size=len(places) + 2, max_size=len(places) + 2, unique=True))
    return Host(
        name=draw(any_text),
        source=draw(any_text),
        pfs=tuple(draw(physical_functions(*place, name, max_vfs)) for place, name in zip(places, names, strict=False)),
        others=tuple(names[len(places) :][: draw(st.integers(0, 2))]),
    )


@st.composite
def _virtual_function(draw: st.DrawFn, index: int, address: PciAddress, name: str) -> VirtualFunction:
    driver = draw(st.sampled_from(["iavf", "vfio-pci", None]))
    on_network_driver = driver == "iavf"
    return VirtualFunction(
        index=index,
        address=address,
        netdev=name if on_network_driver else None,
        driver=driver,
        mac=draw(macs) if on_network_driver else None,
        iommu_group=draw(st.none() | st.integers(0, 999)),
        used_by=draw(st.none() | any_text) if on_network_driver else None,
        host_use=draw(host_uses) if on_network_driver else (),
    )


def _at(pf: PciAddress, offset: int) -> PciAddress:
    return PciAddress(pf.domain, pf.bus, offset >> 3, offset & 7)
