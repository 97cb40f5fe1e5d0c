"""The effective pool: what define and start say, what is handed out in which order, what is dropped and why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from strategies import any_text, hosts

from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.network import AddressMember, ForwardMode, InterfaceMember, Network, PfMember
from vftui.model.pci import PciAddress
from vftui.model.text import printable
from vftui.model.verdict import V9_0, V11_3, Cause, Dropped, LibvirtError, LibvirtVersion, Verdict
from vftui.tui.effective import EffectiveLines, JudgedNetwork
from vftui.tui.lines import Line

PF = PhysicalFunction(
    PciAddress.parse("3b:00.0"),
    ("ens1f0",),
    totalvfs=4,
    vfs=(
        VirtualFunction(0, PciAddress.parse("3b:02.0"), "ens1f0v0", "iavf"),
        VirtualFunction(1, PciAddress.parse("3b:02.1"), None, "vfio-pci"),
        VirtualFunction(2, PciAddress.parse("3b:02.2"), "ens1f0v2", "iavf", used_by="web-7"),
    ),
)
HOST = Host("here", "a test", (PF,))
FIRST, SECOND, THIRD = (vf.address for vf in PF.vfs)
FRONT = Network("front", ForwardMode.PASSTHROUGH)
REFUSED = LibvirtError(67, 19, "network 'front' lists a device by PCI address")


def judged(
    verdict: Verdict,
    network: Network = FRONT,
    owners: Mapping[PciAddress, tuple[str, ...]] | None = None,
    asked: LibvirtVersion = V11_3,
) -> JudgedNetwork:
    return JudgedNetwork(network, verdict, HOST, owners or {}, asked)


def texts(lines: Sequence[Line]) -> list[str]:
    return ["".join(span.text for span in line).rstrip() for line in lines]


def said(verdict: Verdict, network: Network = FRONT, width: int = 200, asked: LibvirtVersion = V11_3) -> list[str]:
    return texts(EffectiveLines(judged(verdict, network, asked=asked), width))


def started(*devs: str, libvirt: LibvirtVersion = V11_3) -> Verdict:
    return Verdict(libvirt, starts=True, pool=tuple(map(InterfaceMember, devs)))


# What libvirt says


def test_the_pool_is_numbered_in_the_order_in_which_libvirt_hands_it_out() -> None:
    assert said(started("ens1f0v2", "ens1f0v0")) == [
        "✓ Define: libvirt 11.3 accepts it.",
        "✓ Start: 2 devices, in this order:",
        "1  ens1f0v2  ens1f0#2  used by web-7  0000:3b:02.2",
        "2  ens1f0v0  ens1f0#0  0000:3b:02.0",
    ]


def test_a_pool_of_addresses_says_which_vf_each_is_and_its_driver() -> None:
    verdict = Verdict(V11_3, starts=True, pool=(AddressMember(FIRST), AddressMember(SECOND)))

    assert said(verdict)[2:] == [
        "1  0000:3b:02.0  ens1f0#0  iavf  ens1f0v0",
        "2  0000:3b:02.1  ens1f0#1  vfio-pci",
    ]


def test_numbers_stand_under_each_other() -> None:
    lines = said(started(*["ens1f0v0"] * 10))

    assert lines[2].startswith(" 1  ")
    assert lines[11].startswith("10  ")


@pytest.mark.parametrize("mode", [ForwardMode.BRIDGE, ForwardMode.VEPA, ForwardMode.PRIVATE])
def test_a_mode_in_which_guests_share_devices_says_who_is_served_first(mode: ForwardMode) -> None:
    assert said(started("ens1f0v0"), replace(FRONT, mode=mode))[1] == "✓ Start: 1 device, least used first:"


def test_a_refusal_is_libvirts_own_and_nothing_is_handed_out() -> None:
    assert said(Verdict(V11_3, REFUSED, REFUSED)) == [
        "✗ Define: libvirt 11.3 refuses it: error 67, domain 19: network 'front' lists a device by PCI address"
    ]


def test_what_only_schema_validation_refuses_is_accepted_without_it() -> None:
    error = LibvirtError(92, 5, "XML document failed to validate against schema: no\nelement frob")
    lines = said(replace(started("ens1f0v0"), validation_error=error))

    assert lines[0] == (
        "! Define: libvirt 11.3 accepts it only without schema validation: error 92, domain 5: "
        "XML document failed to validate against schema: no element frob"
    )
    assert lines[1].startswith("✓ Start: 1 device")


def test_a_start_that_fails_says_why() -> None:
    error = LibvirtError(1, 19, "internal error: No usable Vf's present on SRIOV PF ens1f0")

    assert said(Verdict(V11_3, starts=False, start_error=error)) == [
        "✓ Define: libvirt 11.3 accepts it.",
        "✗ Start: fails with error 1, domain 19: internal error: No usable Vf's present on SRIOV PF ens1f0",
    ]


def test_a_pool_of_nothing_starts_and_serves_no_guest() -> None:
    assert said(started())[1] == "! Start: an empty pool, no guest gets a device."


def test_a_version_that_was_not_measured_says_which_one_stands_for_it() -> None:
    lines = said(started("ens1f0v0", libvirt=V9_0), asked=LibvirtVersion(10, 2))

    assert lines[0] == "✓ Define: libvirt 9.0 (nearest measured to 10.2) accepts it."


def test_a_network_that_is_no_pool_says_so_in_one_line() -> None:
    nat = Network("default", ForwardMode.NAT, obstacle="forward mode nat")

    assert said(Verdict(V11_3), nat) == ["  Not a pool (forward mode nat): it hands out no VFs."]


def test_a_network_that_is_no_pool_and_refused_says_that_too() -> None:
    nat = Network("default", ForwardMode.NAT, obstacle="forward mode nat")
    lines = said(Verdict(V11_3, REFUSED, REFUSED), nat)

    assert lines[1].startswith("✗ Define: libvirt 11.3 refuses it: error 67, domain 19: ")


# What a guest may not get


def test_a_vf_of_another_pool_names_that_pool() -> None:
    lines = EffectiveLines(judged(started("ens1f0v0"), owners={FIRST: ("back", "front", "legacy")}), 200)

    assert texts(lines)[2] == "1  ens1f0v0  ens1f0#0  ‼ also in back, legacy  0000:3b:02.0"


def test_a_vf_of_this_pool_alone_has_no_note() -> None:
    lines = EffectiveLines(judged(started("ens1f0v0"), owners={FIRST: ("front",)}), 200)

    assert texts(lines)[2] == "1  ens1f0v0  ens1f0#0  0000:3b:02.0"


def test_a_name_that_the_host_does_not_have_stays_in_the_pool_and_says_so() -> None:
    assert said(started("ens1f0v0", "eth9"))[2:] == [
        "1  ens1f0v0  ens1f0#0  0000:3b:02.0",
        "2  eth9      ! no such netdev on this host",
    ]


def test_what_a_macvtap_pool_skips_of_a_whole_pf_follows_with_the_reason() -> None:
    whole = replace(FRONT, members=(PfMember("ens1f0"),))

    assert said(started("ens1f0v0", "ens1f0v2"), whole)[-1] == "-  ens1f0#1  skipped: no netdev  vfio-pci  0000:3b:02.1"
    assert "skipped" not in "".join(said(started("ens1f0v0", "ens1f0v2")))


# What is dropped

PRECEDENCE = "<interface> stands beside it, and libvirt keeps only that."


def test_what_is_dropped_is_struck_through_and_says_so_in_words() -> None:
    verdict = replace(
        started("ens1f0v0"), dropped=(Dropped("<pf dev='ens1f0'/>", Cause.PRECEDENCE, PRECEDENCE, None, 7),)
    )
    *_, dropped, reason = EffectiveLines(judged(verdict), 200)

    assert texts([dropped, reason]) == ["✗ dropped, line 7: <pf dev='ens1f0'/>", f"  {PRECEDENCE}"]
    assert [span.text for span in dropped if span.tone == "struck"] == ["<pf dev='ens1f0'/>"]
    assert not [span for span in reason if span.tone == "struck"]


def test_a_reason_that_goes_for_several_is_said_once_after_them() -> None:
    again = Dropped("<pf dev='b'/>", Cause.PRECEDENCE, PRECEDENCE)
    other = Dropped("connections='1'", Cause.RUNTIME, "libvirt adds it to live XML.")
    verdict = replace(
        started("ens1f0v0"), dropped=(Dropped("<pf dev='a'/>", Cause.PRECEDENCE, PRECEDENCE), again, other)
    )

    assert said(verdict)[3:] == [
        "✗ dropped: <pf dev='a'/>",
        "✗ dropped: <pf dev='b'/>",
        f"  {PRECEDENCE}",
        "✗ dropped: connections='1'",
        "  libvirt adds it to live XML.",
    ]


def test_what_is_dropped_over_several_lines_is_struck_through_on_each() -> None:
    text = "<address type='pci'\n   domain='0x0000' bus='0x3b' slot='0x02' function='0x0'/>"
    verdict = replace(started("ens1f0v0"), dropped=(Dropped(text, Cause.PRECEDENCE, "No.", None, 12),))
    lines = EffectiveLines(judged(verdict), 40)

    struck = [span.text for line in lines for span in line if span.tone == "struck"]
    assert " ".join(struck) == "<address type='pci' domain='0x0000' bus='0x3b' slot='0x02' function='0x0'/>"
    assert len(struck) > 1


# Lines

errors = st.none() | st.builds(LibvirtError, st.integers(0, 120), st.integers(0, 70), any_text)


@st.composite
def judged_networks(draw: st.DrawFn) -> JudgedNetwork:
    host = draw(hosts(max_pfs=2))
    names = [*host.vf_by_netdev, *host.pf_by_netdev, "eth9"]
    members = st.one_of(
        st.builds(InterfaceMember, st.sampled_from(names) | any_text),
        st.builds(AddressMember, st.sampled_from([*host.vf_by_address, FIRST])),
    )
    dropped = st.builds(Dropped, any_text, st.sampled_from(Cause), any_text, st.none(), st.none() | st.integers(1, 99))
    verdict = Verdict(
        V11_3,
        draw(errors),
        draw(errors),
        dropped=tuple(draw(st.lists(dropped, max_size=4))),
        start_error=draw(errors),
        pool=tuple(draw(st.lists(members, max_size=12))),
    )
    whole = tuple(PfMember(pf.name) for pf in host.pfs[:1])
    network = Network(draw(any_text), draw(st.sampled_from(ForwardMode)), whole, obstacle=draw(st.none() | any_text))
    owners = {address: draw(st.lists(any_text, min_size=1).map(tuple)) for address in host.vf_by_address}
    return JudgedNetwork(network, verdict, host, owners, draw(st.sampled_from([V9_0, V11_3])))


@given(network=judged_networks(), width=st.integers(0, 120))
def test_every_line_fits_the_width(network: JudgedNetwork, width: int) -> None:
    for line in EffectiveLines(network, width):
        assert cell_len("".join(span.text for span in line).rstrip()) <= max(width, 4)
        assert all(span.text == printable(span.text) for span in line)


@given(network=judged_networks(), width=st.integers(10, 120))
def test_a_narrow_screen_wraps_sentences_and_leaves_nothing_out(network: JudgedNetwork, width: int) -> None:
    sentences = replace(network, verdict=replace(network.verdict, pool=()))

    narrow, wide = (texts(EffectiveLines(sentences, cells)) for cells in (width, 5000))
    assert "".join("".join(narrow).split()) == "".join("".join(wide).split())
