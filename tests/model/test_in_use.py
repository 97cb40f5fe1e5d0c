"""A VF that a guest uses through a pool stays in it."""

from dataclasses import replace

import pytest
from model.checks.situation import with_devices
from model.pools import HOST, PASSTHROUGH, VEPA, at, draft, mixed, pool, select, vfs, whole

from vftui.errors import EditRefusedError
from vftui.model.edits import Add, Edit, MoveMembers, TakeOutMembers, TakeOutVfs
from vftui.model.host import Host
from vftui.model.network import ForwardMode, Network

FRONT, BACK = pool("front", "ens1f0#0-3"), pool("back")
STAY = "ens1f0#3 of pool front is in use by web-7. Stop web-7 first, or take it out of front first."


def using(**guests: str) -> Host:
    """The host with guests on VFs: `using(web="ens1f0#3")`."""
    users = {vf.address: guest for guest, text in guests.items() for vf in select(text).vfs}
    pfs = (replace(pf, vfs=tuple(replace(vf, used_by=users.get(vf.address)) for vf in pf.vfs)) for pf in HOST.pfs)
    return replace(HOST, pfs=tuple(pfs))


USED = using(**{"web-7": "ens1f0#3"})


def refusal(edit: Edit, *networks: Network, host: Host = USED) -> str:
    with pytest.raises(EditRefusedError) as caught:
        edit.apply(draft(*networks), host)
    return caught.value.message


def test_a_vf_in_use_cannot_go_to_another_pool() -> None:
    assert refusal(Add("back", at("ens1f0#3")), FRONT, BACK) == STAY
    assert refusal(Add("back", at("ens1f0#2-3"), share=True), FRONT, BACK) == STAY
    assert refusal(MoveMembers("front", vfs("ens1f0#3"), "back"), FRONT, BACK) == STAY


def test_a_whole_pf_with_a_vf_in_use_cannot_go_to_another_pool() -> None:
    assert refusal(Add("back", at("ens1f0")), FRONT, BACK) == STAY
    front = mixed("front", whole("ens1f0"), *vfs("ens1f1#0"))
    assert refusal(MoveMembers("front", front.members, "back"), front, BACK) == STAY


def test_several_vfs_in_use_are_counted() -> None:
    host = using(**{"web-7": "ens1f0#1-3"})

    assert refusal(Add("back", at("ens1f0")), FRONT, BACK, host=host) == (
        "ens1f0#1 of pool front is in use by web-7, and 2 more are in use too."
        " Stop web-7 first, or take it out of front first."
    )


@pytest.mark.parametrize(
    "edit",
    [
        Add("front", at("ens1f0#3"), 0),
        Add("back", at("ens1f0#2")),
        Add("back", at("ens1f1#0")),
        MoveMembers("front", vfs("ens1f0#3"), "front", 0),
        MoveMembers("front", vfs("ens1f0#2"), "back"),
        TakeOutVfs(at("ens1f0#3")),
        TakeOutMembers("front", vfs("ens1f0#3")),
    ],
)
def test_a_vf_in_use_can_go_from_its_pool_and_change_its_place_there(edit: Edit) -> None:
    assert edit.apply(draft(FRONT, BACK), USED).draft != draft(FRONT, BACK)


def test_a_vf_that_only_the_host_uses_has_no_guest_to_stop() -> None:
    in_bridge = with_devices("ens1f0#3", host=HOST, used_by="br0", host_use=("is in bridge br0",))

    assert Add("back", at("ens1f0#3")).apply(draft(FRONT, BACK), in_bridge).draft.get("back").members == vfs("ens1f0#3")


def test_a_vf_in_use_that_is_in_no_pool_can_come_to_one() -> None:
    assert Add("back", at("ens1f0#3")).apply(draft(BACK), USED).draft.get("back").members == vfs("ens1f0#3")


@pytest.mark.parametrize(
    ("owner", "target", "allowed"),
    [
        (VEPA, ForwardMode.BRIDGE, True),
        (ForwardMode.PRIVATE, VEPA, True),
        (PASSTHROUGH, VEPA, False),
        (VEPA, PASSTHROUGH, False),
        (VEPA, ForwardMode.HOSTDEV, False),
    ],
)
def test_a_vf_in_use_is_shared_only_where_libvirt_lets_guests_share_it(
    owner: ForwardMode, target: ForwardMode, allowed: bool
) -> None:
    networks = pool("front", "ens1f0#3", owner), pool("back", mode=target)
    share = Add("back", at("ens1f0#3"), share=True)

    if allowed:
        assert share.apply(draft(*networks), USED).sentence == "Share ens1f0#3 of front with back"
    else:
        assert refusal(share, *networks) == STAY
    assert refusal(Add("back", at("ens1f0#3")), *networks) == STAY
