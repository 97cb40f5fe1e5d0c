"""NAME-in.xml becomes NAME-out.xml when it is given the network that NAME-out.xml defines."""

import pytest
from netxml.definitions import PAIRS, pair

from vftui.netxml.document import NetworkDocument

# These leave something behind, or lose something, that the document left behind cannot tell.
ONE_WAY = {
    "comment-behind": "the comment keeps a line of its own",
    "emptied": "nothing tells that `dev` was there",
    "only-dev": "nothing tells that the interface had no element",
    "to-hostdev": "nothing tells that `dev` was there",
    "to-passthrough": "no address is left to write another like it",
    "two-in-a-line": "nothing tells which of two lines it was in",
    "written-by-hand": "nothing tells that a blank line was there",
}


@pytest.mark.parametrize("name", PAIRS)
def test_an_edit_touches_only_the_lines_it_must(name: str) -> None:
    before, after = map(NetworkDocument.parse, pair(name))

    assert before.network != after.network
    assert before.with_network(after.network).text == after.text
    assert before.with_network(after.network).content == after.content


@pytest.mark.parametrize("name", sorted(set(PAIRS) - set(ONE_WAY)))
def test_the_opposite_edit_gives_the_former_file_back(name: str) -> None:
    before, after = map(NetworkDocument.parse, pair(name))

    assert after.with_network(before.network).text == before.text
    assert after.with_network(before.network).content == before.content
