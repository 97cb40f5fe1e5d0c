"""What a drag carries, and what letting it go means."""

import pytest

from vftui.model.edits import Add, MoveMembers, TakeOutMembers, TakeOutVfs, Together
from vftui.model.network import InterfaceMember
from vftui.model.pci import PciAddress
from vftui.tui.drag import Into, Load, NewPool, OutOfPools, auto_scroll, edit_for

VF = PciAddress.parse("3b:02.0")
A, B = InterfaceMember("a"), InterfaceMember("b")


def test_vfs_of_the_host_are_added() -> None:
    assert edit_for(Load((VF,)), Into("front", 2)) == Add("front", (VF,), 2)
    assert edit_for(Load((VF,)), Into("front"), share=True) == Add("front", (VF,), None, share=True)


def test_members_are_moved_from_every_network_they_are_in() -> None:
    load = Load(members=(("x", A), ("y", B), ("x", B)))

    assert edit_for(load, Into("front")) == Together(
        (MoveMembers("x", (A, B), "front"), MoveMembers("y", (B,), "front"))
    )


def test_what_is_dropped_on_the_host_leaves_its_networks() -> None:
    assert edit_for(Load((VF,), (("x", A),)), OutOfPools()) == Together((TakeOutVfs((VF,)), TakeOutMembers("x", (A,))))


def test_the_place_for_a_new_network_needs_a_name_first() -> None:
    assert edit_for(Load((VF,)), NewPool()) is None


@pytest.mark.parametrize(("y", "step"), [(-5, -1), (0, -1), (1, 0), (8, 0), (9, 1), (30, 1)])
def test_a_list_of_ten_lines_scrolls_at_its_edges_and_beyond(y: int, step: int) -> None:
    assert auto_scroll(y, 10) == step
