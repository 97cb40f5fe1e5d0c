"""The libvirts that connections are tried on."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lab.fixtures import emptied_libvirtd, own_libvirtd, remote, root_libvirtd, shared_libvirtd

from vftui.virconnect.connection import Connection

__all__ = ["emptied_libvirtd", "own_libvirtd", "remote", "root_libvirtd", "shared_libvirtd"]

# Seconds. Long enough for a libvirt on a busy machine, where one answers at all.
PATIENT = 20.0
# For a libvirt that does not answer.
SHORT = 0.3

Connect = Callable[..., Connection]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Makes connections that are closed after the test."""
    made: list[Connection] = []

    def connect(uri: str, *, read_only: bool = False, limit: float = PATIENT) -> Connection:
        made.append(Connection(uri, read_only=read_only, limit=limit))
        return made[-1]

    yield connect
    for connection in made:
        connection.close()


@pytest.fixture
def test_driver(tmp_path: Path) -> str:
    """The URI of a test driver with one network, `default`.

    Each connection to it has a state of its own; to test:///default all connections of a process have the same. It runs
    within this process: nothing there can be lost, or be slow to answer.
    """
    path = tmp_path / "node.xml"
    path.write_text("<node><network><name>default</name><bridge name='virbr0'/></network></node>")
    return f"test://{path}"
