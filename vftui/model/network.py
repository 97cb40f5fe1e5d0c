"""libvirt networks as values: forward mode, pool members, and the draft that holds them all."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from vftui.errors import EditRefusedError
from vftui.model.intent import OutdatedIntent, grouped, intent_of
from vftui.model.member import (
    AddressMember,
    InterfaceMember,
    ListedPfMember,
    Member,
    OpaqueMember,
    PfMember,
    WrittenMember,
    written,
)

__all__ = [
    "MAX_NAME_BYTES",
    "POOL_MODES",
    "AddressMember",
    "Draft",
    "ForwardMode",
    "InterfaceMember",
    "ListedPfMember",
    "Member",
    "Network",
    "OpaqueMember",
    "OutdatedIntent",
    "PfMember",
    "WrittenMember",
    "check_name",
]

# libvirt writes NAME.xml.new beside its own files, hence the limit in bytes (LIBVIRT.md, section 10).
MAX_NAME_BYTES = 247


class ForwardMode(StrEnum):
    """The `mode` of `<forward>`. ISOLATED is a network without that element, UNKNOWN a mode libvirt does not know."""

    PASSTHROUGH = "passthrough"
    HOSTDEV = "hostdev"
    BRIDGE = "bridge"
    VEPA = "vepa"
    PRIVATE = "private"
    NAT = "nat"
    ROUTE = "route"
    OPEN = "open"
    ISOLATED = "isolated"
    UNKNOWN = "unknown"

    @property
    def is_macvtap(self) -> bool:
        """Guests get a macvtap device on a netdev; members are `<interface>`."""
        return self in _MACVTAP

    @property
    def is_pool(self) -> bool:
        """Whether a network of this mode can hand out devices of a pool."""
        return self.is_macvtap or self is ForwardMode.HOSTDEV

    @property
    def label(self) -> str:
        """The mode with the word that tells apart the two that people confuse."""
        if self.is_macvtap:
            return f"{self.value} (macvtap)"
        return "hostdev (vfio)" if self is ForwardMode.HOSTDEV else self.value


_MACVTAP = frozenset(
    {ForwardMode.PASSTHROUGH, ForwardMode.PRIVATE, ForwardMode.VEPA, ForwardMode.BRIDGE},
)
POOL_MODES = tuple(mode for mode in ForwardMode if mode.is_pool)


@dataclass(frozen=True, slots=True)
class Network:
    """One libvirt network as far as vftui edits it.

    `origin` is the store's key of the document it was read from, None for one not written yet. `obstacle` says why
    vftui leaves the network alone ("not a pool: forward mode nat"); None for a pool.
    `managed` is None where the attribute is absent. `leave_out` names what a write leaves out: top-level elements,
    and attributes of `<network>`, `<forward>` and what is in it, such as `interface@connections`.
    """

    name: str
    mode: ForwardMode
    members: tuple[Member, ...] = ()
    uuid: str | None = None
    managed: bool | None = None
    driver: str | None = None
    origin: str | None = None
    obstacle: str | None = None
    outdated: OutdatedIntent | None = None
    leave_out: tuple[str, ...] = ()

    @property
    def is_pool(self) -> bool:
        return self.obstacle is None

    @property
    def written_members(self) -> tuple[WrittenMember, ...]:
        """The members as they stand in `<forward>`, a whole PF that is listed as its list."""
        return written(self.members)

    def with_members(self, members: tuple[Member, ...]) -> "Network":
        """The pool with other members. An outdated intent goes when the list agrees with it again, or has a new one."""
        if self.outdated is None:
            return replace(self, members=members)
        if intent_of(members):
            return replace(self, members=members, outdated=None)
        agreed = grouped(written(members), self.outdated.parts)
        return replace(self, members=agreed or members, outdated=None if agreed else self.outdated)


@dataclass(frozen=True, slots=True)
class Draft:
    """All networks as the operator wants them, in the order shown. Names are unique."""

    networks: tuple[Network, ...] = ()

    def __iter__(self) -> Iterator[Network]:
        return iter(self.networks)

    def find(self, name: str) -> Network | None:
        return next((network for network in self.networks if network.name == name), None)

    def get(self, name: str) -> Network:
        """The network of that name; raises EditRefusedError where there is none."""
        if (network := self.find(name)) is None:
            raise EditRefusedError(f"There is no network {name!r}.")
        return network

    def pool(self, name: str) -> Network:
        """The pool of that name; raises EditRefusedError where there is none, or it is a network of another kind."""
        network = self.get(name)
        if network.obstacle is not None:
            raise EditRefusedError(f"{name} is not a pool ({network.obstacle}); vftui does not change it.")
        return network

    def put(self, name: str, network: Network) -> "Draft":
        """The draft with `network` in the place of the one called `name`."""
        return Draft(tuple(network if old.name == name else old for old in self.networks))

    def with_members(self, name: str, members: tuple[Member, ...]) -> "Draft":
        return self.put(name, self.get(name).with_members(members))

    def add(self, network: Network) -> "Draft":
        return Draft((*self.networks, network))

    def without(self, name: str) -> "Draft":
        return Draft(tuple(network for network in self.networks if network.name != name))


def check_name(name: str) -> None:
    """Raise EditRefusedError unless libvirt takes `name` for a network (LIBVIRT.md, section 10).

    libvirt itself refuses `/` and line breaks only; other controls can be typed nowhere, or not be written as XML.
    """
    if not name.strip():
        raise EditRefusedError("A network needs a name.")
    if bad := next((c for c in name if c == "/" or unicodedata.category(c) in {"Cc", "Cs"}), None):
        raise EditRefusedError(f"A network's name cannot contain {bad!r}. Choose another name.")
    if (size := len(name.encode())) > MAX_NAME_BYTES:
        raise EditRefusedError(
            f"A network's name has at most {MAX_NAME_BYTES} bytes; this one has {size}. Choose a shorter one."
        )
