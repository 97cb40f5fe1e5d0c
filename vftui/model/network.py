"""libvirt networks as values: forward mode, pool members, and the draft that holds them all."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from vftui.errors import EditRefusedError
from vftui.model.pci import PciAddress

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
class InterfaceMember:
    """`<interface dev='ens1f0v3'/>`: one netdev, by name."""

    dev: str


@dataclass(frozen=True, slots=True)
class AddressMember:
    """`<address domain='0x0000' bus='0x82' slot='0x10' function='0x3'/>`: one PCI function."""

    address: PciAddress


@dataclass(frozen=True, slots=True)
class PfMember:
    """`<pf dev='ens1f0'/>`: all VFs of a PF, expanded by libvirt when the network starts."""

    dev: str


@dataclass(frozen=True, slots=True)
class OpaqueMember:
    """An `<interface>`, `<address>` or `<pf>` that cannot be read, kept as it is written."""

    text: str


Member = InterfaceMember | AddressMember | PfMember | OpaqueMember


@dataclass(frozen=True, slots=True)
class Network:
    """One libvirt network as far as vftui edits it.

    `origin` is the store's key of the document it was read from, None for one not written yet. `obstacle` says why
    vftui leaves the network alone ("not a pool: forward mode nat"); None for a pool.
    `managed` is None where the attribute is absent.
    """

    name: str
    mode: ForwardMode
    members: tuple[Member, ...] = ()
    uuid: str | None = None
    managed: bool | None = None
    driver: str | None = None
    origin: str | None = None
    obstacle: str | None = None

    @property
    def is_pool(self) -> bool:
        return self.obstacle is None


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
        return self.put(name, replace(self.get(name), members=members))

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
