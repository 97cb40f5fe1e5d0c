"""What is said of a write to networks that a libvirt runs."""

import pytest

from vftui.inventory.demo import demo_host
from vftui.model.force import Force
from vftui.model.network import InterfaceMember
from vftui.model.running import NetworkState
from vftui.tui.force_labels import force_sentence, force_span, write_sentence

ACTIVE = NetworkState(active=True, autostart=True, persistent=True, revision_token="")
INACTIVE = NetworkState(active=False, autostart=True, persistent=True, revision_token="")


@pytest.mark.parametrize(
    ("kind", "state", "guests", "sentence"),
    [
        ("new", None, (), "In force once it is started: red will be inactive, and without autostart."),
        ("changed", INACTIVE, (), "In force at the next start: red is inactive."),
        ("changed", ACTIVE, (), "In force after a restart: red is active, and no guest is on it."),
        ("changed", ACTIVE, ("g1",), "In force after a restart: red is active, and g1 goes on with what it has."),
        (
            "changed",
            ACTIVE,
            ("g1", "g2", "g3", "g4", "g5"),
            "In force after a restart: red is active, and g1, g2, g3 and 2 more go on with what they have.",
        ),
        ("deleted", INACTIVE, (), "Deleted at once: red is inactive."),
        ("deleted", INACTIVE, ("g1",), "Deleted at once: red is inactive, and g1 goes on with what it has."),
        ("deleted", ACTIVE, (), "Stopped and deleted at once: red is active, and no guest is on it."),
        ("deleted", ACTIVE, ("g1", "g2"), "Refused while g1 and g2 are on it: red is active."),
        ("changed", None, (), ""),
    ],
)
def test_the_review_says_what_a_write_will_mean(
    kind: str, state: NetworkState | None, guests: tuple[str, ...], sentence: str
) -> None:
    assert write_sentence("red", kind, state, guests) == sentence


@pytest.mark.parametrize(
    ("force", "words", "sentence"),
    [
        (Force("now"), "in force now", "red is active, and hands out what is stored."),
        (
            Force("next-start"),
            "in force at the next start",
            "red is inactive: what is stored is in force once it is started.",
        ),
        (
            Force("after-restart", (), (InterfaceMember("ens1f0v0"),), (InterfaceMember("ens1f0v1"),)),
            "in force after a restart",
            (
                "red is active with what it was started with. "
                "A restart would take ens1f0#0 out of and add ens1f0#1 to what it hands out."
            ),
        ),
        (
            Force("after-restart"),
            "in force after a restart",
            "red is active with what it was started with. A restart brings what is stored.",
        ),
    ],
)
def test_after_the_write_it_is_said_when_that_is_in_force(force: Force, words: str, sentence: str) -> None:
    assert force_span(force).text == words
    assert force_sentence("red", force, demo_host()) == sentence
