"""What the operator is told that libvirt will do: what it refuses and drops, and why."""

import pytest
from netxml.definitions import address, interfaces
from netxml.verdicts import VF, verdict_on

from vftui.model.network import InterfaceMember, OpaqueMember, PfMember
from vftui.model.verdict import V9_0, V11_3, Cause, DecimalAddress, Dropped, Refusal, Verdict


def causes(verdict: Verdict) -> list[tuple[str, Cause]]:
    return [(dropped.text, dropped.cause) for dropped in verdict.dropped]


def test_a_pf_beside_interfaces_is_dropped_and_the_interfaces_stay() -> None:
    verdict = verdict_on("<forward mode='bridge'>\n<interface dev='enp1s0v1'/>\n<pf dev='enp1s0'/></forward>")

    assert verdict.error is None
    assert verdict.dropped == (
        Dropped(
            "<pf dev='enp1s0'/>",
            Cause.PRECEDENCE,
            "libvirt keeps each <interface> and drops <pf> beside it without a word.",
            PfMember("enp1s0"),
            5,
        ),
    )
    assert verdict.pool == interfaces("enp1s0v1")


def test_a_pf_beside_addresses_is_dropped() -> None:
    verdict = verdict_on(f"<forward mode='hostdev'><pf dev='enp1s0'/><address {VF}/></forward>")

    assert causes(verdict) == [("<pf dev='enp1s0'/>", Cause.PRECEDENCE)]
    assert verdict.pool == (address("01:10.0"),)


@pytest.mark.parametrize(
    ("attribute", "cause"),
    [
        ("type='sriov'", Cause.SRIOV_TYPE),
        ("type='pci'", Cause.UNKNOWN),
        ("connections='2'", Cause.RUNTIME),
        ('note = "rack 4"', Cause.UNKNOWN),
        ("x:dev='eth9'", Cause.UNKNOWN),
    ],
)  # fmt: skip
def test_an_attribute_of_an_interface_that_libvirt_does_not_keep_is_named(attribute: str, cause: Cause) -> None:
    verdict = verdict_on(f"<forward mode='vepa' xmlns:x='u'>\n<interface dev='enp1s0v0' {attribute}/></forward>")

    (dropped,) = verdict.dropped
    assert (dropped.text, dropped.cause, dropped.line) == (attribute, cause, 4)
    assert dropped.member == InterfaceMember("enp1s0v0")


def test_the_first_attribute_of_a_name_counts_in_whatever_namespace() -> None:
    verdict = verdict_on("<forward mode='vepa' xmlns:x='u'><interface x:dev='first' dev='second'/></forward>")

    assert verdict.pool == interfaces("first")
    assert causes(verdict) == [("dev='second'", Cause.UNKNOWN)]


def test_managed_has_no_effect_but_in_hostdev_mode() -> None:
    assert causes(verdict_on("<forward mode='passthrough' managed='yes'/>")) == [("managed='yes'", Cause.UNUSED)]
    assert causes(verdict_on("<forward mode='hostdev' managed='YES'/>")) == []


def test_only_the_first_forward_counts() -> None:
    verdict = verdict_on("<forward mode='private'/>", "<forward mode='nat'><pf dev='x'/></forward>")

    assert causes(verdict) == [("<forward mode='nat'><pf dev='x'/></forward>", Cause.SECOND)]


def test_what_only_newer_versions_know_is_dropped_by_older_ones() -> None:
    forward = "<forward mode='hostdev'><driver name='vfio' model='mlx5_vfio_pci'/></forward>"
    title = "<title>Front</title>"

    assert causes(verdict_on(forward, title, V9_0)) == [
        ("model='mlx5_vfio_pci'", Cause.UNKNOWN),
        ("<title>Front</title>", Cause.UNKNOWN),
    ]
    assert causes(verdict_on(forward, title, V11_3)) == []


def test_of_metadata_one_element_of_each_namespace_stays() -> None:
    inside = "<a/><x:a xmlns:x='u'><plain/></x:a><x:b xmlns:x='u'/><!-- note --><y xmlns='v'/>"

    verdict = verdict_on("<forward mode='bridge'/>", f"<metadata>{inside}</metadata>")

    assert causes(verdict) == [("<a/>", Cause.UNKNOWN), ("<x:b xmlns:x='u'/>", Cause.SECOND)]


def test_metadata_without_elements_stays_in_9_0_and_goes_in_11_3() -> None:
    empty = "<metadata note='1'> text </metadata>"

    assert causes(verdict_on("<forward mode='bridge'/>", empty, V9_0)) == []
    assert causes(verdict_on("<forward mode='bridge'/>", empty, V11_3)) == [(empty, Cause.UNUSED)]


def test_comments_and_text_are_not_counted_as_dropped() -> None:
    verdict = verdict_on("<forward mode='bridge'><!-- rack 4 --> text <interface dev='a'>b</interface></forward>", "t")

    assert verdict.dropped == ()


@pytest.mark.parametrize(
    "beside",
    [
        "<bridge/>",
        "<bridge delay='0'/>",
        "<mtu size='0'/>",
        "<mac/>",
        "<domain localOnly='yes'/>",
        "<dns/>",
        "<port/>",
        "<bandwidth/>",
        "<dnsmasq:options xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'/>",
    ],
)
def test_an_element_that_says_nothing_to_libvirt_is_dropped_as_a_whole(beside: str) -> None:
    assert causes(verdict_on("<forward mode='passthrough'/>", beside)) == [(beside, Cause.UNUSED)]


def test_what_a_pool_may_have_beside_it_stays() -> None:
    beside = (
        "<uuid>0d3f1c1e-7c3f-4f60-9f0e-1a2b3c4d5e6f</uuid><vlan trunk='yes'><tag id='4' nativeMode='tagged'/></vlan>"
        "<port isolated='yes'/><virtualport type='802.1Qbh'><parameters profileid='p'/></virtualport>"
        "<portgroup name='a' default='yes' trustGuestRxFilters='no'/><dns enable='no'/>"
    )

    assert verdict_on("<forward mode='passthrough'/>", beside, root=" trustGuestRxFilters='yes'").dropped == ()


def test_a_number_without_0x_is_decimal_or_octal_to_libvirt_and_said_so() -> None:
    in_decimal = "<address type='pci' bus='1' slot='16' function='0'/>"
    in_octal = "<address type='pci' bus='01' slot='020' function='2'/>"

    verdict = verdict_on(f"<forward mode='hostdev'>{in_decimal}{in_octal}</forward>")

    assert verdict.pool == (address("01:10.0"), address("01:10.2"))
    assert verdict.dropped == ()
    assert verdict.decimal == (
        DecimalAddress(address("01:10.0"), in_decimal, address("01:16.0").address),
        DecimalAddress(address("01:10.2"), in_octal, None),
    )


def test_a_decimal_address_is_said_even_where_libvirt_refuses_it() -> None:
    verdict = verdict_on("<forward mode='hostdev'><address type='pci' bus='01' slot='10' function='0'/></forward>")

    assert verdict.error is not None
    assert verdict.error.refusal is Refusal.ADDRESS
    assert [decimal.in_hex for decimal in verdict.decimal] == [address("01:10.0").address]


def test_a_number_that_is_the_same_in_hex_needs_no_mention() -> None:
    assert verdict_on("<forward mode='hostdev'><address type='pci' bus='1' slot='0x10'/></forward>").decimal == ()


@pytest.mark.parametrize(
    ("forward", "beside", "refusal", "elements"),
    [
        ("<forward mode='hostdev'><interface dev='enp1s0v0'/></forward>", "", Refusal.WRONG_ELEMENT, ()),
        (f"<forward mode='vepa'><address {VF}/></forward>", "", Refusal.WRONG_ELEMENT, ()),
        (f"<forward mode='hostdev'><address {VF}/><address {VF}/></forward>", "", Refusal.DUPLICATE, ()),
        ("<forward mode='bridge'><pf dev='a'/><pf dev='b'/></forward>", "", Refusal.SEVERAL_PFS, ()),
        ("<forward mode='bridge' dev='a'><pf dev='b'/></forward>", "", Refusal.DEV_ATTRIBUTE, ()),
        ("<forward mode='Bridge'/>", "", Refusal.MODE, ()),
        ("<forward mode='passthrough'/>", "<mtu size='9000'/>", Refusal.SIBLING, ("mtu",)),
        ("<forward mode='passthrough'/>", "<bridge name='br0'/>", Refusal.SIBLING, ("bridge",)),
        ("<forward mode='private'/>", "<domain name='a'/><ip address='10.0.0.1'/>", Refusal.SIBLING, ("ip", "domain")),
        ("<forward mode='vepa'/>", "<vlan><tag id='4'/></vlan>", Refusal.SIBLING, ("vlan",)),
    ],
)
def test_a_refusal_says_of_what_kind_it_is(
    forward: str, beside: str, refusal: Refusal, elements: tuple[str, ...]
) -> None:
    error = verdict_on(forward, beside).define_error

    assert error is not None
    assert (error.refusal, error.elements) == (refusal, elements)


def test_the_schema_is_asked_before_anything_else() -> None:
    verdict = verdict_on("<forward mode='Bridge'/>")

    assert verdict.validation_error is not None
    assert verdict.validation_error.refusal is Refusal.SCHEMA
    assert verdict.error == verdict.define_error


def test_a_member_that_vftui_cannot_read_is_named_as_it_is_written() -> None:
    verdict = verdict_on("<forward mode='vepa'><interface dev='a'/><address foo='1'/></forward>")

    assert [dropped.member for dropped in verdict.dropped] == [OpaqueMember("<address foo='1'/>")]


@pytest.mark.parametrize("kind", ["midonet", "openvswitch", "802.1Qbh"])
def test_parameters_of_which_libvirt_reads_none_are_dropped_as_a_whole(kind: str) -> None:
    parameters = "<parameters unknown='1'/>"
    verdict = verdict_on("<forward mode='vepa'/>", f"<virtualport type='{kind}'>{parameters}</virtualport>")

    assert causes(verdict) == [(parameters, Cause.UNUSED)]
