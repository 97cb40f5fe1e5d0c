"""What can be done with a network that libvirt runs, and what it means for guests."""

from dataclasses import replace

import pytest

from vftui.model.force import Force, LiveNetwork
from vftui.model.network import ForwardMode
from vftui.model.network_actions import Action, meaning, obstacle
from vftui.model.pci import PciAddress
from vftui.model.running import Attachment, NetworkState

START, STOP, RESTART, RENAME, DELETE = Action.START, Action.STOP, Action.RESTART, Action.RENAME, Action.DELETE
ON, OFF = Action.AUTOSTART_ON, Action.AUTOSTART_OFF

BY_MACVTAP = Attachment("web", "front", netdev="ens1f0v3", has_port=True, mode=ForwardMode.PASSTHROUGH)
SHARED = replace(BY_MACVTAP, mode=ForwardMode.BRIDGE)
BY_VFIO = Attachment("web", "front", address=PciAddress.parse("3b:02.3"), has_port=True)


def network(*attachments: Attachment, named_by: tuple[str, ...] = (), **facts: object) -> LiveNetwork:
    """The active network `front` with these guests on it."""
    state = replace(NetworkState(True, False, True, "token", name="front"), **facts)  # type: ignore[arg-type]
    guests = tuple(dict.fromkeys(each.guest for each in attachments))
    return LiveNetwork("front", state, Force("now", guests), attachments, named_by)


def inactive(*attachments: Attachment, named_by: tuple[str, ...] = ()) -> LiveNetwork:
    """The network after a stop that guests went on after."""
    stopped = network(*attachments, named_by=named_by, active=False)
    return replace(stopped, force=replace(stopped.force, kind="next-start"))


@pytest.mark.parametrize(
    ("action", "target", "reason"),
    [
        (START, network(), "front is active already."),
        (STOP, network(active=False), "front is not active."),
        (RESTART, network(active=False), "front is not active."),
        (ON, network(autostart=True), "front has autostart already."),
        (OFF, network(), "front has no autostart."),
        (
            RESTART,
            network(persistent=False),
            "front is transient: to stop it is to delete it, and nothing would be left to start.",
        ),
        (
            ON,
            network(persistent=False),
            "front is transient: it is gone when it is stopped, and cannot be started again.",
        ),
        (
            RENAME,
            network(),
            "front is active: libvirt can give another name to an inactive network only. Stop it first.",
        ),
        (
            RENAME,
            network(named_by=("db", "web"), active=False),
            "db and web name front, and would not find it under another name. Edit those guests first.",
        ),
        (
            RENAME,
            network(named_by=("db",), active=False),
            "db names front, and would not find it under another name. Edit that guest first.",
        ),
        (DELETE, network(BY_MACVTAP), "front is in use by web. Stop that guest first."),
    ],
)
def test_what_cannot_be_done_says_why_and_what_to_do(action: Action, target: LiveNetwork, reason: str) -> None:
    assert obstacle(action, target) == reason


@pytest.mark.parametrize(
    ("action", "target"),
    [
        (START, network(active=False)),
        (STOP, network()),
        (STOP, network(BY_MACVTAP)),
        (RESTART, network(BY_MACVTAP)),
        (ON, network()),
        (OFF, network(autostart=True)),
        (RENAME, network(active=False)),
        (DELETE, network(named_by=("web",))),
        (DELETE, network(BY_MACVTAP, active=False)),
    ],
)
def test_what_can_be_done_has_no_obstacle(action: Action, target: LiveNetwork) -> None:
    assert obstacle(action, target) is None


def test_stopping_says_what_libvirt_forgets_and_what_the_next_guest_does_to_it() -> None:
    assert meaning(STOP, network(BY_MACVTAP)) == (
        "web goes on, and libvirt forgets what it holds: the next guest is given a VF that is in use, fails, and cuts "
        "the one that runs off."
    )
    assert meaning(STOP, network(BY_VFIO, replace(BY_VFIO, guest="db"))) == (
        "web and db go on, and libvirt forgets what they hold: the next guest is given a VF that is in use, and fails."
    )


def test_stopping_a_network_whose_guests_share_its_devices_harms_none() -> None:
    assert (
        meaning(STOP, network(SHARED)) == "web goes on, and libvirt forgets what it holds; others can start beside it."
    )


def test_stopping_a_network_with_a_bridge_of_its_own_cuts_its_guests_off_for_good() -> None:
    assert meaning(STOP, network(Attachment("web", "front", has_port=True), bridge="virbr0")) == (
        "web loses the network, also when it is started again: libvirt removes virbr0 from under it."
    )


def test_stopping_names_the_guests_that_are_off_and_could_not_start() -> None:
    text = meaning(STOP, network(BY_VFIO, named_by=("web", "db")))

    assert text.endswith(" db is off and cannot start until it is active again.")
    assert text.startswith("web goes on")


def test_stopping_a_network_without_guests_says_so() -> None:
    assert meaning(STOP, network()) == "No guest is on it. None can start on it until front is started again."


def test_stopping_a_transient_network_deletes_it() -> None:
    assert meaning(STOP, network(persistent=False)) == "front is transient: it is gone then. No guest is on it."


def test_a_restart_forgets_the_same_guests_as_a_stop() -> None:
    assert meaning(RESTART, network()) == "No guest is on it."
    assert meaning(RESTART, network(BY_MACVTAP)) == meaning(STOP, network(BY_MACVTAP))


def test_a_start_that_would_fail_says_why_instead() -> None:
    error = "internal error: No usable Vf's present on SRIOV PF ens1f0"

    assert meaning(START, inactive(), error) == f"The start would fail: {error}."
    assert (
        meaning(RESTART, network(BY_VFIO), error) == f"{meaning(STOP, network(BY_VFIO))} The start would fail: {error}."
    )
    assert error not in meaning(STOP, network(), error)


def test_a_start_says_what_is_handed_out_and_who_can_start_then() -> None:
    assert meaning(START, inactive(named_by=("web",))) == (
        "front hands out what is stored now; of a whole PF, the VFs that it has at the start. web can start then."
    )


def test_a_start_says_what_libvirt_has_forgotten_and_what_the_next_guest_does_to_it() -> None:
    held, vfio = replace(BY_MACVTAP, has_port=False), replace(BY_VFIO, guest="db", has_port=False)

    assert meaning(START, inactive(held, named_by=("web",))).endswith(
        " libvirt has forgotten what web holds: the next guest is given a VF that is in use, fails, and cuts the one "
        "that runs off."
    )
    assert meaning(START, inactive(vfio)).endswith(
        " libvirt has forgotten what db holds: the next guest is given a VF that is in use, and fails."
    )
    assert meaning(START, inactive(SHARED)) == meaning(START, inactive())


def test_deleting_under_a_guest_that_goes_on_says_that_it_cannot_start_again() -> None:
    assert meaning(DELETE, inactive(BY_MACVTAP, named_by=("db", "web"))) == (
        "front is deleted. web and db name it, and cannot start again then."
    )


def test_deleting_says_that_it_is_stopped_and_who_cannot_start_any_more() -> None:
    assert meaning(DELETE, network()) == "front is stopped and deleted."
    assert meaning(DELETE, inactive()) == "front is deleted."
    assert meaning(DELETE, network(named_by=("web", "db"))) == (
        "front is stopped and deleted. web and db name it, and cannot start again then."
    )


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("target", [network(), inactive(), network(BY_VFIO), network(persistent=False)])
def test_every_action_means_something_in_whole_sentences(action: Action, target: LiveNetwork) -> None:
    text = meaning(action, target)

    assert text.endswith(".")
    assert "  " not in text
    assert len(text) < 250
