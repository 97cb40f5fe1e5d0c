"""Networks and drafts as values."""

import pytest
from model.pools import HOSTDEV, PASSTHROUGH, draft, pool, vfs

from vftui.errors import EditRefusedError
from vftui.model.network import POOL_MODES, ForwardMode


def test_the_two_modes_that_people_confuse_are_named_by_what_guests_get() -> None:
    assert PASSTHROUGH.label == "passthrough (macvtap)"
    assert HOSTDEV.label == "hostdev (vfio)"
    assert ForwardMode.NAT.label == "nat"


def test_pools_are_made_in_the_macvtap_modes_and_in_hostdev() -> None:
    assert [mode.value for mode in POOL_MODES] == ["passthrough", "hostdev", "bridge", "vepa", "private"]
    assert [mode for mode in POOL_MODES if not mode.is_macvtap] == [HOSTDEV]


def test_a_draft_finds_its_networks_by_name() -> None:
    front, back = pool("front"), pool("back")

    assert draft(front, back).get("back") is back
    assert draft(front).find("back") is None
    with pytest.raises(EditRefusedError, match="There is no network 'back'"):
        draft(front).get("back")


def test_a_network_is_replaced_where_it_stands() -> None:
    networks = pool("a"), pool("b"), pool("c")
    after = draft(*networks).with_members("b", vfs("ens1f0#0"))

    assert [network.name for network in after] == ["a", "b", "c"]
    assert after.get("b").members == vfs("ens1f0#0")
    assert after.networks[0] is networks[0]
    assert [network.name for network in after.without("a").add(networks[0])] == ["b", "c", "a"]
