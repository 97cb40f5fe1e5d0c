"""The inventories say of the machine's cards what the kernel's, the bus's and libvirt's own programs say."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import pytest
from lab.guest.cards import CARDS, bring_up, libvirt_settled, on_vfio, renamed, set_numvfs, vf_address
from lab.guest.facts import WITNESSES, Facts, host_facts
from lab.guest.programs import run

from vftui.inventory.base import Inventory
from vftui.inventory.nodedev import NodeDeviceInventory
from vftui.inventory.udev import UdevInventory
from vftui.virconnect.connection import Connection

FIRST, SECOND = CARDS
# libvirt does not tell what `ip` says of these.
UNTOLD = {"udev": set[str](), "node devices": {"admin_up", "used_by"}}


@pytest.fixture(scope="module")
def inventories() -> Iterator[dict[str, Inventory]]:
    connection = Connection("qemu:///system")
    yield {"udev": UdevInventory(), "node devices": NodeDeviceInventory(connection)}
    connection.close()


@contextmanager
def links_up() -> Iterator[None]:
    """Both cards up, and a macvtap on one VF."""
    for card in CARDS:
        bring_up(card)
    run("ip", "link", "add", "link", "enp1s0v3", "name", "macvtap9", "type", "macvtap", "mode", "passthru")
    try:
        yield
    finally:
        run("ip", "link", "delete", "macvtap9")


@contextmanager
def vfio_and_renamed() -> Iterator[None]:
    """One VF without a netdev, one with another name."""
    with on_vfio(vf_address(FIRST, 2)), renamed("enp2s0v1", "storage0"):
        yield


@contextmanager
def fewer_vfs() -> Iterator[None]:
    """One card without VFs, one with some."""
    set_numvfs(FIRST, 0)
    set_numvfs(SECOND, 3)
    yield


STATES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "as booted": nullcontext,
    "links up and a macvtap": links_up,
    "one VF on vfio-pci and one renamed": vfio_and_renamed,
    "0 and 3 VFs": fewer_vfs,
}


@pytest.mark.parametrize("state", STATES)
def test_an_inventory_says_what_the_systems_own_programs_say(
    state: str, inventories: dict[str, Inventory], record_property: Callable[[str, object], None]
) -> None:
    with STATES[state]():
        libvirt_settled()
        witnesses = {name: ask() for name, ask in WITNESSES.items()}
        functions = addresses(witnesses["lspci"])
        for kind, inventory in inventories.items():
            ours = host_facts(inventory.read())

            assert addresses(ours) == functions
            agreed: list[str] = []
            for witness, theirs in witnesses.items():
                fields = {field for _, field in theirs} - UNTOLD[kind]
                facts = [(address, field) for address in functions for field in fields]
                differing = {
                    fact: (ours.get(fact), theirs.get(fact)) for fact in facts if ours.get(fact) != theirs.get(fact)
                }

                assert differing == {}, f"{kind} beside {witness}"
                agreed.append(f"{sum(fact in theirs for fact in facts)} of {witness} ({', '.join(sorted(fields))})")
            record_property("report", f"{state}, {kind}: equals {'; '.join(agreed)}")


def addresses(facts: Facts) -> set[str]:
    return {address for address, _ in facts}
