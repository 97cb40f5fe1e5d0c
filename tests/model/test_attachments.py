"""Which guest holds which device: from ports and from guests' own XML, laid over the host."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from model.pools import HOST, at

from vftui.model.attachments import device_of, merged, with_users
from vftui.model.network import ForwardMode
from vftui.model.pci import PciAddress
from vftui.model.running import Attachment

VF = at("ens1f0#3")[0]
PF = at("ens1f0")[0]
ON_VFIO = at("ens2f0#6")[0]
MAC = "52:54:00:00:00:01"


def port(
    guest: str = "web", network: str = "front", mac: str | None = MAC, netdev: str | None = "ens1f0v3"
) -> Attachment:
    return Attachment(guest, network, mac, netdev, has_port=True)


def held(
    guest: str = "web", network: str | None = "front", mac: str | None = MAC, netdev: str | None = "ens1f0v3"
) -> Attachment:
    return Attachment(guest, network, mac, netdev)


def test_a_port_and_the_guests_own_word_are_one_attachment() -> None:
    assert merged([port()], [held()]) == (port(),)


def test_a_port_that_tells_no_device_gets_it_from_the_guest() -> None:
    assert merged([port(netdev=None)], [held()]) == (port(),)


def test_what_ports_have_lost_the_guest_still_tells() -> None:
    assert merged([], [held()]) == (held(),)
    assert merged([port("db", netdev="ens1f0v4")], [held()]) == (port("db", netdev="ens1f0v4"), held())


def test_another_guest_with_the_same_mac_or_device_is_another_attachment() -> None:
    assert merged([port()], [held(), held("db")]) == (port(), held("db"))


def test_another_device_of_the_guest_with_the_same_mac_is_another_attachment() -> None:
    assert merged([port()], [held(), held(netdev="ens1f0v4")]) == (port(), held(netdev="ens1f0v4"))


def test_a_guest_that_is_twice_on_one_netdev_has_two_attachments_whatever_the_order() -> None:
    one, two = (port(mac=f"52:54:00:00:00:0{n}") for n in (1, 2))

    for mine in ([held(mac=one.mac), held(mac=two.mac)], [held(mac=two.mac), held(mac=one.mac)]):
        assert merged([one, two], mine) == (one, two)
        assert merged([one], mine) == (one, held(mac=two.mac))


def test_a_port_stands_for_one_device_of_the_guest_only() -> None:
    assert merged([port(mac=None)], [held(mac=None), held(mac=None)]) == (port(mac=None), held(mac=None))


ATTACHMENTS = st.builds(
    Attachment,
    guest=st.sampled_from(["web", "db"]),
    network=st.sampled_from(["front", "back"]),
    mac=st.sampled_from([MAC, "52:54:00:00:00:02", None]),
    netdev=st.sampled_from(["ens1f0v3", "ens1f0v4", None]),
)


@given(st.lists(ATTACHMENTS, max_size=4))
def test_guests_that_say_what_their_ports_say_add_nothing(found: list[Attachment]) -> None:
    ports = [replace(each, has_port=True) for each in found]

    assert merged(ports, [each for each in found if each.mac or each.netdev]) == tuple(ports)


@given(st.lists(ATTACHMENTS, max_size=4), st.lists(ATTACHMENTS, max_size=4))
def test_no_port_is_lost_and_no_guest_is(ports: list[Attachment], guests: list[Attachment]) -> None:
    found = merged([replace(each, has_port=True) for each in ports], guests)

    assert [each.network for each in found if each.has_port] == [each.network for each in ports]
    assert {(each.guest, each.netdev) for each in guests} <= {(each.guest, each.netdev) for each in found} | {
        (each.guest, None) for each in found
    }
    assert len(ports) <= len(found) <= len(ports) + len(guests)


# On the host


def test_a_vf_is_found_by_its_netdev_or_by_its_address() -> None:
    assert device_of(held(), HOST) == VF
    assert device_of(Attachment("web", address=ON_VFIO), HOST) == ON_VFIO
    assert device_of(held(netdev="ens1f0"), HOST) == PF
    assert device_of(Attachment("web", address=PF), HOST) == PF


def test_what_this_host_does_not_have_is_no_device() -> None:
    for attachment in (held(netdev="eth9"), held(netdev=None), Attachment("web", address=PciAddress.parse("ff:1f.7"))):
        assert device_of(attachment, HOST) is None
        assert with_users(HOST, [attachment]) is HOST


def test_a_vf_in_use_says_by_which_guests() -> None:
    host = with_users(HOST, [held(), held("db"), held(), Attachment("lab", address=ON_VFIO)])

    assert host.vf_by_address[VF].used_by == "web, db"
    assert host.vf_by_address[ON_VFIO].used_by == "lab"
    assert [vf.address for vf in host.vf_by_address.values() if vf.used_by] == [VF, ON_VFIO]


def test_a_pf_that_a_guest_holds_itself_says_so_and_its_vfs_do_not() -> None:
    host = with_users(HOST, [held(netdev="ens1f0")])

    assert host.pf_by_address[PF].used_by == "web"
    assert not any(vf.used_by for vf in host.vf_by_address.values())


def test_the_guests_name_takes_the_place_of_what_its_macvtap_told() -> None:
    (pf, *others) = HOST.pfs
    guessed = replace(pf, vfs=tuple(replace(vf, used_by=f"macvtap{vf.index}") for vf in pf.vfs))
    host = with_users(replace(HOST, pfs=(guessed, *others)), [held()])

    assert host.vf_by_address[VF].used_by == "web"
    assert host.vf_by_address[at("ens1f0#4")[0]].used_by == "macvtap4"


def test_pfs_without_guests_stay_the_same_objects() -> None:
    host = with_users(HOST, [replace(held(), mode=ForwardMode.BRIDGE)])

    assert [new is old for new, old in zip(host.pfs, HOST.pfs, strict=True)] == [False, True, True, True, True]
