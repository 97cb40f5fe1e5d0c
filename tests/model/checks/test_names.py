"""Netdev names that are gone, have changed, or are made to change."""

from dataclasses import replace

import pytest
from model.checks.desk import HOST, address, codes, desk, fixed, hostdev, interfaces, passthrough, problem

from vftui.model.checks.likely_name import LikelyNames
from vftui.model.problem import Severity


def test_a_name_that_is_not_there_is_an_error_and_can_be_taken_out() -> None:
    workspace = desk(passthrough(interfaces("ens1f0v0", "ens9f7v1")))

    found = problem(workspace, "unknown-name")
    assert found.sentence == "front lists ens9f7v1, and this host has no such netdev."
    assert fixed(workspace, "unknown-name", "Take ens9f7v1 out") == passthrough(interfaces("ens1f0v0")).decode()


def test_a_vf_that_has_another_name_now_is_written_by_that_name_by_the_fix() -> None:
    workspace = desk(passthrough(interfaces("ens1f0_1", "ens1f0_2", "ens1f0v5")))

    found = problem(workspace, "unknown-name")
    assert found.sentence == (
        "front lists ens1f0_1 and ens1f0_2, and this host has no such netdev. Now likely ens1f0#1-2."
    )
    after = fixed(workspace, "unknown-name", "Write ens1f0#1-2")
    assert after == passthrough(interfaces("ens1f0v1", "ens1f0v2", "ens1f0v5")).decode()


def test_a_new_name_that_is_listed_already_is_not_offered() -> None:
    workspace = desk(passthrough(interfaces("ens1f0_1", "ens1f0v1")))

    assert [fix.label for fix in problem(workspace, "unknown-name").fixes] == ["Take ens1f0_1 out"]


def test_a_vf_on_vfio_pci_is_named_as_the_reason() -> None:
    workspace = desk(passthrough(interfaces("ens2f0v6", "ens2f0v0")))

    assert problem(workspace, "unknown-name").sentence == (
        "front lists ens2f0v6, and this host has no such netdev: ens2f0#6 is on vfio-pci."
    )


@pytest.mark.parametrize(
    "document",
    [
        passthrough(interfaces("ens1f0v0", "eno1", "ens1f0")),
        passthrough("    <pf dev='nosuch0'/>\n"),
        hostdev(interfaces("ens9f7v1")),
    ],
)
def test_netdevs_of_any_kind_are_known_and_other_elements_have_problems_of_their_own(document: bytes) -> None:
    assert "unknown-name" not in codes(desk(document))


@pytest.mark.parametrize(
    ("gone", "likely"),
    [
        ("ens1f0_3", "ens1f0v3"),  # another naming scheme
        ("ens1f0vf3", "ens1f0v3"),
        ("ens7f0v2", "ens7f0np0v2"),  # the port name in it or not
        ("enp134s0f2v1", None),  # ens6f2, whose VFs are on vfio-pci: checked below
        ("enp59s0f1v2", "ens1f1v2"),  # the only PF of port 1
        ("enp59s0f0v2", None),  # three cards have a port 0 with such a VF
        ("ens1f0v8", None),  # that PF has eight
        ("ens1f0v", None),
        ("v3", None),
        ("eth9", None),
    ],
)
def test_the_likely_vf_is_the_one_of_the_same_pf_and_index_and_only_where_there_is_one(
    gone: str, likely: str | None
) -> None:
    found = LikelyNames(HOST).vf(gone)

    assert (found and found.netdev) == likely


def test_a_renamed_pf_with_its_vfs_on_vfio_pci_is_still_recognised() -> None:
    found = LikelyNames(HOST).vf("enp134s0f2v1")

    assert found is not None
    assert HOST.vf_name(found.address) == "ens6f2#1"


def test_a_pf_is_recognised_by_any_of_its_names() -> None:
    first = replace(HOST.pfs[0], netdevs=("lan0", "ens1f0"))
    renamed = replace(HOST, pfs=(first, *HOST.pfs[1:]))

    found = LikelyNames(renamed).vf("ens1f0_4")

    assert found is not None
    assert found.netdev == "ens1f0v4"


def test_names_that_the_kernel_counts_are_a_hint() -> None:
    workspace = desk(passthrough(interfaces("eth10", "eth12", "ens1f0v0")))

    found = problem(workspace, "unstable-names")
    assert found.severity is Severity.HINT
    assert found.sentence == "front lists eth10 and eth12: the kernel counts such names anew at every boot."


def test_a_list_of_names_made_of_slot_and_index_is_a_hint_too_once() -> None:
    found = problem(desk(passthrough(interfaces("ens1f0v0", "ens7f0np0v1"))), "unstable-names")

    assert found.sentence == "front goes by netdev names, ens1f0v0 first: a VF whose name changes is lost to it."


@pytest.mark.parametrize("document", [passthrough("<pf dev='ens1f0'/>"), hostdev(address(0x3B, 2, 0))])
def test_a_pool_that_lists_no_netdevs_goes_by_no_names(document: bytes) -> None:
    assert [each.code for each in desk(document).problems] == []
