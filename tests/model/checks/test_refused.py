"""What libvirt refuses for other reasons than the members."""

import pytest
from model.checks.desk import address, codes, definition, desk, fixed, hostdev, interfaces, passthrough, problem

from vftui.model.network import InterfaceMember
from vftui.model.verdict import V9_0, V11_3

POOL = f"<forward mode='passthrough'>\n{interfaces('ens1f0v0')}  </forward>"
IP = "  <ip address='10.0.0.1' netmask='255.255.255.0'/>\n"


@pytest.mark.parametrize(
    ("element", "name"),
    [
        (IP, "ip"),
        ("  <mtu size='9000'/>\n", "mtu"),
        ("  <bandwidth>\n    <inbound average='1000'/>\n  </bandwidth>\n", "bandwidth"),
        ("  <bridge name='virbr7'/>\n", "bridge"),
    ],
)
@pytest.mark.parametrize("libvirt", [V9_0, V11_3])
def test_what_only_a_bridge_can_have_is_left_out_of_a_pool_by_the_fix(
    element: str, name: str, libvirt: tuple[int, int]
) -> None:
    workspace = desk(definition(POOL, f"{element}  <!-- the end -->\n"), libvirt=type(V9_0)(*libvirt))

    assert codes(workspace) == ["unsuitable-element"]
    assert problem(workspace, "unsuitable-element").sentence == (
        f"libvirt refuses <{name}> in front, a passthrough (macvtap) pool."
    )
    after = fixed(workspace, "unsuitable-element", f"Leave <{name}> out")
    assert after == definition(POOL, "  <!-- the end -->\n").decode()


def test_a_vlan_in_a_bridge_pool_is_refused_by_the_older_libvirt_only() -> None:
    document = definition(POOL.replace("passthrough", "bridge"), "  <vlan>\n    <tag id='42'/>\n  </vlan>\n")

    assert codes(desk(document, libvirt=V9_0)) == ["unsuitable-element"]
    assert codes(desk(document, libvirt=V11_3)) == []


def test_an_ip_address_belongs_into_a_nat_network() -> None:
    assert codes(desk(definition("<forward mode='nat'/>", IP))) == []


def test_a_dev_attribute_that_names_another_interface_is_left_out_by_the_fix() -> None:
    workspace = desk(passthrough(interfaces("ens1f0v0", "ens1f0v1"), " dev='ens1f0v1'"))

    assert codes(workspace) == ["forward-dev"]
    after = fixed(workspace, "forward-dev", "Leave dev= out")
    assert after == passthrough(interfaces("ens1f0v0", "ens1f0v1")).decode()


def test_a_dev_attribute_beside_a_pf_goes_by_the_fix() -> None:
    workspace = desk(passthrough("    <pf dev='ens1f1'/>\n", " dev='ens1f1'"))

    assert codes(workspace) == ["forward-dev"]
    assert fixed(workspace, "forward-dev", "Use all of ens1f1") == passthrough("    <pf dev='ens1f1'/>\n").decode()


def test_a_dev_attribute_beside_addresses_goes_by_the_fix() -> None:
    vf = address(0x3B, 2, 0)
    workspace = desk(hostdev(vf, " managed='yes' dev='ens1f0v0'"))

    assert codes(workspace) == ["forward-dev"]
    assert fixed(workspace, "forward-dev", "Take dev='ens1f0v0' out") == hostdev(vf).decode()


def test_a_dev_attribute_beside_addresses_of_a_macvtap_pool_is_for_the_operator_to_sort_out() -> None:
    workspace = desk(passthrough(address(0x3B, 2, 0), " dev='ens1f0v0'"))

    assert codes(workspace) == ["forward-dev"]
    assert problem(workspace, "forward-dev").fixes == ()


def test_a_dev_attribute_that_names_the_first_interface_is_no_problem() -> None:
    assert codes(desk(passthrough(interfaces("ens1f0v0"), " dev='ens1f0v0'"))) == []


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (definition("<forward mode='Passthrough'/>"), "67/19"),
        (passthrough("    <interface/>\n"), "27/19"),
        (definition(POOL, name="a/b"), "35/5"),
        (definition("<forward mode='nat'/>"), "27/19"),
    ],
)
def test_any_other_refusal_is_told_in_libvirts_own_words(document: bytes, code: str) -> None:
    workspace = desk(document)

    assert codes(workspace) == ["refused"]
    assert problem(workspace, "refused").sentence.endswith(f"({code}).")


def test_a_refusal_that_another_check_tells_is_not_told_twice() -> None:
    assert codes(desk(hostdev(interfaces("ens1f0v0")))) == ["wrong-element"]


def test_a_name_that_only_plain_define_takes_fails_validation() -> None:
    name = "eth0@x"
    workspace = desk(passthrough(interfaces(name, "ens1f0v0")))

    found = problem(workspace, "fails-validation")
    assert found.sentence == "libvirt's schema does not allow the name 'eth0@x' in front."
    assert found.members == (InterfaceMember(name),)
    assert "fails-validation" not in codes(desk(passthrough(interfaces("ens1f0v0"))))


def test_an_attribute_that_only_plain_define_takes_fails_validation() -> None:
    found = problem(desk(hostdev(address(0x3B, 2, 0), " managed='YES'")), "fails-validation")

    assert found.sentence == "libvirt's schema does not allow what is written in front."
