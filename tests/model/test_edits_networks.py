"""NewNetwork, Rename, Delete and ChangeMode: networks as a whole."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model.pools import (
    HOST,
    HOSTDEV,
    PASSTHROUGH,
    VEPA,
    address,
    after,
    draft,
    following,
    interface,
    mixed,
    pool,
    refusal,
    sentence,
    vfs,
)

from vftui.errors import EditRefusedError
from vftui.model.edits import ChangeMode, Delete, Edit, NewNetwork, Rename
from vftui.model.network import ForwardMode, Network, OpaqueMember, PfMember

NAT = Network("default", ForwardMode.NAT, obstacle="forward mode nat")


def made(edit: Edit, *networks: Network) -> Network:
    """The last network after an edit."""
    return edit.apply(draft(*networks), HOST).draft.networks[-1]


def test_a_new_network_is_an_empty_pool_with_an_origin_of_its_own() -> None:
    new = NewNetwork("front", HOSTDEV, "some-uuid", managed=True, driver="vfio")

    assert made(new) == Network("front", HOSTDEV, uuid="some-uuid", managed=True, driver="vfio", origin="new:some-uuid")
    assert sentence(new) == "New network front, hostdev (vfio)"
    assert after(new, pool("back", "ens1f0#0")) == {"back": "ens1f0#0", "front": ""}


def test_managed_means_something_in_hostdev_only() -> None:
    assert made(NewNetwork("front", VEPA, "u", managed=True)).managed is None
    assert made(ChangeMode("front", VEPA, managed=True), pool("front")).managed is None


@pytest.mark.parametrize("mode", [ForwardMode.NAT, ForwardMode.UNKNOWN, ForwardMode.ISOLATED])
def test_vftui_makes_nothing_but_pools(mode: ForwardMode) -> None:
    assert "is no pool" in refusal(NewNetwork("front", mode, "u"))
    assert "is no pool" in refusal(ChangeMode("front", mode), pool("front"))


def test_a_rename_changes_the_name_and_nothing_else() -> None:
    front = pool("front", "ens1f0#0")
    network = made(Rename("front", "web"), front)

    assert (network.name, network.members, network.origin) == ("web", front.members, front.origin)
    assert sentence(Rename("front", "web"), front) == "Rename front to web"
    assert refusal(Rename("front", "front"), front) == "front has that name already."


def test_a_name_is_used_once() -> None:
    networks = pool("front"), NAT

    assert (
        refusal(NewNetwork("front", VEPA, "u"), *networks) == "There is a network front already. Choose another name."
    )
    assert refusal(Rename("front", "default"), *networks) == "There is a network default already. Choose another name."


@pytest.mark.parametrize("name", ["", "  ", "a/b", "a\nb", "\x1b[31m", "a\x85b", "\udc80", "é" * 124])
def test_a_name_that_libvirt_or_xml_cannot_hold_is_refused(name: str) -> None:
    assert refusal(NewNetwork(name, VEPA, "u")).startswith("A network")
    assert refusal(Rename("front", name), pool("front")).startswith("A network")


@pytest.mark.parametrize("name", ["--all", "%n", "a b", "é" * 123, "😀", "..", "\u202eabc"])
def test_a_name_that_libvirt_takes_is_taken(name: str) -> None:
    assert made(Rename("front", name), pool("front")).name == name


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_name_is_either_taken_or_refused(name: str) -> None:
    taken = False
    with suppress(EditRefusedError):
        taken = made(NewNetwork(name, VEPA, "u")).name == name

    assert not taken or 0 < len(name.encode()) <= 247


def test_a_deleted_network_frees_its_vfs() -> None:
    assert after(Delete("front"), pool("front", "ens1f0#0"), pool("back")) == {"back": ""}
    assert sentence(Delete("front"), pool("front")) == "Delete network front"


@pytest.mark.parametrize("edit", [Rename("default", "x"), Delete("default"), ChangeMode("default", VEPA)])
def test_what_is_no_pool_is_never_touched(edit: Edit) -> None:
    assert refusal(edit, NAT) == "default is not a pool (forward mode nat); vftui does not change it."


# Modes


def test_members_follow_a_change_of_mode() -> None:
    change = ChangeMode("front", HOSTDEV, managed=True)
    network = made(change, pool("front", "ens1f0#0-1"))

    assert network.members == vfs("ens1f0#0-1", HOSTDEV)
    assert sentence(change, pool("front", "ens1f0#0-1")) == (
        "Change front to hostdev (vfio), managed yes, 2 members rewritten"
    )
    assert made(ChangeMode("front", VEPA), network).members == vfs("ens1f0#0-1")


def test_between_macvtap_modes_every_member_stays_as_it_is() -> None:
    members = (interface("gone"), OpaqueMember("<interface/>"), address("ens1f0#0"), PfMember("ens1f1"))

    assert made(ChangeMode("front", VEPA), mixed("front", *members)).members == members
    assert sentence(ChangeMode("front", VEPA), mixed("front", *members)) == "Change front to vepa (macvtap)"


def test_a_followed_pf_is_followed_in_every_mode() -> None:
    assert after(ChangeMode("front", HOSTDEV), following("front", "ens1f0")) == {"front": "ens1f0"}


def test_settings_change_without_the_mode() -> None:
    front = pool("front", "ens1f0#0", HOSTDEV)
    set_both = ChangeMode("front", HOSTDEV, managed=False, driver="vfio")

    assert sentence(set_both, front) == "Set managed no and driver vfio in front"
    assert sentence(ChangeMode("front", HOSTDEV), made(set_both, front)) == (
        "Set managed not written and no driver in front"
    )
    assert refusal(ChangeMode("front", HOSTDEV), front) == "front is hostdev (vfio) already."


@pytest.mark.parametrize(
    ("network", "mode", "reason"),
    [
        (mixed("front", interface("ens9v0")), HOSTDEV, "ens9v0 has no address"),
        (mixed("front", interface("ens1f0")), HOSTDEV, "ens1f0 has no address that hostdev (vfio) could list: the PF"),
        (mixed("front", OpaqueMember("<interface/>")), HOSTDEV, "vftui cannot read <interface/>"),
        (pool("front", "ens2f0#5-6", HOSTDEV), PASSTHROUGH, "0000:82:02.6 has no netdev (bound to vfio-pci)"),
    ],
)
def test_a_member_that_cannot_follow_is_named(network: Network, mode: ForwardMode, reason: str) -> None:
    assert refusal(ChangeMode("front", mode), network).startswith(reason)


def test_an_address_that_libvirt_drops_must_not_begin_to_count_with_the_mode() -> None:
    front = mixed("front", *vfs("ens1f0#0"), address("ens1f0#1"))

    assert refusal(ChangeMode("front", HOSTDEV), front) == (
        "libvirt drops ens1f0#1 from front today, for it lists interfaces too, and would use it after this. "
        "Take it out first."
    )


def test_a_pool_of_addresses_in_a_macvtap_mode_is_set_right_by_changing_the_mode() -> None:
    front = mixed("front", address("ens1f0#1"), address("ens2f0#6"))

    assert made(ChangeMode("front", HOSTDEV), front).members == front.members


def test_a_followed_pf_cannot_begin_to_hand_out_what_another_pool_does() -> None:
    networks = following("front", "ens2f0"), pool("storage", "ens2f0#6-7", HOSTDEV)

    assert refusal(ChangeMode("front", HOSTDEV), *networks) == (
        "ens2f0#6-7 would be in front and storage at once. Take it out of one of them first."
    )
