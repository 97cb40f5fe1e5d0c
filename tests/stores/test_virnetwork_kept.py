"""No false alarm: whatever a real libvirt takes, what it makes of it is seen as what was meant."""

import re
from contextlib import closing
from typing import Any

import pytest
from hypothesis import assume, given, note
from hypothesis import strategies as st
from lab.definitions import definition
from lab.dice import Dice
from lab.fixtures import forget_networks
from lab.libvirtd import Libvirtd
from model.draft_strategies import disjoint_drafts
from netxml.recorded_host import recorded_host
from stores.definitions import said

from vftui.errors import DocumentError
from vftui.model.network import Draft
from vftui.netxml.definition import sent
from vftui.netxml.document import NetworkDocument
from vftui.netxml.kept import mismatch
from vftui.stores.virdefinition import define, inactive_xml, version
from vftui.stores.virnetwork import VirNetworkStore
from vftui.virconnect.connection import Connection

# libvirt prints tabs and line breaks in attributes as they are, and reads them back as blanks: that alarm is not false.
UNESCAPED = re.compile(r"='[^'<>]*[\t\n]")


def read(text: str) -> NetworkDocument | None:
    try:
        return NetworkDocument.parse(text.encode())
    except DocumentError:
        return None


def kept(uri: str, text: str) -> tuple[str, Any] | None:
    """What libvirt makes of a definition, and its version; None where it refuses it."""
    libvirt = pytest.importorskip("libvirt")
    with closing(libvirt.open(uri)) as connection:
        for validate in (True, False):
            try:
                network = define(connection, text, validate=validate)
            except libvirt.libvirtError:
                continue
            try:
                return inactive_xml(network), version(connection)
            finally:
                network.undefine()
    return None


@given(st.integers(0, 2**64))
def test_a_definition_as_nobody_would_think_of_it_is_kept_as_it_was_meant(
    emptied_libvirtd_for_many: Libvirtd, seed: int
) -> None:
    document = read(definition(Dice(seed), recorded_host(), seed))
    assume(document is not None)
    assert document is not None
    meant = sent(document.text, None)
    note(meant)
    answer = kept(emptied_libvirtd_for_many.uri, meant)
    assume(answer is not None and not UNESCAPED.search(answer[0]))
    assert answer is not None
    note(answer[0])

    assert mismatch(meant, *answer) is None


@given(disjoint_drafts(recorded_host()))
def test_what_vftui_writes_is_kept_as_it_was_meant(emptied_libvirtd_for_many: Libvirtd, draft: Draft) -> None:
    store = VirNetworkStore(Connection(emptied_libvirtd_for_many.uri))
    for network in draft:
        written = NetworkDocument.new(network).content
        note(written.decode())

        assert said(store.create(network.name, written).content) == said(written)
    forget_networks(emptied_libvirtd_for_many.uri)


@pytest.fixture(scope="module")
def emptied_libvirtd_for_many(shared_libvirtd: Libvirtd) -> Libvirtd:
    """Emptied once for all examples of a test."""
    forget_networks(shared_libvirtd.uri)
    return shared_libvirtd
