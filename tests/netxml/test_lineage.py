"""The documents that one network has been, where the store keeps other words than it was given."""

from dataclasses import replace

import pytest

from vftui.model.network import AddressMember, ForwardMode, Network
from vftui.model.pci import PciAddress
from vftui.netxml.document import NetworkDocument
from vftui.netxml.lineage import Lineage

VF = AddressMember(PciAddress.parse("3b:02.3"))
EMPTY = Network("front", ForwardMode.HOSTDEV, uuid="11111111-2222-4333-8444-555555555555", origin="front")
MEANT = EMPTY.with_members((VF,))


def kept(network: Network) -> NetworkDocument:
    """What libvirt makes of it: it writes managed='no' where nothing is said (LIBVIRT.md, section 1)."""
    return NetworkDocument.new(replace(network, managed=bool(network.managed)))


@pytest.fixture
def lineage() -> Lineage:
    """A network that was written once."""
    return Lineage.first(kept(MEANT), MEANT)


def test_what_was_meant_and_what_was_kept_of_it_are_both_current(lineage: Lineage) -> None:
    for network in (MEANT, lineage.current.network):
        assert lineage.is_current(network)
        assert lineage.document(network) is lineage.current


def test_anything_else_is_not_current(lineage: Lineage) -> None:
    for network in (EMPTY, replace(MEANT, managed=True), replace(MEANT, name="back")):
        assert not lineage.is_current(network)


def test_an_edit_from_before_the_write_says_it_in_the_words_of_the_store(lineage: Lineage) -> None:
    assert lineage.document(EMPTY).network == replace(EMPTY, managed=False)
    assert lineage.document(replace(EMPTY, managed=True)).network.managed is True


def test_what_was_written_over_comes_back_byte_for_byte(lineage: Lineage) -> None:
    longer = replace(MEANT, driver="vfio")
    later = lineage.written(kept(longer), longer)

    assert later.document(MEANT) is lineage.current
    assert later.document(longer) is later.current


def test_what_somebody_else_wrote_is_not_what_was_meant(lineage: Lineage) -> None:
    theirs = kept(EMPTY)
    later = lineage.overtaken(theirs)

    assert not later.is_current(MEANT)
    assert later.document(MEANT).network == replace(MEANT, managed=False)
    assert later.is_current(theirs.network)
