"""What starting a pool comes to: networkStartNetworkExternal and networkCreateInterfacePool."""

from collections.abc import Iterator

from vftui.model.host import Host, VirtualFunction
from vftui.model.network import AddressMember, InterfaceMember
from vftui.model.verdict import Refusal
from vftui.netxml.libvirt.forward import KeptForward
from vftui.netxml.libvirt.reading import internal

Pool = tuple[InterfaceMember | AddressMember, ...]


def started_pool(forward: KeptForward, host: Host) -> Pool:
    """What a pool hands out once it runs, in allocation order. Raises RefusedError where the start fails.

    A list is taken as it is, whatever is on the host; a `<pf>` becomes the VFs that are there.
    """
    if forward.pf is None:
        return forward.devices
    members: Pool
    if forward.mode == "hostdev":
        members = tuple(AddressMember(vf.address) for vf in _vfs(forward.pf, host))
    else:
        members = tuple(InterfaceMember(vf.netdev) for vf in _vfs(forward.pf, host) if vf.netdev is not None)
    if not members:
        raise internal(f"No usable Vf's present on SRIOV PF {forward.pf}", refusal=Refusal.NO_USABLE_VF)
    return members


def _vfs(netdev: str, host: Host) -> Iterator[VirtualFunction]:
    """As libvirt follows virtfn0, virtfn1 and so on: it stops where one is missing."""
    pf = host.pf_by_netdev.get(netdev)
    for index, vf in enumerate(() if pf is None else pf.vfs):
        if vf.index != index:
            return
        yield vf
