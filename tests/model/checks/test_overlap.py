"""A VF in two pools: what becomes of the guests depends on the modes, and never on how the pools name the VF."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product

import pytest
from model.checks.desk import problem
from model.checks.situation import among, solves, with_devices, with_networks
from model.pools import at, following, interface, mixed, pool, vfs

from vftui.model.checks import overlap
from vftui.model.network import POOL_MODES, AddressMember, ForwardMode, InterfaceMember, ListedPfMember, Network
from vftui.model.problem import Severity

PASSTHROUGH, HOSTDEV, BRIDGE = ForwardMode.PASSTHROUGH, ForwardMode.HOSTDEV, ForwardMode.BRIDGE
VEPA, PRIVATE = ForwardMode.VEPA, ForwardMode.PRIVATE
SHARING = (BRIDGE, VEPA, PRIVATE)
OVERLAPS = {trap.code for trap in overlap.TRAPS}

# What becomes of a VF in pools of two modes, whichever of them comes first.
CONSEQUENCES: dict[frozenset[ForwardMode], tuple[str, Severity]] = {
    frozenset({PASSTHROUGH}): ("vf-in-two-pools", Severity.ERROR),
    frozenset({HOSTDEV}): ("vf-in-two-hostdev-pools", Severity.ERROR),
    **{frozenset({HOSTDEV, mode}): ("vf-taken-by-hostdev", Severity.ERROR) for mode in (PASSTHROUGH, *SHARING)},
    **{frozenset({PASSTHROUGH, mode}): ("vf-passthrough-and-shared", Severity.ERROR) for mode in SHARING},
    **{frozenset(pair): ("vf-shared", Severity.HINT) for pair in product(SHARING, SHARING)},
}
PAIRS = list(product(POOL_MODES, POOL_MODES))

Form = Callable[[str, ForwardMode], Network]


def managed(network: Network) -> Network:
    """The network with the one setting that hostdev needs and other modes ignore."""
    return replace(network, managed=True) if network.mode is HOSTDEV else network


def single(name: str, mode: ForwardMode) -> Network:
    """A pool that has ens1f1#1, and a VF that is in no other pool."""
    return managed(pool(name, f"ens1f1#1,ens1f0#{0 if name == 'a' else 1}", mode))


def whole(name: str, mode: ForwardMode) -> Network:
    return managed(following(name, "ens1f1", mode))


def listed(name: str, mode: ForwardMode) -> Network:
    """A whole PF that stands as a list beside another VF."""
    members = tuple(each for each in vfs("ens1f1", mode) if isinstance(each, InterfaceMember | AddressMember))
    other = vfs("ens2f0#0" if name == "a" else "ens2f0#1", mode)
    return managed(mixed(name, ListedPfMember("ens1f1", members), *other, mode=mode))


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("forms", [(single, single)])
def test_a_vf_in_two_pools_is_one_problem_that_either_pool_can_solve(
    forms: Sequence[Form], first: ForwardMode, second: ForwardMode
) -> None:
    workspace = with_networks(forms[0]("a", first), forms[1]("b", second))

    (found,) = among(workspace, OVERLAPS)

    assert (found.code, found.severity) == CONSEQUENCES[frozenset({first, second})]
    assert (found.network, found.others, found.devices) == ("b", ("a",), at("ens1f1#1"))
    assert [fix.label for fix in found.fixes] == ["Take ens1f1#1 out of b", "Take ens1f1#1 out of a"]
    for fix in found.fixes:
        solves(fix, found, workspace)


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("forms", [(whole, single), (single, whole), (listed, single)])
def test_vfs_of_a_pool_that_has_the_whole_pf_overlap_like_any(
    forms: Sequence[Form], first: ForwardMode, second: ForwardMode
) -> None:
    workspace = with_networks(forms[0]("a", first), forms[1]("b", second))

    (found,) = among(workspace, OVERLAPS)

    assert found.code == CONSEQUENCES[frozenset({first, second})][0]
    assert found.devices == at("ens1f1#1")
    assert "all of ens1f1 in " in found.sentence
    for fix in found.fixes:
        solves(fix, found, workspace)


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("forms", [(whole, whole), (listed, whole), (listed, listed)])
def test_a_whole_pf_in_two_pools_is_one_problem_of_all_its_vfs(
    forms: Sequence[Form], first: ForwardMode, second: ForwardMode
) -> None:
    workspace = with_networks(forms[0]("a", first), forms[1]("b", second))

    (found,) = among(workspace, OVERLAPS)

    assert found.code == CONSEQUENCES[frozenset({first, second})][0]
    assert found.devices == at("ens1f1#0-3")
    assert found.sentence.startswith("All of ens1f1 is in a and b: ")


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_pools_with_other_vfs_of_one_pf_have_no_overlap(first: ForwardMode, second: ForwardMode) -> None:
    workspace = with_networks(pool("a", "ens1f0#0-3", first), pool("b", "ens1f0#4-7", second))

    assert not among(workspace, OVERLAPS)


def test_networks_that_hand_out_no_devices_overlap_with_none() -> None:
    # libvirt drops the <pf>, so ens1f1 is in no other pool.
    cut_short = mixed("b", interface("ens2f0v0"), *following("b", "ens1f1").members)

    assert not among(with_networks(pool("a", "ens1f1#1"), cut_short), OVERLAPS)


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (
            single("a", PASSTHROUGH),
            single("b", PASSTHROUGH),
            "ens1f1#1 is in a and b: the second guest fails, and the one that runs loses its network.",
        ),
        (
            whole("a", PASSTHROUGH),
            single("b", HOSTDEV),
            "ens1f1#1 is in b, and with all of ens1f1 in a: a guest of b, hostdev (vfio), takes it from one of a.",
        ),
        (
            single("a", HOSTDEV),
            single("b", HOSTDEV),
            "ens1f1#1 is in a and b: the second guest is refused.",
        ),
        (
            single("a", BRIDGE),
            single("b", PASSTHROUGH),
            "ens1f1#1 is in a and b: of their guests on one VF, whichever comes second fails.",
        ),
        (
            pool("a", "ens1f1#1-2", BRIDGE),
            whole("b", VEPA),
            "ens1f1#1-2 are in a, and with all of ens1f1 in b: guests of them share it, which libvirt allows.",
        ),
    ],
    ids=lambda value: value.mode.value if isinstance(value, Network) else "",
)
def test_the_sentence_says_what_becomes_of_the_guests(first: Network, second: Network, sentence: str) -> None:
    (found,) = among(with_networks(first, second), OVERLAPS)

    assert found.sentence == sentence


def test_the_sentence_names_the_guest_that_has_the_vf_now() -> None:
    host = with_devices("ens1f0#3", used_by="web-7")
    found = problem(with_networks(pool("a", "ens1f0#0-5"), pool("b", "ens1f0#2-7"), host=host), "vf-in-two-pools")

    assert found.sentence.endswith(" In use now: ens1f0#3 by web-7.")


def test_many_shared_vfs_are_one_problem_with_a_short_sentence() -> None:
    host = with_devices("ens1f0#0-7", used_by="web")
    every_other = "ens1f0#0,2,4,6,1,3,5,7,ens1f1#0,2,1,3,ens2f0#0,2,4,1,3"
    found = problem(with_networks(pool("a", every_other), pool("b", every_other), host=host), "vf-in-two-pools")

    assert len(found.devices) == 17
    assert found.sentence == (
        "17 VFs of ens1f0, ens1f1 and ens2f0 are in a and b: the second guest fails, and the one that runs loses its "
        "network. In use now: ens1f0#0 by web, ens1f0#2 by web, ens1f0#4 by web and 5 more."
    )


def test_each_set_of_networks_is_a_problem_of_its_own() -> None:
    workspace = with_networks(pool("a", "ens1f0#0-3"), pool("b", "ens1f0#3-5"), pool("c", "ens1f0#5-7"))

    assert [(each.networks, each.devices) for each in among(workspace, {"vf-in-two-pools"})] == [
        (("b", "a"), at("ens1f0#3")),
        (("c", "b"), at("ens1f0#5")),
    ]


def test_among_several_pools_the_fix_leaves_the_vf_in_one() -> None:
    workspace = with_networks(pool("a", "ens1f0#0-3"), pool("b", "ens1f0#3-4"), pool("c", "ens1f0#3,5"))
    found = problem(workspace, "vf-in-two-pools")

    assert (found.network, found.others) == ("c", ("a", "b"))
    assert [fix.label for fix in found.fixes] == [f"Keep ens1f0#3 in {name} only" for name in "abc"]
    for fix in found.fixes:
        solves(fix, found, workspace)


def test_in_pools_of_three_modes_each_consequence_names_the_pools_it_is_about() -> None:
    workspace = with_networks(*(pool(mode.value, "ens1f0#3", mode) for mode in (BRIDGE, HOSTDEV, PASSTHROUGH)))

    assert {found.code: set(found.networks) for found in among(workspace, OVERLAPS)} == {
        "vf-taken-by-hostdev": {"bridge", "hostdev", "passthrough"},
        "vf-passthrough-and-shared": {"bridge", "passthrough"},
    }


def test_a_consequence_for_the_same_networks_is_told_once_though_a_third_has_some_of_the_vfs() -> None:
    workspace = with_networks(pool("a", "ens1f0#0-3"), pool("b", "ens1f0#0-3"), pool("c", "ens1f0#3", HOSTDEV))

    assert problem(workspace, "vf-in-two-pools").devices == at("ens1f0#0-3")
    assert problem(workspace, "vf-taken-by-hostdev").devices == at("ens1f0#3")


def test_a_vf_on_vfio_pci_that_a_pf_pool_skips_is_in_both_pools_later() -> None:
    # ens2f0#6-7 are on vfio-pci.
    workspace = with_networks(following("lab", "ens2f0"), managed(pool("storage", "ens2f0#6,ens1f0#0", HOSTDEV)))
    found = problem(workspace, "vf-in-two-pools-later")

    assert (found.severity, found.networks) == (Severity.WARNING, ("storage", "lab"))
    assert found.devices == at("ens2f0#6")
    assert found.sentence == (
        "ens2f0#6 is in storage, and with all of ens2f0 in lab: "
        "lab skips it while it is on vfio-pci, and gets it at another start."
    )
    out_of_storage, out_of_lab = found.fixes
    solves(out_of_storage, found, workspace)
    solves(out_of_lab, found, workspace, also={"pf-vfs-skipped"})


@pytest.mark.parametrize(
    "storage",
    [
        pytest.param(pool("storage", "ens2f0#6", HOSTDEV), id="the operator binds the VF, and it stays on vfio-pci"),
        pytest.param(managed(pool("storage", "ens1f0#6", HOSTDEV)), id="the VF is of another PF"),
    ],
)
def test_a_vf_that_no_guest_gives_back_stays_in_one_pool(storage: Network) -> None:
    assert not among(with_networks(following("lab", "ens2f0"), storage), OVERLAPS)


def test_pools_that_all_skip_a_vf_do_not_share_it() -> None:
    (found,) = among(with_networks(following("a", "ens2f0"), following("b", "ens2f0")), OVERLAPS)

    assert found.devices == at("ens2f0#0-5")


def test_a_vf_skipped_now_belongs_to_the_overlap_that_its_pools_have_already() -> None:
    storage = managed(pool("storage", "ens2f0#5-6", HOSTDEV))
    (found,) = among(with_networks(following("lab", "ens2f0"), storage), OVERLAPS)

    assert (found.code, found.devices) == ("vf-taken-by-hostdev", at("ens2f0#5-6"))


@pytest.mark.parametrize(
    ("netdev", "named", "also"),
    [("ens1f0", "ens1f0 itself", {"pf-as-interface"}), ("eno1", "eno1", set())],
)
def test_a_card_itself_in_two_pools_clashes_like_a_vf(netdev: str, named: str, also: set[str]) -> None:
    workspace = with_networks(
        mixed("a", interface(netdev), interface("ens1f1v1")), mixed("b", interface(netdev), interface("ens1f1v0"))
    )
    found = problem(workspace, "vf-in-two-pools")

    assert (found.network, found.others) == ("b", ("a",))
    assert found.members == (interface(netdev),)
    assert found.devices == (at("ens1f0") if netdev == "ens1f0" else ())
    assert found.sentence.startswith(f"{named} is in a and b: ")
    for fix in found.fixes:
        solves(fix, found, workspace, also)


def test_networks_in_bridge_mode_share_a_card_itself_as_that_mode_is_for() -> None:
    card = interface("eno1")

    assert not among(with_networks(mixed("a", card, mode=BRIDGE), mixed("b", card, mode=VEPA)), OVERLAPS)


def test_a_netdev_that_the_host_does_not_have_is_no_overlap() -> None:
    assert not among(with_networks(mixed("a", interface("eth9")), mixed("b", interface("eth9"))), OVERLAPS)
