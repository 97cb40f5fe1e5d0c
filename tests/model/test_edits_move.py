"""MoveMembers: the order inside a pool, and from pool to pool."""

from model.pools import (
    HOSTDEV,
    VEPA,
    address,
    after,
    following,
    interface,
    mixed,
    pool,
    refusal,
    sentence,
    vfs,
)

from vftui.model.edits import MoveMembers
from vftui.model.network import OpaqueMember, PfMember


def test_members_change_their_place_in_libvirts_allocation_order() -> None:
    front = pool("front", "ens1f0#0-4")

    assert after(MoveMembers("front", vfs("ens1f0#3"), "front", 1), front) == {"front": "ens1f0#0,3,1-2,4"}
    assert after(MoveMembers("front", vfs("ens1f0#0,2"), "front"), front) == {"front": "ens1f0#1,3-4,0,2"}
    assert sentence(MoveMembers("front", vfs("ens1f0#3"), "front", 1), front) == "Reorder ens1f0#3 in front"


def test_members_keep_their_order_however_they_are_named() -> None:
    assert after(MoveMembers("front", vfs("ens1f0#3,1"), "front", 0), pool("front", "ens1f0#0-3")) == {
        "front": "ens1f0#1,3,0,2"
    }


def test_a_member_that_would_stay_in_its_place_is_refused() -> None:
    front = pool("front", "ens1f0#0-4")

    for position in (2, 3):
        assert refusal(MoveMembers("front", vfs("ens1f0#2"), "front", position), front) == (
            "ens1f0#2 is already there in front."
        )


def test_a_member_listed_twice_is_one_once_it_has_moved() -> None:
    front = mixed("front", *vfs("ens1f0#0,1"), *vfs("ens1f0#0"))

    assert after(MoveMembers("front", vfs("ens1f0#0"), "front", 1), front) == {"front": "ens1f0#0-1"}
    assert after(MoveMembers("front", vfs("ens1f0#0"), "back"), front, pool("back")) == {
        "front": "ens1f0#1",
        "back": "ens1f0#0",
    }


def test_members_move_to_another_pool_at_the_position_given() -> None:
    networks = pool("front", "ens1f0#0-3"), pool("back", "ens1f1#0-1")
    move = MoveMembers("front", vfs("ens1f0#1-2"), "back", 1)

    assert after(move, *networks) == {"front": "ens1f0#0,3", "back": "ens1f1#0,ens1f0#1-2,ens1f1#1"}
    assert sentence(move, *networks) == "Move ens1f0#1-2 from front to back"


def test_members_are_rewritten_for_the_mode_they_move_to() -> None:
    networks = pool("front", "ens1f0#0-1"), pool("storage", "ens1f1#0", HOSTDEV)

    assert after(MoveMembers("front", vfs("ens1f0#1"), "storage"), *networks) == {
        "front": "ens1f0#0",
        "storage": "ens1f1#0,ens1f0#1",
    }
    assert after(MoveMembers("storage", vfs("ens1f1#0", HOSTDEV), "front"), *networks) == {
        "front": "ens1f0#0-1,ens1f1#0",
        "storage": "",
    }


def test_a_vf_that_is_in_both_pools_is_in_one_after_the_move() -> None:
    networks = pool("front", "ens1f0#0-1"), pool("storage", "ens1f0#1,ens1f1#0", HOSTDEV)

    assert after(MoveMembers("front", vfs("ens1f0#1"), "storage"), *networks) == {
        "front": "ens1f0#0",
        "storage": "ens1f1#0,ens1f0#1",
    }


def test_a_vf_shared_with_a_third_pool_stays_there() -> None:
    networks = pool("a", "ens1f0#0"), pool("b"), pool("c", "ens1f0#0")

    assert after(MoveMembers("a", vfs("ens1f0#0"), "b"), *networks) == {"a": "", "b": "ens1f0#0", "c": "ens1f0#0"}


def test_a_followed_pf_moves_whole_to_an_empty_pool_and_listed_to_another() -> None:
    move = MoveMembers("front", (PfMember("ens1f1"),), "back")

    assert after(move, following("front", "ens1f1"), pool("back", mode=HOSTDEV)) == {"front": "", "back": "ens1f1"}
    assert after(move, following("front", "ens1f1"), pool("back", "ens1f1#2")) == {"front": "", "back": "ens1f1"}
    assert after(move, following("front", "ens1f1"), pool("back", "ens1f0#0", HOSTDEV)) == {
        "front": "",
        "back": "ens1f0#0,ens1f1 (listed)",
    }


def test_members_that_name_nothing_move_to_a_pool_that_names_devices_alike() -> None:
    odd = OpaqueMember("<interface/>")
    front = mixed("front", interface("ens9v1"), odd)
    move = MoveMembers("front", (interface("ens9v1"), odd), "back")

    assert after(move, front, pool("back", mode=VEPA)) == {"front": "", "back": "ens9v1,<interface/>"}


def test_a_member_already_in_the_other_pool_is_not_listed_there_twice() -> None:
    front, back = mixed("front", interface("ens9v1")), mixed("back", interface("ens9v1"), *vfs("ens1f0#0"))

    assert after(MoveMembers("front", (interface("ens9v1"),), "back"), front, back) == {
        "front": "",
        "back": "ens1f0#0,ens9v1",
    }


def test_a_member_that_names_nothing_cannot_be_rewritten_and_is_named() -> None:
    front, storage = mixed("front", interface("ens9v1"), interface("eno1"), *vfs("ens1f0#0")), pool("s", mode=HOSTDEV)
    odd = mixed("odd", OpaqueMember("<interface/>"))

    assert refusal(MoveMembers("front", (interface("ens9v1"),), "s"), front, storage) == (
        "ens9v1 has no address that hostdev (vfio) could list: no such netdev on this host."
    )
    assert refusal(MoveMembers("front", (interface("eno1"),), "s"), front, storage) == (
        "eno1 has no address that hostdev (vfio) could list: a netdev that is no VF."
    )
    assert refusal(MoveMembers("odd", odd.members, "s"), odd, storage) == (
        "vftui cannot read <interface/>, so it cannot rewrite it. Correct it in the file first."
    )


def test_an_address_without_netdev_cannot_move_to_a_macvtap_pool() -> None:
    networks = pool("storage", "ens2f0#6", HOSTDEV), pool("front")

    assert "0000:82:02.6 has no netdev (bound to vfio-pci)" in refusal(
        MoveMembers("storage", (address("ens2f0#6"),), "front"), *networks
    )


def test_a_followed_pf_cannot_bring_vfs_that_another_pool_hands_out() -> None:
    # As <pf> of a macvtap pool it gave ens2f0#0-5 only, for the others have no netdev; hostdev takes all eight.
    networks = following("front", "ens2f0"), pool("vm", mode=HOSTDEV), pool("storage", "ens2f0#6-7", HOSTDEV)

    assert refusal(MoveMembers("front", (PfMember("ens2f0"),), "vm"), *networks) == (
        "ens2f0#6-7 would be in vm and storage at once. Take it out of one of them first."
    )


def test_a_vf_that_is_in_two_pools_before_does_not_keep_a_pf_from_moving() -> None:
    networks = following("front", "ens2f0"), pool("vm", mode=HOSTDEV), pool("back", "ens2f0#0")

    assert after(MoveMembers("front", (PfMember("ens2f0"),), "vm"), *networks) == {
        "front": "",
        "vm": "ens2f0",
        "back": "ens2f0#0",
    }


def test_a_vf_listed_by_name_and_by_address_is_listed_once_where_it_goes() -> None:
    front = mixed("front", interface("ens1f0v1"), address("ens1f0#1"))

    assert after(MoveMembers("front", front.members, "vm"), front, pool("vm", mode=HOSTDEV)) == {
        "front": "",
        "vm": "ens1f0#1",
    }


def test_a_move_that_would_wake_a_dropped_pf_is_refused() -> None:
    front = mixed("front", *vfs("ens1f0#0"), PfMember("ens1f1"))

    assert "libvirt drops <pf> ens1f1 from front today" in refusal(
        MoveMembers("front", vfs("ens1f0#0"), "back"), front, pool("back")
    )


def test_a_member_that_has_gone_meanwhile_cannot_move() -> None:
    assert refusal(MoveMembers("front", vfs("ens1f0#5"), "back"), pool("front"), pool("back")) == (
        "front has no such member any more."
    )
