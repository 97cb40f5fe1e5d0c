"""Where VFs sit in the machine: IOMMU groups, which vfio cannot divide, and NUMA nodes."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from vftui.model.checks.effective import EffectivePool, Pools
from vftui.model.host import Host, VirtualFunction
from vftui.model.network import ForwardMode
from vftui.model.pci import PciAddress
from vftui.model.problem import Problem, Severity, Trap
from vftui.model.text import counted, joined
from vftui.model.wording import devices_named, shortened

SHARED_IOMMU_GROUP = Trap(
    "shared-iommu-group",
    Severity.ERROR,
    "VFs of one IOMMU group under hostdev: vfio gives all of a group to one guest, so the others go to none.",
    "An IOMMU group is the smallest thing that vfio can isolate. While a guest has one VF of a group, libvirt refuses "
    "every other VF of it to other guests: 55/0 'PCI device … is in use by driver QEMU, domain …'. Where another VF of "
    "the group is bound to a network driver of the host, the guest fails as well: 'group … is not viable'. libvirt "
    "counts each VF of the pool as one for a guest of its own all the same.\n\n"
    "Read in the sources of libvirt and Linux, not measured. VFs share a group where the slot or a switch above it has "
    "no ACS: another slot or a firmware setting helps. Else give all of a group to one guest by hand.",
)

SEVERAL_NUMA_NODES = Trap(
    "several-numa-nodes",
    Severity.HINT,
    "VFs of one pool on several NUMA nodes: libvirt hands them out in order, wherever the guest runs.",
    "libvirt takes the first free VF of the list and knows no NUMA nodes there. A guest whose CPUs and memory are on "
    "another node than its VF sends every packet over the link between the nodes.\n\n"
    "Make a network for each node, and give guests the one of their node.",
)

TRAPS = (SHARED_IOMMU_GROUP, SEVERAL_NUMA_NODES)


def find(pools: Pools, host: Host) -> Iterator[Problem]:
    groups = host.shared_iommu_groups
    owners = _owners(pools) if groups else {}
    for pool in pools:
        if groups and pool.mode is ForwardMode.HOSTDEV:
            yield from _in_shared_groups(pool, groups, owners, host)
        yield from _on_several_nodes(pool, host)


def _owners(pools: Pools) -> Mapping[PciAddress, Sequence[str]]:
    """The names of the pools that each VF is in."""
    owners: dict[PciAddress, list[str]] = {}
    for pool in pools:
        for address in pool.origin:
            owners.setdefault(address, []).append(pool.name)
    return owners


def _in_shared_groups(
    pool: EffectivePool,
    groups: Mapping[int, Sequence[VirtualFunction]],
    owners: Mapping[PciAddress, Sequence[str]],
    host: Host,
) -> Iterator[Problem]:
    sharing = [vf for vf in pool.vfs if vf.iommu_group in groups]
    numbers = tuple(dict.fromkeys(vf.iommu_group for vf in sharing if vf.iommu_group is not None))
    if not numbers:
        return
    mates = [vf for number in numbers for vf in groups[number] if vf.address not in pool.origin]
    verb = "share" if len(sharing) > 1 else "shares"
    noun = "IOMMU group" if len(numbers) == 1 else "IOMMU groups"
    company = f" with {devices_named(mates, host)}" if mates else ""
    yield Problem(
        SHARED_IOMMU_GROUP,
        pool.name,
        f"{devices_named(sharing, host)} of {pool.name} {verb} {noun} {shortened([str(number) for number in numbers])}"
        f"{company}: vfio gives a whole group to one guest.",
        members=pool.origins(sharing),
        devices=tuple(vf.address for vf in sharing),
        others=tuple(dict.fromkeys(name for vf in mates for name in owners.get(vf.address, ()))),
    )


def _on_several_nodes(pool: EffectivePool, host: Host) -> Iterator[Problem]:
    if len({pf.numa_node for pf in pool.pfs if pf.numa_node is not None}) > 1:
        nodes = Counter(node for vf in pool.vfs if (node := host.pf_of[vf.address].numa_node) is not None)
        places = [f"{counted(count, 'VF')} on NUMA node {node}" for node, count in sorted(nodes.items())]
        yield Problem(
            SEVERAL_NUMA_NODES, pool.name, f"{pool.name} has {joined(places)}: guests get them in list order."
        )
