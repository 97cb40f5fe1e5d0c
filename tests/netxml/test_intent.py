"""The element in `<metadata>` that says which stretches of the list are whole PFs."""

import hashlib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from netxml.definitions import address, interfaces, parse, with_members
from netxml.intents import (
    ENS1,
    HOSTDEV,
    LIST,
    MIXED,
    PF,
    PLAIN,
    SINGLE,
    VF,
    as_libvirt_prints,
    our_elements,
    ours,
    pool_of,
)

from vftui.model.intent import OutdatedIntent, WholePf, digest, intent_of
from vftui.model.network import (
    ForwardMode,
    Network,
    OpaqueMember,
    PfMember,
)
from vftui.netxml.document import NetworkDocument

# Writing


def test_a_new_pool_with_a_whole_pf_says_so_where_libvirt_keeps_metadata() -> None:
    network = Network("a", ForwardMode.PASSTHROUGH, MIXED, uuid="0d3f1c1e-7c3f-4f60-9f0e-1a2b3c4d5e6f")

    assert NetworkDocument.new(network).text == (
        "<network>\n"
        "  <name>a</name>\n"
        "  <uuid>0d3f1c1e-7c3f-4f60-9f0e-1a2b3c4d5e6f</uuid>\n"
        "  <metadata>\n"
        "    <vftui:pool xmlns:vftui='urn:vftui:pool:1'>\n"
        "      <vftui:pf dev='ens1' vfs='2' digest='ea2ce3f768c5414d'/>\n"
        "      <vftui:interface dev='ens2v7'/>\n"
        "    </vftui:pool>\n"
        "  </metadata>\n"
        "  <forward mode='passthrough'>\n"
        "    <interface dev='ens1v0'/>\n"
        "    <interface dev='ens1v1'/>\n"
        "    <interface dev='ens2v7'/>\n"
        "  </forward>\n"
        "</network>\n"
    )


def test_a_pool_without_a_listed_pf_has_no_element_of_ours() -> None:
    for members in ((), PLAIN, (PfMember("ens1"),)):
        network = Network("a", ForwardMode.PASSTHROUGH, members)
        assert "metadata" not in NetworkDocument.new(network).text


def test_the_element_is_written_in_the_manner_of_the_document() -> None:
    document = parse('<network>\r\n\t<name>a</name>\r\n\t<forward mode="vepa">\r\n\t</forward>\r\n</network>')

    assert with_members(document, ENS1).text.startswith(
        '<network>\r\n\t<name>a</name>\r\n\t<metadata>\r\n\t\t<vftui:pool xmlns:vftui="urn:vftui:pool:1">\r\n'
        f'\t\t\t<vftui:pf dev="ens1" vfs="2" digest="{digest(ENS1.listed)}"/>\r\n\t\t</vftui:pool>\r\n\t</metadata>\r\n'
    )


@pytest.mark.parametrize(
    "head",
    [
        "<name>a</name>",
        "<name>a</name>\n  <title>t</title>\n  <description>d\n  e</description>",
        "<forward mode='vepa'/>\n  <name>a</name>",
        "<ip/><name>a</name><!-- c -->",
        "<name>a</name>\n  <metadata/>",
        "<name>a</name>\n  <metadata>\n  </metadata>",
        "<name>a</name>\n  <metadata><!-- c --></metadata>",
        "<name>a</name>\n  <metadata>\n    text\n  </metadata>",
        "<name>a</name>\n  <metadata>\n    <x:a xmlns:x='u'> <b/>\n</x:a> <!-- c -->\n  </metadata>",
        "<name>a</name><metadata><x:a xmlns:x='u'/></metadata>",
        "<name>a</name>\n  <forward mode='vepa'/>\n  <metadata>\n    <x:a xmlns:x='u'/>\n  </metadata>",
    ],
)
def test_the_element_finds_its_place_and_leaves_the_former_text_when_it_goes(head: str) -> None:
    forward = "" if "<forward" in head else "\n  <forward mode='vepa'/>"
    document = parse(f"<network>\n  {head}{forward}\n</network>\n")

    mixed = NetworkDocument.parse(with_members(document, *MIXED).content)

    assert mixed.network.members == MIXED
    assert len(our_elements(mixed)) == 1
    # Nothing tells that an empty <metadata> was there.
    former = document.text.replace("\n  <metadata/>", "").replace("\n  <metadata>\n  </metadata>", "")
    assert with_members(mixed).text == former


def test_an_edit_elsewhere_in_the_pool_changes_only_its_own_lines() -> None:
    before = NetworkDocument.new(Network("a", ForwardMode.PASSTHROUGH, MIXED))

    after = with_members(before, *interfaces("ens3v0"), *MIXED)

    assert set(after.text.splitlines()) - set(before.text.splitlines()) == {
        "      <vftui:interface dev='ens3v0'/>",
        "    <interface dev='ens3v0'/>",
    }
    assert with_members(after, *MIXED).text == before.text


def test_parts_that_move_keep_their_text_and_new_ones_follow_the_prefix_and_quotes() -> None:
    content = f'\n      <interface   xmlns="urn:vftui:pool:1" dev="ens2v7" />\n      {PF.replace("v:", "")}\n    '
    list_ = "<interface dev='ens2v7'/><interface dev='ens1v0'/><interface dev='ens1v1'/>"
    document = pool_of(f"\n    <pool xmlns='urn:vftui:pool:1'>{content}</pool>\n  ", list_)
    assert document.network.members == (*VF, ENS1)

    changed = with_members(document, ENS1, *interfaces("ens3v0"), *VF)

    assert '<interface   xmlns="urn:vftui:pool:1" dev="ens2v7" />' in changed.text
    assert '<interface dev="ens3v0"/>' in changed.text


def test_other_metadata_stays_byte_for_byte() -> None:
    other = '\n <x:a  xmlns:x="u" >\n<![CDATA[<v:pool/>]]></x:a><bare/> text &amp; <!-- c -->\n'
    document = pool_of(other)

    assert f"<metadata>{other.rstrip()}" in with_members(document, *MIXED).text
    assert with_members(NetworkDocument.parse(with_members(document, *MIXED).content), *PLAIN).text == document.text


# Reading


def test_an_explicit_list_without_metadata_is_what_it_says() -> None:
    assert pool_of("").network.members == PLAIN


def test_an_intent_that_agrees_with_the_list_is_read() -> None:
    document = pool_of(ours(PF + SINGLE))

    assert document.network.members == MIXED
    assert document.network.outdated is None
    assert document.network.written_members == PLAIN


def test_elements_that_are_no_part_of_an_intent_stand_between_its_parts() -> None:
    odd, dropped = "<interface/>", "<pf dev='ens9'/>"

    document = pool_of(ours(PF + SINGLE), f"{odd}{LIST}{dropped}")

    assert document.network.members == (OpaqueMember(odd), *MIXED, PfMember("ens9"))
    assert NetworkDocument.parse(document.content).network == document.network


@pytest.mark.parametrize(
    "members",
    [
        LIST.replace("ens1v1", "ens1v2"),
        LIST.replace("<interface dev='ens1v1'/>", ""),
        LIST.replace("<interface dev='ens2v7'/>", ""),
        LIST + "<interface dev='ens3v0'/>",
        "<interface dev='ens1v1'/><interface dev='ens1v0'/><interface dev='ens2v7'/>",
        "<interface dev='ens1v0'/><interface/><interface dev='ens1v1'/><interface dev='ens2v7'/>",
        "<pf dev='ens1'/>",
        "",
    ],
)
def test_a_list_that_was_edited_elsewhere_is_true_and_the_intent_outdated(members: str) -> None:
    document = pool_of(ours(PF + SINGLE), members)

    assert document.network.members == pool_of("", members).network.members
    assert document.network.outdated == OutdatedIntent((WholePf("ens1", 2, digest(ENS1.listed)), *VF))
    assert document.network.outdated.whole_pfs == ("ens1",)


def test_an_intent_whose_list_was_written_for_another_mode_is_outdated() -> None:
    members = "<address type='pci' domain='0x0000' bus='0x81' slot='0x10' function='0x0'/>"

    network = pool_of(ours(PF + SINGLE), members, "hostdev").network

    assert network.members == (address("81:10.0"),)
    assert network.outdated is not None


def test_an_outdated_intent_stays_until_it_is_dropped_or_the_list_agrees_again() -> None:
    document = pool_of(f"\n    {ours(PF + SINGLE)}\n  ", "<interface dev='ens1v0'/>")

    longer = with_members(document, *interfaces("ens1v0", "ens3v0"))
    dropped = document.with_network(replace(document.network, outdated=None))
    met = document.with_network(replace(document.network, outdated=None, members=MIXED))

    assert ours(PF + SINGLE) in longer.text
    assert longer.network.outdated == document.network.outdated
    assert "metadata" not in dropped.text
    assert dropped.forward_text() == document.forward_text()
    assert ours(PF + SINGLE) in met.text


def test_an_outdated_intent_can_be_written_into_another_document() -> None:
    """Someone else took the element out; the draft still has it."""
    network = pool_of(ours(PF + SINGLE), "<interface dev='ens1v0'/>").network

    written = pool_of("", "<interface dev='ens1v0'/>").with_network(network)

    assert NetworkDocument.parse(written.content).network == network


# libvirt itself


@pytest.mark.skipif(shutil.which("virsh") is None, reason="needs virsh")
@pytest.mark.parametrize(
    "document",
    [
        NetworkDocument.new(Network("a", ForwardMode.PASSTHROUGH, (*VF, ENS1))),
        NetworkDocument.new(HOSTDEV),
        with_members(pool_of("<!-- c --> text <bare/><x:a xmlns:x='u'>mixed <b>t</b></x:a>"), *MIXED),
    ],
    ids=["interfaces", "addresses", "beside others"],
)  # fmt: skip
def test_what_is_written_survives_libvirt(document: NetworkDocument, tmp_path: Path) -> None:
    """The test driver shows what libvirt reads and prints, not whether a libvirt on a host would take it."""
    path = tmp_path / "network.xml"
    path.write_bytes(document.content)
    commands = f"net-define {path}; net-dumpxml -- {document.network.name}"

    answer = subprocess.run(
        ["virsh", "--quiet", "--connect", "test:///default", commands], capture_output=True, check=True
    ).stdout
    defined = NetworkDocument.parse(answer[answer.index(b"<network") :])

    assert defined.network.members == document.network.members
    assert [etree.tostring(each, method="c14n2") for each in our_elements(defined)] == [
        etree.tostring(each, method="c14n2") for each in our_elements(as_libvirt_prints(document))
    ]


def test_the_digest_is_the_one_that_is_documented() -> None:
    assert digest(interfaces("ens1v0", "ens1v1")) == hashlib.sha256(b"ens1v0\nens1v1").hexdigest()[:16]
    assert digest([address("81:10.0")]) == hashlib.sha256(b"0000:81:10.0").hexdigest()[:16]
    assert intent_of(PLAIN) == ()
