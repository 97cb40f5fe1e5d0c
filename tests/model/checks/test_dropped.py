"""What is written and libvirt drops without a word."""

import pytest
from model.checks.desk import (
    HOST,
    address,
    codes,
    definition,
    desk,
    fixed,
    hostdev,
    interfaces,
    passthrough,
    problem,
)

from vftui.model.problem import Severity
from vftui.model.verdict import V9_0

VF0 = address(0x3B, 2, 0)
WHOLE = "    <pf dev='ens1f1'/>\n"
OF_WHOLE = interfaces("ens1f1v0", "ens1f1v1", "ens1f1v2", "ens1f1v3")


def test_a_pf_beside_interfaces_is_dropped_and_is_listed_or_taken_out_by_the_fixes() -> None:
    workspace = desk(passthrough(interfaces("ens1f0v0") + WHOLE))

    assert problem(workspace, "pf-dropped").sentence == (
        "libvirt drops <pf> ens1f1 from front, for a list stands beside it."
    )
    listed = fixed(workspace, "pf-dropped", "List all its VFs too")
    assert listed.endswith(passthrough(interfaces("ens1f0v0") + OF_WHOLE).decode().partition("<forward")[2])
    assert "metadata" in listed
    without = fixed(workspace, "pf-dropped", "Take <pf> ens1f1 out")
    assert without == passthrough(interfaces("ens1f0v0")).decode()


def test_a_pf_beside_addresses_is_dropped_in_a_hostdev_pool() -> None:
    workspace = desk(hostdev(WHOLE + VF0))

    assert codes(workspace) == ["pf-dropped"]
    assert fixed(workspace, "pf-dropped", "Take <pf> ens1f1 out") == hostdev(VF0).decode()


def test_a_pf_without_vfs_that_is_dropped_can_only_be_taken_out() -> None:
    workspace = desk(passthrough(interfaces("ens1f0v0") + "    <pf dev='ens3f0'/>\n"))

    assert [fix.label for fix in problem(workspace, "pf-dropped").fixes] == ["Take <pf> ens3f0 out"]


def test_an_address_beside_interfaces_is_dropped_and_is_listed_by_netdev_by_the_fix() -> None:
    workspace = desk(passthrough(interfaces("ens1f0v1") + VF0))

    assert codes(workspace) == ["address-dropped"]
    after = fixed(workspace, "address-dropped", "List it by netdev")
    assert after == passthrough(interfaces("ens1f0v1", "ens1f0v0")).decode()
    assert fixed(workspace, "address-dropped", "Take ens1f0#0 out") == passthrough(interfaces("ens1f0v1")).decode()


def test_an_address_on_vfio_pci_beside_interfaces_can_only_be_taken_out() -> None:
    workspace = desk(passthrough(interfaces("ens1f0v1") + address(0x82, 2, 6)))

    assert [fix.label for fix in problem(workspace, "address-dropped").fixes] == ["Take ens2f0#6 out"]


@pytest.mark.parametrize(
    "document", [passthrough(WHOLE), passthrough(OF_WHOLE), hostdev(WHOLE), hostdev(VF0), passthrough("")]
)
def test_elements_of_one_kind_are_not_dropped(document: bytes) -> None:
    assert not {"pf-dropped", "address-dropped", "live-xml"} & set(codes(desk(document)))


def test_live_xml_of_a_pf_pool_keeps_only_the_pf_by_the_fix() -> None:
    counted = OF_WHOLE.replace("v0'/>", "v0' connections='1'/>")
    live = passthrough(WHOLE + counted).replace(b"<network>", b"<network connections='1'>")
    workspace = desk(live)

    assert codes(workspace) == ["live-xml"]
    assert problem(workspace, "live-xml").sentence == (
        "front is a copy of live XML: libvirt drops connections='1' (line 1) and connections='1' (line 5), "
        "and <pf> ens1f1, which stands beside the list of its VFs."
    )
    assert fixed(workspace, "live-xml", "Keep the <pf> only") == passthrough(WHOLE).decode()


def test_a_pf_with_a_list_of_its_vfs_is_live_xml_in_any_order_and_without_counters() -> None:
    workspace = desk(passthrough(interfaces("ens1f1v3", "ens1f1v0", "ens1f1v2", "ens1f1v1") + WHOLE))

    assert codes(workspace) == ["live-xml"]
    assert fixed(workspace, "live-xml", "Keep the <pf> only") == passthrough(WHOLE).decode()


def test_a_pf_with_a_list_of_some_of_its_vfs_is_no_live_xml() -> None:
    assert codes(desk(passthrough(WHOLE + interfaces("ens1f1v0", "ens1f1v1")))) == ["pf-dropped"]


def test_the_counters_of_live_xml_are_left_out_by_the_fix() -> None:
    live = passthrough("    <interface dev='ens1f0v0' connections='1'/>\n    <interface dev='ens1f0v1'/>\n")
    workspace = desk(live.replace(b"<network>", b"<network connections='1'>"))

    assert codes(workspace) == ["live-xml"]
    after = fixed(workspace, "live-xml", "Leave connections= out")
    assert after == passthrough(interfaces("ens1f0v0", "ens1f0v1")).decode()


def test_a_pf_of_type_sriov_becomes_a_whole_pf_by_the_fix() -> None:
    workspace = desk(passthrough("    <interface type='sriov' dev='ens1f1'/>\n"))

    assert codes(workspace) == ["sriov-type"]
    assert problem(workspace, "sriov-type").sentence == (
        "libvirt drops type='sriov' of ens1f1 in front: it is handed out as that one device."
    )
    assert fixed(workspace, "sriov-type", "Use all of ens1f1") == passthrough(WHOLE).decode()


def test_a_vf_of_type_sriov_loses_the_type_by_the_fix() -> None:
    workspace = desk(passthrough("    <interface type='sriov' dev='ens1f0v0'/>\n"))

    assert [fix.label for fix in problem(workspace, "sriov-type").fixes] == ["Leave type= out"]
    assert fixed(workspace, "sriov-type", "Leave type= out") == passthrough(interfaces("ens1f0v0")).decode()


def test_an_interface_without_type_is_not_of_type_sriov() -> None:
    assert "sriov-type" not in codes(desk(passthrough(interfaces("ens1f1"))))


def test_a_second_forward_is_dropped() -> None:
    second = f"  <forward mode='hostdev' managed='yes'>\n{VF0}  </forward>\n"
    first = f"<forward mode='passthrough'>\n{interfaces('ens1f0v1')}  </forward>"

    assert codes(desk(definition(first, second))) == ["second-element"]
    assert codes(desk(definition(first))) == []


def test_unknown_elements_and_attributes_are_one_problem_with_their_lines() -> None:
    workspace = desk(passthrough("    <foo a='b'/>\n    <interface dev='ens1f0v0' speed='fast'/>\n"))

    assert codes(workspace) == ["unknown-markup"]
    sentence = problem(workspace, "unknown-markup").sentence
    assert sentence == "libvirt drops <foo a='b'/> (line 4) and speed='fast' (line 5) from front."


def test_a_title_is_unknown_to_the_older_libvirt_only() -> None:
    document = passthrough(interfaces("ens1f0v0")).replace(b"</name>\n", b"</name>\n  <title>The web tier</title>\n")

    assert codes(desk(document, libvirt=V9_0)) == ["unknown-markup"]
    assert codes(desk(document)) == []


def test_metadata_and_comments_are_not_unknown() -> None:
    metadata = "  <!-- rack 4 -->\n  <metadata><a:b xmlns:a='urn:a'/></metadata>\n"

    assert codes(desk(definition(f"<forward mode='passthrough'>{interfaces('ens1f0v0')}</forward>", metadata))) == []


def test_managed_has_no_effect_in_a_macvtap_pool_and_is_taken_out_by_the_fix() -> None:
    workspace = desk(passthrough(interfaces("ens1f0v0"), " managed='yes'"))

    assert problem(workspace, "without-effect").severity is Severity.HINT
    after = fixed(workspace, "without-effect", "Leave managed= out")
    assert after == passthrough(interfaces("ens1f0v0")).decode()


def test_an_attribute_of_a_member_without_effect_is_left_out_by_the_fix() -> None:
    workspace = desk(hostdev(VF0.replace("/>", " multifunction='on'/>")))

    assert codes(workspace) == ["without-effect"]
    after = fixed(workspace, "without-effect", "Leave multifunction= out")
    assert after == hostdev(VF0).decode()


def test_unknown_attributes_of_members_are_left_out_by_the_fix() -> None:
    odd = "    <interface dev='ens1f0v0' speed='fast'/>\n    <interface dev='ens1f0v1' slot='1' speed='slow'/>\n"
    workspace = desk(passthrough(odd))

    after = fixed(workspace, "unknown-markup", "Leave speed= and slot= out")
    assert after == passthrough(interfaces("ens1f0v0", "ens1f0v1")).decode()


def test_nothing_is_said_of_what_is_dropped_from_networks_that_are_no_pools() -> None:
    document = definition("<forward mode='nat' foo='bar'/>", "  <ip address='10.0.0.1' netmask='255.255.255.0'/>\n")

    assert codes(desk(document, host=HOST)) == []
