"""A real libvirt and its test driver answer any sequence of operations alike, on pools of names that are never started.

More the test driver cannot show: it takes members that the mode forbids and addresses that are no VF of the host, and
starts a `<pf>` pool, even of a PF that is not there, without making VFs of it. Those are put to real libvirts alone.
"""

from collections.abc import Iterator
from uuid import NAMESPACE_DNS, uuid5

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import rule, run_state_machine_as_test
from lab.fixtures import forget_networks
from lab.libvirtd import Libvirtd
from stores.agreement import Agreement, Seen
from stores.libvirt_networks import pool

from vftui.model.revision import StoredDocument
from vftui.stores.virnetwork import VirNetworkStore
from vftui.virconnect.connection import Connection

NAMES = st.sampled_from(["red", "blue", "größer", "--all", "", "a/b", "x" * 248])
DEVICES = st.lists(st.sampled_from(["enp1s0v0", "enp1s0v1", "eth99"]), unique=True)


def definition(name: str, devices: list[str]) -> bytes:
    """With a uuid of its own, so that both libvirts know the network by the same key."""
    return pool(name, *devices, beside=f"<uuid>{uuid5(NAMESPACE_DNS, name)}</uuid>")


class OfTwoLibvirts(Agreement):
    uris: tuple[str, str]

    def __init__(self) -> None:
        super().__init__()
        for uri in self.uris:
            forget_networks(uri)
        here, there = self.connections = tuple(map(Connection, self.uris))
        self.stores = VirNetworkStore(here), VirNetworkStore(there)

    @rule(target=Agreement.seen, name=NAMES, devices=DEVICES)
    def create(self, name: str, devices: list[str]) -> Seen:
        return self.both(lambda store: store.create(name, definition(name, devices)))

    @rule(target=Agreement.seen, old=Agreement.seen, devices=DEVICES)
    def replace(self, old: StoredDocument, devices: list[str]) -> Seen:
        content = pool(name_of(old), *devices)
        return self.both(lambda store: store.replace(old.key, content, old.revision))

    @rule(target=Agreement.seen, old=Agreement.seen, name=NAMES, devices=DEVICES)
    def rename(self, old: StoredDocument, name: str, devices: list[str]) -> Seen:
        return self.both(lambda store: store.rename(old.key, name, pool(name, *devices), old.revision))

    def teardown(self) -> None:
        self.compare()
        for connection in self.connections:
            connection.close()


def name_of(document: StoredDocument) -> str:
    return document.path.partition(" at ")[0]


def test_a_libvirt_and_its_test_driver_answer_alike(both_libvirts: tuple[str, str]) -> None:
    class OfTheseTwo(OfTwoLibvirts):
        uris = both_libvirts

    run_state_machine_as_test(OfTheseTwo, settings=settings(stateful_step_count=15))


@pytest.fixture
def both_libvirts(emptied_libvirtd: Libvirtd, emptied_test_driver: str) -> Iterator[tuple[str, str]]:
    yield emptied_libvirtd.uri, emptied_test_driver
    forget_networks(emptied_libvirtd.uri)
