"""What holds for the verdict on every document, on every host."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml.etree import _Element
from netxml.definitions import documents, parse, real_documents
from netxml.odd_documents import acceptable_documents, odd_documents, small_hosts
from strategies import hosts

from vftui.model.host import Host
from vftui.model.network import (
    AddressMember,
    ForwardMode,
    InterfaceMember,
    Member,
    Network,
    PfMember,
)
from vftui.model.verdict import MEASURED, V9_0, LibvirtVersion, Verdict
from vftui.netxml.document import NetworkDocument
from vftui.netxml.schema import installed_schema, rule_faults
from vftui.netxml.verdict import judge

any_document = odd_documents() | documents() | real_documents
versions = st.sampled_from(MEASURED)

# What libvirt adds of its own accord: the first interface at <forward>, and what is so by default.
ADDED = {"interface", "@dev", "@mode", "@managed", "@domain", "@bus", "@slot", "@function"}


def names_below(element: _Element) -> Counter[str]:
    """The element, everything below it and all their attributes, by local name; attributes with an @."""
    found: Counter[str] = Counter()
    for each in element.iter(etree.Element):
        found[str(each.tag).rpartition("}")[2]] += 1
        found.update(f"@{str(name).rpartition('}')[2]}" for name in each.attrib)
    return found


def names_in(source: str) -> Counter[str]:
    """The same of the source of an element or an attribute."""
    if source.startswith("<"):
        return names_below(etree.fromstring(source, etree.XMLParser(recover=True)))
    return Counter([f"@{source.partition('=')[0].strip().rpartition(':')[2]}"])


@given(small_hosts(), st.data(), versions)
def test_what_is_dropped_and_what_is_kept_is_what_was_written(
    host: Host, data: st.DataObject, libvirt: LibvirtVersion
) -> None:
    document = data.draw(acceptable_documents(host))
    verdict = judge(document, host, libvirt)
    assert verdict.define_error is None
    forward = etree.fromstring(document.content).find("forward")
    assert forward is not None
    written = names_below(forward)
    dropped = sum((names_in(each.text) for each in verdict.dropped), Counter[str]())
    kept = names_below(etree.fromstring(verdict.inactive_forward)) if verdict.inactive_forward else Counter[str]()

    assert dropped <= written
    assert written - dropped <= kept
    assert set(kept - (written - dropped)) <= ADDED


@given(any_document, small_hosts(), versions)
def test_every_part_that_is_dropped_stands_in_the_document_on_its_line(
    document: NetworkDocument, host: Host, libvirt: LibvirtVersion
) -> None:
    lines = document.text.split("\n")

    for dropped in judge(document, host, libvirt).dropped:
        assert dropped.line is not None
        assert dropped.text in "\n".join(lines[dropped.line - 1 :])
        assert dropped.text.partition("\n")[0] in lines[dropped.line - 1]
        assert dropped.reason.endswith(".")
        assert dropped.member is None or dropped.member in document.network.written_members


@given(small_hosts(), st.data(), versions)
def test_the_verdict_on_what_libvirt_keeps_is_the_same_and_nothing_more_is_dropped(
    host: Host, data: st.DataObject, libvirt: LibvirtVersion
) -> None:
    first = judge(data.draw(acceptable_documents(host)), host, libvirt)

    again = judge(parse(f"<network><name>web</name>{first.inactive_forward}</network>"), host, libvirt)

    assert again.define_error is None
    assert (again.dropped, again.decimal) == ((), ())
    assert replace(again, validation_error=None) == replace(first, validation_error=None, dropped=(), decimal=())


@given(any_document, small_hosts(), versions)
def test_a_refused_document_keeps_nothing_and_starts_nowhere(
    document: NetworkDocument, host: Host, libvirt: LibvirtVersion
) -> None:
    verdict = judge(document, host, libvirt)

    assert verdict.libvirt is libvirt
    if verdict.define_error is not None:
        assert verdict.validation_error is not None
        assert verdict == Verdict(
            libvirt, verdict.validation_error, verdict.define_error, decimal=verdict.decimal, starts=False
        )
    else:
        assert (verdict.start_error is not None) is (verdict.starts is False)
    assert verdict.starts or not verdict.pool


@st.composite
def drafted(draw: st.DrawFn, host: Host) -> Network:
    """A pool of what is on the host, as vftui makes them."""
    vfs = [vf for pf in host.pfs for vf in pf.vfs]
    mode = draw(st.sampled_from([mode for mode in ForwardMode if mode.is_pool]))
    whole: list[Member] = [PfMember(pf.netdevs[0]) for pf in host.pfs if pf.netdevs]
    if draw(st.booleans()) and whole:
        return Network("web", mode, (draw(st.sampled_from(whole)),))
    addresses: list[Member] = [AddressMember(vf.address) for vf in vfs]
    interfaces: list[Member] = [InterfaceMember(vf.netdev) for vf in vfs if vf.netdev is not None]
    devices = interfaces if mode.is_macvtap else addresses
    members = draw(st.permutations(devices))[: draw(st.integers(0, len(devices)))]
    is_hostdev = mode is ForwardMode.HOSTDEV
    return Network("web", mode, tuple(members), managed=is_hostdev or None, driver="vfio" if is_hostdev else None)


@given(hosts(), st.data(), versions)
def test_what_vftui_writes_is_neither_refused_nor_cut_short(
    host: Host, data: st.DataObject, libvirt: LibvirtVersion
) -> None:
    first, second = data.draw(drafted(host)), data.draw(drafted(host))
    new = NetworkDocument.new(first)

    for document, meant in ((new, first), (new.with_network(second), second)):
        verdict = judge(document, host, libvirt)

        assert verdict.error is None
        assert (verdict.dropped, verdict.decimal) == ((), ())
        kept = parse(f"<network><name>web</name>{verdict.inactive_forward}</network>").network
        assert replace(kept, origin=meant.origin, uuid=meant.uuid) == replace(meant, managed=kept.managed)
        if verdict.starts and not any(isinstance(member, PfMember) for member in meant.members):
            assert verdict.pool == meant.members


@given(any_document)
def test_our_rules_allow_what_the_installed_schema_allows_and_nothing_else(document: NetworkDocument) -> None:
    schema = installed_schema()
    if schema is None or V9_0 not in schema.versions:
        pytest.skip("libvirt 9.0's schema is not installed")
    root = etree.fromstring(document.content)

    assert bool(list(rule_faults(root, V9_0))) is bool(list(schema.faults(root)))
