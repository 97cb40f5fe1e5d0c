"""The stores that the contract holds for. A new one joins with one line in STORES."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import pytest

from vftui.stores.base import NetworkStore
from vftui.stores.directory import DirectoryStore
from vftui.stores.memory import MemoryStore


class MakeStore(Protocol):
    """Make a store that keeps these networks, by name."""

    def __call__(self, networks: Mapping[str, bytes] = ..., *, read_only: bool = ...) -> NetworkStore: ...


def directory(path: Path, networks: Mapping[str, bytes], read_only: bool) -> NetworkStore:
    path.mkdir(exist_ok=True)
    for name, content in networks.items():
        (path / f"{name}.xml").write_bytes(content)
    return DirectoryStore(path, read_only=read_only)


def memory(_: Path, networks: Mapping[str, bytes], read_only: bool) -> NetworkStore:
    return MemoryStore({f"{name}.xml": content for name, content in networks.items()}, read_only=read_only)


STORES: tuple[Callable[[Path, Mapping[str, bytes], bool], NetworkStore], ...] = (directory, memory)


@pytest.fixture(params=STORES, ids=lambda make: make.__name__)
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> MakeStore:
    def make(networks: Mapping[str, bytes] | None = None, *, read_only: bool = False) -> NetworkStore:
        store: NetworkStore = request.param(tmp_path / "networks", networks or {}, read_only)
        return store

    return make
