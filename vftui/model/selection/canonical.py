"""The canonical text of devices and pools: `ens1f0#0-31,40`. It always parses, and keeps the order it is given."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.network import (
    AddressMember,
    InterfaceMember,
    ListedPfMember,
    Member,
    OpaqueMember,
    PfMember,
    WrittenMember,
)
from vftui.model.pci import PciAddress
from vftui.model.selection.grammar import DeviceName, Indexed, IndexRange


def canonical(addresses: Iterable[PciAddress], host: Host) -> str:
    """The canonical selection of PFs and VFs, in the order given: ascending runs are compressed, nothing is sorted.

    A PF's own address stands for the whole PF; an address that the host does not have is written as it is.
    """
    return ",".join(_grouped((_vf_or_text(address, host) for address in addresses), host))


def canonical_members(members: Sequence[Member], host: Host) -> tuple[str, ...]:
    """A pool's members in order, one text for each run of VFs of the same PF.

    A whole PF is its name, followed or listed; a list that is not all of it any more is its VFs. What the host does not
    have keeps its name or address. A text with a remark in parentheses is not a selection: it
    marks a member that names a PF or VF where libvirt takes it for something else.
    """
    return tuple(_grouped((part for member in members for part in _parts(member, host)), host))


def index_list(indexes: Iterable[int]) -> str:
    """`0-2,5` for 0, 1, 2, 5."""
    return ",".join(map(str, _runs(indexes)))


def _runs(indexes: Iterable[int]) -> tuple[IndexRange, ...]:
    """Ranges over runs that go up by one; each other step starts a new range."""
    runs: list[tuple[int, int]] = []
    for index in indexes:
        if runs and index == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return tuple(IndexRange(first, last) for first, last in runs)


def _grouped(parts: Iterable[VirtualFunction | str], host: Host) -> Iterator[str]:
    """The texts as they are, and between them one text for each run of VFs of the same PF."""

    def owner(part: VirtualFunction | str) -> PciAddress | None:
        return None if isinstance(part, str) else host.pf_of[part.address].address

    for pf, group in groupby(parts, owner):
        if pf is None:
            yield from (part for part in group if isinstance(part, str))
        else:
            indexes = (part.index for part in group if isinstance(part, VirtualFunction))
            yield str(Indexed(_pf_name(host.pf_by_address[pf], host), _runs(indexes)))


def _pf_name(pf: PhysicalFunction, host: Host) -> DeviceName:
    """The first netdev name that leads back to this PF, or its address."""
    return DeviceName(next((name for name in pf.netdevs if host.pf_by_netdev[name] is pf), pf.address))


def _vf_or_text(address: PciAddress, host: Host) -> VirtualFunction | str:
    if vf := host.vf_by_address.get(address):
        return vf
    pf = host.pf_by_address.get(address)
    return str(_pf_name(pf, host) if pf else address)


def _parts(member: Member, host: Host) -> Iterable[VirtualFunction | str]:
    if not isinstance(member, ListedPfMember):
        return (_vf_or_remark(member, host),)
    parts = [_vf_or_remark(each, host) for each in member.listed]
    pf = host.pf_by_netdev.get(member.dev)
    by_name = isinstance(member.listed[0], InterfaceMember)
    whole = [vf for vf in pf.vfs if vf.netdev is not None or not by_name] if pf else []
    return (str(_pf_name(pf, host)),) if pf and parts == whole else parts


def _vf_or_remark(member: WrittenMember, host: Host) -> VirtualFunction | str:
    match member:
        case OpaqueMember(text):
            return text
        case PfMember(dev):
            if pf := host.pf_by_netdev.get(dev):
                return str(_pf_name(pf, host))
            return f"{DeviceName(dev)} (a VF, not a PF)" if dev in host.vf_by_netdev else str(DeviceName(dev))
        case InterfaceMember(dev):
            pf = host.pf_by_netdev.get(dev)
            found = host.vf_by_netdev.get(dev) or str(DeviceName(dev))
        case AddressMember(address):
            pf = host.pf_by_address.get(address)
            found = host.vf_by_address.get(address) or str(address)
    return f"{_pf_name(pf, host)} (the PF itself)" if pf else found
