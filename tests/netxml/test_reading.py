"""What a document says: name, mode, members and options, read as libvirt reads them."""

import pytest
from netxml.definitions import VERDICTS, address, interfaces, parse, pool

from vftui.model.network import AddressMember, ForwardMode, InterfaceMember, Member, Network, OpaqueMember, PfMember
from vftui.netxml.document import NetworkDocument


def members_of(forward: str) -> tuple[Member, ...]:
    return pool(forward).network.members


def test_a_document_reads_as_its_network() -> None:
    document = parse(
        "<network><name>fast</name><uuid>0d3f1c1e-7c3f-4f60-9f0e-1a2b3c4d5e6f</uuid>"
        "<forward mode='hostdev' managed='yes'><driver name='vfio'/>"
        "<address type='pci' domain='0x0000' bus='0x82' slot='0x10' function='0x3'/></forward></network>"
    )

    assert document.network == Network(
        name="fast",
        mode=ForwardMode.HOSTDEV,
        members=(address("82:10.3"),),
        uuid="0d3f1c1e-7c3f-4f60-9f0e-1a2b3c4d5e6f",
        managed=True,
        driver="vfio",
    )
    assert document.network.is_pool


def test_the_store_key_is_the_origin_and_survives_an_edit() -> None:
    document = NetworkDocument.parse(pool("<forward mode='vepa'/>").content, origin="red.xml")

    assert document.network.origin == "red.xml"
    assert document.with_network(Network("blue", ForwardMode.VEPA)).network.origin == "red.xml"


@pytest.mark.parametrize(
    ("xml", "name"),
    [
        ("<name>a&lt;b &amp; c</name>", "a<b & c"),
        ("<name> padded </name>", " padded "),
        ("<name>a<!-- no -->b<i>c</i><![CDATA[<d>]]></name>", "abc<d>"),
        ("<name>first</name><name>second</name>", "first"),
        ("<x:name xmlns:x='urn:x'>theirs</x:name><name>ours</name>", "ours"),
        ("<metadata><name>inner</name></metadata><name>ours</name>", "ours"),
    ],
)
def test_the_name_is_the_text_of_the_first_name_element(xml: str, name: str) -> None:
    assert parse(f"<network>{xml}</network>").network.name == name


@pytest.mark.parametrize(
    ("forward", "expected"),
    [
        ("<forward mode='vepa' dev='eth0'/>", interfaces("eth0")),
        ("<forward mode='vepa' dev=''/>", ()),
        ("<forward mode='vepa' dev='a'><interface dev='a'/><interface dev='b'/></forward>", interfaces("a", "b")),
        ("<forward mode='vepa' dev='eth9'><interface dev='eth0'/></forward>", interfaces("eth0")),
        ("<forward mode='vepa' dev='eth9'><pf dev='eth0'/></forward>", (InterfaceMember("eth9"), PfMember("eth0"))),
        ("<forward mode='vepa'><pf dev='a'/><interface dev='b'/></forward>", (PfMember("a"), InterfaceMember("b"))),
        ("<forward mode='vepa'><interface dev='a b'/><interface dev=''/></forward>", interfaces("a b", "")),
        ("<forward mode='vepa'><interface dev='a&#38;b' type='sriov'>x</interface></forward>", interfaces("a&b")),
        ("<forward mode='vepa'><interface xmlns='urn:x' dev='a'/><other><interface dev='b'/></other></forward>", ()),
        ("<forward mode='vepa'/><forward mode='vepa'><interface dev='dropped'/></forward>", ()),
    ],
)  # fmt: skip
def test_members_are_what_libvirt_takes_for_them(forward: str, expected: tuple[Member, ...]) -> None:
    assert members_of(forward) == expected


# Measured with libvirt 9.0: strtoul with base 0, a missing number is 0.
@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("type='pci' domain='0x0000' bus='0x82' slot='0x10' function='0x3'", "82:10.3"),
        ("type='pci' bus='0x82' slot='0X1F' function='7'", "82:1f.7"),
        ("type='pci' domain='1' bus='130' slot='16' function='3'", "0001:82:10.3"),
        ("type='pci' domain='0' bus='1' slot='10' function='0'", "01:0a.0"),
        ("type='pci' domain='0' bus='1' slot='010' function='0'", "01:08.0"),
        ("type='pci' domain='0' bus=' 5' slot='+5' function='00'", "05:05.0"),
        ("type='pci' domain='0xffffffff' bus='0' slot='0' function='0'", "ffffffff:00:00.0"),
        ("type='pci' bus='1'", "01:00.0"),
        ("bus='0x01' slot='0x10' function='0'", "01:10.0"),
    ],
)
def test_an_address_is_read_with_the_bases_libvirt_uses(attributes: str, expected: str) -> None:
    assert members_of(f"<forward mode='hostdev'><address {attributes}/></forward>") == (address(expected),)


@pytest.mark.parametrize(
    "element",
    [
        "<address type='pci'>0000:82:10.3</address>",
        "<address type='usb' bus='1' port='2'/>",
        "<address type='PCI' bus='1' slot='1' function='0'/>",
        "<address type='pci' bus='0x100' slot='0' function='0'/>",
        "<address type='pci' bus='1' slot='0x20' function='0'/>",
        "<address type='pci' bus='1' slot='1' function='8'/>",
        "<address type='pci' domain='0x100000000' bus='1' slot='1' function='0'/>",
        "<address type='pci' bus='1' slot='08' function='0'/>",
        "<address type='pci' bus='1' slot='1f' function='0'/>",
        "<address type='pci' bus='1' slot='-1' function='0'/>",
        "<address type='pci' bus='1' slot='' function='0'/>",
        "<address type='pci' bus='1' slot='5 ' function='0'/>",
        "<address type='pci' bus='1' slot='0x1_0' function='0'/>",
        "<address type='pci' bus='1' slot='\N{ARABIC-INDIC DIGIT THREE}' function='0'/>",
        "<interface type='sriov'/>",
        "<pf \t ></pf >",
    ],
)
def test_a_member_that_cannot_be_read_is_kept_as_it_is_written(element: str) -> None:
    assert members_of(f"<forward mode='hostdev'>{element}</forward>") == (OpaqueMember(element),)


@pytest.mark.parametrize(
    ("attribute", "managed"),
    [("", None), ("managed='yes'", True), ("managed='YES'", True), ("managed='no'", False), ("managed='maybe'", False)],
)
def test_managed_is_yes_in_any_case_or_no(attribute: str, managed: bool | None) -> None:
    assert pool(f"<forward mode='hostdev' {attribute}/>").network.managed is managed


@pytest.mark.parametrize(
    ("children", "driver"),
    [("", None), ("<driver/>", None), ("<driver name='vfio' model='x'/><driver name='kvm'/>", "vfio")],
)
def test_the_driver_is_that_of_the_first_driver_element(children: str, driver: str | None) -> None:
    assert pool(f"<forward mode='hostdev'>{children}</forward>").network.driver == driver


@pytest.mark.parametrize(
    ("xml", "mode", "obstacle"),
    [
        ("<forward mode='nat'/>", ForwardMode.NAT, "forward mode nat"),
        ("<forward/>", ForwardMode.NAT, "forward mode nat"),
        ("<forward mode='route' dev='eth0'/>", ForwardMode.ROUTE, "forward mode route"),
        ("<forward mode='open'/>", ForwardMode.OPEN, "forward mode open"),
        ("", ForwardMode.ISOLATED, "isolated, without <forward>"),
        ("<forward mode='Passthrough'/>", ForwardMode.UNKNOWN, "unknown forward mode 'Passthrough'"),
        ("<forward mode='isolated'/>", ForwardMode.UNKNOWN, "unknown forward mode 'isolated'"),
        ("<forward mode='bridge'/><bridge name='b'/>", ForwardMode.BRIDGE, "forward mode bridge, on the host bridge b"),
        ("<forward mode='bridge'/>", ForwardMode.BRIDGE, None),
        ("<forward mode='passthrough'/><bridge name='b'/>", ForwardMode.PASSTHROUGH, None),
    ],
)  # fmt: skip
def test_a_network_that_hands_out_no_devices_says_why_it_is_not_a_pool(
    xml: str, mode: ForwardMode, obstacle: str | None
) -> None:
    network = parse(f"<network><name>n</name>{xml}</network>").network

    assert (network.mode, network.obstacle) == (mode, obstacle)


@pytest.mark.parametrize(
    "verdict", [each for each in VERDICTS if each["define"]["ok"]], ids=lambda verdict: str(verdict["label"])
)
def test_a_definition_means_what_libvirt_gives_back_for_it(verdict: dict[str, dict[str, str]]) -> None:
    asked = NetworkDocument.parse(str(verdict["xml"]).encode()).network
    given = verdict["define"]["inactive"].replace("<network>", "<network><name>NAME</name>")
    answered = NetworkDocument.parse(given.encode()).network

    assert (asked.mode, asked.driver, asked.managed or False) == (
        answered.mode,
        answered.driver,
        answered.managed or False,
    )
    assert _not_dropped(asked.members) == answered.members


def _not_dropped(members: tuple[Member, ...]) -> tuple[Member, ...]:
    """libvirt takes interfaces, or else addresses, or else PFs, and drops the others (LIBVIRT.md, section 1)."""
    kept: type[Member]
    for kept in (InterfaceMember, AddressMember, PfMember):
        if found := tuple(member for member in members if isinstance(member, kept)):
            return found
    return ()


def test_the_preview_shows_forward_alone_without_its_indentation() -> None:
    document = pool("<forward mode='vepa'>\r\n    <interface dev='eth0'/>\n\t<!-- \u2028 -->\n  </forward>")

    assert document.forward_text() == "<forward mode='vepa'>\n  <interface dev='eth0'/>\n\t<!-- \u2028 -->\n</forward>"


def test_the_preview_of_an_isolated_network_is_empty() -> None:
    assert parse("<network><name>n</name></network>").forward_text() == ""
