"""A host or a list that has changed since: drift, and the edits that bring intent, list and host together."""

from dataclasses import replace

import pytest
from model.pools import (
    HOST,
    HOSTDEV,
    after,
    at,
    draft,
    interface,
    mixed,
    pool,
    refusal,
    select,
    sentence,
    vfs,
    whole,
)

from vftui.model.edits import (
    Add,
    DropIntent,
    Edit,
    RenewIntent,
    RenewPf,
)
from vftui.model.intent import OutdatedIntent, intent_of
from vftui.model.network import Member, Network, OpaqueMember
from vftui.model.whole_pfs import NO_DRIFT, Drift, drift

MIXED = mixed("front", whole("ens1f1"), *vfs("ens1f0#3"))


def outdated(name: str, text: str, *meant: Member) -> Network:
    """A pool whose list was edited elsewhere, and what it was meant to be."""
    return replace(pool(name, text), outdated=OutdatedIntent(intent_of(meant)))


def result(edit: Edit, network: Network) -> Network:
    return edit.apply(draft(network), HOST).draft.get(network.name)


# A host that changes


def test_a_pf_that_has_grown_or_lost_vfs_since_says_which() -> None:
    member = whole("ens1f1", "ens1f1#0-1")
    stale = replace(member, listed=(*member.listed, interface("ens1f1v9")))

    assert drift(stale, mixed("front", stale), HOST) == Drift(select("ens1f1#2-3").vfs, (interface("ens1f1v9"),))
    assert drift(whole("ens2f0"), mixed("front"), HOST) == NO_DRIFT
    assert not NO_DRIFT


def test_a_name_that_another_pf_s_vf_has_by_now_is_gone_from_the_list() -> None:
    member = replace(whole("ens1f1"), listed=(*whole("ens1f1").listed, interface("ens1f0v5")))

    assert drift(member, mixed("front", member), HOST).gone == (interface("ens1f0v5"),)


def test_vfs_that_get_a_netdev_later_are_more_since() -> None:
    assert drift(whole("ens2f0"), mixed("front", mode=HOSTDEV), HOST).added == select("ens2f0#6-7").vfs


def test_a_pf_that_is_not_here_says_what_of_its_list_is_gone() -> None:
    member = replace(whole("ens1f1"), dev="ens9")
    elsewhere = replace(member, listed=(interface("ens9v0"), interface("ens9v1")))

    assert drift(member, mixed("front", member), HOST) == NO_DRIFT
    assert drift(elsewhere, mixed("front", elsewhere), HOST).gone == elsewhere.listed


def test_a_list_is_brought_up_to_date_in_its_place() -> None:
    stale = whole("ens1f1", "ens1f1#2,0")
    front = mixed("front", *vfs("ens1f0#3"), replace(stale, listed=(*stale.listed, interface("x"))), *vfs("ens1f0#4"))

    assert after(RenewPf("front", "ens1f1"), front) == {"front": "ens1f0#3,ens1f1 (listed),ens1f0#4"}
    assert sentence(RenewPf("front", "ens1f1"), front) == "Bring ens1f1 in front up to date: 2 VFs more and 1 VF gone"


def test_a_vf_that_was_listed_by_itself_is_part_of_the_list_once_the_pf_has_grown() -> None:
    front = mixed("front", *vfs("ens1f1#3,ens1f0#3"), whole("ens1f1", "ens1f1#0-1"))

    assert after(RenewPf("front", "ens1f1"), front) == {"front": "ens1f1 (listed),ens1f0#3"}


def test_a_list_that_is_alone_and_brought_up_to_date_is_followed() -> None:
    front = mixed("front", whole("ens1f1", "ens1f1#0-1"))

    assert after(RenewPf("front", "ens1f1"), front) == {"front": "ens1f1"}
    assert sentence(RenewPf("front", "ens1f1"), front) == (
        "Bring ens1f1 in front up to date: 2 VFs more; front follows ens1f1 from now on"
    )


def test_a_list_cannot_grow_by_vfs_of_another_pool() -> None:
    networks = mixed("front", whole("ens1f1", "ens1f1#0-1"), *vfs("ens1f0#3")), pool("back", "ens1f1#3")

    assert refusal(RenewPf("front", "ens1f1"), *networks) == (
        "ens1f1#3 would be in front and back at once. Take it out of one of them first."
    )


def test_only_a_listed_pf_of_this_host_that_has_changed_can_be_renewed() -> None:
    elsewhere = replace(whole("ens1f1"), dev="ens9")

    assert refusal(RenewPf("front", "ens1f1"), MIXED) == "ens1f1 in front is up to date."
    assert refusal(RenewPf("front", "ens1f0"), MIXED) == "front does not list ens1f0 as a whole."
    assert refusal(RenewPf("front", "ens9"), mixed("front", elsewhere)) == (
        "There is no PF ens9 on this host now, so front cannot have all of it."
    )
    assert refusal(RenewPf("front", "ens3f0"), mixed("front", replace(elsewhere, dev="ens3f0"))) == (
        "ens3f0 has no VFs now that a list could name."
    )


# A list that was edited elsewhere


def test_an_outdated_intent_is_renewed_on_the_host_as_it_is() -> None:
    front = outdated("front", "ens1f1#0,ens2f0#0", whole("ens1f1", "ens1f1#0-1"), *vfs("ens1f0#3"))

    assert after(RenewIntent("front"), front) == {"front": "ens1f1 (listed),ens1f0#3"}
    assert result(RenewIntent("front"), front).outdated is None
    assert sentence(RenewIntent("front"), front) == "Make front what it was meant to be: ens1f1,ens1f0#3"


def test_an_intent_of_another_mode_is_renewed_in_the_mode_of_now() -> None:
    front = replace(
        outdated("front", "", whole("ens1f1"), *vfs("ens1f0#3")), mode=HOSTDEV, members=vfs("ens2f0#0", HOSTDEV)
    )

    assert result(RenewIntent("front"), front).members == (whole("ens1f1", mode=HOSTDEV), *vfs("ens1f0#3", HOSTDEV))


def test_an_intent_that_names_a_vf_of_a_pf_that_has_grown_over_it_names_it_once() -> None:
    front = outdated("front", "ens1f0#0", whole("ens1f1", "ens1f1#0-1"), *vfs("ens1f1#3"))

    assert after(RenewIntent("front"), front) == {"front": "ens1f1"}


def test_an_intent_cannot_take_vfs_from_another_pool() -> None:
    front = outdated("front", "ens1f0#0", whole("ens1f1"), *vfs("ens1f0#0"))

    assert refusal(RenewIntent("front"), front, pool("back", "ens1f1#3")).startswith("ens1f1#3 would be in")


def test_an_element_that_cannot_be_read_stays_when_the_intent_is_renewed() -> None:
    odd = OpaqueMember("<interface/>")
    front = replace(outdated("front", "", whole("ens1f1"), *vfs("ens1f0#3")), members=(odd, *vfs("ens1f0#0")))

    assert result(RenewIntent("front"), front).members == (whole("ens1f1"), *vfs("ens1f0#3"), odd)


def test_an_outdated_intent_is_dropped_and_the_list_stays() -> None:
    front = outdated("front", "ens1f1#0", whole("ens1f1"), *vfs("ens1f0#3"))

    assert result(DropIntent("front"), front) == replace(front, outdated=None)
    assert sentence(DropIntent("front"), front) == "Forget that front was to have all of ens1f1"


@pytest.mark.parametrize("edit", [RenewIntent("front"), DropIntent("front")])
def test_what_is_not_outdated_is_neither_renewed_nor_dropped(edit: Edit) -> None:
    assert refusal(edit, MIXED) == "front has no outdated intent."


def test_an_outdated_intent_stays_with_a_list_that_is_edited_on() -> None:
    front = outdated("front", "ens1f1#0", whole("ens1f1"), *vfs("ens1f0#3"))

    assert result(Add("front", at("ens2f0#0")), front).outdated == front.outdated


def test_a_list_that_is_edited_to_what_it_was_meant_to_be_is_no_longer_outdated() -> None:
    front = outdated("front", "ens1f1#0,2-3,ens1f0#3", whole("ens1f1"), *vfs("ens1f0#3"))
    add = Add("front", at("ens1f1#1"), 1)

    assert result(add, front) == replace(front, members=MIXED.members, outdated=None)
    assert sentence(add, front) == (
        "Add ens1f1#1 to front; ens1f1 is listed in front; front is what it was meant to be"
    )


def test_a_new_whole_pf_takes_the_place_of_an_outdated_intent() -> None:
    front = outdated("front", "ens1f1#0", whole("ens1f1"), *vfs("ens1f0#3"))
    add = Add("front", at("ens2f0"))

    assert result(add, front).outdated is None
    assert sentence(add, front).endswith("; the outdated intent of front is dropped")
