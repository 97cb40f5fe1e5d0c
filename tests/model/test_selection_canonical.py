from dataclasses import replace

import pytest
from model.selection_hosts import HOST, host_of, make_pf

from vftui.model.network import AddressMember, InterfaceMember, Member, OpaqueMember, PfMember
from vftui.model.pci import PciAddress
from vftui.model.selection import canonical, canonical_members, resolve

ENS1F0, ENS1F1, UNNAMED, ENS2F0 = HOST.pfs
ABSENT = PciAddress.parse("0000:99:02.0")


@pytest.mark.parametrize(
    ("indexes", "text"),
    [
        ([], ""),
        ([7], "ens1f0#7"),
        ([0, 1, 2, 3, 40], "ens1f0#0-3,40"),
        ([3, 0, 1], "ens1f0#3,0-1"),
        ([3, 2, 1], "ens1f0#3,2,1"),
        ([0, 2, 4], "ens1f0#0,2,4"),
    ],
)
def test_the_order_of_allocation_is_kept_and_runs_that_go_up_are_compressed(indexes: list[int], text: str) -> None:
    assert canonical([ENS1F0.vfs[index].address for index in indexes], HOST) == text


def test_each_change_of_pf_starts_a_new_list() -> None:
    vfs = [ENS1F0.vfs[0], ENS1F1.vfs[0], ENS1F1.vfs[1], ENS1F0.vfs[1]]
    assert canonical([vf.address for vf in vfs], HOST) == "ens1f0#0,ens1f1#0-1,ens1f0#1"


def test_a_pf_without_netdev_goes_by_its_address() -> None:
    assert canonical([vf.address for vf in UNNAMED.vfs], HOST) == "0000:82:00.0#0-3"
    assert canonical([UNNAMED.address], HOST) == "0000:82:00.0"


def test_whole_pfs_and_absent_functions_stand_between_lists() -> None:
    addresses = [ENS1F0.vfs[0].address, ENS2F0.address, ABSENT, ENS1F0.vfs[1].address]
    assert canonical(addresses, HOST) == "ens1f0#0,ens2f0,0000:99:02.0,ens1f0#1"


def test_a_pf_whose_name_looks_like_syntax_is_quoted() -> None:
    pf = make_pf('a,"b"', 0x84, 2)
    assert canonical([pf.vfs[1].address], host_of(pf)) == '"a,""b"""#1'


def test_a_name_that_leads_to_another_pf_is_not_used() -> None:
    first, second = make_pf("twin", 0x84, 2), make_pf("twin", 0x85, 2)
    text = canonical([first.vfs[0].address, second.vfs[0].address], host_of(first, second))
    assert text == "0000:84:00.0#0,twin#0"


def test_a_selection_is_echoed_in_canonical_form() -> None:
    selection = resolve("ens1f1 3b:02.1 ens1f0v2 sriov:ens1f0:3 ens1f0#40", HOST, lambda _vf: True)
    assert selection.canonical(HOST) == "ens1f1,ens1f0#1-3,40"


def test_a_pool_is_told_as_one_selection_for_each_run_of_a_pf() -> None:
    members: list[Member] = [
        *(InterfaceMember(f"ens1f0v{index}") for index in (0, 1, 2, 7)),
        InterfaceMember("ens1f1v0"),
        InterfaceMember("ens1f0v3"),
    ]
    assert canonical_members(members, HOST) == ("ens1f0#0-2,7", "ens1f1#0", "ens1f0#3")


def test_addresses_and_interfaces_of_one_pf_make_one_run() -> None:
    members: list[Member] = [AddressMember(ENS1F0.vfs[0].address), InterfaceMember("ens1f0v1")]
    assert canonical_members(members, HOST) == ("ens1f0#0-1",)


@pytest.mark.parametrize(
    ("member", "text"),
    [
        (PfMember("ens1f0"), "ens1f0"),
        (PfMember("ens9f0"), "ens9f0"),
        (InterfaceMember("ens9f0v3"), "ens9f0v3"),
        (InterfaceMember("eno1"), "eno1"),
        (AddressMember(ABSENT), "0000:99:02.0"),
        (OpaqueMember("<address bus='x'/>"), "<address bus='x'/>"),
    ],
)
def test_whole_pfs_and_what_the_host_does_not_have_stand_alone(member: Member, text: str) -> None:
    members: list[Member] = [InterfaceMember("ens1f1v0"), member, InterfaceMember("ens1f1v1")]
    assert canonical_members(members, HOST) == ("ens1f1#0", text, "ens1f1#1")


@pytest.mark.parametrize(
    ("member", "text"),
    [
        (InterfaceMember("ens1f0"), "ens1f0 (the PF itself)"),
        (AddressMember(ENS1F0.address), "ens1f0 (the PF itself)"),
        (PfMember("ens1f0v3"), "ens1f0v3 (a VF, not a PF)"),
        (InterfaceMember("ens1f0#0-3"), '"ens1f0#0-3"'),
    ],
)
def test_a_member_is_never_told_as_a_selection_of_other_devices(member: Member, text: str) -> None:
    assert canonical_members([member], HOST) == (text,)


def test_an_altname_of_a_whole_pf_is_told_by_its_first_name() -> None:
    pf = replace(ENS1F1, netdevs=("ens1f1", "storage"))
    assert canonical_members([PfMember("storage")], host_of(pf)) == ("ens1f1",)
