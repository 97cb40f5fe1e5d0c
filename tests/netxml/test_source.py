"""Positions in the text, found without a tree."""

from vftui.netxml.source import Source, Splice, attributes, scan, splice


def test_tags_are_found_where_quotes_comments_and_cdata_hold_others() -> None:
    text = """<a x="1>0" y='</a>'><!-- <b> --><![CDATA[<c>]]><?p <d> ?><e z='"/>"' /><f\n><g></g></f ></a >"""
    e, f = scan(text).children

    assert e.source(text) == """<e z='"/>"' />"""
    assert e.is_self_closing
    assert f.source(text) == "<f\n><g></g></f >"
    assert f.content(text) == "<g></g>"
    assert Source(text).of(1, 0) == "<g></g>"


def test_attributes_are_found_as_they_are_written() -> None:
    text = """<a b='1'\n\tx:c = "2 > ' 1" />"""

    found = list(attributes(text, scan(text)))

    assert [text[each.start : each.end] for each in found] == [" b='1'", """\n\tx:c = "2 > ' 1\""""]
    assert [text[each.value_start : each.value_end] for each in found] == ["1", "2 > ' 1"]
    assert [(each.name, each.blank, each.equals, each.quote) for each in found] == [
        ("b", " ", "=", "'"),
        ("x:c", "\n\t", " = ", '"'),
    ]


def test_splices_are_made_in_order_of_place_and_insertions_before_cuts() -> None:
    splices = [Splice(4, 6, ""), Splice(2, 3, "C"), Splice(4, 4, "+"), Splice(4, 4, "-"), Splice(0, 0, ">")]

    assert splice("abcdefgh", splices) == ">abCd+-gh"
