"""When an intent and a list agree."""

from model.pools import vfs

from vftui.model.intent import WholePf, digest, grouped
from vftui.model.network import AddressMember, InterfaceMember, ListedPfMember, OpaqueMember

ODD = OpaqueMember("<interface/>")
LISTED = tuple(each for each in vfs("ens1f1#0-3") if isinstance(each, InterfaceMember | AddressMember))
WHOLE = WholePf("ens1f1", 4, digest(LISTED))


def test_a_whole_pf_stands_for_as_many_entries_as_it_says_and_for_these_names() -> None:
    assert grouped(LISTED, (WHOLE,)) == (ListedPfMember("ens1f1", LISTED),)
    assert grouped(LISTED, (WHOLE._replace(vfs=5),)) is None
    assert grouped(LISTED, (WHOLE._replace(vfs=3),)) is None
    assert grouped(LISTED, (WHOLE._replace(digest="0" * 16),)) is None


def test_the_entries_of_a_whole_pf_stand_together() -> None:
    assert grouped((ODD, *LISTED), (WHOLE,)) == (ODD, ListedPfMember("ens1f1", LISTED))
    assert grouped((*LISTED[:2], ODD, *LISTED[2:]), (WHOLE,)) is None
