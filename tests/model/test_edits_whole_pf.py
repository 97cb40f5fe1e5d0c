"""ExpandPf and CollapsePf: following a PF, or listing its VFs."""

from model.pools import HOSTDEV, after, following, interface, mixed, pool, refusal, sentence, vfs, whole

from vftui.model.edits import CollapsePf, ExpandPf
from vftui.model.edits.whole_pf import toggle_pf
from vftui.model.network import PfMember


def test_a_followed_pf_expands_to_the_vfs_that_libvirt_would_take() -> None:
    assert after(ExpandPf("front"), following("front", "ens2f0", HOSTDEV)) == {"front": "ens2f0#0-7"}
    assert after(ExpandPf("front"), following("front", "ens2f0")) == {"front": "ens2f0#0-5"}


def test_expanding_says_how_many_vfs_it_lists_and_leaves_out() -> None:
    assert sentence(ExpandPf("front"), following("front", "ens1f0")) == "Expand ens1f0 in front to its 8 VFs"
    assert sentence(ExpandPf("front"), following("front", "ens2f0")) == (
        "Expand ens2f0 in front to its 6 VFs, without 2 VFs that have no netdev"
    )


def test_a_listed_pf_expands_to_its_vfs_beside_others() -> None:
    both = mixed("front", whole("ens1f1"), *vfs("ens2f0#0"), whole("ens1f0"))

    assert after(ExpandPf("front", "ens1f1"), both) == {"front": "ens1f1#0-3,ens2f0#0,ens1f0 (listed)"}
    assert after(ExpandPf("front"), both) == {"front": "ens1f1#0-3,ens2f0#0,ens1f0#0-7"}
    assert sentence(ExpandPf("front"), both) == "Expand ens1f1 and ens1f0 in front to their 12 VFs"


def test_only_a_whole_pf_that_has_vfs_expands() -> None:
    nothing = "front does not have a whole PF, so there is nothing to expand."

    assert refusal(ExpandPf("front"), pool("front", "ens1f0#0")) == nothing
    assert refusal(ExpandPf("front"), mixed("front", *vfs("ens1f0#0"), PfMember("ens1f1"))) == nothing
    assert refusal(ExpandPf("front", "ens1f0"), following("front", "ens1f1")) == (
        "front does not have ens1f0 as a whole, so there is nothing to expand."
    )
    assert refusal(ExpandPf("front"), following("front", "ens3f0")) == (
        "ens3f0 has no VFs that front could list: this PF has no VFs now."
    )
    assert refusal(ExpandPf("front"), following("front", "ens9")) == (
        "ens9 has no VFs that front could list: no such PF on this host."
    )


def test_a_list_of_all_vfs_of_a_pf_collapses_to_following_it() -> None:
    assert after(CollapsePf("front"), pool("front", "ens1f1#3,0-2")) == {"front": "ens1f1"}
    assert sentence(CollapsePf("front"), pool("front", "ens1f1#0-3")) == "Collapse front to all of ens1f1"


def test_a_macvtap_list_of_all_vfs_with_a_netdev_is_all_that_libvirt_would_take() -> None:
    assert after(CollapsePf("front"), pool("front", "ens2f0#0-5")) == {"front": "ens2f0"}
    assert refusal(CollapsePf("front"), pool("front", "ens2f0#0-5", HOSTDEV)) == (
        "front is not all of ens2f0: it lacks ens2f0#6-7."
    )


def test_all_vfs_of_a_pf_beside_others_collapse_to_its_list_where_the_first_stood() -> None:
    front = mixed("front", *vfs("ens1f0#0,ens1f1#3,0-1,ens2f0#0,ens1f1#2"), interface("ens9"))

    assert after(CollapsePf("front"), front) == {"front": "ens1f0#0,ens1f1 (listed),ens2f0#0,ens9"}
    assert sentence(CollapsePf("front"), front) == ("Collapse the VFs of ens1f1 in front; ens1f1 is listed in front")


def test_every_pf_that_is_there_collapses_unless_one_is_named() -> None:
    front = pool("front", "ens1f1#0-3,ens1f0#0-7")

    assert after(CollapsePf("front"), front) == {"front": "ens1f1 (listed),ens1f0 (listed)"}
    assert after(CollapsePf("front", "ens1f0"), front) == {"front": "ens1f1#0-3,ens1f0 (listed)"}


def test_a_list_that_a_pf_has_outgrown_collapses_with_the_vfs_that_came_since() -> None:
    grown = mixed("front", whole("ens1f1", "ens1f1#0-1"), *vfs("ens1f1#2-3,ens1f0#0"))

    assert after(CollapsePf("front"), grown) == {"front": "ens1f1 (listed),ens1f0#0"}


def test_a_pf_stays_listed_while_another_pool_has_vfs_of_it_that_have_no_netdev_now() -> None:
    # As <pf> the pool would take ens2f0#6 too as soon as that is back on its network driver.
    networks = pool("front", "ens2f0#0-5"), pool("storage", "ens2f0#6", HOSTDEV)

    assert after(CollapsePf("front"), *networks) == {"front": "ens2f0 (listed)", "storage": "ens2f0#6"}


def test_what_is_not_all_of_a_pf_does_not_collapse() -> None:
    assert (
        refusal(CollapsePf("front"), pool("front", "ens1f1#0,2")) == "front is not all of ens1f1: it lacks ens1f1#1,3."
    )
    assert refusal(CollapsePf("front"), pool("front", "ens1f1#0,ens1f0#0")) == (
        "front does not list all VFs of any PF, so there is nothing to collapse."
    )
    assert refusal(CollapsePf("front"), following("front", "ens1f1")).startswith("front does not list all VFs")
    assert refusal(CollapsePf("front", "ens1f0"), pool("front", "ens1f1#0-3")) == (
        "front does not list all VFs of ens1f0, so there is nothing to collapse."
    )
    assert refusal(CollapsePf("front"), pool("front")).startswith("front does not list all VFs")


def test_a_pf_without_netdev_cannot_be_followed() -> None:
    assert refusal(CollapsePf("front"), pool("front", "0000:84:00.0#0-1", HOSTDEV)) == (
        "PF 0000:84:00.0 has no netdev, and libvirt follows a PF by its netdev."
    )


def test_the_key_turns_the_pf_at_hand_around() -> None:
    front = mixed("front", whole("ens1f1"), *vfs("ens1f0#0-7"))

    assert toggle_pf(front, "ens1f1") == ExpandPf("front", "ens1f1")
    assert toggle_pf(front, "ens1f0") == CollapsePf("front", "ens1f0")
    assert toggle_pf(front, None) == ExpandPf("front")
    assert toggle_pf(pool("front", "ens1f0#0"), None) == CollapsePf("front")
