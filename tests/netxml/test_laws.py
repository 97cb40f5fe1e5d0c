"""What holds for every document and every edit."""

import re
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree
from netxml.definitions import (
    accepted_documents,
    address_members,
    documents,
    interface_members,
    members,
    netdevs,
    pool_modes,
    real_documents,
    with_members,
)

from vftui.errors import DocumentError
from vftui.model.network import ForwardMode, Member
from vftui.netxml.diff import unified
from vftui.netxml.document import NetworkDocument
from vftui.netxml.source import scan

any_document = documents() | real_documents


def reread(document: NetworkDocument) -> NetworkDocument:
    """As the next start of the program finds it."""
    return NetworkDocument.parse(document.content)


def comments(document: NetworkDocument) -> list[str]:
    return re.findall("<!--.*?-->", document.text, re.DOTALL)


def outside(document: NetworkDocument) -> tuple[str, str]:
    """The text before and behind `<forward>`."""
    tags = [child.tag for child in etree.fromstring(document.content).iterchildren(tag=etree.Element)]
    forward = scan(document.text).children[tags.index("forward")]
    return document.text[: forward.start], document.text[forward.end :]


def is_one_per_line(document: NetworkDocument) -> bool:
    return document.forward_text().rpartition("\n")[2].strip() == "</forward>"


def fitting(document: NetworkDocument) -> st.SearchStrategy[Member]:
    return address_members if document.network.mode is ForwardMode.HOSTDEV else interface_members


@st.composite
def other_pools(draw: st.DrawFn, document: NetworkDocument) -> list[Member]:
    """Some of the document's members and some new ones, in any order."""
    pool = draw(st.permutations([*document.network.members, *draw(st.lists(members, max_size=6))]))
    return pool[: draw(st.integers(0, len(pool)))]


def outcome(content: bytes, keep: slice = slice(None)) -> NetworkDocument | DocumentError:
    """A document with only the members to keep, or why there is none."""
    try:
        document = NetworkDocument.parse(content)
        return with_members(document, *document.network.members[keep])
    except DocumentError as error:
        return error


def inserted(items: Sequence[Member], position: int, item: Member) -> tuple[Member, ...]:
    return (*items[:position], item, *items[position:])


@given(documents() | accepted_documents, st.data())
def test_putting_a_vf_in_and_taking_it_out_again_gives_the_identical_file(
    document: NetworkDocument, data: st.DataObject
) -> None:
    pool = document.network.members
    assume("<interface" in document.forward_text() or document.network.mode is ForwardMode.HOSTDEV)
    new = data.draw(fitting(document).filter(lambda member: member not in pool))
    position = data.draw(st.integers(0, len(pool)))

    with_one_more = reread(with_members(document, *inserted(pool, position, new)))

    assert with_members(with_one_more, *pool).content == document.content


@given(documents(tidy=True), st.data())
def test_taking_a_vf_out_and_putting_it_back_gives_the_identical_file(
    document: NetworkDocument, data: st.DataObject
) -> None:
    pool = document.network.members
    assume(len(pool) > 1)
    position = data.draw(st.integers(0, len(pool) - 1))

    with_one_less = reread(with_members(document, *pool[:position], *pool[position + 1 :]))

    assert with_members(with_one_less, *pool).content == document.content


@given(documents().filter(is_one_per_line), st.data())
def test_a_new_vf_behind_another_is_one_new_line(document: NetworkDocument, data: st.DataObject) -> None:
    pool = document.network.members
    new = data.draw(fitting(document).filter(lambda member: member not in pool))
    position = data.draw(st.integers(1, len(pool)))

    changed = with_members(document, *inserted(pool, position, new))

    assert [line.kind for line in unified(document.text, changed.text, context=0)] == ["hunk", "add"]


@given(any_document)
def test_the_same_network_gives_the_same_bytes(document: NetworkDocument) -> None:
    assert document.with_network(replace(document.network)).content == document.content


@given(any_document, st.data())
def test_any_other_pool_reads_back_as_asked(document: NetworkDocument, data: st.DataObject) -> None:
    wanted = data.draw(other_pools(document))

    changed = reread(with_members(document, *wanted))

    assert changed.network == replace(document.network, members=tuple(wanted))


@given(any_document, st.data())
def test_what_stands_outside_the_pool_and_every_comment_stays(document: NetworkDocument, data: st.DataObject) -> None:
    changed = with_members(document, *data.draw(other_pools(document)))

    assert comments(changed) == comments(document)
    assert outside(changed) == outside(document)
    assert changed.network.uuid == document.network.uuid


@given(any_document, netdevs.filter(str.strip), pool_modes, st.sampled_from([None, True, False]), st.booleans())
def test_any_name_mode_and_options_read_back_as_asked(
    document: NetworkDocument, name: str, mode: ForwardMode, managed: bool | None, vfio: bool
) -> None:
    assume(not (mode is ForwardMode.BRIDGE and "<bridge" in document.text))
    wanted = replace(document.network, name=name, mode=mode, managed=managed, driver="vfio" if vfio else None)

    changed = reread(document.with_network(wanted))

    assert changed.network == wanted
    assert etree.fromstring(changed.content).findtext("name") == name


@given(any_document, st.lists(st.permutations(range(4)), max_size=4))
def test_members_that_move_take_their_text_with_them(document: NetworkDocument, orders: list[list[int]]) -> None:
    pool = document.network.members
    for order in orders:
        document = with_members(document, *(pool[i] for i in order if i < len(pool)), *pool[4:])

    restored = with_members(document, *pool)

    assert sorted(re.findall("<address[^>]*>", restored.text)) == sorted(re.findall("<address[^>]*>", document.text))


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_bytes_from_anywhere_are_a_document_or_one_error(content: bytes) -> None:
    result = outcome(content)

    assert result.message if isinstance(result, DocumentError) else result.content == content


@given(any_document, st.data())
def test_a_damaged_document_is_a_document_or_one_error_and_so_is_every_edit_of_it(
    document: NetworkDocument, data: st.DataObject
) -> None:
    content = document.content
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(start + 20, len(content))))
    debris = data.draw(
        st.binary(max_size=4) | st.sampled_from([b"<", b"-->", b"&", b"'", b"<!--", b"]]>", b"/>", b"\0"])
    )
    damaged = content[:start] + debris + content[end:]
    before, after = outcome(damaged), outcome(damaged, slice(1, None))

    if isinstance(before, DocumentError) or isinstance(after, DocumentError):
        assert isinstance(after, DocumentError)
        assert after.message
    else:
        assert after.network.members == before.network.members[1:]
