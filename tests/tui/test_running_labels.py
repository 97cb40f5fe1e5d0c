"""What is said of networks that a libvirt runs, and of guests, in a few words."""

import pytest

from vftui.model.host import VirtualFunction
from vftui.model.pci import PciAddress
from vftui.model.running import Attachment, NetworkState
from vftui.tui import running_labels
from vftui.tui.screens.confirm import word_for

VF = VirtualFunction(0, PciAddress.parse("3b:02.0"), "ens1f0v0")


def state(*, active: bool = True, autostart: bool = False, persistent: bool = True) -> NetworkState:
    return NetworkState(active, autostart, persistent, "a token", bridge="virbr7" if active else None)


@pytest.mark.parametrize(
    ("now", "in_use", "said"),
    [
        (None, 0, []),
        (state(), 0, ["active"]),
        (state(active=False), 0, ["inactive"]),
        (state(active=False), 2, ["inactive", "2 in use"]),
        (state(persistent=False), 1, ["active", "transient", "1 in use"]),
    ],
)
def test_a_row_says_how_its_network_stands(now: NetworkState | None, in_use: int, said: list[str]) -> None:
    assert [mark.text for mark in running_labels.state_marks(now, in_use)] == said


def test_a_row_says_autostart_where_there_is_one() -> None:
    marks = [list(running_labels.autostart_mark(each)) for each in (None, state(), state(autostart=True))]

    assert [[mark.text for mark in each] for each in marks] == [[], [], ["autostart"]]


def test_details_say_state_bridge_and_everybody_on_it() -> None:
    guests = (Attachment("g1", "red", netdev="ens1f0v0", has_port=True), Attachment("g2", "red", "52:54:00:00:00:02"))
    texts = list(running_labels.state_texts(state(persistent=False), guests))

    assert texts == [
        "active, no autostart, transient: gone once it is stopped",
        "bridge virbr7",
        "2 in use: g1 (ens1f0v0), g2 (52:54:00:00:00:02, not counted by the network)",
    ]


def test_several_guests_on_one_vf_are_all_named() -> None:
    guests = (Attachment("g1", "red", has_port=True), Attachment("g2", "blue", has_port=True))

    assert running_labels.use_text(VF, guests) == "used by g1 through red and g2 through blue"


def test_what_is_only_guessed_from_a_macvtap_is_said_as_before() -> None:
    guessed = VirtualFunction(0, VF.address, used_by="macvtap0")

    assert running_labels.use_text(guessed, ()) == "used by macvtap0"
    assert running_labels.use_text(VF, ()) is None


@pytest.mark.parametrize(("name", "word"), [("red", "red"), ("red\u202e", "yes"), (" red", "yes"), ("x" * 41, "yes")])
def test_a_network_is_confirmed_by_its_name_where_that_can_be_typed(name: str, word: str) -> None:
    assert word_for(name) == word
