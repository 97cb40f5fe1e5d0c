"""Whole PFs beside other members: what comes, goes and moves, and what edits say of it."""

from collections.abc import Mapping
from dataclasses import replace

from model.pools import (
    HOST,
    HOSTDEV,
    PASSTHROUGH,
    VEPA,
    after,
    at,
    draft,
    following,
    interface,
    mixed,
    pool,
    refusal,
    sentence,
    shown,
    vfs,
    whole,
)

from vftui.model.edits import (
    Add,
    ChangeMode,
    Edit,
    MoveMembers,
    TakeOutMembers,
    TakeOutVfs,
)
from vftui.model.network import Member, Network
from vftui.model.pool import effective_vfs
from vftui.model.selection import canonical

MIXED = mixed("front", whole("ens1f1"), *vfs("ens1f0#3"))


def result(edit: Edit, network: Network) -> Network:
    return edit.apply(draft(network), HOST).draft.get(network.name)


def result_of(edit: Edit, *networks: Network) -> Mapping[str, tuple[Member, ...]]:
    """The members of each network after an edit."""
    made = edit.apply(draft(*networks), HOST).draft
    assert shown(made)
    return {network.name: network.members for network in made}


# What counts


def test_a_listed_pf_hands_out_its_list_in_the_order_of_the_members() -> None:
    front = mixed("front", *vfs("ens1f0#3"), whole("ens1f1"), *vfs("ens1f0#0"))

    assert canonical([vf.address for vf in effective_vfs(front, HOST)], HOST) == "ens1f0#3,ens1f1#0-3,ens1f0#0"


def test_a_list_of_a_kind_that_libvirt_drops_or_refuses_hands_out_nothing() -> None:
    dropped = mixed("front", whole("ens1f1", mode=HOSTDEV), *vfs("ens1f0#3"))

    assert canonical([vf.address for vf in effective_vfs(dropped, HOST)], HOST) == "ens1f0#3"
    assert effective_vfs(mixed("front", whole("ens1f1"), mode=HOSTDEV), HOST) == ()


# Coming and going


def test_the_vf_that_came_to_a_followed_pf_goes_and_the_pf_is_followed_again() -> None:
    take_out = TakeOutVfs(at("ens1f0#3"))

    assert after(take_out, MIXED) == {"front": "ens1f1"}
    assert sentence(take_out, MIXED) == "Take ens1f0#3 out of front; front follows ens1f1 from now on"


def test_a_list_in_another_order_than_libvirts_stays_a_list_when_it_is_alone() -> None:
    front = mixed("front", whole("ens1f1", "ens1f1#3,2,1,0"), *vfs("ens1f0#3"))

    assert after(TakeOutVfs(at("ens1f0#3")), front) == {"front": "ens1f1#3,2,1,0 (listed)"}


def test_a_list_that_the_pf_has_outgrown_stays_a_list_when_it_is_alone() -> None:
    front = mixed("front", whole("ens1f1", "ens1f1#0-2"), *vfs("ens1f0#3"))
    alone = result(TakeOutVfs(at("ens1f0#3")), front)

    assert alone.members == front.members[:1]


def test_a_whole_pf_goes_as_one() -> None:
    assert after(TakeOutMembers("front", (whole("ens1f1"),)), MIXED) == {"front": "ens1f0#3"}
    assert sentence(TakeOutMembers("front", (whole("ens1f1"),)), MIXED) == "Take ens1f1 out of front"
    assert after(TakeOutVfs(at("ens1f1")), MIXED) == {"front": "ens1f0#3"}


def test_a_whole_pf_that_loses_a_vf_is_no_longer_whole() -> None:
    take_out = TakeOutVfs(at("ens1f1#1"))

    assert after(take_out, MIXED) == {"front": "ens1f1#0,2-3,ens1f0#3"}
    assert sentence(take_out, MIXED) == "Take ens1f1#1 out of front; ens1f1 is no longer whole in front"
    assert sentence(Add("back", at("ens1f1#1")), following("front", "ens1f1"), pool("back")) == (
        "Move ens1f1#1 from front to back; ens1f1 is no longer whole in front"
    )


def test_a_whole_pf_moves_as_one_and_is_followed_where_it_is_alone() -> None:
    move = MoveMembers("front", (whole("ens1f1"),), "back")

    assert after(move, MIXED, pool("back", "ens1f0#0")) == {"front": "ens1f0#3", "back": "ens1f0#0,ens1f1 (listed)"}
    assert after(move, MIXED, pool("back")) == {"front": "ens1f0#3", "back": "ens1f1"}
    assert sentence(move, MIXED, pool("back")) == "Move ens1f1 from front to back"


def test_a_whole_pf_moves_to_another_mode_with_all_that_the_mode_can_list() -> None:
    front = mixed("front", whole("ens2f0"), *vfs("ens1f0#3"))
    move = MoveMembers("front", (whole("ens2f0"),), "storage")
    storage = result_of(move, front, pool("storage", "ens2f0#7,ens1f0#0", HOSTDEV))["storage"]

    assert storage == (*vfs("ens1f0#0", HOSTDEV), whole("ens2f0", mode=HOSTDEV))


def test_a_whole_pf_changes_its_place_as_one() -> None:
    assert after(MoveMembers("front", (whole("ens1f1"),), "front"), MIXED) == {"front": "ens1f0#3,ens1f1 (listed)"}


def test_a_vf_of_a_listed_pf_is_in_the_network_already() -> None:
    for position in (None, 0, 2):
        assert refusal(Add("front", at("ens1f1#2"), position), MIXED) == "ens1f1#2 is already in front."
    assert refusal(Add("front", at("ens1f1")), MIXED) == "ens1f1 is already in front."


def test_a_whole_pf_that_comes_again_brings_its_list_up_to_date_in_its_place() -> None:
    front = mixed("front", *vfs("ens1f0#3"), whole("ens1f1", "ens1f1#0-1"), *vfs("ens1f0#4"))

    assert after(Add("front", at("ens1f1")), front) == {"front": "ens1f0#3,ens1f1 (listed),ens1f0#4"}


def test_a_whole_pf_stands_where_the_first_of_its_vfs_stood_or_where_it_is_dropped() -> None:
    front = pool("front", "ens1f0#3,ens1f1#2,ens1f0#4,ens1f1#0")

    assert after(Add("front", at("ens1f1")), front) == {"front": "ens1f0#3,ens1f1 (listed),ens1f0#4"}
    assert after(Add("front", at("ens1f1"), 0), front) == {"front": "ens1f1 (listed),ens1f0#3-4"}


def test_whole_pfs_and_vfs_come_in_the_order_given() -> None:
    items = at("ens1f0#3,ens1f1,ens2f0#1,ens1f0#0")

    assert after(Add("front", items), pool("front")) == {"front": "ens1f0#3,ens1f1 (listed),ens2f0#1,ens1f0#0"}


def test_a_second_list_of_the_same_pf_comes_as_single_vfs() -> None:
    front = mixed("front", whole("ens1f1", "ens1f1#0-1"), *vfs("ens1f0#3"))
    back = mixed("back", whole("ens1f1", "ens1f1#2-3"), *vfs("ens1f0#4"))

    assert result_of(MoveMembers("back", back.members[:1], "front"), front, back)["front"] == (
        *front.members,
        *vfs("ens1f1#2-3"),
    )


# Modes


def test_a_whole_pf_stays_whole_in_every_mode() -> None:
    front = mixed("front", whole("ens1f1"), *vfs("ens1f0#3"))

    assert result(ChangeMode("front", VEPA), front).members == front.members
    assert result(ChangeMode("front", HOSTDEV), front).members == (
        whole("ens1f1", mode=HOSTDEV),
        *vfs("ens1f0#3", HOSTDEV),
    )


def test_vfs_without_netdev_are_left_out_of_macvtap_and_come_back_with_hostdev() -> None:
    storage = mixed("s", whole("ens2f0", mode=HOSTDEV), *vfs("ens1f0#3", HOSTDEV), mode=HOSTDEV)
    front = result(ChangeMode("s", PASSTHROUGH), storage)

    assert front.members == (whole("ens2f0"), *vfs("ens1f0#3"))
    assert result(ChangeMode("s", HOSTDEV), front).members == storage.members
    assert sentence(ChangeMode("s", PASSTHROUGH), storage) == (
        "Change s to passthrough (macvtap), 7 members rewritten, without 2 VFs that have no netdev"
    )
    assert sentence(ChangeMode("s", HOSTDEV), front) == ("Change s to hostdev (vfio), 9 members rewritten, 2 VFs more")


def test_a_list_that_was_not_complete_is_rewritten_vf_by_vf() -> None:
    storage = mixed("s", whole("ens2f0", "ens2f0#0,6", HOSTDEV), *vfs("ens1f0#3", HOSTDEV), mode=HOSTDEV)

    assert result(ChangeMode("s", PASSTHROUGH), storage).members == (whole("ens2f0", "ens2f0#0"), *vfs("ens1f0#3"))


def test_a_mode_cannot_change_while_vfs_of_a_list_are_gone() -> None:
    member = whole("ens1f1")
    gone = replace(member, listed=(*member.listed, interface("ens1f1v9")))

    assert refusal(ChangeMode("front", HOSTDEV), mixed("front", gone)) == (
        "Some VFs of ens1f1 are not on this host, so they cannot be listed another way. Bring ens1f1 up to date first."
    )
