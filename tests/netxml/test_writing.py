"""New documents, the forward element's own attributes, and what vftui will not write."""

from dataclasses import replace

import pytest
from netxml.definitions import address, interfaces, parse, pool, with_members

from vftui.errors import DocumentError
from vftui.model.network import ForwardMode, Member, Network, OpaqueMember, PfMember
from vftui.netxml.document import NetworkDocument


def test_a_new_network_is_written_as_libvirt_would() -> None:
    network = Network(
        name="fast & red",
        mode=ForwardMode.HOSTDEV,
        members=(address("82:10.3"), address("0001:02:1f.7")),
        uuid="0d3f1c1e-7c3f-4f60-9f0e-1a2b3c4d5e6f",
        managed=True,
        driver="vfio",
    )

    document = NetworkDocument.new(network)

    assert document.network == network
    assert document.content == (
        b"<network>\n"
        b"  <name>fast &amp; red</name>\n"
        b"  <uuid>0d3f1c1e-7c3f-4f60-9f0e-1a2b3c4d5e6f</uuid>\n"
        b"  <forward mode='hostdev' managed='yes'>\n"
        b"    <driver name='vfio'/>\n"
        b"    <address type='pci' domain='0x0000' bus='0x82' slot='0x10' function='0x3'/>\n"
        b"    <address type='pci' domain='0x0001' bus='0x02' slot='0x1f' function='0x7'/>\n"
        b"  </forward>\n"
        b"</network>\n"
    )


def test_a_new_network_without_members_is_written_too() -> None:
    document = NetworkDocument.new(Network("empty", ForwardMode.PASSTHROUGH))

    assert document.text == "<network>\n  <name>empty</name>\n  <forward mode='passthrough'/>\n</network>\n"


@pytest.mark.parametrize(
    ("before", "pool_after", "after"),
    [
        ("dev='a'", interfaces("b", "a"), "dev='b'"),
        ("dev='a'", interfaces("a", "c"), "dev='a'"),
        ('dev="a"', interfaces('<"c'), 'dev="&lt;&quot;c"'),
        ("dev='a'", (), ""),
        ("dev='a'", (PfMember("a"),), ""),
        ("dev='a'", (*interfaces("a"), PfMember("a")), ""),
        ("dev='a'", (address("82:10.0"),), ""),
        ("dev='a'", (OpaqueMember("<interface/>"), *interfaces("b")), "dev='b'"),
        ("", interfaces("b", "a"), ""),
    ],
)
def test_forward_dev_follows_the_first_interface_and_never_stands_beside_others(
    before: str, pool_after: tuple[Member, ...], after: str
) -> None:
    children = "<interface dev='a'/><interface dev='b'/>"
    document = pool(f"<forward {before} mode='vepa'>{children}</forward>".replace("  ", " "))

    changed = with_members(document, *pool_after)

    assert changed.forward_text().startswith(f"<forward {after} mode='vepa'".replace("  ", " "))


def test_a_pool_of_forward_dev_alone_loses_it_in_hostdev_mode_but_not_its_member() -> None:
    document = pool("<forward dev='a' mode='vepa'/>")

    changed = document.with_network(replace(document.network, mode=ForwardMode.HOSTDEV))

    assert changed.forward_text() == "<forward mode='hostdev'>\n  <interface dev='a'/>\n</forward>"


@pytest.mark.parametrize(
    ("before", "managed", "after"),
    [
        ("<forward mode='hostdev'/>", True, "<forward mode='hostdev' managed='yes'/>"),
        ('<forward\n mode = "hostdev" dev=""/>', False, '<forward\n mode = "hostdev"\n managed = "no" dev=""/>'),
        ("<forward mode='hostdev'  managed='YES' />", False, "<forward mode='hostdev'  managed='no' />"),
        ("<forward mode='hostdev'  managed='YES' />", None, "<forward mode='hostdev' />"),
        ("<forward mode='hostdev' managed='Yes' />", True, "<forward mode='hostdev' managed='Yes' />"),
    ],
)
def test_managed_is_set_and_removed_in_the_style_of_the_tag(before: str, managed: bool | None, after: str) -> None:
    document = pool(before)

    assert document.with_network(replace(document.network, managed=managed)).text == pool(after).text


@pytest.mark.parametrize(
    ("before", "driver", "after"),
    [
        ("", "vfio", "\n    <driver name='vfio'/>"),
        ("\n    <driver name='kvm' model='m'/>", "vfio", "\n    <driver name='vfio' model='m'/>"),
        ("\n    <driver model='m'/>", "vfio", "\n    <driver name='vfio' model='m'/>"),
        ("\n    <driver name='vfio' model='m'/>", None, ""),
        ("\n    <driver model='m'/>", None, "\n    <driver model='m'/>"),
        (" <!-- a -->\n    <!-- b -->", "vfio", " <!-- a -->\n    <driver name='vfio'/>\n    <!-- b -->"),
    ],
)  # fmt: skip
def test_the_driver_opens_the_pool(before: str, driver: str | None, after: str) -> None:
    def document(content: str) -> NetworkDocument:
        return pool(f"<forward mode='hostdev'>{content}\n    <pf dev='a'/>\n  </forward>")

    network = replace(document(before).network, driver=driver)

    assert document(before).with_network(network).text == document(after).text


@pytest.mark.parametrize(
    "document",
    [
        pool("<forward mode='nat'><interface dev='eth0'/></forward>"),
        pool("<forward mode='bridge'/><bridge name='br0'/>"),
        pool("<forward mode='Passthrough'/>"),
        parse("<network><name>n</name></network>"),
    ],
    ids=lambda document: str(document.network.obstacle),
)
def test_what_is_not_a_pool_can_be_renamed_and_nothing_else(document: NetworkDocument) -> None:
    renamed = document.with_network(replace(document.network, name="new"))

    assert renamed.network == replace(document.network, name="new")
    assert renamed.text == document.text.replace("<name>pool", "<name>new").replace("<name>n<", "<name>new<")
    for change in ({"members": interfaces("eth1")}, {"mode": ForwardMode.VEPA}, {"managed": True}, {"driver": "vfio"}):
        with pytest.raises(DocumentError, match="not a pool"):
            document.with_network(replace(document.network, **change))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "requires a <name>"),
        ({"name": "a\x1bb"}, "the character U+001B"),
        ({"name": "a\ud800b"}, "the character U+D800"),
        ({"members": interfaces("a\0")}, "the character U+0000"),
        ({"mode": ForwardMode.NAT}, "no pool: forward mode nat"),
        ({"mode": ForwardMode.ISOLATED}, "would not read back"),
        ({"members": (OpaqueMember("<pf/></forward><forward>"),)}, "would not read back"),
        ({"members": (OpaqueMember("<pf"),)}, "Correct"),
        ({"members": (OpaqueMember("<!-- gone -->"),)}, "would not read back"),
    ],
)
def test_what_would_not_read_back_as_asked_is_never_written(change: dict[str, object], words: str) -> None:
    document = pool("<forward mode='vepa'><interface dev='eth0'/></forward>")

    with pytest.raises(DocumentError) as caught:
        document.with_network(replace(document.network, **change))  # type: ignore[arg-type] # one of several fields

    assert "cannot be written" in caught.value.title
    assert words in caught.value.message


def test_a_pool_cannot_become_one_that_a_host_bridge_serves() -> None:
    document = pool("<forward mode='vepa'/><bridge name='br0'/>")

    with pytest.raises(DocumentError, match="no pool: forward mode bridge, on the host bridge br0"):
        document.with_network(replace(document.network, mode=ForwardMode.BRIDGE))


def test_uuid_and_origin_are_never_written() -> None:
    document = pool("<forward mode='vepa'/>")

    changed = document.with_network(replace(document.network, uuid="other", origin="other"))

    assert changed.content == document.content


def test_a_new_first_member_stands_above_the_comment_beside_its_successor() -> None:
    document = pool("<forward mode='vepa'>\n    <!-- left --> <interface dev='a'/>\n  </forward>")

    changed = with_members(document, *interfaces("b", "a"))

    assert changed.text == document.text.replace("<!--", "<interface dev='b'/>\n    <!--")


def test_a_last_member_on_the_line_of_the_end_tag_goes_with_its_line() -> None:
    document = pool("<forward mode='vepa'>\n    <interface dev='a'/>\n    <interface dev='b'/> </forward>")

    changed = with_members(document, *interfaces("a"))

    assert changed.text == document.text.replace("\n    <interface dev='b'/>", "")
    assert with_members(changed, *interfaces("a", "b")).text == document.text


@pytest.mark.parametrize(
    "forward",
    ["<forward dev='a' mode='vepa'/>", "<forward dev='z' mode='vepa'><interface dev='a'/></forward>"],
)
def test_forward_dev_is_left_as_it_is_while_the_pool_stays(forward: str) -> None:
    document = pool(forward)

    changed = document.with_network(replace(document.network, name="new", managed=True))

    assert changed.forward_text() == forward.replace("mode='vepa'", "mode='vepa' managed='yes'")


def test_a_no_break_space_is_text_and_no_blank() -> None:
    document = pool("<forward mode='vepa'>\n    \N{NO-BREAK SPACE}\n  </forward>")

    changed = with_members(document, *interfaces("a"))

    assert changed.text == document.text.replace("\n  </f", "\n    <interface dev='a'/>\n  </f")
    assert with_members(changed).text == document.text
