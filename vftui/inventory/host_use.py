"""What the host itself does with a netdev: from sysfs what is stacked on it, from elsewhere addresses and routes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vftui.inventory import attributes
from vftui.model.text import joined

_IFF_UP = 1  # linux/if.h
_NAMED_KINDS = ("bridge", "bond")


@dataclass(frozen=True, slots=True)
class NetworkState:
    """What sysfs does not tell of netdevs, by name: the addresses they have, and which carry a default route.

    Addresses that do not reach beyond the link are not among them: every netdev that is up has one.
    """

    addresses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    default_routes: frozenset[str] = frozenset()


def admin_up(netdev: str) -> bool | None:
    """Whether the netdev at this path of sysfs is set up, with or without a carrier."""
    flags = attributes.number(f"{netdev}/flags", 16)
    return None if flags is None else bool(flags & _IFF_UP)


def uppers(entries: Iterable[str]) -> Sequence[str]:
    """The devices stacked on a netdev with these entries: a guest's macvtap, a VLAN, the bridge or bond it is in."""
    return sorted(entry.removeprefix("upper_") for entry in entries if entry.startswith("upper_"))


def host_use(netdev: str, entries: Collection[str], state: NetworkState) -> tuple[str, ...]:
    """What the host does with the netdev at this path of sysfs, which holds these entries.

    A guest's macvtap on it is no use by the host.
    """
    return (*_reached(netdev, state), *_stacked(netdev, entries))


def _reached(netdev: str, state: NetworkState) -> Iterator[str]:
    name = netdev.rpartition("/")[2]
    addresses = state.addresses.get(name, ())
    # An address stays on a netdev that is set down; nobody reaches the host by it then.
    if addresses and admin_up(netdev):
        yield f"has {joined(addresses)}"
    if name in state.default_routes:
        yield "carries the default route"


def _stacked(netdev: str, entries: Collection[str]) -> Iterator[str]:
    if "master" in entries and (master := attributes.target(f"{netdev}/master")):
        # Teams and Open vSwitch tell no kind here, but have names that speak: team0, ovs-system.
        kind = _kind(f"{netdev}/master")
        yield f"is in {kind} {master}" if kind in _NAMED_KINDS else f"is in {master}"
    for upper in uppers(entries):
        if _kind(f"{netdev}/upper_{upper}") == "vlan":
            yield f"has VLAN {upper} on it"


def _kind(netdev: str) -> str | None:
    """The DEVTYPE of a virtual netdev, such as `bridge`; None for the kinds that tell none."""
    lines = (attributes.text(f"{netdev}/uevent") or "").splitlines()
    return next((line.removeprefix("DEVTYPE=") for line in lines if line.startswith("DEVTYPE=")), None)
