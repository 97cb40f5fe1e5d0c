"""A host saved as JSON, for planning away from it.

    {"format": "vftui-host", "version": 1, "name": "kvm-7", "source": "this host (udev)", "others": ["br0"],
     "pfs": [{"address": "0000:3b:00.0", "netdevs": ["ens1f0"], "totalvfs": 64, "link": "up", "admin_up": true,
              "numvfs_setting": "/etc/udev/rules.d/70-sriov.rules", ...,
              "vfs": [{"index": 0, "address": "0000:3b:02.0", "netdev": "ens1f0v0", "host_use": ["has 10.0.0.5"],
                       ...}]}]}

Keys are the fields of Host, PhysicalFunction and VirtualFunction. One that is null or left out is unknown, or empty.
A change that an older vftui would misread gets the next version number.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import fields, replace
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from vftui.errors import InventoryError
from vftui.inventory.shape import Members, MisfitError, boolean, listed, number, optional, parse, refuse, string
from vftui.model.host import Host, Link, PhysicalFunction, VirtualFunction
from vftui.model.pci import PciAddress
from vftui.progress import Progress

FORMAT = "vftui-host"
VERSION = 1
MAX_BYTES = 64 * 2**20

_MAC = re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2})*", re.IGNORECASE)
# The kernel's dev_valid_name(): no blank, slash or colon; in bytes, at most IFNAMSIZ - 1.
_NETDEV = re.compile(rb"(?!\.{1,2}$)[^\s/:]{1,15}")

_Ordered = TypeVar("_Ordered", int, PciAddress)

_vf_count = number(0, 0xFFFF)
_natural = number(0, 2**31 - 1)
_positive = number(1, 2**31 - 1)


class CapturedInventory:
    """A host saved in a file by `vftui capture`. It never changes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, progress: Progress | None = None) -> Host:  # noqa: ARG002 - takes no time
        """The saved host. Raises InventoryError where the file cannot be read or is not a saved host."""
        host = parse_capture(_read_text(self._path), str(self._path))
        return replace(host, source=f"saved in {self._path}")

    def watch(
        self,
        changed: Callable[[], None],  # noqa: ARG002 - never called: this host does not change
    ) -> AbstractContextManager[object]:
        return nullcontext()


def capture_to_json(host: Host) -> str:
    """The host as text that `parse_capture` reads back to an equal host. ASCII, whatever the names hold."""
    return json.dumps({"format": FORMAT, "version": VERSION, **_members_of(host)}, indent=1, default=_plain) + "\n"


def parse_capture(text: str, path: str) -> Host:
    """The host that was saved as `text`; `path` says in errors where it comes from. Raises InventoryError."""
    try:
        value = parse(text)
        _refuse_newer(value, path)
        return _host(value, "")
    except MisfitError as misfit:
        raise InventoryError(f"{path} is not a saved host", f"{misfit}. `vftui capture` saves one.") from misfit


def _refuse_newer(value: object, path: str) -> None:
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise MisfitError(f'expected an object with "format": "{FORMAT}"')
    version = value.get("version")
    if isinstance(version, int) and version > VERSION:
        raise InventoryError(
            f"{path} was saved by a newer vftui",
            f"It has format version {version}, this vftui reads version {VERSION}. "
            "Update vftui, or save the host again with this one.",
        )


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InventoryError(f"{path} cannot be read", f"{error.strerror}. Check the path given to --host.") from error
    if len(content) > MAX_BYTES:
        raise InventoryError(f"{path} is not a saved host", f"It is larger than {MAX_BYTES >> 20} MiB.")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise InventoryError(
            f"{path} is not a saved host", f"expected UTF-8 text, found something else at byte {error.start}."
        ) from error


def _members_of(value: Host | PhysicalFunction | VirtualFunction) -> dict[str, object]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _plain(value: object) -> object:
    return _members_of(value) if isinstance(value, PhysicalFunction | VirtualFunction) else str(value)


def _keys(of: type[Host | PhysicalFunction | VirtualFunction]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(of))


def _host(value: object, place: str) -> Host:
    members = Members(value, place, ("format", "version", *_keys(Host)))
    members.read("version", number(VERSION, VERSION))
    host = Host(
        name=members.read("name", string),
        source=members.read("source", string),
        pfs=members.read("pfs", _physical_functions),
        others=members.read("others", listed(_netdev)),
    )
    _refuse_repeats(_addresses(host))
    _refuse_repeats(_netdevs(host))
    return host


def _physical_functions(value: object, place: str) -> tuple[PhysicalFunction, ...]:
    pfs = listed(_physical_function)(value, place)
    _refuse_disorder(place, "address", [pf.address for pf in pfs])
    return pfs


def _physical_function(value: object, place: str) -> PhysicalFunction:
    members = Members(value, place, _keys(PhysicalFunction))
    return PhysicalFunction(
        address=members.read("address", _address),
        netdevs=members.read("netdevs", listed(_netdev)),
        driver=members.read("driver", optional(string)),
        vendor=members.read("vendor", optional(string)),
        device=members.read("device", optional(string)),
        mac=members.read("mac", optional(_mac)),
        link=members.read("link", optional(_link)),
        speed_mbps=members.read("speed_mbps", optional(_positive)),
        numa_node=members.read("numa_node", optional(_natural)),
        totalvfs=members.read("totalvfs", _vf_count),
        admin_up=members.read("admin_up", optional(boolean)),
        host_use=members.read("host_use", listed(string)),
        numvfs_setting=members.read("numvfs_setting", optional(string)),
        vfs=members.read("vfs", _virtual_functions),
        used_by=members.read("used_by", optional(string)),
    )


def _virtual_functions(value: object, place: str) -> tuple[VirtualFunction, ...]:
    vfs = listed(_virtual_function)(value, place)
    _refuse_disorder(place, "index", [vf.index for vf in vfs])
    return vfs


def _virtual_function(value: object, place: str) -> VirtualFunction:
    members = Members(value, place, _keys(VirtualFunction))
    return VirtualFunction(
        index=members.read("index", _vf_count),
        address=members.read("address", _address),
        netdev=members.read("netdev", optional(_netdev)),
        driver=members.read("driver", optional(string)),
        mac=members.read("mac", optional(_mac)),
        iommu_group=members.read("iommu_group", optional(_natural)),
        used_by=members.read("used_by", optional(string)),
        host_use=members.read("host_use", listed(string)),
    )


def _address(value: object, place: str) -> PciAddress:
    try:
        return PciAddress.parse(value if isinstance(value, str) else "")
    except ValueError:
        refuse(place, "a PCI address such as 0000:82:10.3", value)


def _netdev(value: object, place: str) -> str:
    if not isinstance(value, str) or not _NETDEV.fullmatch(_encoded(value)):
        refuse(place, "the name of a netdev such as ens1f0", value)
    return value


def _encoded(name: str) -> bytes:
    """The bytes of a name; none where it holds surrogates that stand for no byte."""
    try:
        return name.encode(errors="surrogateescape")
    except UnicodeEncodeError:
        return b""


def _mac(value: object, place: str) -> str:
    if not isinstance(value, str) or not _MAC.fullmatch(value):
        refuse(place, "a MAC address such as 52:54:00:12:34:56", value)
    return value


def _link(value: object, place: str) -> Link:
    return Link(value) if isinstance(value, str) and value in tuple(Link) else refuse(place, " or ".join(Link), value)


def _addresses(host: Host) -> Iterator[tuple[str, str]]:
    """Every PCI address with its place."""
    for p, pf in enumerate(host.pfs):
        yield f"pfs[{p}].address", str(pf.address)
        yield from ((f"pfs[{p}].vfs[{v}].address", str(vf.address)) for v, vf in enumerate(pf.vfs))


def _netdevs(host: Host) -> Iterator[tuple[str, str]]:
    """Every netdev name with its place."""
    for p, pf in enumerate(host.pfs):
        yield from ((f"pfs[{p}].netdevs[{n}]", name) for n, name in enumerate(pf.netdevs))
        yield from ((f"pfs[{p}].vfs[{v}].netdev", vf.netdev) for v, vf in enumerate(pf.vfs) if vf.netdev is not None)
    yield from ((f"others[{n}]", name) for n, name in enumerate(host.others))


def _refuse_disorder(place: str, key: str, values: Sequence[_Ordered]) -> None:
    for position, (before, value) in enumerate(pairwise(values), 1):
        if value <= before:
            raise MisfitError(
                f"{place}[{position}].{key}: expected one above {before}, as they stand in order, found {value}"
            )


def _refuse_repeats(values: Iterator[tuple[str, str]]) -> None:
    places: dict[str, str] = {}
    for place, value in values:
        if value in places:
            raise MisfitError(f"{place}: expected no {value!r}, for that is {places[value]} already")
        places[value] = place
