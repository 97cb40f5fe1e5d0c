"""Devices that are no good for a guest: used by the host itself, under a PF that is down, or the PF of other VFs."""

from dataclasses import replace

import pytest
from model.checks.desk import problem
from model.checks.situation import among, solves, with_devices, with_networks
from model.pools import at, following, interface, mixed, pool

from vftui.model.network import ForwardMode, Network
from vftui.model.problem import Severity

PASSTHROUGH, HOSTDEV, BRIDGE = ForwardMode.PASSTHROUGH, ForwardMode.HOSTDEV, ForwardMode.BRIDGE
VEPA, PRIVATE = ForwardMode.VEPA, ForwardMode.PRIVATE
EXCLUSIVE, SHARING = (PASSTHROUGH, HOSTDEV), (BRIDGE, VEPA, PRIVATE)
HOST_USE = {"used-by-host", "shared-with-host"}
ADDRESSED, BRIDGED = ("has 10.0.0.5", "carries the default route"), ("is in bridge br0",)


@pytest.mark.parametrize("mode", EXCLUSIVE)
@pytest.mark.parametrize("use", [ADDRESSED, BRIDGED, ("has VLAN ens1f0v5.7 on it",)])
def test_a_guest_takes_from_the_host_a_vf_that_the_host_uses(mode: ForwardMode, use: tuple[str, ...]) -> None:
    front = replace(pool("front", "ens1f0#4-6", mode), managed=True if mode is HOSTDEV else None)
    workspace = with_networks(front, host=with_devices("ens1f0#5", host_use=use))
    found = problem(workspace, "used-by-host")

    assert (found.severity, found.network, found.devices) == (Severity.ERROR, "front", at("ens1f0#5"))
    assert not among(workspace, {"shared-with-host"})
    solves(found.fixes[0], found, workspace)


@pytest.mark.parametrize("mode", SHARING)
def test_a_vf_is_shared_with_the_host_where_the_mode_shares(mode: ForwardMode) -> None:
    host = with_devices("ens1f0#5", host_use=ADDRESSED)
    workspace = with_networks(pool("front", "ens1f0#4-6", mode), host=host)
    found = problem(workspace, "shared-with-host")

    assert (found.severity, found.devices) == (Severity.HINT, at("ens1f0#5"))
    assert not among(workspace, {"used-by-host"})
    solves(found.fixes[0], found, workspace)


@pytest.mark.parametrize("mode", SHARING)
def test_a_vf_in_a_bridge_of_the_host_carries_no_macvtap_in_any_mode(mode: ForwardMode) -> None:
    workspace = with_networks(pool("front", "ens1f0#4-6", mode), host=with_devices("ens1f0#5", host_use=BRIDGED))

    assert [each.code for each in among(workspace, HOST_USE)] == ["used-by-host"]


@pytest.mark.parametrize("mode", [*EXCLUSIVE, *SHARING])
def test_a_vf_of_the_host_beside_the_pool_is_no_problem(mode: ForwardMode) -> None:
    host = with_devices("ens1f0#5", host_use=(*ADDRESSED, *BRIDGED))

    assert not among(with_networks(pool("front", "ens1f0#0-4,6-7", mode), host=host), HOST_USE)


def test_the_sentence_says_what_the_host_does_with_the_vf() -> None:
    host = with_devices("ens1f0#5", host_use=ADDRESSED)
    found = problem(with_networks(pool("front", "ens1f0#4-6"), host=host), "used-by-host")

    assert found.sentence == (
        "ens1f0#5 is in front, and the host itself uses it: it has 10.0.0.5 and carries the default route."
    )
    assert found.members == (interface("ens1f0v5"),)


def test_all_vfs_of_a_network_that_the_host_uses_are_one_problem() -> None:
    host = with_devices("ens1f0#2-3", host_use=BRIDGED, host=with_devices("ens1f0#5", host_use=ADDRESSED))
    found = problem(with_networks(following("front", "ens1f0"), host=host), "used-by-host")

    assert found.devices == at("ens1f0#2-3,5")
    assert found.sentence == (
        "ens1f0#2-3,5 are in front, and the host itself uses them: ens1f0#2 is in bridge br0, "
        "ens1f0#3 is in bridge br0 and ens1f0#5 has 10.0.0.5 and carries the default route."
    )


@pytest.mark.parametrize(
    ("mode", "use", "code"),
    [
        (PASSTHROUGH, ADDRESSED, "used-by-host"),
        (BRIDGE, BRIDGED, "used-by-host"),
        (BRIDGE, ADDRESSED, "shared-with-host"),
    ],
)
def test_a_pf_itself_that_the_host_uses_is_told_like_a_vf(mode: ForwardMode, use: tuple[str, ...], code: str) -> None:
    front = mixed("front", interface("ens1f1"), interface("ens1f0v0"), mode=mode)
    workspace = with_networks(front, host=with_devices("ens1f1", host_use=use))
    found = problem(workspace, code)

    assert [each.code for each in among(workspace, HOST_USE)] == [code]
    assert (found.members, found.devices) == ((interface("ens1f1"),), at("ens1f1"))
    assert found.sentence.startswith("ens1f1 itself is in front, and the host itself uses it: it ")
    also = {"pf-as-interface"} if mode is PASSTHROUGH else {"pf-shared"}
    solves(found.fixes[0], found, workspace, also)


def test_what_the_host_does_with_a_pf_does_not_hurt_its_vfs() -> None:
    host = with_devices("ens1f0", host_use=ADDRESSED)

    assert not among(with_networks(following("front", "ens1f0"), host=host), HOST_USE)


@pytest.mark.parametrize("mode", EXCLUSIVE)
def test_a_pf_that_is_down_is_told_with_the_networks_that_wait_for_it(mode: ForwardMode) -> None:
    host = with_devices("ens1f0", admin_up=False)
    networks = (pool("a", "ens1f0#0-1", mode), following("b", "ens1f0", mode), pool("c", "ens1f1#0", mode))
    found = problem(with_networks(*networks, host=host), "pf-down")

    assert (found.severity, found.network, found.others) == (Severity.ERROR, None, ("a", "b"))
    assert found.devices == at("ens1f0")
    assert found.sentence == "ens1f0 is set down: no guest of a and b starts on its VFs."
    assert found.text == "ip link set dev ens1f0 up\n"


@pytest.mark.parametrize("mode", SHARING)
def test_a_pf_that_is_down_does_not_matter_to_modes_that_share(mode: ForwardMode) -> None:
    workspace = with_networks(pool("front", "ens1f0#0", mode), host=with_devices("ens1f0", admin_up=False))

    assert not among(workspace, {"pf-down"})


@pytest.mark.parametrize("admin_up", [True, None])
def test_a_pf_is_not_called_down_unless_it_is_known_to_be(admin_up: bool | None) -> None:
    workspace = with_networks(pool("front", "ens1f0#0"), host=with_devices("ens1f0", admin_up=admin_up))

    assert not among(workspace, {"pf-down"})


def test_a_pf_that_goes_down_is_told_once_the_host_is_read_again() -> None:
    workspace = with_networks(pool("front", "ens1f0#0"))
    assert not among(workspace, {"pf-down"})

    workspace.refresh(with_devices("ens1f0", admin_up=False))

    assert among(workspace, {"pf-down"})


def test_a_command_to_copy_takes_an_odd_name_for_what_it_is() -> None:
    odd = with_devices("ens1f0", admin_up=False, netdevs=("a;b",))
    found = problem(with_networks(following("front", "a;b"), host=odd), "pf-down")

    assert found.text == "ip link set dev 'a;b' up\n"


VF_USERS = [pool("b", "ens1f0#0"), pool("b", "ens1f0#0", HOSTDEV), following("b", "ens1f0")]


@pytest.mark.parametrize("user", VF_USERS)
def test_a_pf_that_a_guest_takes_over_is_told_with_the_networks_of_its_vfs(user: Network) -> None:
    workspace = with_networks(mixed("a", interface("ens1f0"), interface("ens1f1v0")), user)
    found = problem(workspace, "pf-and-its-vfs")

    assert (found.severity, found.network, found.others) == (Severity.WARNING, "a", ("b",))
    assert (found.members, found.devices) == ((interface("ens1f0"),), at("ens1f0"))
    assert found.sentence == "ens1f0 itself is in a, and VFs of it are in b: a guest of a takes the PF over."
    solves(found.fixes[0], found, workspace, also={"pf-as-interface"})


@pytest.mark.parametrize("mode", SHARING)
def test_guests_may_share_a_pf_whose_vfs_are_in_other_networks(mode: ForwardMode) -> None:
    workspace = with_networks(mixed("a", interface("ens1f0"), mode=mode), pool("b", "ens1f0#0"))

    assert not among(workspace, {"pf-and-its-vfs"})


def test_a_pf_itself_beside_its_own_vfs_is_told_by_other_problems() -> None:
    workspace = with_networks(mixed("a", interface("ens1f0"), interface("ens1f0v0")))

    assert not among(workspace, {"pf-and-its-vfs"})


def test_a_pf_itself_does_not_hurt_the_vfs_of_another_one() -> None:
    assert not among(with_networks(mixed("a", interface("ens1f1")), pool("b", "ens1f0#0")), {"pf-and-its-vfs"})
