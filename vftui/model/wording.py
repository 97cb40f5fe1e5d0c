"""How sentences name what an edit is about: exactly where that is short, else by number and PF."""

from collections.abc import Sequence

from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.network import AddressMember, InterfaceMember, ListedPfMember, Member, OpaqueMember, PfMember
from vftui.model.selection import canonical, canonical_members
from vftui.model.text import counted, joined

_LONGEST = 48
_FEW = 3


def devices_named(devices: Sequence[PhysicalFunction | VirtualFunction], host: Host) -> str:
    """`ens1f0#0-31,40`, or `40 VFs of ens1f0 and ens2f0` where that would be long."""
    text = canonical((device.address for device in devices), host)
    if len(text) <= _LONGEST:
        return text
    pfs = {device.address: host.pf_of.get(device.address, device) for device in devices}
    names = tuple(dict.fromkeys(pf.name for pf in pfs.values() if isinstance(pf, PhysicalFunction)))
    number = sum(device.numvfs if isinstance(device, PhysicalFunction) else 1 for device in devices)
    return f"{counted(number, 'VF')} of {shortened(names)}"


def members_named(members: Sequence[Member], host: Host) -> str:
    """`ens1f0#0-31,ens9v3`, or `40 members` where that would be long."""
    text = ",".join(canonical_members(members, host))
    return text if len(text) <= _LONGEST else counted(len(members), "member")


def shortened(names: Sequence[str]) -> str:
    """`a, b and c`, or `a, b, c and 4 more`."""
    return joined(names if len(names) <= _FEW + 1 else (*names[:_FEW], f"{len(names) - _FEW} more"))


def lost_sentence(lost: Sequence[tuple[str, Sequence[Member]]]) -> str | None:
    """`Can no longer be handed out: ens1f0v3, ens1f0v4 and 3 more of front; …`; None where nothing is lost.

    Members go by what is written: a netdev that is gone may be a VF that is still there, bound to vfio-pci.
    """
    if not lost:
        return None
    parts = [f"{shortened([_written(member) for member in members])} of {name}" for name, members in lost[:_FEW]]
    if len(lost) > _FEW:
        parts.append(f"members of {counted(len(lost) - _FEW, 'more network')}")
    return f"Can no longer be handed out: {'; '.join(parts)}."


def _written(member: Member) -> str:
    match member:
        case InterfaceMember(dev) | PfMember(dev) | ListedPfMember(dev):
            return dev
        case AddressMember(address):
            return str(address)
        case OpaqueMember(text):
            return text
