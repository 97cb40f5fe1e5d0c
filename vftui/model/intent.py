"""What a pool was meant to be: whole PFs and single VFs, kept in `<metadata>`, for `<forward>` can only list VFs.

The list is what libvirt uses, and it is always true. The intent says which stretches of it are whole PFs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from vftui.model.member import AddressMember, InterfaceMember, ListedPfMember, Member, WrittenMember


class WholePf(NamedTuple):
    """A whole PF in an intent: its netdev name, how many VFs were listed of it, and a digest of how they were named."""

    dev: str
    vfs: int
    digest: str


Part = WholePf | InterfaceMember | AddressMember


@dataclass(frozen=True, slots=True)
class OutdatedIntent:
    """What `<metadata>` says that the pool was made of, where the list says otherwise by now: the list is true."""

    parts: tuple[Part, ...]

    @property
    def whole_pfs(self) -> tuple[str, ...]:
        """The netdev names of the PFs that were meant whole."""
        return tuple(part.dev for part in self.parts if isinstance(part, WholePf))


def intent_of(members: Iterable[Member]) -> tuple[Part, ...]:
    """What `<metadata>` must say of these members; () where no whole PF is listed, for then the list says all.

    What cannot be read, and a `<pf>` that libvirt drops beside others, are no part of an intent.
    """
    parts: list[Part] = []
    for member in members:
        if isinstance(member, ListedPfMember):
            parts.append(WholePf(member.dev, len(member.listed), digest(member.listed)))
        elif isinstance(member, InterfaceMember | AddressMember):
            parts.append(member)
    return tuple(parts) if any(isinstance(part, WholePf) for part in parts) else ()


def grouped(members: Sequence[WrittenMember], parts: Iterable[Part]) -> tuple[Member, ...] | None:
    """The members with whole PFs in the place of their lists; None where intent and list do not agree."""
    found: list[Member] = []
    position = 0
    for part in parts:
        while position < len(members) and not isinstance(members[position], InterfaceMember | AddressMember):
            found.append(members[position])
            position += 1
        stretch = members[position : position + (part.vfs if isinstance(part, WholePf) else 1)]
        if (member := _agreed(part, stretch)) is None:
            return None
        found.append(member)
        position += len(stretch)
    rest = members[position:]
    return None if any(isinstance(member, InterfaceMember | AddressMember) for member in rest) else (*found, *rest)


def digest(listed: Iterable[InterfaceMember | AddressMember]) -> str:
    """16 hex digits that change with the order and the names of the VFs; documented in README.md."""
    names = (each.dev if isinstance(each, InterfaceMember) else str(each.address) for each in listed)
    return sha256("\n".join(names).encode(errors="surrogatepass")).hexdigest()[:16]


def _agreed(part: Part, stretch: Sequence[WrittenMember]) -> Member | None:
    """The member that the part is, where it is what this stretch of the list says."""
    if not isinstance(part, WholePf):
        return part if list(stretch) == [part] else None
    listed = tuple(each for each in stretch if isinstance(each, InterfaceMember | AddressMember))
    if len(listed) != part.vfs or len(set(map(type, listed))) != 1 or digest(listed) != part.digest:
        return None
    return ListedPfMember(part.dev, listed)
