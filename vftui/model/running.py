"""What a libvirt runs: the state of its networks, and the guests that hold their devices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from vftui.model.member import WrittenMember
from vftui.model.network import ForwardMode
from vftui.model.pci import PciAddress


@dataclass(frozen=True, slots=True)
class NetworkState:
    """What is true of one network beside its definition.

    `revision_token` is that of its inactive XML (Revision.token), to notice that somebody else has defined it anew.
    `live` is the live XML, None of an inactive network. `bridge` is the bridge it made, None where it has none.
    `pool` is what an active network hands out: a `<pf>` as the VFs that it had at the start. `as_defined` is False
    where an active network was defined anew since its start in anything beside that list, such as its VLAN. `counted`
    is how many guests' devices it counts, which decides what the next guest gets, and not the ports (LIBVIRT.md 0.2).
    """

    active: bool
    autostart: bool
    persistent: bool
    revision_token: str
    bridge: str | None = None
    live: str | None = None
    name: str = ""
    pool: tuple[WrittenMember, ...] = ()
    as_defined: bool = True
    counted: int = 0


@dataclass(frozen=True, slots=True)
class Attachment:
    """A device that a running guest holds.

    `netdev` for macvtap, whose mode is `mode`, `address` for vfio; all None for a tap on a bridge. `network` is None
    outside every network, or where nothing tells it. `has_port` says whether the network counts it: ports are lost when
    a network is stopped (LIBVIRT.md 0.11).
    """

    guest: str
    network: str | None = None
    mac: str | None = None
    netdev: str | None = None
    address: PciAddress | None = None
    has_port: bool = False
    mode: ForwardMode | None = None


@dataclass(frozen=True)
class Running:
    """All of it at one time.

    `networks` is by store key; `named_by` names, by network name, every guest whose definition names that network,
    those that are off included.
    """

    networks: Mapping[str, NetworkState] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    named_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def attachments_of(self) -> Mapping[str, tuple[Attachment, ...]]:
        """The attachments of each network, by its name."""
        found: dict[str, tuple[Attachment, ...]] = {}
        for attachment in self.attachments:
            if attachment.network is not None:
                found[attachment.network] = (*found.get(attachment.network, ()), attachment)
        return found

    def guests_of(self, network: str) -> tuple[str, ...]:
        """The running guests on a network, each once, in the order of their attachments."""
        return tuple(dict.fromkeys(each.guest for each in self.attachments_of.get(network, ())))
