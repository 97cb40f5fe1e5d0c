"""Elements that cannot stand together in a pool, or not in one of this mode."""

import pytest
from model.checks.desk import address, codes, desk, fixed, hostdev, interfaces, passthrough, problem

VF0, VF1 = address(0x3B, 2, 0), address(0x3B, 2, 1)


def test_an_address_in_a_macvtap_pool_is_the_wrong_element_and_is_listed_by_netdev_by_the_fix() -> None:
    workspace = desk(passthrough(VF0 + VF1))

    found = problem(workspace, "wrong-element")
    assert found.sentence == (
        "front is a passthrough (macvtap) pool and lists ens1f0#0-1 by <address>: libvirt refuses the definition."
    )
    after = fixed(workspace, "wrong-element", "List them as the mode wants")
    assert after == passthrough(interfaces("ens1f0v0", "ens1f0v1")).decode()


def test_an_interface_in_a_hostdev_pool_is_the_wrong_element_and_is_listed_by_address_by_the_fix() -> None:
    workspace = desk(hostdev(interfaces("ens1f0v0")))

    assert fixed(workspace, "wrong-element", "List them as the mode wants") == hostdev(VF0).decode()


def test_a_vf_without_netdev_cannot_be_listed_in_a_macvtap_pool_and_can_be_taken_out() -> None:
    on_vfio = address(0x82, 2, 6)
    workspace = desk(passthrough(on_vfio + VF0))

    labels = [fix.label for fix in problem(workspace, "wrong-element").fixes]
    assert labels == ["List them as the mode wants", "Take ens2f0#6 out"]


@pytest.mark.parametrize("document", [passthrough(interfaces("ens1f0v0")), hostdev(VF0)])
def test_elements_that_fit_the_mode_are_no_problem(document: bytes) -> None:
    assert codes(desk(document)) == []


def test_a_vf_listed_twice_is_listed_once_by_the_fix() -> None:
    workspace = desk(passthrough(interfaces("ens1f0v0", "ens1f0v1", "ens1f0v0")))

    assert problem(workspace, "duplicate").sentence == (
        "front lists ens1f0#0 more than once: libvirt refuses the definition."
    )
    assert fixed(workspace, "duplicate", "List it once") == passthrough(interfaces("ens1f0v0", "ens1f0v1")).decode()


def test_one_address_in_two_spellings_is_a_duplicate() -> None:
    decimal = "    <address type='pci' bus='59' slot='2' function='0'/>\n"

    assert "duplicate" in codes(desk(hostdev(VF0 + decimal)))


def test_several_whole_pfs_are_listed_as_whole_pfs_by_the_fix() -> None:
    workspace = desk(passthrough("    <pf dev='ens1f1'/>\n    <pf dev='ens7f0np0'/>\n"))

    assert problem(workspace, "several-pfs").sentence == (
        "front has 2 <pf> elements, ens1f1 and ens7f0np0: libvirt refuses the definition."
    )
    after = fixed(workspace, "several-pfs", "List the VFs of each")
    assert "<pf" not in after.partition("<forward")[2]
    assert after.count("<interface") == 8 + after.partition("<forward")[0].count("<interface")


def test_several_pfs_of_which_one_has_no_vfs_cannot_be_listed() -> None:
    workspace = desk(passthrough("    <pf dev='ens3f0'/>\n    <pf dev='ens1f1'/>\n"))

    assert codes(workspace) == ["several-pfs"]
    assert problem(workspace, "several-pfs").fixes == ()


def test_the_same_pf_twice_is_written_once_by_the_fix() -> None:
    workspace = desk(passthrough("    <pf dev='ens1f1'/>\n    <pf dev='ens1f1'/>\n"))

    assert codes(workspace) == ["duplicate"]
    assert fixed(workspace, "duplicate", "List it once") == passthrough("    <pf dev='ens1f1'/>\n").decode()


def test_one_pf_is_no_problem() -> None:
    assert codes(desk(passthrough("    <pf dev='ens1f1'/>\n"))) == []


def test_repeats_among_elements_that_libvirt_drops_are_not_refused() -> None:
    assert codes(desk(passthrough(interfaces("ens1f0v0") + "    <pf dev='ens1f1'/>\n" * 2))) == ["pf-dropped"]
