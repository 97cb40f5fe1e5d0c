"""Together: several edits are one step."""

from model.pools import PASSTHROUGH, after, at, pool, refusal, sentence, vfs

from vftui.model.edits import Add, MoveMembers, NewNetwork, Rename, TakeOutVfs, Together

NEW = NewNetwork("back", PASSTHROUGH, "u")


def test_later_edits_see_what_earlier_ones_did() -> None:
    both = Together((NEW, Add("back", at("ens1f0#1"))))

    assert after(both, pool("front", "ens1f0#0-1")) == {"front": "ens1f0#0", "back": "ens1f0#1"}
    assert sentence(both, pool("front", "ens1f0#0-1")) == (
        "New network back, passthrough (macvtap); Move ens1f0#1 from front to back"
    )


def test_one_that_is_refused_refuses_all() -> None:
    assert refusal(Together((NEW, Rename("front", "back"))), pool("front")) == (
        "There is a network back already. Choose another name."
    )


def test_one_that_is_already_so_does_not_keep_the_others_from_being_done() -> None:
    front = pool("front", "ens1f0#0-1")
    drop = Together((MoveMembers("front", vfs("ens1f0#1"), "front"), Add("front", at("ens1f1#0"))))

    assert after(drop, front) == {"front": "ens1f0#0-1,ens1f1#0"}
    assert sentence(drop, front) == "Add ens1f1#0 to front"


def test_where_all_is_already_so_nothing_is_done() -> None:
    assert refusal(Together((Add("front", at("ens1f0#0")), TakeOutVfs(at("ens1f1#0")))), pool("front", "ens1f0#0")) == (
        "ens1f1#0 is in no network."
    )
    assert refusal(Together(())) == "There is nothing to do."
