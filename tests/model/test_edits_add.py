"""Add: VFs and whole PFs come into a pool, and leave the ones they were in."""

import pytest
from model.pools import (
    HOST,
    HOSTDEV,
    PASSTHROUGH,
    VEPA,
    address,
    after,
    at,
    draft,
    following,
    interface,
    mixed,
    pool,
    refusal,
    sentence,
    vfs,
)

from vftui.model.edits import Add, AlreadySoError
from vftui.model.network import AddressMember, ForwardMode, InterfaceMember, Network, OpaqueMember, PfMember
from vftui.model.pci import PciAddress


def test_a_vf_goes_to_the_end_of_the_pool() -> None:
    assert after(Add("front", at("ens1f0#5")), pool("front", "ens1f0#0-1")) == {"front": "ens1f0#0-1,5"}


def test_vfs_go_before_the_member_at_the_position_given() -> None:
    add = Add("front", at("ens1f0#5-6"), position=1)

    assert after(add, pool("front", "ens1f0#0-1")) == {"front": "ens1f0#0,5-6,1"}


def test_a_vf_leaves_the_pool_it_was_in() -> None:
    add = Add("back", at("ens1f0#1"))

    assert after(add, pool("front", "ens1f0#0-3"), pool("back")) == {"front": "ens1f0#0,2-3", "back": "ens1f0#1"}
    assert sentence(add, pool("front", "ens1f0#0-3"), pool("back")) == "Move ens1f0#1 from front to back"


def test_vfs_leave_every_pool_they_were_in() -> None:
    networks = pool("a", "ens1f0#0"), pool("b", "ens1f0#1", HOSTDEV), pool("c", "ens1f0#1-2"), pool("d")

    assert after(Add("d", at("ens1f0#0-2")), *networks) == {"a": "", "b": "", "c": "", "d": "ens1f0#0-2"}
    assert sentence(Add("d", at("ens1f0#0-2")), *networks) == "Move ens1f0#0-2 from a, b and c to d"


def test_sharing_leaves_a_vf_where_it_was_too() -> None:
    share = Add("back", at("ens1f0#1"), share=True)
    networks = pool("front", "ens1f0#0-1"), pool("back")

    assert after(share, *networks) == {"front": "ens1f0#0-1", "back": "ens1f0#1"}
    assert sentence(share, *networks) == "Share ens1f0#1 of front with back"


def test_sharing_a_free_vf_is_adding_it() -> None:
    assert sentence(Add("back", at("ens1f0#1"), share=True), pool("back")) == "Add ens1f0#1 to back"


def test_a_pool_lists_netdevs_or_addresses_as_its_mode_wants() -> None:
    both = at("ens1f0#1-2")

    for mode, kind in ((PASSTHROUGH, InterfaceMember), (VEPA, InterfaceMember), (HOSTDEV, AddressMember)):
        (network,) = Add("front", both).apply(draft(pool("front", mode=mode)), HOST).draft
        assert [type(member) for member in network.members] == [kind, kind]


def test_vfs_already_there_keep_their_place_in_libvirts_allocation_order() -> None:
    add = Add("front", at("ens1f0#0-3"))

    assert after(add, pool("front", "ens1f0#1,0,ens1f1#0")) == {"front": "ens1f0#1,0,ens1f1#0,ens1f0#2-3"}
    assert sentence(add, pool("front", "ens1f0#1,0,ens1f1#0")) == "Add ens1f0#2-3 to front"


def test_vfs_already_there_move_where_a_position_is_given() -> None:
    assert after(Add("front", at("ens1f0#2"), position=0), pool("front", "ens1f0#0-2")) == {"front": "ens1f0#2,0-1"}


@pytest.mark.parametrize("position", [None, 1, 2])
def test_what_is_already_there_is_refused(position: int | None) -> None:
    add = Add("front", at("ens1f0#1"), position)

    assert refusal(add, pool("front", "ens1f0#0-2")) == "ens1f0#1 is already in front."


def test_adding_a_shared_vf_again_makes_the_pool_its_only_one() -> None:
    networks = pool("front", "ens1f0#0-1"), pool("back", "ens1f0#1-2")

    assert after(Add("front", at("ens1f0#1")), *networks) == {"front": "ens1f0#0-1", "back": "ens1f0#2"}


def test_the_same_vf_named_twice_comes_once() -> None:
    assert after(Add("front", at("ens1f0#1") * 2), pool("front")) == {"front": "ens1f0#1"}


# Whole PFs


@pytest.mark.parametrize("mode", [PASSTHROUGH, HOSTDEV])
def test_a_whole_pf_alone_in_a_network_is_followed(mode: ForwardMode) -> None:
    assert after(Add("front", at("ens2f0")), pool("front", mode=mode)) == {"front": "ens2f0"}
    assert sentence(Add("front", at("ens2f0")), pool("front", mode=mode)) == "Use all of ens2f0 in front"


def test_a_whole_pf_takes_its_vfs_from_every_other_pool() -> None:
    networks = pool("front"), pool("a", "ens1f0#0,ens1f1#0"), pool("b", "ens1f0#3", HOSTDEV), following("c", "ens1f0")

    assert after(Add("front", at("ens1f0")), *networks) == {"front": "ens1f0", "a": "ens1f1#0", "b": "", "c": ""}


def test_a_whole_pf_in_a_network_of_some_of_its_vfs_stands_for_them() -> None:
    assert after(Add("front", at("ens1f0")), pool("front", "ens1f0#4,2")) == {"front": "ens1f0"}


def test_a_whole_pf_beside_other_members_is_listed_for_libvirt_would_drop_it() -> None:
    assert after(Add("front", at("ens1f1")), pool("front", "ens1f0#0")) == {"front": "ens1f0#0,ens1f1 (listed)"}
    assert sentence(Add("front", at("ens1f1")), pool("front", "ens1f0#0")) == (
        "Add ens1f1 to front; ens1f1 is listed in front"
    )


def test_two_whole_pfs_are_listed() -> None:
    assert after(Add("front", at("ens1f1,ens1f0")), pool("front")) == {"front": "ens1f1 (listed),ens1f0 (listed)"}


def test_a_whole_pf_listed_for_macvtap_leaves_vfs_without_netdev_where_they_are() -> None:
    networks = pool("front", "ens1f0#0"), pool("storage", "ens2f0#5-7", HOSTDEV)

    assert after(Add("front", at("ens2f0")), *networks) == {
        "front": "ens1f0#0,ens2f0 (listed)",
        "storage": "ens2f0#6-7",
    }
    assert sentence(Add("front", at("ens2f0")), *networks) == (
        "Move ens2f0 from storage to front; ens2f0 is listed in front, without 2 VFs that have no netdev"
    )


def test_a_followed_pf_that_gets_company_is_listed_in_its_place() -> None:
    networks = following("front", "ens1f1"), pool("back", "ens1f0#3")
    expected = {"front": "ens1f1 (listed),ens1f0#3", "back": ""}

    assert after(Add("front", at("ens1f0#3")), *networks) == expected
    assert sentence(Add("front", at("ens1f0#3")), *networks) == (
        "Move ens1f0#3 from back to front; ens1f1 is listed in front"
    )


def test_a_followed_pf_that_comes_again_with_company_is_listed_in_its_place() -> None:
    both = Add("front", at("ens1f0#3,ens1f1"))

    assert after(both, following("front", "ens1f1")) == {"front": "ens1f1 (listed),ens1f0#3"}


def test_a_vf_of_a_followed_pf_is_in_the_network_already() -> None:
    for position in (None, 0, 1):
        assert refusal(Add("front", at("ens1f1#2"), position), following("front", "ens1f1")) == (
            "ens1f1#2 is already in front."
        )


def test_a_followed_pf_that_loses_a_vf_becomes_the_list_of_the_others() -> None:
    networks = following("front", "ens1f1"), pool("back")

    assert after(Add("back", at("ens1f1#2")), *networks) == {"front": "ens1f1#0-1,3", "back": "ens1f1#2"}


def test_a_macvtap_pool_loses_a_vf_of_its_pf_to_hostdev_even_while_that_has_no_netdev() -> None:
    # libvirt binds it back to its network driver after the guest, and the next start of front would take it.
    networks = following("front", "ens2f0"), pool("storage", mode=HOSTDEV)

    assert after(Add("storage", at("ens2f0#6")), *networks) == {"front": "ens2f0#0-5", "storage": "ens2f0#6"}


def test_a_followed_pf_that_is_not_on_this_host_cannot_get_company() -> None:
    assert refusal(Add("front", at("ens1f0#0")), following("front", "ens9")) == (
        "ens9 cannot be listed beside other members: no such PF on this host."
    )


def test_a_pf_without_vfs_can_be_followed_but_not_listed() -> None:
    assert after(Add("front", at("ens3f0")), pool("front")) == {"front": "ens3f0"}
    assert refusal(Add("front", at("ens3f0")), pool("front", "ens1f0#0")) == (
        "ens3f0 has no VFs now that a list could name."
    )


def test_a_pf_without_netdev_is_listed_for_libvirt_follows_by_name() -> None:
    assert after(Add("front", at("0000:84:00.0")), pool("front", mode=HOSTDEV)) == {"front": "0000:84:00.0#0-1"}


def test_a_vf_beside_its_whole_pf_says_nothing_new() -> None:
    items = (*at("ens1f0#3"), *at("ens1f0"))

    assert after(Add("front", items), pool("front")) == {"front": "ens1f0"}


# What cannot be


def test_a_vf_without_netdev_cannot_enter_a_macvtap_pool_and_the_reason_is_said() -> None:
    add = Add("front", at("ens2f0#6"))

    assert refusal(add, pool("front")).startswith(
        "0000:82:02.6 has no netdev (bound to vfio-pci), and passthrough (macvtap) pools list netdevs."
    )
    assert refusal(Add("front", at("ens2f0#5-7")), pool("front")).startswith("0000:82:02.6 and 1 more have no netdev")
    assert after(add, pool("front", mode=HOSTDEV)) == {"front": "ens2f0#6"}


def test_a_vf_without_netdev_is_refused_even_where_its_whole_pf_is() -> None:
    assert "has no netdev" in refusal(Add("front", at("ens2f0#6")), following("front", "ens2f0"))


def test_a_vf_that_has_left_the_host_is_refused() -> None:
    assert (
        refusal(Add("front", (PciAddress(0, 0xEE, 0, 0),)), pool("front"))
        == "0000:ee:00.0 is not on this host any more."
    )


def test_what_is_no_pool_is_left_alone() -> None:
    nat = Network("default", ForwardMode.NAT, obstacle="forward mode nat")

    assert refusal(Add("default", at("ens1f0#0")), nat) == (
        "default is not a pool (forward mode nat); vftui does not change it."
    )
    assert refusal(Add("nowhere", at("ens1f0#0")), nat) == "There is no network 'nowhere'."


# Elements that libvirt does not use


def test_members_that_name_nothing_here_stay() -> None:
    odd = OpaqueMember("<address bus='x'/>")
    front = mixed("front", interface("ens9v1"), *vfs("ens1f0#0"), odd, interface("ens1f1"))
    expected = {"front": "ens9v1,ens1f0#0,<address bus='x'/>,ens1f1 (the PF itself),ens1f0#3"}

    assert after(Add("front", at("ens1f0#3")), front) == expected


def test_an_address_in_a_macvtap_pool_is_left_alone() -> None:
    front = mixed("front", *vfs("ens1f0#0"), address("ens1f0#1"))

    assert after(Add("back", at("ens1f0#1")), front, pool("back")) == {"front": "ens1f0#0-1", "back": "ens1f0#1"}
    assert sentence(Add("back", at("ens1f0#1")), front, pool("back")) == "Add ens1f0#1 to back"


def test_an_address_in_a_macvtap_pool_stays_when_its_neighbours_go() -> None:
    front = mixed("front", *vfs("ens1f0#0,2"), address("ens1f0#1"))

    assert after(Add("back", at("ens1f0#0-1")), front, pool("back")) == {"front": "ens1f0#2,1", "back": "ens1f0#0-1"}


def test_a_pf_that_libvirt_drops_beside_others_keeps_meaning_nothing() -> None:
    front = mixed("front", *vfs("ens1f0#0"), PfMember("ens1f1"))

    assert after(Add("back", at("ens1f1#2")), front, pool("back")) == {"front": "ens1f0#0,ens1f1", "back": "ens1f1#2"}
    assert after(Add("front", at("ens1f0#1")), front) == {"front": "ens1f0#0,ens1f1,ens1f0#1"}


def test_taking_the_last_member_beside_a_dropped_pf_is_refused_for_libvirt_would_then_follow_it() -> None:
    front = mixed("front", *vfs("ens1f0#0"), PfMember("ens1f1"))

    assert refusal(Add("back", at("ens1f0#0")), front, pool("back")) == (
        "libvirt drops <pf> ens1f1 from front today, and would use it after this. Take it out first."
    )


def test_adding_the_pf_that_libvirt_drops_lists_its_vfs_instead() -> None:
    front = mixed("front", *vfs("ens1f0#0"), PfMember("ens1f1"))

    assert after(Add("front", at("ens1f1")), front) == {"front": "ens1f0#0,ens1f1 (listed)"}


def test_a_pool_of_some_vfs_of_a_pf_that_libvirt_drops_beside_them_can_follow_it() -> None:
    front = mixed("front", *vfs("ens1f1#0-1"), PfMember("ens1f1"))

    assert after(Add("front", at("ens1f1")), front) == {"front": "ens1f1"}


def test_an_edit_that_changes_nothing_says_so_by_its_type() -> None:
    with pytest.raises(AlreadySoError):
        Add("front", at("ens1f0#0")).apply(draft(pool("front", "ens1f0#0")), HOST)


def test_a_long_list_is_said_by_number() -> None:
    assert sentence(Add("front", at("ens1f0#0,2,4,6,1,3,5,7,ens1f1#0,2,1,3,ens2f0#0,2,4,1,3,5")), pool("front")) == (
        "Add 18 VFs of ens1f0, ens1f1 and ens2f0 to front"
    )
