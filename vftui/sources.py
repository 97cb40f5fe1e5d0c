"""Picks what the options ask for: the host, the networks, and the libvirt that has either. Loads only what it picks."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vftui.arguments import NODE_DEVICES, Options
from vftui.errors import LibvirtError
from vftui.model.text import printable
from vftui.progress import Progress

if TYPE_CHECKING:
    from vftui.inventory.base import Inventory
    from vftui.model.host import Host
    from vftui.model.verdict import LibvirtVersion
    from vftui.netxml.schema import Schema
    from vftui.stores.base import NetworkStore, Runtime
    from vftui.virconnect.connection import Connection

# Seconds for a libvirt that nobody asked for: one that is there answers within a few milliseconds.
PROBE_LIMIT = 3.0


@dataclass(frozen=True, slots=True)
class Sources:
    """`store` is None where the networks are made up, for that takes the host: see `demo_networks`.

    `runtime` is None where nothing runs the networks of the store. `missed` says why a libvirt that nobody named, and
    that is there, is not asked: the networks are others then, and who uses a VF is not known.
    """

    inventory: "Inventory"
    store: "NetworkStore | None"
    runtime: "Runtime | None"
    libvirt: "LibvirtVersion"
    schema: "Schema | None"
    missed: LibvirtError | None = None


@contextmanager
def opened(options: Options, progress: Progress) -> Iterator[Sources]:
    """All that is asked for, connected where that takes a libvirt until the context is left.

    Raises UsageError, and LibvirtError where a libvirt that was asked for does not answer.
    """
    version = None if options.libvirt is None else _asked_version(options.libvirt)
    connection, missed = connect(options, progress)
    try:
        is_remote = connection is not None and _is_remote(connection)
        yield Sources(
            inventory=pick_inventory(options, connection if is_remote or options.host == NODE_DEVICES else None),
            store=pick_store(options, connection),
            runtime=_pick_runtime(options, connection),
            libvirt=version or _version_of(connection),
            schema=None if is_remote else _installed_schema(),
            missed=missed,
        )
    finally:
        if connection is not None:
            connection.close()


def connect(options: Options, progress: Progress) -> "tuple[Connection | None, LibvirtError | None]":
    """The libvirt that is to be asked, connected; None where none is, or where nobody named it and it does not answer.

    And why it does not, where there is one. Raises LibvirtError where one that was asked for does not answer.
    """
    if not options.asks_libvirt:
        return None, None
    from vftui.virconnect.connection import Connection
    from vftui.virconnect.uris import SYSTEM

    named = options.connect or os.environ.get("LIBVIRT_DEFAULT_URI")
    # What only prints needs no leave to write, which libvirt gives to few.
    connection = Connection(named or SYSTEM, read_only=options.read_only or options.command is not None)
    required = bool(named) or options.must_have_libvirt
    _announce(connection.uri, progress)
    try:
        connection.open(_limit(connection.uri) if required else PROBE_LIMIT, progress)
    except LibvirtError as error:
        # One that answers later is not wanted any more.
        connection.close()
        if required:
            raise
        return None, None if error.absent else error
    return connection, None


def _limit(uri: str) -> float:
    """How long connecting may take, in seconds."""
    from vftui.virconnect.connection import CALL_LIMIT, OPEN_LIMIT
    from vftui.virconnect.uris import is_remote

    # Where there is no ":///" it is an alias, which may stand for anything.
    return CALL_LIMIT if ":///" in uri and not is_remote(uri) else OPEN_LIMIT


def _announce(uri: str, progress: Progress) -> None:
    """Say whom we wait for."""
    from vftui.virconnect.uris import transport

    text = f"Connecting to {uri}"
    if transport(uri) != "ssh":
        progress.at(text)
    elif sys.stderr is not None and sys.stderr.isatty():
        # ssh may ask for a password on the next line: one that is drawn again and again would hide the question.
        print(printable(f"{text} …"), file=sys.stderr)


def _is_remote(connection: "Connection") -> bool:
    from vftui.virconnect.uris import is_remote

    # Its own word for the URI: the operator's may be an alias from libvirt.conf.
    uri: str = connection.call("tell its URI", lambda libvirt: libvirt.getURI())
    return is_remote(uri)


def _asked_version(text: str) -> "LibvirtVersion":
    """The libvirt to judge as. Raises UsageError; says on stderr where another one has to stand in."""
    from vftui.model.verdict import LibvirtVersion, nearest

    asked = LibvirtVersion.parse(text)
    if (known := nearest(asked)) != asked:
        print(f"vftui: libvirt {asked} was not measured; the nearest that was, {known}, stands in.", file=sys.stderr)
    return asked


def _version_of(connection: "Connection | None") -> "LibvirtVersion":
    from vftui.model.verdict import V11_3

    if connection is None:
        return V11_3
    from vftui.stores.virdefinition import version

    return connection.call("tell its version", version)


def _installed_schema() -> "Schema | None":
    from vftui.netxml.schema import installed_schema

    return installed_schema()


def pick_inventory(options: Options, connection: "Connection | None") -> "Inventory":
    """The host that the options ask for, from node devices where a connection is given, unless it is another one.

    Raises UsageError for a size that is none.
    """
    if options.demo_size is not None:
        from vftui.inventory.demo import parse_size, sized_host
        from vftui.inventory.fixed import FixedInventory

        return FixedInventory(sized_host(*parse_size(options.demo_size)))
    if options.demo:
        from vftui.inventory.demo import demo_host
        from vftui.inventory.fixed import FixedInventory

        return FixedInventory(demo_host())
    if isinstance(options.host, Path):
        from vftui.inventory.capture import CapturedInventory

        return CapturedInventory(options.host)
    if connection is not None:
        from vftui.inventory.nodedev import NodeDeviceInventory

        return NodeDeviceInventory(connection)
    from vftui.inventory.udev import UdevInventory

    return UdevInventory()


def pick_store(options: Options, connection: "Connection | None") -> "NetworkStore | None":
    """The folder that the options name, the libvirt, or the user's own folder; None where networks are made up."""
    if options.has_demo_networks:
        return None
    if connection is not None and options.networks is None:
        from vftui.stores.virnetwork import VirNetworkStore

        return VirNetworkStore(connection)
    import platformdirs

    from vftui.stores.directory import DirectoryStore

    folder = options.networks or platformdirs.user_data_path("vftui") / "networks"
    return DirectoryStore(folder, read_only=options.read_only)


def _pick_runtime(options: Options, connection: "Connection | None") -> "Runtime | None":
    if connection is None or options.networks is not None:
        return None
    from vftui.stores.virruntime import VirRuntime

    return VirRuntime(connection)


def demo_networks(options: Options, host: "Host") -> Mapping[str, bytes]:
    """The networks made up for a made-up host, by file name."""
    from vftui.inventory import demo_networks as made_up

    return made_up.sized_networks(host) if options.demo_size is not None else made_up.demo_networks()
