"""The stores that the contract holds for. A new one joins with one line in STORES."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import Protocol

import pytest
from lab.fixtures import HOST, emptied_libvirtd, forget_networks, own_libvirtd, shared_libvirtd
from lab.hosts import host_tree
from lab.libvirtd import Libvirtd, missing_for_system, system_libvirtd

from vftui.stores.base import NetworkStore
from vftui.stores.directory import DirectoryStore
from vftui.stores.memory import MemoryStore
from vftui.stores.virnetwork import VirNetworkStore
from vftui.virconnect.connection import Connection

__all__ = ["emptied_libvirtd", "own_libvirtd", "shared_libvirtd"]


class MakeStore(Protocol):
    """Make a store that keeps these networks, by name."""

    def __call__(self, networks: Mapping[str, bytes] = ..., *, read_only: bool = ...) -> NetworkStore: ...


def directory(request: pytest.FixtureRequest, networks: Mapping[str, bytes], read_only: bool) -> NetworkStore:
    path = request.getfixturevalue("tmp_path") / "networks"
    path.mkdir(exist_ok=True)
    for name, content in networks.items():
        (path / f"{name}.xml").write_bytes(content)
    return DirectoryStore(path, read_only=read_only)


def memory(_: pytest.FixtureRequest, networks: Mapping[str, bytes], read_only: bool) -> NetworkStore:
    return MemoryStore({f"{name}.xml": content for name, content in networks.items()}, read_only=read_only)


def libvirt_of_a_user(request: pytest.FixtureRequest, networks: Mapping[str, bytes], read_only: bool) -> NetworkStore:
    return of_libvirt(request, request.getfixturevalue("emptied_libvirtd").uri, networks, read_only)


def libvirt_of_the_system(
    request: pytest.FixtureRequest, networks: Mapping[str, bytes], read_only: bool
) -> NetworkStore:
    uri = request.getfixturevalue("libvirtd_of_root").uri
    forget_networks(uri)
    return of_libvirt(request, uri, networks, read_only)


def libvirt_test_driver(request: pytest.FixtureRequest, networks: Mapping[str, bytes], read_only: bool) -> NetworkStore:
    """libvirt's own stand-in: it shows no ports, validates less, and knows no difference between live and inactive."""
    return of_libvirt(request, request.getfixturevalue("emptied_test_driver"), networks, read_only)


def of_libvirt(
    request: pytest.FixtureRequest, uri: str, networks: Mapping[str, bytes], read_only: bool
) -> NetworkStore:
    import libvirt

    with closing(libvirt.open(uri)) as defining:
        for content in networks.values():
            defining.networkDefineXML(content.decode())
    connection = Connection(uri, read_only=read_only)
    request.addfinalizer(connection.close)
    return VirNetworkStore(connection)


STORES: tuple[Callable[[pytest.FixtureRequest, Mapping[str, bytes], bool], NetworkStore], ...] = (
    directory,
    memory,
    libvirt_of_a_user,
    libvirt_of_the_system,
    libvirt_test_driver,
)


@pytest.fixture(params=STORES, ids=lambda make: make.__name__)
def make_store(request: pytest.FixtureRequest) -> MakeStore:
    def make(networks: Mapping[str, bytes] | None = None, *, read_only: bool = False) -> NetworkStore:
        store: NetworkStore = request.param(request, networks or {}, read_only)
        return store

    return make


@pytest.fixture(scope="session")
def libvirtd_of_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Libvirtd]:
    """Root's daemon, with Debian's own settings, for a whole session."""
    if lack := missing_for_system():
        pytest.skip(f"needs {lack}")
    with system_libvirtd(host_tree(HOST, tmp_path_factory.mktemp("host"))) as libvirtd:
        yield libvirtd


@pytest.fixture
def emptied_test_driver() -> Iterator[str]:
    """The URI of libvirt's test driver without any network."""
    libvirt = pytest.importorskip("libvirt")
    # All connections of a process share what it holds, and it starts afresh when the last is closed.
    with closing(libvirt.open("test:///default")):
        forget_networks("test:///default")
        yield "test:///default"
