"""Writing the draft, and what undo means after it."""

from pathlib import Path

import pytest
from test_workspace import BROKEN, HOST, HOSTDEV, NEW, at, workspace_in

from vftui.errors import StoreError
from vftui.inventory.demo_networks import demo_networks
from vftui.model.edits import Add, ChangeMode, Delete, MoveMembers, NewNetwork, Rename, TakeOutVfs, Together
from vftui.model.network import InterfaceMember
from vftui.stores.directory import DirectoryStore
from vftui.stores.memory import MemoryStore
from vftui.workspace import Workspace


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "networks"


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    return workspace_in(folder)
