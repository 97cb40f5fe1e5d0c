"""A host made of node devices."""

from hypothesis import given
from hypothesis import strategies as st

from vftui.inventory.nodedev_host import host_of
from vftui.inventory.nodedev_xml import NetDevice, NodeDevice, PciDevice, name_of
from vftui.model.host import Host, Link
from vftui.model.pci import PciAddress

PF = PciAddress(0, 1, 0, 0)
VFS = tuple(PciAddress(0, 1, 16, function) for function in (0, 2, 4))


def pf(*vfs: PciAddress, address: PciAddress = PF, is_network: bool | None = True) -> PciDevice:
    return PciDevice(name_of(address), address, is_network=is_network, totalvfs=7, vfs=vfs)


def vf(address: PciAddress, driver: str = "igbvf") -> PciDevice:
    return PciDevice(name_of(address), address, is_network=True, driver=driver, iommu_group=9, pf=PF)


def net(netdev: str, of: PciAddress | None = None, link: Link | None = None) -> NetDevice:
    return NetDevice(f"net_{netdev}", netdev, name_of(of) if of else "computer", "52:54:00:00:01:00", link)


def host(*devices: NodeDevice) -> Host:
    return host_of(devices, "kvm-7", "node devices")


def test_the_index_of_a_vf_is_its_place_among_those_of_its_pf() -> None:
    [card] = host(pf(*VFS), *map(vf, VFS), *(net(f"v{place.function}", place) for place in VFS)).pfs

    assert [(each.index, each.address, each.netdev) for each in card.vfs] == [
        (index, place, f"v{place.function}") for index, place in enumerate(VFS)
    ]


def test_a_vf_of_a_pf_that_is_not_listed_is_not_shown_and_its_netdev_is_among_the_others() -> None:
    assert host(vf(VFS[0]), net("v0", VFS[0])) == Host("kvm-7", "node devices", (), ("v0",))


def test_a_vf_that_its_pf_lists_and_nobody_describes_is_shown_by_its_address() -> None:
    [card] = host(pf(*VFS), vf(VFS[1])).pfs

    assert [(each.address, each.driver) for each in card.vfs] == [(VFS[0], None), (VFS[1], "igbvf"), (VFS[2], None)]


def test_a_vf_after_a_gap_is_not_told_by_libvirt_and_its_netdev_is_among_the_others() -> None:
    gapped = host(pf(VFS[0]), vf(VFS[0]), vf(VFS[2]), net("v2", VFS[2]))

    assert ([each.index for each in gapped.pfs[0].vfs], gapped.others) == ([0], ("v2",))


def test_a_vf_on_vfio_has_a_driver_and_no_netdev() -> None:
    [only] = host(pf(VFS[0]), vf(VFS[0], "vfio-pci")).pfs[0].vfs

    assert (only.driver, only.netdev, only.mac, only.iommu_group) == ("vfio-pci", None, None, 9)


def test_a_drive_with_vfs_is_no_pf() -> None:
    assert host(pf(*VFS, is_network=False)).pfs == ()


def test_a_card_without_a_class_is_a_pf_where_it_has_a_netdev() -> None:
    other = PciAddress(0, 2, 0, 0)
    cards = host(pf(is_network=None), pf(address=other, is_network=None), net("ens2", other)).pfs

    assert [card.address for card in cards] == [other]


def test_the_first_of_two_netdevs_gives_a_pf_its_name_and_its_link() -> None:
    [card] = host(pf(), net("enP1s4d1", PF, Link.DOWN), net("enP1s4", PF, Link.UP)).pfs

    assert (card.netdevs, card.link) == (("enP1s4", "enP1s4d1"), Link.UP)


def test_the_tenth_port_comes_after_the_second() -> None:
    assert host(pf(), net("enp1d10", PF), net("enp1d2", PF)).pfs[0].netdevs == ("enp1d2", "enp1d10")


def test_representors_are_none_of_the_pfs_netdevs_where_their_names_tell() -> None:
    shown = host(pf(), *(net(name, PF) for name in ("enp1s0f0npf0vf0", "enp1s0f0np0", "enp1s0f0r1", "eth3")))

    assert shown.pfs[0].netdevs == ("enp1s0f0np0", "eth3")
    assert shown.others == ("enp1s0f0npf0vf0", "enp1s0f0r1")


def test_bridges_and_the_macvtaps_of_guests_are_among_the_others() -> None:
    assert host(net("macvtap2"), net("br0")).others == ("br0", "macvtap2")


places = st.builds(PciAddress, st.just(0), st.just(1), st.integers(0, 2), st.just(0))
pcis = st.builds(
    lambda place, *told: PciDevice(name_of(place), place, *told),
    places,
    *(st.none() | st.booleans(), st.none(), st.none(), st.none(), st.none(), st.none(), st.none() | st.integers(0, 3)),
    st.lists(places, max_size=4).map(tuple),
    st.none() | places,
)
nets = st.builds(
    NetDevice, st.sampled_from("nm"), st.sampled_from(["eth0", "e1", "e1r1"]), st.none() | places.map(name_of)
)


def in_two_orders(devices: list[NodeDevice]) -> st.SearchStrategy[tuple[list[NodeDevice], ...]]:
    return st.tuples(st.just(devices), st.permutations(devices))


@given(st.lists(pcis | nets, max_size=8))
def test_whatever_the_devices_claim_no_two_share_an_address_or_a_netdev(devices: list[NodeDevice]) -> None:
    made = host(*devices)
    addresses = [*(pf.address for pf in made.pfs), *(vf.address for pf in made.pfs for vf in pf.vfs)]
    netdevs = [
        *(name for pf in made.pfs for name in (*pf.netdevs, *(vf.netdev for vf in pf.vfs)) if name is not None),
        *made.others,
    ]

    assert len(addresses) == len(set(addresses))
    assert sorted(netdevs) == sorted({device.netdev for device in devices if isinstance(device, NetDevice)})


@given(st.lists(pcis | nets, max_size=8, unique_by=lambda device: device.name).flatmap(in_two_orders))
def test_the_order_in_which_devices_are_listed_does_not_matter(orders: tuple[list[NodeDevice], ...]) -> None:
    first, second = orders

    assert host(*first) == host(*second)
