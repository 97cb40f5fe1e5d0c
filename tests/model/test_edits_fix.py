"""Edits that remove problems, by themselves."""

from dataclasses import replace

import pytest
from model.pools import HOST, HOSTDEV, address, draft, following, interface, mixed, pool, refusal, sentence, vfs

from vftui.model.edits import DropRepeats, LeaveOut, ReplaceMembers, UseWholePf
from vftui.model.intent import WholePf
from vftui.model.network import Draft, ListedPfMember, Member, OpaqueMember, OutdatedIntent, PfMember

LISTED = ListedPfMember("ens1f1", tuple(map(interface, ("ens1f1v0", "ens1f1v1", "ens1f1v2", "ens1f1v3"))))


def members(edit: ReplaceMembers | UseWholePf | DropRepeats, before: Draft) -> tuple[Member, ...]:
    return edit.apply(before, HOST).draft.get("front").members


def test_a_member_is_replaced_where_it_stands() -> None:
    edit = ReplaceMembers("front", ((interface("gone1"), interface("ens1f0v1")),))
    before = mixed("front", interface("ens1f0v0"), interface("gone1"), interface("ens1f0v2"))

    assert members(edit, draft(before)) == vfs("ens1f0#0-2")
    assert sentence(edit, before) == "Write ens1f0#1 for gone1 in front"


def test_members_change_places_in_one_step() -> None:
    first, second = vfs("ens1f0#0-1")

    assert members(ReplaceMembers("front", ((first, second), (second, first))), draft(pool("front", "ens1f0#0-1"))) == (
        second,
        first,
    )


def test_a_member_that_is_replaced_by_one_that_is_there_only_goes() -> None:
    edit = ReplaceMembers("front", ((interface("gone1"), interface("ens1f1v1")),))

    assert members(edit, draft(mixed("front", LISTED, interface("gone1")))) == (LISTED,)


def test_two_members_that_mean_the_same_become_one() -> None:
    edit = ReplaceMembers("front", tuple((interface(gone), interface("ens1f0v1")) for gone in ("gone1", "gone2")))

    assert members(edit, draft(mixed("front", interface("gone1"), interface("gone2")))) == vfs("ens1f0#1")


def test_the_other_element_for_the_same_vf_is_said_to_be_that() -> None:
    edit = ReplaceMembers("front", ((interface("ens1f0v0"), address("ens1f0#0")),))

    assert sentence(edit, mixed("front", interface("ens1f0v0"), mode=HOSTDEV)) == "List ens1f0#0 by address in front"


def test_a_replacement_that_another_pool_hands_out_is_refused() -> None:
    edit = ReplaceMembers("front", ((interface("gone1"), interface("ens1f0v1")),))

    assert "at once" in refusal(edit, mixed("front", interface("gone1")), pool("back", "ens1f0#1"))


@pytest.mark.parametrize("pairs", [(), ((interface("gone2"), interface("ens1f0v1")),)])
def test_what_is_not_there_cannot_be_replaced(pairs: tuple[tuple[Member, Member], ...]) -> None:
    assert refusal(ReplaceMembers("front", pairs), pool("front", "ens1f0#0")) == "front has no such member any more."


def test_replacing_a_member_by_itself_is_nothing_to_do() -> None:
    same = interface("ens1f0v0")

    assert "has that already" in refusal(ReplaceMembers("front", ((same, same),)), pool("front", "ens1f0#0"))


def test_a_whole_pf_comes_in_the_place_of_a_member_and_of_its_own_vfs() -> None:
    before = mixed("front", interface("ens1f0v0"), interface("ens1f1"), interface("ens1f0v1"), interface("ens1f1v3"))
    edit = UseWholePf("front", interface("ens1f1"), "ens1f1")

    assert members(edit, draft(before)) == (interface("ens1f0v0"), LISTED, interface("ens1f0v1"))
    assert sentence(edit, before) == "Use all of ens1f1 in front; ens1f1 is listed in front"


def test_a_whole_pf_that_is_not_alone_drops_an_outdated_intent_and_says_so() -> None:
    before = replace(
        mixed("front", interface("ens1f0v0"), interface("ens1f1")),
        outdated=OutdatedIntent((WholePf("ens2f0", 8, "0" * 16),)),
    )
    edit = UseWholePf("front", interface("ens1f1"), "ens1f1")

    assert edit.apply(draft(before), HOST).draft.get("front").outdated is None
    assert sentence(edit, before).endswith("; the outdated intent of front is dropped")


def test_what_libvirt_drops_of_the_pf_goes_with_the_rest_of_it() -> None:
    before = mixed("front", PfMember("ens1f1"), address("ens1f1#2"))

    assert members(UseWholePf("front", PfMember("ens1f1"), "ens1f1"), draft(before)) == (PfMember("ens1f1"),)


def test_a_whole_pf_that_stays_alone_is_followed() -> None:
    before = mixed("front", PfMember("ens1f1"), *vfs("ens1f1#0-3"))
    edit = UseWholePf("front", PfMember("ens1f1"), "ens1f1")

    assert members(edit, draft(before)) == (PfMember("ens1f1"),)
    assert sentence(edit, before) == "Use all of ens1f1 in front"


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (UseWholePf("front", interface("ens1f1"), "ens1f1"), "has no such member"),
        (UseWholePf("front", interface("ens1f0v0"), "nosuch0"), "There is no PF nosuch0"),
        (UseWholePf("front", interface("ens1f0v0"), "ens3f0"), "ens3f0 has no VFs"),
    ],
)
def test_a_whole_pf_that_is_not_there_is_refused(edit: UseWholePf, reason: str) -> None:
    assert reason in refusal(edit, pool("front", "ens1f0#0-1"))


def test_a_whole_pf_of_which_another_pool_has_vfs_is_refused() -> None:
    edit = UseWholePf("front", interface("ens1f1"), "ens1f1")

    assert "at once" in refusal(edit, mixed("front", interface("ens1f1")), pool("back", "ens1f1#2"))


def test_a_pool_that_follows_the_pf_already_has_all_of_it() -> None:
    edit = UseWholePf("front", PfMember("ens1f1"), "ens1f1")

    assert "has all of ens1f1 already" in refusal(edit, following("front", "ens1f1"))


def test_of_repeats_the_first_stays_and_a_whole_pf_before_its_single_vfs() -> None:
    odd = OpaqueMember("<interface/>")
    before = mixed("front", interface("ens1f1v2"), interface("gone1"), LISTED, odd, interface("gone1"))

    assert members(DropRepeats("front"), draft(before)) == (interface("gone1"), LISTED, odd)
    assert sentence(DropRepeats("front"), before) == "List ens1f1#2,gone1 once in front"


def test_without_repeats_there_is_nothing_to_do() -> None:
    assert refusal(DropRepeats("front"), pool("front", "ens1f0#0-1")) == "front lists nothing twice."


def test_elements_and_attributes_are_left_out_by_name_once() -> None:
    edit = LeaveOut("front", ("ip", "interface@connections", "network@connections"))
    after = edit.apply(draft(pool("front")), HOST).draft

    assert after.get("front").leave_out == edit.names
    assert sentence(edit, pool("front")) == "Leave <ip> and connections= out of front"
    assert refusal(edit, after.get("front")) == "front leaves that out already."
    more = LeaveOut("front", ("ip", "mtu")).apply(after, HOST)
    assert more.draft.get("front").leave_out == (*edit.names, "mtu")
    assert more.sentence == "Leave <mtu> out of front"


@pytest.mark.parametrize("name", ["name", "uuid", "forward", "metadata"])
def test_what_vftui_writes_itself_cannot_be_left_out(name: str) -> None:
    assert f"<{name}>" in refusal(LeaveOut("front", (name,)), replace(pool("front"), uuid="1"))
