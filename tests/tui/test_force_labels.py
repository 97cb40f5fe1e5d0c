"""What is said of a write to networks that a libvirt runs."""

from dataclasses import replace

import pytest

from vftui.inventory.demo import demo_host
from vftui.model.force import Force
from vftui.model.network import AddressMember, ForwardMode, InterfaceMember, Network
from vftui.model.running import Attachment, NetworkState
from vftui.tui.force_labels import (
    Deleted,
    Written,
    cut_sentence,
    deleted_sentence,
    effect_sentence,
    force_sentence,
    force_span,
    write_sentence,
    written_sentence,
)

ACTIVE = NetworkState(active=True, autostart=True, persistent=True, revision_token="")
INACTIVE = NetworkState(active=False, autostart=True, persistent=True, revision_token="")


@pytest.mark.parametrize(
    ("kind", "state", "guests", "sentence"),
    [
        ("new", None, (), "In force once it is started: red will be inactive, and without autostart."),
        ("changed", INACTIVE, (), "In force at the next start: red is inactive."),
        ("changed", ACTIVE, (), "In force after a restart: red is active, and no guest is on it."),
        ("changed", ACTIVE, ("g1",), "In force after a restart: red is active."),
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


HOST = demo_host()
VFS = HOST.pfs[0].vfs
TAPPED = Attachment("g1", "red", netdev="ens1f0v0", has_port=True, mode=ForwardMode.PASSTHROUGH)
SHARING = Attachment("g1", "red", netdev="ens1f0v0", has_port=True, mode=ForwardMode.BRIDGE)
ON_VFIO = Attachment("g1", "red", address=VFS[0].address, has_port=True)
ON_BRIDGE = Attachment("g1", "red", mac="52:54:00:00:00:01", has_port=True)
CUT_OFF = (
    "A restart would cut off g1, which goes on until then: libvirt forgets what it holds, and gives it to the next "
    "guest."
)


def red(mode: ForwardMode, *netdevs: str) -> Network:
    return Network("red", mode, tuple(map(InterfaceMember, netdevs)))


@pytest.mark.parametrize(
    ("network", "state", "attachments", "sentence"),
    [
        (red(ForwardMode.PASSTHROUGH, "ens1f0v0"), ACTIVE, (), ""),
        (red(ForwardMode.PASSTHROUGH, "ens1f0v0"), ACTIVE, (TAPPED,), CUT_OFF),
        (
            red(ForwardMode.PASSTHROUGH, *(f"ens1f0v{index}" for index in range(5))),
            ACTIVE,
            tuple(replace(TAPPED, guest=f"g{index}", netdev=f"ens1f0v{index}") for index in range(5)),
            (
                "A restart would cut off g0, g1, g2 and 2 more, which go on until then: libvirt forgets what they "
                "hold, and gives it to the next guests."
            ),
        ),
        (
            red(ForwardMode.PASSTHROUGH, "ens1f0v0"),
            INACTIVE,
            (TAPPED,),
            (
                "A start would cut off g1, which goes on until then: libvirt has forgotten what it holds, and gives it "
                "to the next guest."
            ),
        ),
        (
            Network("red", ForwardMode.HOSTDEV, (AddressMember(VFS[0].address),)),
            ACTIVE,
            (TAPPED,),
            CUT_OFF,
        ),
        (
            red(ForwardMode.PASSTHROUGH, "ens9v9"),
            ACTIVE,
            (replace(TAPPED, netdev="ens9v9"),),
            CUT_OFF,
        ),
        (
            red(ForwardMode.PASSTHROUGH, "ens1f0v0", "ens1f0v1"),
            ACTIVE,
            (TAPPED, replace(TAPPED, guest="g2", netdev="ens1f0v2")),
            f"{CUT_OFF} g2 goes on with what it has.",
        ),
        (
            red(ForwardMode.PASSTHROUGH, "ens1f0v1"),
            ACTIVE,
            (TAPPED,),
            "A restart would cut nobody off: g1 goes on with what it has.",
        ),
        (
            red(ForwardMode.BRIDGE, "ens1f0v0"),
            ACTIVE,
            (SHARING, replace(SHARING, guest="g2")),
            "A restart would cut nobody off: g1 and g2 go on with what they have.",
        ),
        (
            Network("red", ForwardMode.HOSTDEV, (AddressMember(VFS[0].address),)),
            ACTIVE,
            (ON_VFIO,),
            (
                "A restart would cut nobody off: g1 goes on with what it has, and the next guest that is given the "
                "same fails."
            ),
        ),
        (
            Network("red", ForwardMode.NAT),
            replace(ACTIVE, bridge="virbr5"),
            (ON_BRIDGE, replace(ON_BRIDGE, guest="g2")),
            (
                "A restart would cut off g1 and g2, which go on until then: libvirt removes virbr5 from under them at "
                "once."
            ),
        ),
        (
            red(ForwardMode.PASSTHROUGH, "ens1f0v0"),
            ACTIVE,
            (replace(TAPPED, guest="a" * 99),),
            CUT_OFF.replace("g1", f"{'a' * 31}…"),
        ),
    ],
)
def test_the_review_says_whom_a_restart_would_cut_off(
    network: Network, state: NetworkState, attachments: tuple[Attachment, ...], sentence: str
) -> None:
    assert cut_sentence(network, state, attachments, HOST) == sentence


NOTHING = "That changes nothing that runs."


@pytest.mark.parametrize(
    ("written", "sentence", "effect"),
    [
        (Written(("red", "blue")), "Wrote red, blue to /there", NOTHING),
        (Written((), (Deleted("red", stopped=False),)), "Deleted red from /there", NOTHING),
        (Written((), (Deleted("red"),)), "Deleted red from /there", ""),
        (
            Written((), (Deleted("red", stopped=True),)),
            "Deleted red (it was stopped) from /there",
            "That stopped red; nothing else that runs is changed.",
        ),
        (
            Written(("blue",), (Deleted("red", stopped=True), Deleted("old", stopped=False))),
            "Wrote blue to /there; deleted red (it was stopped), old",
            "That stopped red; nothing else that runs is changed.",
        ),
    ],
)
def test_a_write_says_what_it_wrote_what_it_deleted_and_what_that_stopped(
    written: Written, sentence: str, effect: str
) -> None:
    assert written_sentence(written, "/there") == sentence
    assert effect_sentence(written) == effect


@pytest.mark.parametrize(
    ("stopped", "sentence"),
    [
        (True, "red is deleted. It was active, and the write stopped it."),
        (False, "red is deleted. It was inactive."),
        (None, "red is deleted."),
    ],
)
def test_of_a_deleted_network_it_is_said_what_became_of_it(stopped: bool | None, sentence: str) -> None:
    assert deleted_sentence(Deleted("red", stopped)) == sentence


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
