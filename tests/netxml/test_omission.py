"""Elements and attributes that a write leaves out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from netxml.definitions import documents, interfaces, parse

from vftui.errors import DocumentError
from vftui.netxml.document import NetworkDocument

TEXT = """\
<network connections='3'>
  <name>front</name>
  <!-- the tag of the switch port -->
  <vlan><tag id='4'/></vlan>  <!-- 4 -->
  <mtu size='9000'/><ip address='10.0.0.1'>
    <dhcp/>
  </ip>
  <forward dev='b' mode='passthrough'>
    <interface dev='a' connections='1'/>
    <interface
      connections = "2"
      dev = "b"/>
  </forward>
</network>
"""


def left_out(document: NetworkDocument, *names: str) -> NetworkDocument:
    return document.with_network(replace(document.network, leave_out=names))


@pytest.mark.parametrize(
    ("names", "gone", "instead"),
    [
        (("ip",), "<ip address='10.0.0.1'>\n    <dhcp/>\n  </ip>", ""),
        (("mtu",), "<mtu size='9000'/>", ""),
        (("mtu", "ip"), "  <mtu size='9000'/><ip address='10.0.0.1'>\n    <dhcp/>\n  </ip>\n", ""),
        (("vlan",), "  <vlan><tag id='4'/></vlan>  <!-- 4 -->\n", "  <!-- 4 -->\n"),
        (("forward@dev",), " dev='b'", ""),
        (("network@connections",), " connections='3'", ""),
        (("tag", "interface", "nosuch", "ip@connections", "interface@nosuch"), "", ""),
    ],
)
def test_what_is_left_out_goes_and_everything_else_stays(names: tuple[str, ...], gone: str, instead: str) -> None:
    assert left_out(parse(TEXT), *names).text == TEXT.replace(gone, instead, 1)


def test_an_attribute_goes_from_every_element_of_that_name() -> None:
    text = left_out(parse(TEXT), "interface@connections").text

    assert "<interface dev='a'/>" in text
    assert '<interface\n      dev = "b"/>' in text
    assert "<network connections='3'>" in text


def test_what_is_left_out_and_another_pool_go_together() -> None:
    document = parse(TEXT)
    wanted = replace(document.network, members=interfaces("b", "c"), leave_out=("interface@connections", "ip"))

    changed = document.with_network(wanted)

    assert changed.network == wanted
    assert changed.text.count("connections") == 1
    assert "<interface dev='c'/>" in changed.text.replace("\n      ", " ").replace(' = "c"', "='c'")
    assert "<ip" not in changed.text


def test_a_document_without_it_is_the_same_document() -> None:
    document = parse("<network><name>a</name><forward mode='vepa'/></network>")

    assert left_out(document, "ip", "forward@dev") is document
    assert document.says(replace(document.network, leave_out=("ip",)))


def test_what_was_left_out_cannot_be_brought_back_from_what_is_left() -> None:
    document = parse(TEXT)
    without = left_out(document, "ip")

    assert not without.says(document.network)
    with pytest.raises(DocumentError, match="Its ip was left out"):
        without.with_network(document.network)


def test_nothing_is_left_out_of_a_network_that_is_no_pool() -> None:
    document = parse("<network><name>a</name><forward mode='nat'/><ip address='10.0.0.1'/></network>")

    with pytest.raises(DocumentError, match="not a pool"):
        left_out(document, "ip")


@given(documents(), st.lists(st.sampled_from(["uuid", "vlan", "forward@dev", "metadata", "nosuch"]), unique=True))
def test_leaving_out_one_by_one_or_at_once_is_the_same(document: NetworkDocument, names: list[str]) -> None:
    at_once = left_out(document, *names)
    step = document
    for position in range(len(names)):
        step = left_out(step, *names[: position + 1])

    assert step.content == at_once.content


def test_a_second_forward_keeps_its_attributes_for_libvirt_drops_it_as_a_whole() -> None:
    second = "  <forward dev='b' mode='nat'/>\n</network>"
    document = parse(TEXT.replace("</network>", second))

    assert left_out(document, "forward@dev").text.endswith(f"  </forward>\n{second}\n")
