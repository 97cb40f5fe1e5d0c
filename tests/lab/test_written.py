"""What vftui writes, a real libvirt takes, and makes of it what vftui shows."""

from contextlib import suppress

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from lab.comparison import live_pool, starts_without_harm
from lab.inquiry import Ground
from model.draft_strategies import disjoint_drafts
from model.edit_strategies import edits

from vftui.errors import EditRefusedError
from vftui.model.edits import Add
from vftui.model.host import Host
from vftui.model.network import AddressMember, Draft, InterfaceMember, Network
from vftui.model.pool import effective_vfs
from vftui.netxml.document import NetworkDocument
from vftui.stores.memory import MemoryStore
from vftui.workspace import Workspace


def edited(data: st.DataObject, host: Host) -> Workspace:
    """A few pools, some of them with VFs that they share with no other, and what a few edits make of them."""
    written = [NetworkDocument.new(network) for network in data.draw(disjoint_drafts(host))]
    workspace = Workspace(host, MemoryStore({f"{each.network.name}.xml": each.content for each in written}))
    for _ in range(6):
        with suppress(EditRefusedError):
            note(workspace.do(data.draw(additions(workspace.draft, host) | edits(workspace.draft, host))))
    return workspace


@st.composite
def additions(draw: st.DrawFn, draft: Draft, host: Host) -> Add:
    """Whole PFs and single VFs into one pool: what the drawn edits seldom make."""
    items = st.lists(st.sampled_from([*host.pf_by_address] * 3 + [*host.vf_by_address]), min_size=1, max_size=3)
    names = [network.name for network in draft] or ["front"]
    return Add(draw(st.sampled_from(names)), tuple(draw(items)), draw(st.none() | st.integers(0, 6)))


def handed_out(network: Network, host: Host) -> tuple[InterfaceMember | AddressMember, ...]:
    """What the rows of a network show as its VFs, as libvirt names them."""
    return tuple(
        InterfaceMember(vf.netdev) if network.mode.is_macvtap and vf.netdev else AddressMember(vf.address)
        for vf in effective_vfs(network, host)
    )


@pytest.mark.parametrize("ground", ["igb-2pf-14vf-2vfio", "made-up"], indirect=True)
@given(st.data())
def test_an_edited_network_means_to_libvirt_what_was_asked(ground: Ground, data: st.DataObject) -> None:
    workspace = edited(data, ground.host)
    for network in workspace.draft:
        text = workspace.document(network).text
        note(text)
        answer = ground.libvirt.ask(text, starts_without_harm)
        assert (answer.validation_error, answer.define_error) == (None, None)
        assert answer.inactive is not None

        kept = NetworkDocument.parse(answer.inactive.encode()).network
        assert (kept.name, kept.mode, kept.members) == (network.name, network.mode, network.members)
        if answer.live is None:
            assert handed_out(network, ground.host) == ()
        else:
            assert live_pool(answer.live) == handed_out(network, ground.host)
