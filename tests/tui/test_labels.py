"""Lines fit their width, and say in words what they say in colour."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from strategies import any_text, hosts

from vftui.model.host import Host, Link, PhysicalFunction, VirtualFunction
from vftui.model.network import ForwardMode, InterfaceMember, Network, PfMember
from vftui.model.pci import PciAddress
from vftui.model.pool import resolve
from vftui.model.text import printable
from vftui.tui import labels
from vftui.tui.labels import Column, Line, Span

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


@given(text=any_text, width=WIDTHS)
def test_what_is_cut_fits_and_ends_with_an_ellipsis(text: str, width: int) -> None:
    short = labels.cut(text, width)

    assert cell_len(short) <= width
    assert short == printable(text) or short.endswith("…") or width == 0


@given(host=hosts(), width=WIDTHS)
def test_the_line_of_a_vf_fits_its_width(host: Host, width: int) -> None:
    widths = labels.fit_columns(labels.vf_columns(host, 12), width)
    for vf in host.vf_by_address.values():
        assert cell_len(text_of(labels.table_line(labels.vf_cells(vf, ("front",)), widths)).rstrip()) <= width


@given(host=hosts(), width=st.integers(1, 200))
def test_the_line_of_a_pf_fits_its_width(host: Host, width: int) -> None:
    for pf in host.pfs:
        assert cell_len(text_of(labels.pf_line(pf, 3, ("front",), width))) <= width


@given(parts=st.lists(any_text, max_size=6), width=WIDTHS)
def test_parts_fit_their_width(parts: list[str], width: int) -> None:
    assert cell_len(text_of(labels.parts_line([Span(part) for part in parts], width))) <= width


@given(columns=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8), width=WIDTHS)
def test_columns_take_no_more_than_there_is_and_no_less_than_they_need(
    columns: list[tuple[int, int]], width: int
) -> None:
    wanted = [Column(max(size, least), rank, least) for rank, (size, least) in enumerate(columns)]
    widths = labels.fit_columns(wanted, width)
    taken = [each for each in widths if each]

    assert sum(taken) + labels.GAP * max(0, len(taken) - 1) <= width
    assert all(not each or column.least <= each <= column.width for each, column in zip(widths, wanted, strict=True))


def test_where_space_is_short_the_less_important_columns_go_first() -> None:
    columns = (Column(4, 0, 4), Column(12, 2, 12), Column(9, 1, 9))

    assert labels.fit_columns(columns, 29) == (4, 12, 9)
    assert labels.fit_columns(columns, 28) == (4, 0, 9)
    assert labels.fit_columns(columns, 4) == (4, 0, 0)


def test_an_address_is_shown_whole_or_not_at_all() -> None:
    parts = [Span("ens1f0v0"), Span("0000:3b:02.0")]

    assert text_of(labels.parts_line(parts, 22)) == "ens1f0v0  0000:3b:02.0"
    assert text_of(labels.parts_line(parts, 21)) == "ens1f0v0"


def test_a_pf_says_how_many_vfs_there_are_and_how_many_are_free() -> None:
    assert text_of(labels.pf_line(PF, 1, (), 80)).startswith("ens1f0      2/4 VFs  1 free  up 25G")


def test_a_link_that_is_not_known_is_not_down() -> None:
    assert labels.link(PhysicalFunction(PF.address)).text == "link ?"


def test_a_vf_says_in_words_what_is_unusual_about_it() -> None:
    texts = [cell.text for cell in labels.vf_cells(PF.vfs[1], ("front", "back"))]

    assert "no netdev" in texts
    assert "vfio-pci" in texts
    assert "‼ front, back" in texts


def test_a_network_that_is_no_pool_says_why() -> None:
    network = Network("default", ForwardMode.NAT, obstacle="forward mode nat")

    assert text_of(labels.network_line(network, 0, 0, changed="", width=60)) == "default  not a pool: forward mode nat"


def test_a_network_says_first_what_is_wrong_with_it() -> None:
    network = Network("front", ForwardMode.PASSTHROUGH)

    assert (
        text_of(labels.network_line(network, 2, 1, changed="new", width=60))
        == "front  *new  ! 1 unknown  2 VFs  passthrough (macvtap)"
    )


def test_a_whole_pf_says_what_a_macvtap_pool_will_skip() -> None:
    member = PfMember("ens1f0")
    line = labels.member_line(member, resolve(member, ForwardMode.PASSTHROUGH, HOST), HOST, (), 80)

    assert text_of(line) == "ens1f0      whole PF, 1 VF  1 without netdev skipped"


def test_a_member_that_names_nothing_says_so() -> None:
    member = InterfaceMember("eth9")
    line = labels.member_line(member, resolve(member, ForwardMode.PASSTHROUGH, HOST), HOST, (), 80)

    assert text_of(line) == "eth9        ! no such netdev on this host"


def test_speeds_are_written_short() -> None:
    assert [labels.speed(mbps) for mbps in (None, 100, 1000, 2500, 25000)] == ["", "100M", "1G", "2500M", "25G"]
