"""Edits between `<pf>`, which follows a PF, and the list of its VFs, which does not."""

from dataclasses import dataclass

from vftui.errors import EditRefusedError
from vftui.model.claim import listed
from vftui.model.host import Host, PhysicalFunction
from vftui.model.network import Draft, Network, PfMember
from vftui.model.outcome import Outcome
from vftui.model.pool import effective_members, effective_vfs, resolve
from vftui.model.text import counted
from vftui.model.wording import devices_named


@dataclass(frozen=True, slots=True)
class ExpandPf:
    """Write a `<pf>` pool as the list of the VFs that libvirt would hand out now."""

    network: str

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = draft.pool(self.network)
        match target.members:
            case (PfMember(dev) as member,):
                resolution = resolve(member, target.mode, host)
            case _:
                raise EditRefusedError(f"{self.network} does not follow a whole PF, so there is nothing to expand.")
        if not resolution.vfs:
            raise EditRefusedError(f"{dev} has no VFs that {self.network} could list: {resolution.note}.")
        bare = len(resolution.skipped)
        left_out = f", without {counted(bare, 'VF')} that {'has' if bare == 1 else 'have'} no netdev" if bare else ""
        return Outcome(
            draft.with_members(self.network, listed(resolution.vfs, target.mode)),
            f"Expand {dev} in {self.network} to its {counted(len(resolution.vfs), 'VF')}{left_out}",
        )


@dataclass(frozen=True, slots=True)
class CollapsePf:
    """Write a list that holds all VFs of one PF, and nothing else, as `<pf>`; from then on the pool follows the PF."""

    network: str

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = draft.pool(self.network)
        pf = _listed_pf(target, host)
        member = PfMember(pf.name)
        there = {vf.address for vf in effective_vfs(target, host)}
        if missing := [vf for vf in resolve(member, target.mode, host).vfs if vf.address not in there]:
            raise EditRefusedError(f"{self.network} is not all of {pf.name}: it lacks {devices_named(missing, host)}.")
        return Outcome(draft.with_members(self.network, (member,)), f"Collapse {self.network} to all of {pf.name}")


def _listed_pf(network: Network, host: Host) -> PhysicalFunction:
    """The PF, with a name, that every member of the network is a VF of."""
    counting = effective_members(network)
    vfs = [
        vf for member in counting if not isinstance(member, PfMember) for vf in resolve(member, network.mode, host).vfs
    ]
    pfs = {pf.address: pf for pf in (host.pf_of[vf.address] for vf in vfs)}
    if len(vfs) != len(network.members) or len(pfs) != 1:
        raise EditRefusedError(f"{network.name} is not a list of the VFs of one PF, so it cannot follow one.")
    (pf,) = pfs.values()
    if not pf.netdevs:
        raise EditRefusedError(f"PF {pf.address} has no netdev, and libvirt follows a PF by its netdev.")
    return pf
