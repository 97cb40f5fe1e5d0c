"""A network of a libvirt as the store sees it. Whatever is here runs inside Connection.call.

The protocols name as much of libvirt-python, which has no types, as the store uses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from vftui.errors import DocumentError
from vftui.model.running import Attachment
from vftui.model.verdict import LibvirtVersion
from vftui.netxml.port import read_port

_INACTIVE = 1  # VIR_NETWORK_XML_INACTIVE
_VALIDATE = 1  # VIR_NETWORK_DEFINE_VALIDATE
_VALIDATES_SINCE = 7_007_000


class VirPort(Protocol):
    """libvirt.virNetworkPort."""

    def XMLDesc(self, flags: int = 0) -> str: ...  # noqa: N802 - libvirt's name


class VirNetwork(Protocol):
    """libvirt.virNetwork."""

    def name(self) -> str: ...
    def connect(self) -> "VirConnect": ...
    def autostart(self) -> int: ...
    def create(self) -> int: ...
    def destroy(self) -> int: ...
    def undefine(self) -> int: ...
    def UUIDString(self) -> str: ...  # noqa: N802 - libvirt's name
    def XMLDesc(self, flags: int = 0) -> str: ...  # noqa: N802 - libvirt's name
    def isActive(self) -> int: ...  # noqa: N802 - libvirt's name
    def isPersistent(self) -> int: ...  # noqa: N802 - libvirt's name
    def setAutostart(self, on: int) -> int: ...  # noqa: N802 - libvirt's name
    def listAllPorts(self, flags: int = 0) -> Sequence[VirPort]: ...  # noqa: N802 - libvirt's name


class VirConnect(Protocol):
    """libvirt.virConnect."""

    def getType(self) -> str: ...  # noqa: N802 - libvirt's name
    def getLibVersion(self) -> int: ...  # noqa: N802 - libvirt's name
    def listAllNetworks(self, flags: int = 0) -> Sequence[VirNetwork]: ...  # noqa: N802 - libvirt's name
    def networkDefineXML(self, xml: str) -> VirNetwork: ...  # noqa: N802 - libvirt's name
    def networkDefineXMLFlags(self, xml: str, flags: int) -> VirNetwork: ...  # noqa: N802 - libvirt's name
    def networkCreateXML(self, xml: str) -> VirNetwork: ...  # noqa: N802 - libvirt's name


@dataclass(frozen=True, slots=True)
class Condition:
    """How a network stands, beside its definition."""

    persistent: bool = True
    active: bool = False
    autostart: bool = False

    @classmethod
    def of(cls, network: VirNetwork) -> "Condition":
        persistent = bool(network.isPersistent())
        # Of a transient network libvirt refuses to tell.
        return cls(persistent, bool(network.isActive()), persistent and bool(network.autostart()))


def networks(connection: VirConnect) -> Mapping[str, VirNetwork]:
    """All networks, by uuid."""
    return {network.UUIDString(): network for network in connection.listAllNetworks()}


def version(connection: VirConnect) -> LibvirtVersion:
    """The version of the daemon, which may be another than this side's library."""
    number = connection.getLibVersion()
    return LibvirtVersion(number // 1_000_000, number // 1000 % 1000)


def inactive_xml(network: VirNetwork) -> str:
    """The definition that is in force from the next start on; of a transient network, the one in force."""
    # The test driver knows one definition only, and refuses the flag (LIBVIRT.md, section 5).
    return network.XMLDesc(0 if _is_test(network.connect()) else _INACTIVE)


def define(connection: VirConnect, text: str, *, validate: bool) -> VirNetwork:
    """Define, and validate against libvirt's schema where it offers that for networks."""
    if validate and connection.getLibVersion() >= _VALIDATES_SINCE:
        return connection.networkDefineXMLFlags(text, _VALIDATE)
    return connection.networkDefineXML(text)


def guests_on(network: VirNetwork) -> tuple[str, ...]:
    """The guests that have a port on an active network, each once; libvirt lists ports in no order."""
    if _is_test(network.connect()):
        return ()
    return tuple(sorted({_owner(port, network.name()) for port in network.listAllPorts()}))


def _owner(port: VirPort, network: str) -> str:
    return port_of(port.XMLDesc(), network).guest


def port_of(xml: str, network: str) -> Attachment:
    """What a port of the network says; of one that cannot be read, that there is a guest."""
    try:
        return read_port(xml, network)
    except DocumentError:
        # libvirt does not escape everything that it prints: not a profileid.
        return Attachment("a guest whose port cannot be read", network, has_port=True)


def _is_test(connection: VirConnect) -> bool:
    # `Test` in libvirt's documentation, `TEST` in its answers.
    return connection.getType().lower() == "test"
