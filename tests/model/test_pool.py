"""What members stand for, and which network hands out which VF."""

from dataclasses import replace

import pytest
from model.pools import (
    HOST,
    HOSTDEV,
    PASSTHROUGH,
    address,
    at,
    draft,
    following,
    interface,
    mixed,
    pool,
    select,
    vfs,
)

from vftui.model.host import Host
from vftui.model.network import AddressMember, ForwardMode, Member, Network, OpaqueMember, PfMember
from vftui.model.pci import PciAddress
from vftui.model.pool import effective_vfs, lost_members, owners, resolve
from vftui.model.selection import canonical
from vftui.model.wording import lost_sentence


def handed_out(network: Network) -> str:
    return canonical([vf.address for vf in effective_vfs(network, HOST)], HOST)


def test_a_vf_is_named_by_netdev_or_by_address() -> None:
    assert resolve(interface("ens1f0v3"), PASSTHROUGH, HOST).vfs == select("ens1f0#3").vfs
    assert resolve(address("ens1f0#3"), HOSTDEV, HOST).vfs == select("ens1f0#3").vfs


def test_a_whole_pf_stands_for_all_its_vfs_in_hostdev_and_for_those_with_a_netdev_elsewhere() -> None:
    assert resolve(PfMember("ens2f0"), HOSTDEV, HOST).vfs == select("ens2f0").vfs
    macvtap = resolve(PfMember("ens2f0"), PASSTHROUGH, HOST)

    assert macvtap.vfs == select("ens2f0#0-5").vfs
    assert macvtap.skipped == select("ens2f0#6-7").vfs
    assert macvtap.claimed == select("ens2f0").vfs


@pytest.mark.parametrize(
    ("member", "note", "known"),
    [
        (interface("ens1f0"), "the PF itself, not its VFs", True),
        (interface("eno1"), "a netdev that is no VF", True),
        (interface("ens9"), "no such netdev on this host", False),
        (AddressMember(at("ens1f0")[0]), "the PF itself, not a VF: libvirt refuses it", True),
        (AddressMember(PciAddress(9, 0, 0, 0)), "no such VF on this host", False),
        (PfMember("ens3f0"), "this PF has no VFs now", True),
        (PfMember("ens9"), "no such PF on this host", False),
        (PfMember("ens1f0v3"), "no such PF on this host", False),
        (OpaqueMember("<pf/>"), "vftui cannot read this element", False),
    ],
)
def test_a_member_that_stands_for_no_vf_says_what_it_names_instead(member: Member, note: str, known: bool) -> None:
    resolution = resolve(member, PASSTHROUGH, HOST)

    assert (resolution.claimed, resolution.note, resolution.known) == ((), note, known)


def test_a_pf_whose_vfs_are_all_without_netdev_says_so() -> None:
    (pf,) = (pf for pf in HOST.pfs if pf.name == "ens2f0")
    bound = Host("lab", "", (replace(pf, vfs=pf.vfs[6:]),))

    assert resolve(PfMember("ens2f0"), PASSTHROUGH, bound).note == "none of its VFs has a netdev now"
    assert resolve(PfMember("ens2f0"), HOSTDEV, bound).note is None


@pytest.mark.parametrize(
    ("members", "mode", "expected"),
    [
        (vfs("ens1f0#4,0,4"), PASSTHROUGH, "ens1f0#4,0"),
        ((PfMember("ens1f1"),), PASSTHROUGH, "ens1f1#0-3"),
        ((PfMember("ens1f1"), *vfs("ens1f0#0")), PASSTHROUGH, "ens1f0#0"),
        ((PfMember("ens1f1"), address("ens1f0#0")), HOSTDEV, "ens1f0#0"),
        ((address("ens1f0#1"), *vfs("ens1f0#0")), PASSTHROUGH, "ens1f0#0"),
        ((address("ens1f0#1"),), PASSTHROUGH, ""),
        ((PfMember("ens1f1"), address("ens1f0#1")), PASSTHROUGH, ""),
        (vfs("ens1f0#0"), HOSTDEV, ""),
        ((address("ens1f0#1"), *vfs("ens1f0#0")), HOSTDEV, ""),
        ((OpaqueMember("<x/>"), interface("ens9")), PASSTHROUGH, ""),
        ((), PASSTHROUGH, ""),
    ],
)
def test_a_pool_hands_out_what_libvirt_keeps_and_does_not_refuse(
    members: tuple[Member, ...], mode: ForwardMode, expected: str
) -> None:
    assert handed_out(mixed("front", *members, mode=mode)) == expected


def test_what_is_no_pool_hands_out_nothing() -> None:
    assert handed_out(replace(pool("front", "ens1f0#0"), obstacle="on the host bridge br0")) == ""


def test_each_vf_knows_the_networks_that_hand_it_out() -> None:
    networks = pool("front", "ens1f0#0-1"), pool("back", "ens1f0#1", HOSTDEV), following("lab", "ens2f0")
    (first, second, on_vfio) = at("ens1f0#0-1,ens2f0#6")
    owner = owners(draft(*networks), HOST)

    assert owner[first] == ("front",)
    assert owner[second] == ("front", "back")
    assert on_vfio not in owner
    assert len(owner) == 2 + 6


# A host that changes


def without(*gone: str) -> Host:
    """The host after VFs have gone, or all VFs of a PF."""
    out = {vf.address for vf in select(",".join(gone)).vfs}
    pfs = (replace(pf, vfs=tuple(vf for vf in pf.vfs if vf.address not in out)) for pf in HOST.pfs)
    return replace(HOST, pfs=tuple(pfs))


def lost(network: Network, after: Host) -> str | None:
    return lost_sentence([(network.name, members)] if (members := lost_members(network, HOST, after)) else [])


def test_members_whose_vfs_have_gone_are_named() -> None:
    assert lost(pool("front", "ens1f0#0-3"), without("ens1f0#1-2")) == (
        "Can no longer be handed out: ens1f0v1 and ens1f0v2 of front."
    )
    assert lost(pool("storage", "ens1f0#0-7", HOSTDEV), without("ens1f0#2-7")) == (
        "Can no longer be handed out: 0000:3b:02.2, 0000:3b:02.3, 0000:3b:02.4 and 3 more of storage."
    )


def test_a_followed_pf_is_lost_with_its_last_vf() -> None:
    assert lost(following("lab", "ens1f1"), without("ens1f1#1-3")) is None
    assert lost(following("lab", "ens1f1"), without("ens1f1")) == "Can no longer be handed out: ens1f1 of lab."


def test_a_netdev_that_vanishes_when_its_vf_is_bound_to_vfio_is_lost_to_macvtap_only() -> None:
    pfs = tuple(replace(pf, vfs=tuple(replace(vf, netdev=None) for vf in pf.vfs)) for pf in HOST.pfs)
    bound = replace(HOST, pfs=pfs)

    assert lost(pool("front", "ens1f0#0"), bound) == "Can no longer be handed out: ens1f0v0 of front."
    assert lost(pool("storage", "ens1f0#0", HOSTDEV), bound) is None


def test_a_pf_listed_for_itself_is_lost_with_the_card() -> None:
    no_card = replace(HOST, pfs=HOST.pfs[1:])

    assert lost(mixed("front", interface("ens1f0"), interface("eno1")), no_card) == (
        "Can no longer be handed out: ens1f0 of front."
    )


def test_what_stood_for_nothing_before_is_not_lost() -> None:
    front = mixed("front", interface("ens9"), OpaqueMember("<x/>"), *vfs("ens1f0#0"), PfMember("ens1f1"))

    assert lost(front, without("ens1f1")) is None


def test_a_few_networks_are_named_and_the_others_counted() -> None:
    parts = [(name, vfs("ens1f0#0")) for name in "abcde"]

    assert lost_sentence(parts) == (
        "Can no longer be handed out: ens1f0v0 of a; ens1f0v0 of b; ens1f0v0 of c; members of 2 more networks."
    )
    assert lost_sentence([]) is None
