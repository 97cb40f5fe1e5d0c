"""Lines fit their width, and say in words what they say in colour."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from strategies import any_text, hosts

from vftui.model.host import Host, Link, PhysicalFunction, VirtualFunction
from vftui.model.network import AddressMember, ForwardMode, InterfaceMember, ListedPfMember, Network, PfMember
from vftui.model.pci import PciAddress
from vftui.model.pool import resolve
from vftui.model.whole_pfs import NO_DRIFT, Drift, WholePfMember, drift, listing
from vftui.tui import labels
from vftui.tui.lines import Line, Span, fit_columns, table_line

WIDTHS = st.integers(0, 200)
PF = PhysicalFunction(
    PciAddress.parse("3b:00.0"),
    ("ens1f0",),
    link=Link.UP,
    speed_mbps=25000,
    totalvfs=4,
    vfs=(
        VirtualFunction(0, PciAddress.parse("3b:02.0"), "ens1f0v0", "iavf"),
        VirtualFunction(1, PciAddress.parse("3b:02.1"), None, "vfio-pci"),
    ),
)
HOST = Host("here", "a test", (PF,))


def text_of(line: Line) -> str:
    return "".join(span.text for span in line)


@given(host=hosts(), width=WIDTHS)
def test_the_line_of_a_vf_fits_its_width(host: Host, width: int) -> None:
    widths = fit_columns(labels.vf_columns(host, 12), width)
    for vf in host.vf_by_address.values():
        assert cell_len(text_of(table_line(labels.vf_cells(vf, ("front",)), widths)).rstrip()) <= width


@given(host=hosts(), width=st.integers(1, 200))
def test_the_line_of_a_pf_fits_its_width(host: Host, width: int) -> None:
    for pf in host.pfs:
        assert cell_len(text_of(labels.pf_line(pf, 3, ("front",), Span("‼", "bad"), width))) <= width


def test_a_pf_says_how_many_vfs_there_are_and_how_many_are_free() -> None:
    assert text_of(labels.pf_line(PF, 1, (), None, 80)).startswith("ens1f0      2/4 VFs  1 free  up 25G")


def test_the_sign_of_a_pf_moves_nothing_behind_a_short_name() -> None:
    line = text_of(labels.pf_line(PF, 1, (), Span("‼", "bad"), 80))

    assert line.startswith("ens1f0  ‼   2/4 VFs  1 free  up 25G")


def test_a_link_that_is_not_known_is_not_down() -> None:
    assert labels.link(PhysicalFunction(PF.address)).text == "link ?"


def test_a_vf_says_in_words_what_is_unusual_about_it() -> None:
    texts = [cell.text for cell in labels.vf_cells(PF.vfs[1], ("front", "back"))]

    assert "no netdev" in texts
    assert "vfio-pci" in texts
    assert "‼ front, back" in texts


def test_a_network_that_is_no_pool_says_why() -> None:
    network = Network("default", ForwardMode.NAT, obstacle="forward mode nat")

    assert text_of(labels.network_line(network, 0, (), (), 60)) == "default  not a pool: forward mode nat"


def test_a_network_says_first_what_is_unusual_about_it() -> None:
    network = Network("front", ForwardMode.PASSTHROUGH)
    unusual = [Span("*new", "warn"), Span("‼ 1", "bad"), Span("≠ 1 dropped", "warn")]

    assert (
        text_of(labels.network_line(network, 2, unusual, [Span("3 hints", "dim")], 80))
        == "front  *new  ‼ 1  ≠ 1 dropped  2 VFs  passthrough (macvtap)  3 hints"
    )


@given(name=any_text, vfs=st.integers(0, 4096), hints=any_text, width=WIDTHS)
def test_the_line_of_a_network_fits_its_width(name: str, vfs: int, hints: str, width: int) -> None:
    network = Network(name, ForwardMode.HOSTDEV)

    assert cell_len(text_of(labels.network_line(network, vfs, [Span("‼ 12", "bad")], [Span(hints)], width))) <= width


def whole_pf_row(member: WholePfMember, mode: ForwardMode, since: Drift = NO_DRIFT) -> str:
    return text_of(labels.whole_pf_line(member, resolve(member, mode, HOST), since, 80))


def test_a_whole_pf_says_whether_the_pool_follows_it_or_lists_it() -> None:
    follows, listed = PfMember("ens1f0"), listing(PF, ForwardMode.HOSTDEV)

    assert whole_pf_row(follows, ForwardMode.HOSTDEV) == "ens1f0      whole PF, follows it  2 VFs"
    assert whole_pf_row(listed, ForwardMode.HOSTDEV) == "ens1f0      whole PF, listed  2 VFs"


def test_a_followed_pf_says_what_a_macvtap_pool_will_skip() -> None:
    row = whole_pf_row(PfMember("ens1f0"), ForwardMode.PASSTHROUGH)

    assert row == "ens1f0      whole PF, follows it  1 VF  1 without netdev skipped"


def test_a_listed_pf_says_what_has_changed_since() -> None:
    listed = ListedPfMember("ens1f0", (AddressMember(PF.vfs[0].address), AddressMember(PF.address)))
    network = Network("front", ForwardMode.HOSTDEV, (listed,))

    row = whole_pf_row(listed, network.mode, drift(listed, network, HOST))

    assert row == "ens1f0      ! 1 more since  ! 1 gone since  whole PF, listed  1 VF"


def test_a_whole_pf_that_is_not_here_says_so() -> None:
    gone = ListedPfMember("eth9", (InterfaceMember("eth9v0"),))

    assert whole_pf_row(PfMember("eth9"), ForwardMode.VEPA) == "eth9        ! no such PF on this host"
    assert whole_pf_row(gone, ForwardMode.VEPA) == "eth9        ! none of its VFs is on this host"


def test_a_member_that_libvirt_drops_or_refuses_says_that_it_is_not_handed_out() -> None:
    dropped, wrong = PfMember("ens1f0"), InterfaceMember("ens1f0v0")
    of_pf, of_wrong = (resolve(member, ForwardMode.HOSTDEV, HOST) for member in (dropped, wrong))

    assert text_of(labels.uncounted_line(dropped, of_pf, 80)) == "ens1f0      ≠ not handed out  whole PF, 2 VFs"
    assert text_of(labels.uncounted_line(wrong, of_wrong, 80)) == "ens1f0v0    ≠ not handed out"


def test_a_member_that_names_nothing_says_so() -> None:
    member = InterfaceMember("eth9")
    line = labels.member_line(member, resolve(member, ForwardMode.PASSTHROUGH, HOST), HOST, (), 80)

    assert text_of(line) == "eth9        ! no such netdev on this host"


def test_speeds_are_written_short() -> None:
    assert [labels.speed(mbps) for mbps in (None, 100, 1000, 2500, 25000)] == ["", "100M", "1G", "2500M", "25G"]
