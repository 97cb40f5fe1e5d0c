"""TakeOutVfs and TakeOutMembers: VFs become free."""

import pytest
from model.pools import (
    HOSTDEV,
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

from vftui.model.edits import TakeOutMembers, TakeOutVfs
from vftui.model.network import ForwardMode, Network, OpaqueMember, PfMember


def test_vfs_leave_every_pool_they_are_in() -> None:
    networks = pool("front", "ens1f0#0-3"), pool("back", "ens1f0#2,5", HOSTDEV)

    assert after(TakeOutVfs(at("ens1f0#2-3")), *networks) == {"front": "ens1f0#0-1", "back": "ens1f0#5"}
    assert sentence(TakeOutVfs(at("ens1f0#2-3")), *networks) == "Take ens1f0#2-3 out of front and back"


def test_a_whole_pf_taken_out_leaves_nothing_of_it_anywhere() -> None:
    networks = pool("front", "ens1f0#0,ens1f1#0"), following("back", "ens1f1")

    assert after(TakeOutVfs(at("ens1f1")), *networks) == {"front": "ens1f0#0", "back": ""}


@pytest.mark.parametrize(
    ("mode", "rest"), [(VEPA, "ens2f0#0-2,4-5"), (HOSTDEV, "ens2f0#0-2,4-7")], ids=["macvtap", "hostdev"]
)
def test_a_followed_pf_that_loses_a_vf_becomes_the_list_libvirt_would_have_made_of_the_others(
    mode: ForwardMode, rest: str
) -> None:
    assert after(TakeOutVfs(at("ens2f0#3")), following("front", "ens2f0", mode)) == {"front": rest}


def test_a_vf_that_is_in_no_network_cannot_be_taken_out() -> None:
    assert refusal(TakeOutVfs(at("ens1f0#7")), pool("front", "ens1f0#0")) == "ens1f0#7 is in no network."


def test_vfs_leave_the_one_pool_that_is_named() -> None:
    networks = pool("front", "ens1f0#0-3"), pool("back", "ens1f0#2,5", HOSTDEV)
    out_of_back = TakeOutVfs(at("ens1f0#2-3"), "back")

    assert after(out_of_back, *networks) == {"front": "ens1f0#0-3", "back": "ens1f0#5"}
    assert sentence(out_of_back, *networks) == "Take ens1f0#2-3 out of back"
    assert refusal(TakeOutVfs(at("ens1f0#3"), "back"), *networks) == "ens1f0#3 is not in back."
    assert refusal(TakeOutVfs(at("ens1f0#3"), "lab"), *networks) == "There is no network 'lab'."


def test_a_vf_stays_where_libvirt_does_not_use_it_anyway() -> None:
    front = mixed("front", interface("ens1f0v0"), address("ens1f0#1"))

    assert refusal(TakeOutVfs(at("ens1f0#1")), front) == "ens1f0#1 is in no network."


def test_members_leave_their_network_and_others_keep_theirs() -> None:
    networks = pool("front", "ens1f0#0-3"), pool("back", "ens1f0#1")
    take_out = TakeOutMembers("front", vfs("ens1f0#1-2"))

    assert after(take_out, *networks) == {"front": "ens1f0#0,3", "back": "ens1f0#1"}
    assert sentence(take_out, *networks) == "Take ens1f0#1-2 out of front"


def test_members_that_name_nothing_can_be_taken_out() -> None:
    odd = OpaqueMember("<interface/>")
    front = mixed("front", interface("ens9v1"), odd, *vfs("ens1f0#0"), PfMember("gone"))

    assert after(TakeOutMembers("front", (interface("ens9v1"), odd, PfMember("gone"))), front) == {"front": "ens1f0#0"}


def test_a_member_listed_twice_is_taken_out_altogether() -> None:
    front = mixed("front", *vfs("ens1f0#0,1"), *vfs("ens1f0#0"))

    assert after(TakeOutMembers("front", vfs("ens1f0#0")), front) == {"front": "ens1f0#1"}
    assert sentence(TakeOutMembers("front", vfs("ens1f0#0")), front) == "Take ens1f0#0 out of front"


def test_a_member_that_has_gone_meanwhile_cannot_be_taken_out() -> None:
    assert refusal(TakeOutMembers("front", vfs("ens1f0#5")), pool("front", "ens1f0#0")) == (
        "front has no such member any more."
    )


def test_the_last_interface_may_leave_an_address_behind_for_libvirt_does_not_use_that_either() -> None:
    front = mixed("front", *vfs("ens1f0#0"), address("ens1f0#1"))

    assert after(TakeOutMembers("front", vfs("ens1f0#0")), front) == {"front": "ens1f0#1"}
    assert after(TakeOutVfs(at("ens1f0#0")), front) == {"front": "ens1f0#1"}


def test_the_element_that_libvirt_drops_can_be_taken_out_and_then_the_other() -> None:
    front = mixed("front", *vfs("ens1f0#0"), PfMember("ens1f1"))
    both = TakeOutMembers("front", (*vfs("ens1f0#0"), PfMember("ens1f1")))

    assert "libvirt drops <pf> ens1f1" in refusal(TakeOutMembers("front", vfs("ens1f0#0")), front)
    assert after(TakeOutMembers("front", (PfMember("ens1f1"),)), front) == {"front": "ens1f0#0"}
    assert after(both, front) == {"front": ""}


def test_an_interface_that_makes_libvirt_refuse_a_hostdev_pool_can_be_taken_out() -> None:
    storage = mixed("storage", interface("ens1f0v0"), address("ens1f0#1"), mode=HOSTDEV)

    assert after(TakeOutMembers("storage", (interface("ens1f0v0"),)), storage) == {"storage": "ens1f0#1"}


def test_a_pool_that_works_again_must_not_hand_out_what_another_does() -> None:
    storage = mixed("storage", interface("ens1f0v0"), address("ens1f0#1"), mode=HOSTDEV)
    take_out = TakeOutMembers("storage", (interface("ens1f0v0"),))

    assert refusal(take_out, storage, pool("front", "ens1f0#1")) == (
        "ens1f0#1 would be in storage and front at once. Take it out of one of them first."
    )


def test_members_of_what_is_no_pool_stay() -> None:
    nat = Network("default", ForwardMode.NAT, vfs("ens1f0#0"), obstacle="forward mode nat")

    assert "default is not a pool" in refusal(TakeOutMembers("default", vfs("ens1f0#0")), nat)
    assert draft(nat).networks == (nat,)
