"""NAME-in.xml becomes NAME-out.xml when it is given the network that NAME-out.xml defines."""

import pytest
from netxml.definitions import PAIRS, pair

from vftui.netxml.document import NetworkDocument

# What these lose cannot be known from the document left behind: an attribute, a comment's place, a blank line, a `<pf>`.
ONE_WAY = {
    "comment-behind",
    "emptied",
}


@pytest.mark.parametrize("name", PAIRS)
def test_an_edit_touches_only_the_lines_it_must(name: str) -> None:
    before, after = map(NetworkDocument.parse, pair(name))

    assert before.network != after.network
    assert before.with_network(after.network).text == after.text
    assert before.with_network(after.network).content == after.content


@pytest.mark.parametrize("name", sorted(set(PAIRS) - ONE_WAY))
def test_the_opposite_edit_gives_the_former_file_back(name: str) -> None:
    before, after = map(NetworkDocument.parse, pair(name))

    assert after.with_network(before.network).text == before.text
    assert after.with_network(before.network).content == before.content
