"""Pools of a whole PF, and of the PF itself."""

import pytest
from model.checks.desk import codes, desk, fixed, hostdev, interfaces, passthrough, problem

from vftui.model.pci import PciAddress
from vftui.model.problem import Severity


def pf(dev: str) -> str:
    return f"    <pf dev='{dev}'/>\n"


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (passthrough(pf("ens3f0")), "on <pf> ens3f0: this PF has no VFs now."),
        (hostdev(pf("ens3f0")), "on <pf> ens3f0: this PF has no VFs now."),
        (passthrough(pf("ens6f2")), "on <pf> ens6f2: none of its VFs has a netdev now."),
    ],
)
def test_a_pf_without_a_usable_vf_makes_the_start_fail(document: bytes, why: str) -> None:
    workspace = desk(document)

    assert codes(workspace) == ["pf-without-vfs"]
    assert problem(workspace, "pf-without-vfs").sentence == f"front cannot start {why}"
    assert workspace.draft.networks[0].members == problem(workspace, "pf-without-vfs").members


@pytest.mark.parametrize("document", [hostdev(pf("ens6f2")), passthrough(pf("ens1f1"))])
def test_a_pf_with_usable_vfs_is_no_problem(document: bytes) -> None:
    assert codes(desk(document)) == []


@pytest.mark.parametrize(("dev", "what"), [("nosuch0", "no netdev of this host"), ("eno1", "a NIC without VFs")])
def test_a_pf_element_that_names_no_pf_makes_the_start_fail(dev: str, what: str) -> None:
    workspace = desk(passthrough(pf(dev)))

    assert codes(workspace) == ["not-a-pf"]
    assert problem(workspace, "not-a-pf").sentence == f"front cannot start: <pf> {dev} is {what}."


def test_a_pf_element_that_names_a_vf_becomes_that_vf_or_its_whole_pf_by_the_fixes() -> None:
    workspace = desk(passthrough(pf("ens1f1v2")))

    assert codes(workspace) == ["not-a-pf"]
    assert fixed(workspace, "not-a-pf", "Use the VF ens1f1v2") == passthrough(interfaces("ens1f1v2")).decode()
    assert fixed(workspace, "not-a-pf", "Use all of ens1f1") == passthrough(pf("ens1f1")).decode()


def test_vfs_without_netdev_are_skipped_by_a_macvtap_pool_and_named() -> None:
    found = problem(desk(passthrough(pf("ens2f0"))), "pf-vfs-skipped")

    assert found.sentence == "front leaves out ens2f0#6-7: of 8 VFs of ens2f0, 2 have no netdev."
    assert found.devices == (PciAddress(0, 0x82, 2, 6), PciAddress(0, 0x82, 2, 7))


def test_a_hostdev_pool_skips_no_vf() -> None:
    assert codes(desk(hostdev(pf("ens2f0")))) == []


def test_an_interface_that_names_a_pf_becomes_the_whole_pf_by_the_fix() -> None:
    workspace = desk(passthrough(interfaces("ens1f1")))

    assert codes(workspace) == ["pf-as-interface"]
    assert problem(workspace, "pf-as-interface").sentence == "front hands out ens1f1 itself, not its VFs."
    assert fixed(workspace, "pf-as-interface", "Use all VFs of ens1f1") == passthrough(pf("ens1f1")).decode()


def test_an_interface_that_names_a_pf_beside_others_is_listed_in_its_place_by_the_fix() -> None:
    workspace = desk(passthrough(interfaces("ens1f0v0", "ens1f1", "ens1f1v1", "ens1f0v1")))

    after = fixed(workspace, "pf-as-interface", "Use all VFs of ens1f1")
    of_pf = ("ens1f1v0", "ens1f1v1", "ens1f1v2", "ens1f1v3")
    assert interfaces("ens1f0v0", *of_pf, "ens1f0v1") in after


def test_several_pfs_themselves_are_one_problem_with_a_fix_for_each() -> None:
    found = problem(desk(passthrough(interfaces("ens1f0", "ens1f1"))), "pf-as-interface")

    assert found.sentence == "front hands out ens1f0 and ens1f1 themselves, not their VFs."
    assert [fix.label for fix in found.fixes] == ["Use all VFs of ens1f0", "Use all VFs of ens1f1"]


def test_a_pf_itself_without_vfs_is_a_problem_without_a_fix() -> None:
    assert problem(desk(passthrough(interfaces("ens3f0"))), "pf-as-interface").fixes == ()


@pytest.mark.parametrize("mode", ["bridge", "vepa", "private"])
def test_a_pf_that_guests_share_is_a_hint(mode: str) -> None:
    workspace = desk(passthrough(interfaces("ens1f1"), mode=mode))

    assert codes(workspace) == ["pf-shared"]
    assert problem(workspace, "pf-shared").severity is Severity.HINT
    assert fixed(workspace, "pf-shared", "Use all VFs of ens1f1") == passthrough(pf("ens1f1"), mode=mode).decode()


@pytest.mark.parametrize("dev", ["eno1", "ens3f0", "ens1f1v0"])
def test_sharing_a_card_without_vfs_or_a_vf_is_no_hint(dev: str) -> None:
    assert codes(desk(passthrough(interfaces(dev), mode="bridge"))) == []
