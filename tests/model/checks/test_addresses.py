"""PCI addresses that name no VF, or another one than meant."""

from dataclasses import replace

import pytest
from model.checks.desk import HOST, address, codes, desk, fixed, hostdev, passthrough, problem
from model.selection_hosts import make_pf

from vftui.model.problem import Severity

VF0 = address(0x3B, 2, 0)


def unhexed(bus: str, slot: str, function: str) -> str:
    return f"    <address type='pci' bus='{bus}' slot='{slot}' function='{function}'/>\n"


def test_an_address_that_is_not_there_is_an_error_and_can_be_taken_out() -> None:
    workspace = desk(hostdev(VF0 + address(0x3B, 0x1F, 7)))

    assert problem(workspace, "unknown-address").sentence == (
        "front lists 0000:3b:1f.7, no VF of this host now: libvirt refuses the definition."
    )
    assert fixed(workspace, "unknown-address", "Take 0000:3b:1f.7 out") == hostdev(VF0).decode()


def test_the_address_of_a_pf_becomes_the_whole_pf_by_the_fix() -> None:
    workspace = desk(hostdev(address(0x3C, 0, 0)))

    assert codes(workspace) == ["address-of-pf"]
    assert problem(workspace, "address-of-pf").sentence == (
        "front lists the address of the PF ens1f1: libvirt takes VFs only and refuses the definition."
    )
    assert fixed(workspace, "address-of-pf", "Use all its VFs") == hostdev("    <pf dev='ens1f1'/>\n").decode()


def test_the_address_of_a_pf_without_vfs_can_only_be_taken_out() -> None:
    workspace = desk(hostdev(VF0 + address(0x83, 0, 0)))

    assert [fix.label for fix in problem(workspace, "address-of-pf").fixes] == ["Take ens3f0 out"]
    assert fixed(workspace, "address-of-pf", "Take ens3f0 out") == hostdev(VF0).decode()


def test_an_address_without_0x_that_is_a_vf_only_in_hex_is_written_as_meant_by_the_fix() -> None:
    # 84:02.3 is a VF; decimal 84 is 0x54.
    workspace = desk(hostdev(VF0 + unhexed("84", "02", "3")))

    assert codes(workspace) == ["decimal-address"]
    assert problem(workspace, "decimal-address").sentence.endswith(
        ", which libvirt reads as decimal: no VF here, so it refuses the definition. In hexadecimal it is eth4#3."
    )
    after = fixed(workspace, "decimal-address", "Write eth4#3")
    assert "bus='0x84' slot='0x02' function='0x3'" in after


def test_an_address_without_0x_that_is_a_vf_in_decimal_is_a_hint() -> None:
    # Decimal 59 is 0x3b.
    workspace = desk(hostdev(unhexed("59", "2", "0")))

    assert codes(workspace) == ["decimal-notation"]
    assert problem(workspace, "decimal-notation").severity is Severity.HINT


def test_an_address_without_0x_that_is_a_vf_in_either_reading_stays_the_decimal_one() -> None:
    host = replace(HOST, pfs=(*HOST.pfs, make_pf("ens8f0", 0x59, 4)))
    workspace = desk(hostdev(unhexed("59", "2", "0")), host=host)

    assert codes(workspace) == ["decimal-notation"]
    assert problem(workspace, "decimal-notation").sentence.endswith("libvirt reads decimal: ens1f0#0.")


def test_numbers_that_read_the_same_in_hex_are_no_problem() -> None:
    assert codes(desk(hostdev(unhexed("0x3b", "2", "0")))) == []


@pytest.mark.parametrize("document", [hostdev(VF0), passthrough(address(0x3B, 0x1F, 7))])
def test_vfs_are_known_and_an_address_in_a_macvtap_pool_is_a_problem_of_its_own(document: bytes) -> None:
    assert not {"unknown-address", "address-of-pf"} & set(codes(desk(document)))
