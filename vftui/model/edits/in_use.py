"""VFs of a pool that a guest uses: another pool would hand them to a second guest (LIBVIRT.md 0.6, section 2)."""

from collections.abc import Collection

from vftui.errors import EditRefusedError
from vftui.model.host import Host, VirtualFunction
from vftui.model.network import Draft, ForwardMode, Network
from vftui.model.pci import PciAddress
from vftui.model.pool import owners
from vftui.model.text import joined

# In these libvirt lets guests share a netdev, within a network and across them.
_SHARING = frozenset({ForwardMode.BRIDGE, ForwardMode.PRIVATE, ForwardMode.VEPA})


def refuse_in_use(
    draft: Draft, target: Network, coming: Collection[PciAddress], host: Host, *, share: bool = False
) -> None:
    """Raise EditRefusedError where `target` would get a VF that is in use and in another pool.

    Sharing is possible where both pools hand out netdevs that guests share.
    """
    used = [vf for address in coming if (vf := host.vf_by_address.get(address)) and vf.used_by and not vf.host_use]
    if not used:
        return
    owner = owners(draft, host)

    def pools(vf: VirtualFunction) -> list[str]:
        names = [name for name in owner.get(vf.address, ()) if name != target.name]
        modes = {target.mode, *(draft.get(name).mode for name in names)}
        return [] if share and modes <= _SHARING else names

    held = sorted((vf for vf in used if pools(vf)), key=lambda vf: vf.address)
    if not held:
        return
    first = held[0]
    pool = joined(pools(first))
    more = f", and {len(held) - 1} more are in use too" if len(held) > 1 else ""
    raise EditRefusedError(
        f"{host.vf_name(first.address)} of pool {pool} is in use by {first.used_by}{more}."
        f" Stop {first.used_by} first, or take it out of {pool} first."
    )
