"""What a pool is made of."""

from collections.abc import Iterable
from dataclasses import dataclass

from vftui.model.pci import PciAddress


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


@dataclass(frozen=True, slots=True)
class ListedPfMember:
    """A whole PF, written as the list of the VFs that it had when the list was made: one at least, all named alike.

    libvirt cannot hold a `<pf>` beside other members, so the list stands in `<forward>`, and that it means the whole PF
    stands in `<metadata>` (vftui.netxml.intent). A pool has one of a PF at most.
    """

    dev: str
    listed: tuple[InterfaceMember | AddressMember, ...]


# Those that are one element each, and all that a pool can have.
WrittenMember = InterfaceMember | AddressMember | PfMember | OpaqueMember
Member = WrittenMember | ListedPfMember


def written(members: Iterable[Member]) -> tuple[WrittenMember, ...]:
    """The members as they stand in `<forward>`, a whole PF that is listed as its list."""
    return tuple(
        each for member in members for each in (member.listed if isinstance(member, ListedPfMember) else (member,))
    )
