"""What holds for every pool of whole PFs and single VFs, and whatever stands in `<metadata>`."""

from contextlib import suppress
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree
from model.draft_strategies import drafts, some_hosts
from model.edit_strategies import edits
from netxml.definitions import documents, parse, pool_modes, with_members
from netxml.intents import SCHEMA, as_libvirt_prints, mixtures, our_elements

from vftui.errors import DocumentError, EditRefusedError
from vftui.model.host import Host
from vftui.model.network import ForwardMode, ListedPfMember, Member, Network, PfMember
from vftui.netxml.document import NetworkDocument


def reread(document: NetworkDocument) -> NetworkDocument:
    return NetworkDocument.parse(document.content)


@st.composite
def pools(draw: st.DrawFn) -> Network:
    mode = draw(pool_modes)
    return Network("a", mode, draw(mixtures(mode)))


@given(pools())
def test_a_new_pool_reads_back_as_asked_and_keeps_to_the_schema(network: Network) -> None:
    document = reread(NetworkDocument.new(network))

    assert document.network == network
    (element,) = our_elements(document)
    SCHEMA.assertValid(element)


@given(documents(), st.data())
def test_whole_pfs_come_and_go_without_a_trace(document: NetworkDocument, data: st.DataObject) -> None:
    members = document.network.members
    assume(document.forward_text().count("<interface") or document.network.mode is ForwardMode.HOSTDEV)
    # Nothing tells that `dev` was there once a <pf> had been.
    mixed = [each for each in data.draw(mixtures(document.network.mode)) if not isinstance(each, PfMember)]
    position = data.draw(st.integers(0, len(members)))

    with_more = reread(with_members(document, *members[:position], *mixed, *members[position:]))

    assert with_more.network.members == (*members[:position], *mixed, *members[position:])
    assert with_members(with_more, *members).content == document.content


@given(documents(), st.data())
def test_one_mixture_becomes_another(document: NetworkDocument, data: st.DataObject) -> None:
    mode = document.network.mode
    first = reread(with_members(document, *data.draw(mixtures(mode))))
    wanted = data.draw(st.permutations(first.network.members))
    more = [each for each in data.draw(mixtures(mode)) if not isinstance(each, ListedPfMember)]
    wanted = [*wanted[: data.draw(st.integers(0, len(wanted)))], *more]

    second = reread(with_members(first, *wanted))

    assert second.network.members == tuple(wanted)
    assert second.network.outdated is None
    for element in our_elements(second):
        SCHEMA.assertValid(element)


@given(documents(), st.data())
def test_libvirts_own_form_means_the_same(document: NetworkDocument, data: st.DataObject) -> None:
    mixed = with_members(document, *data.draw(mixtures(document.network.mode)))

    printed = as_libvirt_prints(mixed)

    assert printed.network.members == mixed.network.members
    assert with_members(printed, *mixed.network.members).content == printed.content


@given(st.data(), some_hosts())
def test_every_edit_can_be_written_and_is_read_as_it_was_meant(data: st.DataObject, host: Host) -> None:
    draft = data.draw(drafts(host))
    stored = {network.origin: NetworkDocument.new(network) for network in draft if network.is_pool}
    for _ in range(4):
        with suppress(EditRefusedError):
            draft = data.draw(edits(draft, host)).apply(draft, host).draft
        for network in draft:
            if network.is_pool:
                before = stored.get(network.origin) or NetworkDocument.new(network)
                stored[network.origin] = NetworkDocument.parse(before.with_network(network).content, network.origin)
                assert stored[network.origin].network == replace(network, leave_out=())


@given(pools(), st.data())
def test_the_list_is_true_whatever_becomes_of_it(network: Network, data: st.DataObject) -> None:
    """Someone who does not know the intent edits the list."""
    written = NetworkDocument.new(network)
    root = etree.fromstring(written.content)
    forward = root.find("forward")
    assert forward is not None
    entries = data.draw(st.permutations(list(forward)))
    for entry in list(forward):
        forward.remove(entry)
    for entry in entries[: data.draw(st.integers(0, len(entries)))]:
        forward.append(entry)

    edited = NetworkDocument.parse(etree.tostring(root)).network

    assert edited.written_members == _alone(etree.tostring(root))
    assert (edited.outdated is None) == (edited.members == network.members or edited.members != edited.written_members)


@given(pools(), st.data())
def test_a_damaged_intent_is_no_error_and_changes_no_list(network: Network, data: st.DataObject) -> None:
    text = NetworkDocument.new(network).text
    start = text.index("<vftui:pool")
    first = data.draw(st.integers(start, text.index("</metadata>")))
    last = data.draw(st.integers(first, min(first + 20, text.index("</metadata>"))))
    debris = data.draw(st.text(max_size=3) | st.sampled_from(["<", "/>", "'", "9", "<x/>", "<vftui:pf/>", "&#10;"]))
    damaged = text[:first] + debris + text[last:]

    try:
        read = parse(damaged).network
    except (DocumentError, UnicodeEncodeError):
        return

    assert read.written_members == network.written_members
    assert replace(read, members=(), outdated=None) == replace(network, members=())


def _alone(content: bytes) -> tuple[Member, ...]:
    """The members of the same list without metadata."""
    root = etree.fromstring(content)
    for metadata in root.findall("metadata"):
        root.remove(metadata)
    return NetworkDocument.parse(etree.tostring(root)).network.members
