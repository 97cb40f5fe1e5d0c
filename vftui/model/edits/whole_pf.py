"""Edits between a whole PF and single VFs: with key `t` in both directions."""

from dataclasses import dataclass

from vftui.errors import EditRefusedError
from vftui.model.claim import listed
from vftui.model.edits import placing
from vftui.model.edits.outcome import Edit, Outcome
from vftui.model.host import Host, PhysicalFunction
from vftui.model.network import Draft, ListedPfMember, Member, Network, PfMember
from vftui.model.pool import effective_kind, effective_members, resolve
from vftui.model.text import counted, joined
from vftui.model.whole_pfs import WholePfMember, followed_again, left_out, listing, remarks
from vftui.model.wording import devices_named


@dataclass(frozen=True, slots=True)
class ExpandPf:
    """Write a whole PF as single VFs: those that libvirt would hand out now, or those that are listed.

    `dev` is its netdev name; None stands for every whole PF of the network.
    """

    network: str
    dev: str | None = None

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = draft.pool(self.network)
        follows = effective_kind(target) is PfMember
        whole = [
            member
            for member in target.members
            if isinstance(member, WholePfMember) and self.dev in {None, member.dev}
            if isinstance(member, ListedPfMember) or follows
        ]
        if not whole:
            what = "a whole PF" if self.dev is None else f"{self.dev} as a whole"
            raise EditRefusedError(f"{self.network} does not have {what}, so there is nothing to expand.")
        singles: dict[Member, tuple[Member, ...]] = {member: _singles(member, target, host) for member in whole}
        members = tuple(single for member in target.members for single in singles.get(member, (member,)))
        names = joined([member.dev for member in whole])
        number = counted(sum(map(len, singles.values())), "VF")
        skipped = sum(len(resolve(member, target.mode, host).skipped) for member in whole)
        sentence = f"Expand {names} in {self.network} to {'its' if len(whole) == 1 else 'their'} {number}"
        return Outcome(draft.with_members(self.network, members), f"{sentence}{left_out(skipped)}")


@dataclass(frozen=True, slots=True)
class CollapsePf:
    """Make all VFs of a PF that a network has the whole PF: `<pf>` where it has nothing else, else listed.

    `dev` is the PF's netdev name; None stands for every PF of which the network has all VFs.
    """

    network: str
    dev: str | None = None

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = draft.pool(self.network)
        pfs = _partly_single(target, host)
        wanted = [pf for pf in pfs if self.dev in {None, pf.name, *pf.netdevs}]
        complete = [pf for pf in wanted if pf.netdevs and not _missing(pf, target, host)]
        if not complete:
            raise EditRefusedError(self._refusal(wanted, target, host))
        for pf in complete:
            target = placing.with_whole(target, pf, listing(pf, target.mode), host)
        after = followed_again(draft.with_members(self.network, target.members), [self.network], host)
        names = joined([pf.name for pf in complete])
        if isinstance(after.get(self.network).members[0], PfMember):
            return Outcome(after, f"Collapse {self.network} to all of {names}")
        return Outcome(after, f"Collapse the VFs of {names} in {self.network}{remarks(draft, after, host)}")

    def _refusal(self, pfs: list[PhysicalFunction], target: Network, host: Host) -> str:
        if len(pfs) != 1:
            return f"{self.network} does not list all VFs of {self.dev or 'any PF'}, so there is nothing to collapse."
        (pf,) = pfs
        if not pf.netdevs:
            return f"PF {pf.address} has no netdev, and libvirt follows a PF by its netdev."
        return f"{self.network} is not all of {pf.name}: it lacks {_missing(pf, target, host)}."


def toggle_pf(network: Network, dev: str | None) -> Edit:
    """The edit that turns a PF of the network around: expands it where it is whole. None stands for every PF."""
    whole = any(isinstance(member, WholePfMember) and dev in {None, member.dev} for member in network.members)
    return ExpandPf(network.name, dev) if whole else CollapsePf(network.name, dev)


def _singles(member: WholePfMember, network: Network, host: Host) -> tuple[Member, ...]:
    if not isinstance(member, PfMember):
        return member.listed
    resolution = resolve(member, network.mode, host)
    if not resolution.vfs:
        raise EditRefusedError(f"{member.dev} has no VFs that {network.name} could list: {resolution.note}.")
    return listed(resolution.vfs, network.mode)


def _partly_single(network: Network, host: Host) -> list[PhysicalFunction]:
    """The PFs of the single VFs that the network hands out."""
    singles = (member for member in effective_members(network) if not isinstance(member, WholePfMember))
    vfs = (vf for member in singles for vf in resolve(member, network.mode, host).vfs)
    return list({pf.address: pf for pf in (host.pf_of[vf.address] for vf in vfs)}.values())


def _missing(pf: PhysicalFunction, network: Network, host: Host) -> str:
    """The VFs that the network lacks of what libvirt would take of the whole PF; '' for none."""
    there = {vf.address for member in effective_members(network) for vf in resolve(member, network.mode, host).vfs}
    whole = resolve(PfMember(pf.name), network.mode, host).vfs
    missing = [vf for vf in whole if vf.address not in there]
    return devices_named(missing, host) if missing else ""
