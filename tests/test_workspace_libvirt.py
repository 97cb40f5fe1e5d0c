"""The draft on a store that has words of its own: a real libvirt, which gives back other bytes than it was given."""

from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lab.fixtures import HOST, emptied_libvirtd, forget_networks, shared_libvirtd
from lab.hosts import host_tree
from lab.libvirtd import Libvirtd
from model.draft_strategies import disjoint_drafts, drafts
from model.edit_strategies import edits
from stores.libvirt_networks import SomebodyElse, hostdev_pool, pool

from vftui.errors import ConflictError, DocumentError, EditRefusedError, StoreError
from vftui.inventory.udev import UdevInventory
from vftui.model.edits import Add, ChangeMode, Delete, NewNetwork, Rename, TakeOutVfs
from vftui.model.host import Host
from vftui.model.network import Draft, ForwardMode
from vftui.model.pci import PciAddress
from vftui.model.revision import StoredDocument
from vftui.model.selection import resolve
from vftui.netxml.document import NetworkDocument
from vftui.stores.virnetwork import VirNetworkStore
from vftui.stores.virruntime import VirRuntime
from vftui.virconnect.connection import Connection
from vftui.workspace import Workspace

__all__ = ["emptied_libvirtd", "shared_libvirtd"]

NEW = NewNetwork("fresh", ForwardMode.HOSTDEV, "11111111-2222-4333-8444-555555555555")


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Host:
    """The machine that the shared libvirtd is on."""
    return UdevInventory(host_tree(HOST, tmp_path_factory.mktemp("host")), "lab").read()


@pytest.fixture
def uri(emptied_libvirtd: Libvirtd) -> str:
    somebody = SomebodyElse(emptied_libvirtd.uri)
    somebody.define(pool("front", "enp1s0v0", "enp1s0v1"))
    somebody.define(hostdev_pool("vfio", "02:10.0", "02:10.2"))
    return emptied_libvirtd.uri


@pytest.fixture
def connection(uri: str) -> Iterator[Connection]:
    with closing(Connection(uri)) as connection:
        yield connection


@pytest.fixture
def workspace(connection: Connection, host: Host) -> Workspace:
    return workspace_on(connection, host)


def workspace_on(connection: Connection, host: Host) -> Workspace:
    return Workspace(host, VirNetworkStore(connection), runtime=VirRuntime(connection))


def at(host: Host, text: str) -> tuple[PciAddress, ...]:
    return tuple(item.address for item in resolve(text, host, lambda _: True).items)


def stored(connection: Connection) -> Mapping[str, bytes]:
    """What libvirt holds, by uuid."""
    found = VirNetworkStore(connection).load()
    return {document.key: document.content for document in found if isinstance(document, StoredDocument)}


def changed_lines(workspace: Workspace, name: str) -> list[str]:
    lines = workspace.diff(workspace.draft.get(name))
    return [f"{line.kind} {line.text.strip()}" for line in lines if line.kind in {"add", "remove"}]


def test_nothing_is_changed_after_a_write_though_libvirt_writes_more_than_it_was_given(
    workspace: Workspace, host: Host, connection: Connection
) -> None:
    workspace.do(NEW)
    workspace.do(Add("fresh", at(host, "enp2s0#3-4")))
    workspace.do(Add("front", at(host, "enp1s0#5")))
    assert workspace.write() == ("front", "fresh")

    assert workspace.change_count == 0
    assert workspace.changes() == ()
    assert "managed='no'" in workspace.document(workspace.draft.get("fresh")).text
    assert {network.name: network.members for network in workspace.draft} == {
        network.name: network.members for network in workspace_on(connection, host).draft
    }


def test_the_next_edit_changes_only_what_it_is_about(workspace: Workspace, host: Host) -> None:
    workspace.do(NEW)
    workspace.do(Add("fresh", at(host, "enp2s0#3")))
    workspace.write()
    workspace.do(Add("fresh", at(host, "enp2s0#4")))

    assert changed_lines(workspace, "fresh") == [
        "add <address type='pci' domain='0x0000' bus='0x02' slot='0x11' function='0x0'/>"
    ]


def test_undo_after_a_write_takes_out_what_was_put_in_and_nothing_else(workspace: Workspace, host: Host) -> None:
    workspace.do(NEW)
    workspace.do(Add("fresh", at(host, "enp2s0#3")))
    workspace.write()
    workspace.undo()

    # The empty pool itself was never written: managed='no' is libvirt's word for what it says.
    assert changed_lines(workspace, "fresh") == [
        "remove <forward mode='hostdev' managed='no'>",
        "remove <address type='pci' domain='0x0000' bus='0x02' slot='0x10' function='0x6'/>",
        "remove </forward>",
        "add <forward mode='hostdev' managed='no'/>",
    ]
    workspace.write()
    assert workspace.change_count == 0
    assert workspace.redo() == "Add enp2s0#3 to fresh"
    workspace.write()
    assert workspace.change_count == 0


def test_undo_after_a_write_gives_libvirt_back_what_it_held(
    workspace: Workspace, host: Host, connection: Connection
) -> None:
    before = stored(connection)
    workspace.do(TakeOutVfs(at(host, "enp1s0#0")))
    workspace.do(ChangeMode("front", ForwardMode.BRIDGE))
    workspace.do(Delete("vfio"))
    workspace.write()
    assert stored(connection).keys() < before.keys()
    while workspace.undo():
        pass
    workspace.write()

    assert stored(connection) == before
    assert workspace.change_count == 0


def test_a_whole_pf_in_a_list_is_still_one_after_a_write(workspace: Workspace, host: Host) -> None:
    workspace.do(Add("vfio", (*at(host, "enp1s0"),)))
    members = workspace.draft.get("vfio").members
    workspace.write()

    assert workspace.draft.get("vfio").members == members
    assert workspace.change_count == 0


def test_a_renamed_network_keeps_its_uuid_and_can_be_renamed_back(workspace: Workspace, connection: Connection) -> None:
    before = stored(connection)
    workspace.do(Rename("front", "edge"))
    workspace.write()
    edge = workspace.draft.get("edge")
    assert stored(connection).keys() == before.keys()
    assert (workspace.path(edge), workspace.change_count) == (f"edge at {connection.uri}", 0)

    workspace.undo()
    workspace.write()
    assert stored(connection) == before


def test_a_conflict_with_somebody_else_is_shown_and_settled(
    workspace: Workspace, host: Host, connection: Connection
) -> None:
    uuid = workspace.draft.get("front").uuid
    assert uuid
    theirs = pool("front", "enp1s0v6").replace(b"</name>", f"</name><uuid>{uuid}</uuid>".encode())
    SomebodyElse(connection.uri).define(theirs)
    workspace.do(Add("front", at(host, "enp1s0#2")))
    (change,) = workspace.changes()
    assert change.conflict is not None
    with pytest.raises(ConflictError):
        workspace.write()

    workspace.keep_mine("front")
    workspace.write()
    assert stored(connection)[uuid].count(b"<interface") == 3
    assert workspace.change_count == 0


def test_what_runs_is_compared_with_what_was_written(workspace: Workspace, host: Host, uri: str) -> None:
    somebody = SomebodyElse(uri)
    somebody.start("front")
    somebody.plug_in("front", "web")
    assert workspace.runtime is not None
    assert workspace.take_running(workspace.runtime.running()) is None
    front = workspace.force(workspace.draft.get("front"))
    assert front is not None
    assert (front.kind, front.guests) == ("now", ("web",))
    assert workspace.host.vf_by_address[at(host, "enp1s0#0")[0]].used_by == "web"

    workspace.do(TakeOutVfs(at(host, "enp1s0#1")))
    workspace.write()
    assert workspace.take_running(workspace.runtime.running()) is None
    front = workspace.force(workspace.draft.get("front"))
    assert front is not None
    assert (front.kind, len(front.only_now)) == ("after-restart", 1)


# Laws


@pytest.fixture
def lasting(shared_libvirtd: Libvirtd) -> Iterator[Connection]:
    """A connection for all examples: each leaves networks behind."""
    with closing(Connection(shared_libvirtd.uri)) as connection:
        yield connection
    forget_networks(shared_libvirtd.uri)


def keep(connection: Connection, draft: Draft) -> None:
    """Define as much of the draft as libvirt takes."""
    store = VirNetworkStore(connection)
    for network in draft:
        with suppress(StoreError, DocumentError):
            store.create(network.name, NetworkDocument.new(replace(network, uuid=None)).content)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_write_leaves_nothing_changed_and_its_undo_gives_back_what_was(
    host: Host, lasting: Connection, data: st.DataObject
) -> None:
    forget_networks(lasting.uri)
    keep(lasting, data.draw(drafts(host) | disjoint_drafts(host)))
    before, workspace = stored(lasting), workspace_on(lasting, host)
    for _ in range(6):
        with suppress(EditRefusedError):
            workspace.do(data.draw(edits(workspace.draft, host)))
    count = workspace.change_count
    try:
        workspace.write()
    except StoreError:
        assert stored(lasting) == before
        assert workspace.change_count == count
        return
    assert workspace.change_count == 0
    again = workspace_on(lasting, host)
    assert {each.name: (each.mode, each.members, each.managed) for each in workspace.draft} == {
        each.name: (each.mode, each.members, each.managed) for each in again.draft
    }
    while workspace.undo():
        pass
    with suppress(ConflictError):  # where networks exchange their names
        workspace.write()
        assert stored(lasting) == before
