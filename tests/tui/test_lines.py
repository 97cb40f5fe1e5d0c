"""Lines are fitted, cut and wrapped within their width."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from strategies import any_text

from vftui.model.text import printable
from vftui.tui.lines import GAP, Column, Line, Span, cut, fit_columns, parts_line, wrapped

WIDTHS = st.integers(0, 200)


def text_of(line: Line) -> str:
    return "".join(span.text for span in line)


@given(text=any_text, width=WIDTHS)
def test_what_is_cut_fits_and_ends_with_an_ellipsis(text: str, width: int) -> None:
    short = cut(text, width)

    assert cell_len(short) <= width
    assert short == printable(text) or short.endswith("…") or width == 0


@given(parts=st.lists(any_text, max_size=6), width=WIDTHS)
def test_parts_fit_their_width(parts: list[str], width: int) -> None:
    assert cell_len(text_of(parts_line([Span(part) for part in parts], width))) <= width


@given(columns=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8), width=WIDTHS)
def test_columns_take_no_more_than_there_is_and_no_less_than_they_need(
    columns: list[tuple[int, int]], width: int
) -> None:
    wanted = [Column(max(size, least), rank, least) for rank, (size, least) in enumerate(columns)]
    widths = fit_columns(wanted, width)
    taken = [each for each in widths if each]

    assert sum(taken) + GAP * max(0, len(taken) - 1) <= width
    assert all(not each or column.least <= each <= column.width for each, column in zip(widths, wanted, strict=True))


def test_where_space_is_short_the_less_important_columns_go_first() -> None:
    columns = (Column(4, 0, 4), Column(12, 2, 12), Column(9, 1, 9))

    assert fit_columns(columns, 29) == (4, 12, 9)
    assert fit_columns(columns, 28) == (4, 0, 9)
    assert fit_columns(columns, 4) == (4, 0, 0)


def test_an_address_is_shown_whole_or_not_at_all() -> None:
    parts = [Span("ens1f0v0"), Span("0000:3b:02.0")]

    assert text_of(parts_line(parts, 22)) == "ens1f0v0  0000:3b:02.0"
    assert text_of(parts_line(parts, 21)) == "ens1f0v0"


@given(text=any_text, width=st.integers(2, 40))
def test_what_is_wrapped_fits_and_nothing_of_it_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)

    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(printable(" ".join(text.split())).split())


def test_text_is_wrapped_between_words_and_within_those_that_are_too_long() -> None:
    assert wrapped("libvirt refuses\nit: abcdefghijkl", 9) == ["libvirt", "refuses", "it:", "abcdefghi", "jkl"]
