"""ExpandPf and CollapsePf: following a PF, or listing its VFs."""

from model.pools import HOSTDEV, after, following, interface, mixed, pool, refusal, sentence, vfs

from vftui.model.edits import CollapsePf, ExpandPf
from vftui.model.network import PfMember


def test_a_followed_pf_expands_to_the_vfs_that_libvirt_would_take() -> None:
    assert after(ExpandPf("front"), following("front", "ens2f0", HOSTDEV)) == {"front": "ens2f0#0-7"}
    assert after(ExpandPf("front"), following("front", "ens2f0")) == {"front": "ens2f0#0-5"}


def test_expanding_says_how_many_vfs_it_lists_and_leaves_out() -> None:
    assert sentence(ExpandPf("front"), following("front", "ens1f0")) == "Expand ens1f0 in front to its 8 VFs"
    assert sentence(ExpandPf("front"), following("front", "ens2f0")) == (
        "Expand ens2f0 in front to its 6 VFs, without 2 VFs that have no netdev"
    )


def test_only_a_followed_pf_that_has_vfs_expands() -> None:
    nothing = "front does not follow a whole PF, so there is nothing to expand."

    assert refusal(ExpandPf("front"), pool("front", "ens1f0#0")) == nothing
    assert refusal(ExpandPf("front"), mixed("front", *vfs("ens1f0#0"), PfMember("ens1f1"))) == nothing
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


def test_what_is_not_all_of_one_pf_does_not_collapse() -> None:
    other = "front is not a list of the VFs of one PF, so it cannot follow one."

    assert (
        refusal(CollapsePf("front"), pool("front", "ens1f1#0,2")) == "front is not all of ens1f1: it lacks ens1f1#1,3."
    )
    assert refusal(CollapsePf("front"), pool("front", "ens1f1#0-3,ens1f0#0")) == other
    assert refusal(CollapsePf("front"), mixed("front", *vfs("ens1f1#0-3"), interface("ens9"))) == other
    assert refusal(CollapsePf("front"), mixed("front", *vfs("ens1f1#0-3"), PfMember("ens1f0"))) == other
    assert refusal(CollapsePf("front"), following("front", "ens1f1")) == other
    assert refusal(CollapsePf("front"), pool("front")) == other


def test_a_pf_without_netdev_cannot_be_followed() -> None:
    assert refusal(CollapsePf("front"), pool("front", "0000:84:00.0#0-1", HOSTDEV)) == (
        "PF 0000:84:00.0 has no netdev, and libvirt follows a PF by its netdev."
    )
