"""Writes to a real libvirt's networks that somebody or something stops half-way."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, cast

import pytest
from lab.libvirtd import Libvirtd
from stores.definitions import said
from stores.libvirt_networks import SomebodyElse, pool

from vftui.errors import HalfDoneError
from vftui.stores.virdefinition import VirConnect, VirNetwork, define, inactive_xml
from vftui.stores.virwrite import remove, rename

RED, BLUE = pool("red", "enp1s0v0").decode(), pool("blue", "enp1s0v0").decode()


class Overtaken:
    """A network of libvirt, to which something happens right after it was undefined."""

    def __init__(self, network: VirNetwork, happens: Callable[[], object], *, instead: bool = False) -> None:
        self._network = network
        self._happens = happens
        self._instead = instead

    def undefine(self) -> int:
        if not self._instead:
            self._network.undefine()
        self._happens()
        return 0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a libvirt.virNetwork has
        return getattr(self._network, name)


@pytest.fixture
def libvirt(emptied_libvirtd: Libvirtd) -> Iterator[VirConnect]:
    with closing(pytest.importorskip("libvirt").open(emptied_libvirtd.uri)) as connection:
        yield connection


@pytest.fixture
def red(libvirt: VirConnect) -> VirNetwork:
    network = define(libvirt, RED, validate=True)
    network.setAutostart(1)
    return network


def overtaken(network: VirNetwork, happens: Callable[[], object], *, instead: bool = False) -> VirNetwork:
    return cast("VirNetwork", Overtaken(network, happens, instead=instead))


def test_a_rename_that_fails_half_way_puts_the_network_back_as_it_was(
    emptied_libvirtd: Libvirtd, libvirt: VirConnect, red: VirNetwork
) -> None:
    other, before = SomebodyElse(emptied_libvirtd.uri), inactive_xml(red)
    takes_the_name = overtaken(red, lambda: other.define(pool("blue", "enp1s0v6")))
    with pytest.raises(Exception, match="network 'blue' already exists"):
        rename(takes_the_name, "blue", BLUE)

    assert sorted(map(inactive_xml, libvirt.listAllNetworks()))[1:] == [before]
    assert other.stands("red") == (False, True, True)


def test_a_rename_that_cannot_be_taken_back_says_that_the_network_is_gone(
    emptied_libvirtd: Libvirtd, red: VirNetwork
) -> None:
    other = SomebodyElse(emptied_libvirtd.uri)

    def take_both_names() -> None:
        other.define(pool("blue"))
        other.define(pool("red"))

    with pytest.raises(
        HalfDoneError, match=r"red is not renamed: .*blue.*cannot be put back either: .*red.*as a new network where it"
    ):
        rename(overtaken(red, take_both_names), "blue", BLUE)


def test_a_network_that_cannot_be_forgotten_is_started_again(
    emptied_libvirtd: Libvirtd, libvirt: VirConnect, red: VirNetwork
) -> None:
    red.create()

    def refuse() -> None:
        define(libvirt, "<network/>", validate=False)

    with pytest.raises(Exception, match="missing name"):
        remove(overtaken(red, refuse, instead=True))

    assert SomebodyElse(emptied_libvirtd.uri).stands("red") == (True, True, True)


def test_a_network_that_is_neither_forgotten_nor_started_again_says_that_it_is_stopped(
    emptied_libvirtd: Libvirtd, libvirt: VirConnect, red: VirNetwork
) -> None:
    red.create()
    without_a_vf = (
        inactive_xml(red).replace("<interface dev='enp1s0v0'/>", "<pf dev='eth99'/>").replace(" dev='enp1s0v0'", "")
    )

    def refuse() -> None:
        define(libvirt, without_a_vf, validate=False)
        define(libvirt, "<network/>", validate=False)

    with pytest.raises(HalfDoneError) as failed:
        remove(overtaken(red, refuse, instead=True))

    assert failed.value.title == "red is not deleted"
    assert "missing name" in failed.value.reason
    assert failed.value.left.startswith("It is stopped, and libvirt does not start it: ")
    assert "No usable Vf's present on SRIOV PF eth99. Mend that, and start it by a." in failed.value.left
    assert SomebodyElse(emptied_libvirtd.uri).stands("red") == (False, True, True)


class OldLibvirt:
    """A libvirt from before it could validate networks."""

    def __init__(self, connection: VirConnect) -> None:
        self._connection = connection

    def getLibVersion(self) -> int:  # noqa: N802 - libvirt's name
        return 7_006_000

    def networkDefineXML(self, xml: str) -> VirNetwork:  # noqa: N802 - libvirt's name
        return self._connection.networkDefineXML(xml)


def test_a_libvirt_that_cannot_validate_is_not_asked_to(libvirt: VirConnect) -> None:
    unknown_to_the_schema = RED.replace("</network>", "<unknown/></network>")
    with pytest.raises(Exception, match="schema"):
        define(libvirt, unknown_to_the_schema, validate=True)

    network = define(cast("VirConnect", OldLibvirt(libvirt)), unknown_to_the_schema, validate=True)

    assert said(inactive_xml(network).encode()) == said(RED.encode())
