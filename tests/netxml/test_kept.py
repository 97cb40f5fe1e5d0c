"""What libvirt kept against what was meant: its own way of writing is no difference, and every real one is found."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from netxml.definitions import accepted_documents, documents
from netxml.recorded_answers import VERSIONS
from netxml.recorded_answers import given as recorded

from vftui.errors import DocumentError
from vftui.model.network import ForwardMode, Member, Network
from vftui.model.verdict import V9_0, V11_3, LibvirtVersion
from vftui.netxml.document import NetworkDocument
from vftui.netxml.kept import Mismatch, mismatch

UUID = "0d3f1c1e-7c3f-4f60-9f0e-1a2b3c4d5e6f"
RECORDED = [
    pytest.param(libvirt, case["xml"], case["define"]["inactive"], id=f"{name}-{case['label']}")
    for name, libvirt in VERSIONS.items()
    for case in recorded(name)
    if case["define"]["ok"]
]


def pool(content: str, mode: str = "passthrough", beside: str = "") -> str:
    return f"<network><name>red</name>{beside}<forward mode='{mode}'>{content}</forward></network>"


def difference(meant: str, kept: str) -> Mismatch | None:
    return mismatch(meant, kept, V11_3)


@pytest.mark.parametrize(("libvirt", "meant", "kept"), RECORDED)
def test_what_a_libvirt_made_of_a_recorded_definition_is_what_was_meant(
    libvirt: LibvirtVersion, meant: str, kept: str
) -> None:
    # The recording leaves out the name and the uuid.
    assert mismatch(meant, kept.replace("<network>", "<network><name>NAME</name>", 1), libvirt) is None


@given(documents() | accepted_documents)
def test_a_document_is_what_was_meant_by_it(document: NetworkDocument) -> None:
    assert difference(document.text, document.text) is None


@pytest.mark.parametrize(
    ("meant", "kept"),
    [
        (pool("<interface dev='a'/>"), pool('<interface dev="a" />').replace("mode", "dev='a' mode")),
        (pool("").replace("mode", "dev='a' mode"), pool("<interface dev='a'/>").replace("mode", "dev='a' mode")),
        (pool("<pf dev='a'/>", "hostdev"), pool("<pf dev='a'/>", "hostdev' managed='no")),
        (
            pool("<address type='pci' bus='1' slot='0X10' function='0'/>", "hostdev"),
            pool("<address type='pci' domain='0x0000' bus='0x01' slot='0x10' function='0x0'/>", "hostdev"),
        ),
        (pool("<!-- rack 4 -->\n<interface dev='a'/>text"), pool("<interface dev='a'/>")),
        (pool(""), pool("", beside=f"<uuid>{UUID}</uuid>")),
        (pool("", beside="<uuid/>"), pool("", beside=f"<uuid>{UUID}</uuid>")),
        (
            pool("", beside=f"<uuid> {UUID.replace('-', '').upper()} </uuid>"),
            pool("", beside=f"<uuid>{UUID}</uuid>"),
        ),
        (
            pool("", beside="<vlan><tag id='07'/><tag id='8'/></vlan>"),
            pool("", beside="<vlan trunk='yes'><tag id='7'/><tag id='8'/></vlan>"),
        ),
        (
            pool("", beside="<vlan><tag id='7'/></vlan><port isolated='yes'/>"),
            pool("", beside="<port isolated='yes'/><vlan><tag id='7'/></vlan>"),
        ),
        (
            "<network><name>n</name><ip address='FD00:0::1' family='ipv6' prefix='064'/></network>",
            "<network><name>n</name><bridge name='virbr0'/><ip address='fd00::1' family='ipv6' prefix='64'/></network>",
        ),
        (
            "<network><name>n</name><mac address='52:54:0:A:b:33'/></network>",
            "<network><name>n</name><mac address='52:54:00:0a:0b:33'/></network>",
        ),
        (
            pool("", beside="<metadata>a<v:p xmlns:v='urn:v' c='red'>b  c<v:d/></v:p><!-- e --></metadata>"),
            pool("", beside='<metadata>\n  <v:p xmlns:v="urn:v" c="red">b c\n<v:d/></v:p>\n</metadata>'),
        ),
    ],
)
def test_libvirts_own_way_of_writing_is_no_difference(meant: str, kept: str) -> None:
    assert difference(meant, kept) is None


@pytest.mark.parametrize(
    ("meant", "kept"),
    [
        (pool("<interface dev='a'/><pf dev='b'/>"), pool("<interface dev='a'/>")),
        (pool("<interface dev='a' connections='3' type='sriov'/>"), pool("<interface dev='a'/>")),
        (pool("<pf dev='a'/><unknown><vlan/></unknown>", "passthrough' managed='yes"), pool("<pf dev='a'/>")),
        (pool("", beside="<metadata><plain/></metadata><unknown/>"), pool("", beside="<metadata/>")),
        (pool("").replace("<network", "<network connections='3' ipv6='no'"), pool("")),
        (pool("", beside="<vlan trunk='no'><tag id='7'/></vlan>"), pool("", beside="<vlan><tag id='7'/></vlan>")),
    ],
)
def test_what_the_verdict_says_is_dropped_is_not_missed(meant: str, kept: str) -> None:
    assert difference(meant, kept) is None


def test_what_only_an_older_libvirt_drops_is_missed_from_a_newer_one() -> None:
    meant, kept = pool("", beside="<title>front</title>"), pool("")

    assert mismatch(meant, kept, V9_0) is None
    assert mismatch(meant, kept, V11_3) == Mismatch(("<title>front</title>",), ())


@st.composite
def changed_pools(draw: st.DrawFn) -> tuple[NetworkDocument, NetworkDocument]:
    """A pool, and the same with one thing in it gone, changed or in another place."""
    document = draw(documents(tidy=True))
    network = document.network
    others = draw(documents(tidy=True).filter(lambda other: other.network.members != network.members))
    places = st.integers(0, len(network.members) - 1)
    without = draw(places.map(lambda place: (*network.members[:place], *network.members[place + 1 :])))
    candidates: list[Network] = [
        replace(network, members=without),
        replace(network, members=(*without, *_added(network, others.network.members))),
        replace(network, members=tuple(draw(st.permutations(network.members)))),
        replace(network, name=f"{network.name}2"),
    ]
    if network.mode is ForwardMode.HOSTDEV:
        candidates += [replace(network, managed=not network.managed), replace(network, driver="vfio")]
    else:
        candidates.append(replace(network, mode=draw(st.sampled_from([ForwardMode.VEPA, ForwardMode.PRIVATE]))))
    other = draw(st.sampled_from(candidates))
    assume(other != network)
    try:
        return document, document.with_network(other)
    except DocumentError:
        assume(False)
        raise


def _added(network: Network, members: tuple[Member, ...]) -> tuple[Member, ...]:
    """The first of `members` that the pool does not have."""
    kind = type(network.members[0])
    return tuple(member for member in members if member not in network.members and isinstance(member, kind))[:1]


@given(changed_pools())
def test_whatever_is_gone_or_changed_in_the_pool_is_found_and_shown(
    pools: tuple[NetworkDocument, NetworkDocument],
) -> None:
    found = difference(pools[0].text, pools[1].text)

    assert found is not None
    assert found.meant or found.kept


@pytest.mark.parametrize(
    ("meant", "kept", "shown"),
    [
        (
            pool("<interface dev='a'/><interface dev='b'/>"),
            pool("<interface dev='a'/>"),
            (("<interface dev='b'/>",), ()),
        ),
        (
            pool("<interface dev='a'/><interface dev='b'/><interface dev='c'/>"),
            pool("<interface dev='a'/><interface dev='B'/><interface dev='c'/>"),
            (("<interface dev='b'/>",), ("<interface dev='B'/>",)),
        ),
        (
            pool("<interface dev='a'/><interface dev='b'/>"),
            pool("<interface dev='b'/>"),
            (("<interface dev='a'/>",), ()),
        ),
        (pool(""), pool("<interface dev='b'/>"), (("<forward mode='passthrough'/>",), None)),
        (pool(""), "<network><name>red</name></network>", (("<forward mode='passthrough'/>",), ())),
        (pool("", "hostdev' managed='yes"), pool("", "hostdev"), (None, ("<forward mode='hostdev' managed='no'/>",))),
        (pool(""), pool("").replace("red", "blue"), (("<name>red</name>",), ("<name>blue</name>",))),
        (
            pool("", beside=f"<uuid>{UUID}</uuid>"),
            pool("", beside=f"<uuid>{UUID[::-1]}</uuid>"),
            ((f"<uuid>{UUID}</uuid>",), (f"<uuid>{UUID[::-1]}</uuid>",)),
        ),
        (
            pool("", beside="<vlan><tag id='7'/><tag id='8'/></vlan>"),
            pool("", beside="<vlan><tag id='7'/><tag id='9'/></vlan>"),
            (("<tag id='8'/>",), ("<tag id='9'/>",)),
        ),
        (pool("", beside="<vlan><tag id='7'/></vlan>"), pool(""), (("<vlan>",), ())),
        (pool(""), pool("", beside="<vlan><tag id='7'/></vlan>"), ((), ("<vlan>",))),
        (
            pool("", beside="<vlan><tag id='7'/></vlan>"),
            pool("", beside="<vlan><tag id='7'/><tag id='8'/></vlan>"),
            ((), ("<tag id='8'/>",)),
        ),
        (
            pool("", beside="<metadata><v:p xmlns:v='urn:v' c='red'>b</v:p></metadata>"),
            pool("", beside="<metadata><v:p xmlns:v='urn:v' c='red'>c</v:p></metadata>"),
            (("<p c='red'>b</p>",), ("<p c='red'>c</p>",)),
        ),
        (
            pool("", beside="<virtualport type='802.1Qbh'><parameters profileid='a'/></virtualport>"),
            pool("", beside="<virtualport type='802.1Qbh'/>"),
            (("<parameters profileid='a'/>",), ()),
        ),
    ],
)
def test_a_difference_is_shown_by_the_lines_of_both(
    meant: str, kept: str, shown: tuple[tuple[str, ...] | None, tuple[str, ...] | None]
) -> None:
    found = difference(meant, kept)

    assert found is not None
    assert shown[0] in (None, found.meant)
    assert shown[1] in (None, found.kept)


def test_what_libvirt_cannot_read_back_itself_is_shown_by_its_line() -> None:
    kept = "<network>\n  <name>red</name>\n  <virtualport profileid='a<b'/>\n</network>\n"

    assert difference(pool(""), kept) == Mismatch(("well-formed XML",), ("<virtualport profileid='a<b'/>",))


@pytest.mark.parametrize("kept", ["", "\n", "<network>\n", "<network>\n<name>\n"])
def test_what_is_cut_short_is_no_kept_definition(kept: str) -> None:
    found = difference(pool(""), kept)

    assert found is not None
    assert found.meant == ("well-formed XML",)


def test_a_mode_that_vftui_does_not_know_is_compared_as_it_is_written() -> None:
    meant = pool("<interface dev='a'/>", "sriov")

    assert difference(meant, meant) is None
    assert difference(meant, pool("<interface dev='b'/>", "sriov")) == Mismatch(
        ("<interface dev='a'/>",), ("<interface dev='b'/>",)
    )
