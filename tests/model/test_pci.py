"""PCI addresses."""

import pytest
from hypothesis import given
from strategies import pci_addresses

from vftui.model.pci import PciAddress


@pytest.mark.parametrize(
    "text", ["0000:82:10.3", "82:10.3", "pci_0000_82_10_3", "0000:82:10.3".upper(), "00000000:82:10.3"]
)
def test_an_address_is_read_in_every_form_that_people_and_libvirt_write(text: str) -> None:
    assert PciAddress.parse(text) == PciAddress(0, 0x82, 0x10, 3)


def test_a_long_domain_as_of_vmd_is_read_and_written() -> None:
    assert str(PciAddress.parse("10000:e1:00.0".rjust(13, "0"))) == "10000:e1:00.0"


@pytest.mark.parametrize(
    "text",
    ["", "82:10", "82:10.8", "0:82:10.3", "82:1g.0", "0000:82:10.3 ", "\n82:10.3", "\u0660\u0660:00.0", "ens1f0"],
)
def test_what_is_no_address_is_refused_with_an_example_of_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a PCI address such as 0000:82:10\.3"):
        PciAddress.parse(text)


def test_a_slot_that_pci_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match=r"PCI slot 0x20 in '82:20\.0' is above 0x1f"):
        PciAddress.parse("82:20.0")


def test_addresses_are_ordered_by_domain_bus_slot_and_function() -> None:
    texts = ["0000:02:00.0", "0000:02:00.7", "0000:02:01.0", "0000:10:00.0", "0001:00:00.0"]

    assert sorted(PciAddress.parse(text) for text in reversed(texts)) == [PciAddress.parse(text) for text in texts]


@given(pci_addresses)
def test_what_is_written_reads_back(address: PciAddress) -> None:
    assert PciAddress.parse(str(address)) == address
    assert PciAddress.parse(f"pci_{str(address).translate(str.maketrans(':.', '__'))}") == address
