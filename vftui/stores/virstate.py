"""What a libvirt tells of its networks and guests while they run, as texts. All of it runs inside Connection.call."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from vftui.stores.virdefinition import VirNetwork, inactive_xml

# virErrorNumber
NO_SUPPORT, NO_DOMAIN, NO_NETWORK, NOT_ACTIVE = 3, 42, 43, 55
# virConnectListAllNetworksFlags
ACTIVE, PERSISTENT, AUTOSTART = 2, 4, 16
_RUNNING = 1  # VIR_CONNECT_LIST_DOMAINS_ACTIVE
_INACTIVE = 2  # VIR_DOMAIN_XML_INACTIVE


class VirDomain(Protocol):
    """libvirt.virDomain."""

    def UUIDString(self) -> str: ...  # noqa: N802 - libvirt's name
    def XMLDesc(self, flags: int = 0) -> str: ...  # noqa: N802 - libvirt's name


class VirConnect(Protocol):
    """libvirt.virConnect, as far as what runs is asked of it."""

    def listAllNetworks(self, flags: int = 0) -> Sequence[VirNetwork]: ...  # noqa: N802 - libvirt's name
    def listAllDomains(self, flags: int = 0) -> Sequence[VirDomain]: ...  # noqa: N802 - libvirt's name
    def networkLookupByUUIDString(self, uuid: str) -> VirNetwork: ...  # noqa: N802 - libvirt's name


@dataclass(frozen=True, slots=True)
class NetworkTexts:
    """A network's XML. `live` is None where it is inactive; `ports` are those of the guests on it."""

    inactive: str
    live: str | None = None
    ports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GuestTexts:
    """A guest's XML. `live` is None where it is off."""

    inactive: str
    live: str | None = None


def listed_networks(connection: VirConnect) -> Mapping[str, tuple[VirNetwork, int]]:
    """Every network by uuid, with those of ACTIVE, PERSISTENT and AUTOSTART that hold: four calls for any number."""
    networks = {network.UUIDString(): network for network in connection.listAllNetworks()}
    flags = dict.fromkeys(networks, 0)
    for flag in (ACTIVE, PERSISTENT, AUTOSTART):
        for network in connection.listAllNetworks(flag):
            if (key := network.UUIDString()) in flags:
                flags[key] |= flag
    return {key: (networks[key], flags[key]) for key in sorted(networks, key=lambda key: networks[key].name())}


def network_texts(network: VirNetwork, flags: int) -> NetworkTexts:
    """`flags` as `listed_networks` gives them."""
    texts = NetworkTexts(inactive_xml(network))
    if flags & ACTIVE:
        # It may have been stopped since it was listed.
        with unless(NOT_ACTIVE):
            texts = replace(texts, live=network.XMLDesc(), ports=_ports(network))
    return texts


def _ports(network: VirNetwork) -> tuple[str, ...]:
    ports: list[str] = []
    # The test driver has none (LIBVIRT.md, section 5).
    with unless(NO_SUPPORT):
        ports += (port.XMLDesc() for port in network.listAllPorts())
    return tuple(ports)


def listed_guests(connection: VirConnect) -> Mapping[str, tuple[VirDomain, bool]]:
    """Every guest by uuid, and whether it runs; none where the daemon is one for networks only."""
    guests: dict[str, tuple[VirDomain, bool]] = {}
    with unless(NO_SUPPORT):
        guests = {guest.UUIDString(): (guest, False) for guest in connection.listAllDomains()}
        guests |= {guest.UUIDString(): (guest, True) for guest in connection.listAllDomains(_RUNNING)}
    return guests


def guest_texts(guest: VirDomain, running: bool) -> GuestTexts:
    return GuestTexts(guest.XMLDesc(_INACTIVE), guest.XMLDesc() if running else None)


@contextmanager
def unless(*codes: int) -> Iterator[None]:
    """Leave the block where libvirt raises one of these errors in it."""
    import libvirt

    try:
        yield
    except libvirt.libvirtError as error:
        if error.get_error_code() not in codes:
            raise
