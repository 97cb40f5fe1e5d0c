"""The XML of node devices: recorded in LIBVIRT.md's virtual machine, and odd."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sysfs_tree import FIXTURES

from vftui.inventory.nodedev_xml import NetDevice, PciDevice, name_of, parse_device
from vftui.model.host import Link
from vftui.model.pci import PciAddress

RECORDED = sorted((FIXTURES / "nodedev").glob("*.xml"))

PF = PciAddress(0, 1, 0, 0)


def recorded(name: str) -> str:
    return (FIXTURES / "nodedev" / f"{name}.xml").read_text()


def pci(name: str = "pci_0000_01_00_0", *changes: tuple[str, str]) -> PciDevice:
    """A recorded PCI device after each of `changes`, which replaces a text by another."""
    device = parse_device(changed(name, *changes))
    assert isinstance(device, PciDevice)
    return device


def net(name: str, *changes: tuple[str, str]) -> NetDevice:
    device = parse_device(changed(name, *changes))
    assert isinstance(device, NetDevice)
    return device


def changed(name: str, *changes: tuple[str, str]) -> str:
    xml = recorded(name)
    for old, new in changes:
        assert old in xml
        xml = xml.replace(old, new)
    return xml


def test_a_pf_tells_its_vfs_in_the_order_of_their_index() -> None:
    assert pci() == PciDevice(
        name="pci_0000_01_00_0",
        address=PF,
        is_network=True,
        driver="igb",
        vendor="Intel Corporation",
        product="82576 Gigabit Network Connection",
        iommu_group=8,
        totalvfs=7,
        vfs=tuple(PciAddress(0, 1, 16 + number // 4, number % 4 * 2) for number in range(7)),
    )


def test_a_pf_without_vfs_tells_how_many_it_could_have() -> None:
    pf = pci("nodedev-pf-0vf")

    assert (pf.totalvfs, pf.vfs) == (7, ())


def test_a_vf_on_vfio_tells_its_pf_and_its_driver() -> None:
    vf = pci("nodedev-vf-on-vfio")

    assert (vf.address, vf.pf, vf.driver, vf.totalvfs) == (PciAddress(0, 1, 17, 4), PF, "vfio-pci", None)


def test_a_drive_with_vfs_is_no_network_card() -> None:
    drive = pci("nodedev-nvme-pf")

    assert (drive.is_network, drive.totalvfs) == (False, 4)


def test_a_netdev_tells_its_device_and_its_link() -> None:
    assert net("net_enp1s0_52_54_00_00_01_00") == NetDevice(
        name="net_enp1s0_52_54_00_00_01_00",
        netdev="enp1s0",
        parent="pci_0000_01_00_0",
        mac="52:54:00:00:01:00",
        link=Link.DOWN,
    )


def test_a_link_that_is_up_tells_its_speed() -> None:
    up = net("net_enp1s0_52_54_00_00_01_00", ("<link state='down'/>", "<link speed='1000' state='up'/>"))

    assert (up.link, up.speed_mbps) == (Link.UP, 1000)


@pytest.mark.parametrize("speed", ["0", "-1", "4294967295", "", "fast"])
def test_a_speed_that_is_no_speed_is_unknown(speed: str) -> None:
    up = net("net_enp1s0_52_54_00_00_01_00", ("<link state='down'/>", f"<link speed='{speed}' state='up'/>"))

    assert up.speed_mbps is None


def test_the_state_of_the_loopback_is_unknown() -> None:
    assert net("net_lo_00_00_00_00_00_00").link is None


def test_a_numa_node_is_known_where_the_machine_has_them() -> None:
    assert pci("pci_0000_01_10_0", ("<pci-express>", "<numa node='1'/><pci-express>")).numa_node == 1


def test_cards_that_libvirt_has_no_names_for_show_their_ids() -> None:
    nameless = pci("pci_0000_01_00_0", (">82576 Gigabit Network Connection<", "><"), (">Intel Corporation<", "><"))

    assert (nameless.vendor, nameless.product) == ("0x8086", "0x10c9")


def test_hexadecimal_digits_are_read_in_either_case() -> None:
    address = "<address domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>"
    odd = "<address domain='0X000A' bus='0xaF' slot='0x1F' function='0x7'/>"

    assert pci("pci_0000_01_10_0", (address, odd)).pf == PciAddress(10, 0xAF, 31, 7)


def test_a_device_of_another_domain_is_named_as_libvirt_names_it() -> None:
    assert name_of(PciAddress(0x10000, 0xAF, 2, 1)) == "pci_10000_af_02_1"


def test_an_address_that_is_not_told_is_that_of_the_name() -> None:
    assert pci("pci_0000_01_00_0", ("<bus>1</bus>", "<bus/>")).address == PF


def test_a_number_that_is_none_is_unknown_and_nothing_else() -> None:
    odd = pci(
        "pci_0000_01_00_0",
        ("maxCount='7'", "maxCount='seven'"),
        ("number='8'", "number='-1'"),
        ("0x020000", "0xnetwork"),
        ("slot='0x11' function='0x4'", "slot='0x21' function='0x4'"),
    )

    assert (odd.totalvfs, odd.iommu_group, odd.is_network, odd.driver, len(odd.vfs)) == (6, None, None, "igb", 6)


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<device>",
        "<device/>",
        "<device><name>x</name></device>",
        "<device><name>x</name><capability type='pci'/></device>",
        "<device><name>x</name><capability type='net'/></device>",
        "<device><name>x</name><capability type='scsi_host'/></device>",
        (
            "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
            "<device><name>x</name><capability type='net'><interface>&e;</interface></capability></device>"
        ),
        "<device><name>x</name><capability type='net'><interface>\x00</interface></capability></device>",
        "<device><name>x</name><capability type='net'><interface>\udcff</interface></capability></device>",
    ],
)
def test_what_is_no_device_is_none(xml: str) -> None:
    assert parse_device(xml) is None


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_every_recorded_device_is_understood(path: Path) -> None:
    assert parse_device(path.read_text()) is not None


@given(st.sampled_from(RECORDED), st.data())
def test_no_damage_to_the_xml_makes_it_fail(path: Path, data: st.DataObject) -> None:
    xml = path.read_text()
    begin = data.draw(st.integers(0, len(xml)))
    end = data.draw(st.integers(begin, min(len(xml), begin + 40)))

    device = parse_device(xml[:begin] + data.draw(st.text(max_size=12)) + xml[end:])

    assert device is None or isinstance(device, PciDevice | NetDevice)
