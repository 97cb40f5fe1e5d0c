"""What stands in `<metadata>` and is not ours, or pretends to be: it never fails, and never changes a list."""

from dataclasses import replace

import pytest
from lxml import etree
from netxml.definitions import address, interfaces, parse, with_members
from netxml.intents import ENS1, LIST, MIXED, PF, PLAIN, SCHEMA, SINGLE, VF, as_libvirt_prints, ours, pool_of

from vftui.model.intent import digest
from vftui.model.network import (
    AddressMember,
    InterfaceMember,
)

MALFORMED = {
    "unknown version": f"<v:pool xmlns:v='urn:vftui:pool:2'>{PF}{SINGLE}</v:pool>",
    "no namespace": f"<pool>{PF.replace('v:', '')}{SINGLE.replace('v:', '')}</pool>",
    "other element": ours(PF + SINGLE).replace("v:pool", "v:pools"),
    "unknown attribute": ours(PF + SINGLE, " version='2'"),
    "unknown part": ours(f"{PF}{SINGLE}<v:bridge dev='br0'/>"),
    "part of someone else": ours(f"{PF}{SINGLE}<x:pf xmlns:x='u' dev='a'/>"),
    "part without namespace": ours(f"{PF}<interface dev='ens2v7'/>"),
    "text": ours(f"{PF}{SINGLE}text"),
    "text in a part": ours(PF + SINGLE.replace("/>", ">text</v:interface>")),
    "nested": ours(PF + SINGLE.replace("/>", f">{SINGLE}</v:interface>")),
    "no whole PF": ours(SINGLE),
    "empty": ours(""),
    "the same PF twice": ours(f"{PF}{SINGLE}{PF}"),
    "no digest": ours(f"<v:pf dev='ens1' vfs='2'/>{SINGLE}"),
    "more attributes": ours(PF.replace("dev=", "mode='x' dev=") + SINGLE),
    "no VFs": ours(PF.replace("vfs='2'", "vfs='0'") + SINGLE),
    "negative": ours(PF.replace("vfs='2'", "vfs='-2'") + SINGLE),
    "other digits": ours(PF.replace("vfs='2'", "vfs='\N{ARABIC-INDIC DIGIT TWO}'") + SINGLE),
    "huge": ours(PF.replace("vfs='2'", f"vfs='{'9' * 5000}'") + SINGLE),
    "digest of another kind": ours(PF.replace(digest(ENS1.listed), "f" * 64) + SINGLE),
    "address without numbers": ours(f"{PF}<v:address type='pci'/>"),
    "address out of range": ours(PF + "<v:address type='pci' domain='0x0000' bus='0x100' slot='0x00' function='0x0'/>"),
    "address as people write it": ours(f"{PF}<v:address type='pci' bus='0x81' slot='0x10' function='0x0'/>"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_not_exactly_ours_is_someone_elses(name: str) -> None:
    metadata = MALFORMED[name]
    document = pool_of(metadata)
    element = etree.fromstring(document.content).find("metadata/*")

    assert document.network == pool_of("").network
    assert metadata in with_members(document, *VF).text
    # The schema cannot say that no PF is named twice.
    assert SCHEMA.validate(element) is (name == "the same PF twice")


@pytest.mark.parametrize("name", ["unknown attribute", "other element"])
def test_an_element_of_our_namespace_gives_way_for_libvirt_keeps_only_one(name: str) -> None:
    written = with_members(pool_of(MALFORMED[name]), *MIXED)

    assert MALFORMED[name] not in written.text
    assert as_libvirt_prints(written).network.members == MIXED


def test_a_version_that_comes_later_stands_beside_ours() -> None:
    written = with_members(pool_of(MALFORMED["unknown version"]), *MIXED)

    assert MALFORMED["unknown version"] in written.text
    assert as_libvirt_prints(written).network.members == MIXED


def test_only_what_libvirt_keeps_is_read() -> None:
    second = parse(
        f"<network><name>a</name><metadata/><metadata>{ours(PF + SINGLE)}</metadata>"
        f"<forward mode='vepa'>{LIST}</forward></network>"
    )

    assert second.network.members == PLAIN
    assert pool_of(ours("") + ours(PF + SINGLE)).network.members == PLAIN


def test_an_intent_cannot_mix_the_kinds_that_libvirt_keeps_apart() -> None:
    listed: tuple[InterfaceMember | AddressMember, ...] = (*interfaces("ens1v0"), address("81:10.0"))
    forged = f"<v:pf dev='ens1' vfs='2' digest='{digest(listed)}'/>"
    members = "<interface dev='ens1v0'/><address type='pci' bus='0x81' slot='0x10' function='0x0'/>"

    assert pool_of(ours(forged), members).network.members == listed


def test_a_network_that_is_no_pool_keeps_what_is_there() -> None:
    document = pool_of(ours(PF + SINGLE), "", "nat")

    assert (document.network.members, document.network.outdated) == ((), None)
    assert ours(PF + SINGLE) in document.with_network(replace(document.network, name="b")).text
