"""Workspaces on real folders, in the words of an operator."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from vftui.inventory.demo import demo_host
from vftui.inventory.demo_networks import demo_networks
from vftui.model.edits import NewNetwork
from vftui.model.host import Host
from vftui.model.network import ForwardMode
from vftui.model.pci import PciAddress
from vftui.model.selection import Selection, resolve
from vftui.stores.directory import DirectoryStore
from vftui.workspace import Workspace

HOST = demo_host()
BROKEN = b"<network>\n  <name>broken</name>\n  <forward mode=passthrough/>\n</network>\n"
NEW = NewNetwork("fresh", ForwardMode.PASSTHROUGH, "11111111-2222-4333-8444-555555555555")


def select(text: str) -> Selection:
    return resolve(text, HOST, lambda _: True)


def at(text: str) -> tuple[PciAddress, ...]:
    """The addresses of VFs and whole PFs of the demo host."""
    return tuple(item.address for item in select(text).items)


def host_without(*gone: str) -> Host:
    """The demo host after VFs have gone, or all VFs of a PF."""
    out = {vf.address for vf in select(",".join(gone)).vfs}
    pfs = (replace(pf, vfs=tuple(vf for vf in pf.vfs if vf.address not in out)) for pf in HOST.pfs)
    return replace(HOST, pfs=tuple(pfs))


def workspace_in(folder: Path, documents: Mapping[str, bytes] | None = None) -> Workspace:
    """The demo host, and a folder that holds these documents, those of the demo if none are given."""
    folder.mkdir(exist_ok=True)
    for name, content in (demo_networks() if documents is None else documents).items():
        (folder / name).write_bytes(content)
    return Workspace(HOST, DirectoryStore(folder))


def files(folder: Path) -> dict[str, bytes]:
    """Every file by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def text(workspace: Workspace, name: str) -> str:
    """The document that a write would store for a network of the draft."""
    return workspace.document(workspace.draft.get(name)).text
