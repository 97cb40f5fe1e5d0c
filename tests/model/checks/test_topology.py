"""Where VFs sit in the machine: IOMMU groups, which vfio cannot divide, and NUMA nodes."""

import pytest
from model.checks.desk import problem
from model.checks.situation import among, with_devices, with_networks
from model.pools import at, following, pool

from vftui.model.host import Host
from vftui.model.network import POOL_MODES, ForwardMode
from vftui.model.problem import Severity

HOSTDEV = ForwardMode.HOSTDEV


def grouped(*selections: str) -> Host:
    """The host with an IOMMU group of 11, 12, … for the VFs of each selection, and no group known for the others."""
    host = with_devices("ens1f0#0", iommu_group=10)
    for number, selection in enumerate(selections, 11):
        host = with_devices(selection, host=host, iommu_group=number)
    return host


def on_nodes(**nodes: int | None) -> Host:
    """The host with these PFs on these NUMA nodes."""
    host = with_devices("ens1f0", numa_node=None)
    for pf, node in nodes.items():
        host = with_devices(pf, host=host, numa_node=node)
    return host


def test_vfs_of_a_group_in_two_networks_are_told_for_both() -> None:
    host = grouped("ens1f0#3-4")
    workspace = with_networks(pool("a", "ens1f0#0-3", HOSTDEV), pool("b", "ens1f0#4-5", HOSTDEV), host=host)

    a, b = (found for found in workspace.problems if found.code == "shared-iommu-group")

    assert (a.severity, a.network, a.others, a.devices) == (Severity.ERROR, "a", ("b",), at("ens1f0#3"))
    assert (b.network, b.others, b.devices) == ("b", ("a",), at("ens1f0#4"))
    assert a.sentence == "ens1f0#3 of a shares IOMMU group 11 with ens1f0#4: vfio gives a whole group to one guest."


def test_a_pool_whose_vfs_share_a_group_serves_one_guest_only() -> None:
    found = problem(with_networks(following("a", "ens1f1", HOSTDEV), host=grouped("ens1f1#0-3")), "shared-iommu-group")

    assert (found.devices, found.others) == (at("ens1f1#0-3"), ())
    assert found.sentence == "ens1f1#0-3 of a share IOMMU group 11: vfio gives a whole group to one guest."


def test_a_vf_of_the_group_that_is_in_no_pool_keeps_guests_from_starting_too() -> None:
    host = grouped("ens1f0#2,6", "ens1f0#3,7")
    found = problem(with_networks(pool("a", "ens1f0#0-3", HOSTDEV), host=host), "shared-iommu-group")

    assert found.devices == at("ens1f0#2-3")
    assert found.sentence == (
        "ens1f0#2-3 of a share IOMMU groups 11 and 12 with ens1f0#6-7: vfio gives a whole group to one guest."
    )


def test_groups_do_not_matter_to_macvtap() -> None:
    assert not among(with_networks(pool("a", "ens1f0#0-3"), host=grouped("ens1f0#0-7")), {"shared-iommu-group"})


@pytest.mark.parametrize("groups", [(), ("ens1f0#0", "ens1f0#1", "ens1f0#2"), ("ens1f0#6-7",)])
def test_vfs_in_groups_of_their_own_are_no_problem(groups: tuple[str, ...]) -> None:
    assert not among(with_networks(pool("a", "ens1f0#0-3", HOSTDEV), host=grouped(*groups)), {"shared-iommu-group"})


@pytest.mark.parametrize("mode", POOL_MODES)
def test_a_pool_on_several_numa_nodes_is_a_hint(mode: ForwardMode) -> None:
    workspace = with_networks(pool("a", "ens1f1#0,ens1f0#0-1", mode), host=on_nodes(ens1f0=0, ens1f1=1))
    found = problem(workspace, "several-numa-nodes")

    assert (found.severity, found.network) == (Severity.HINT, "a")
    assert found.sentence == "a has 2 VFs on NUMA node 0 and 1 VF on NUMA node 1: guests get them in list order."


@pytest.mark.parametrize("nodes", [(0, 0), (1, None), (None, None)])
def test_a_pool_on_one_numa_node_or_on_an_unknown_one_is_no_hint(nodes: tuple[int | None, int | None]) -> None:
    host = on_nodes(ens1f0=nodes[0], ens1f1=nodes[1], ens2f0=7)

    assert not among(with_networks(pool("a", "ens1f0#0-1,ens1f1#0"), host=host), {"several-numa-nodes"})
