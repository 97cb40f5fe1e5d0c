"""Edits of what a pool is meant to be, where the host or the list has changed since it was said."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from vftui.errors import EditRefusedError
from vftui.model.edits import placing
from vftui.model.edits.outcome import AlreadySoError, Outcome
from vftui.model.host import Host, PhysicalFunction
from vftui.model.intent import OutdatedIntent, WholePf
from vftui.model.network import Draft, ListedPfMember, Member, Network, OpaqueMember
from vftui.model.pool import resolve
from vftui.model.text import counted, joined
from vftui.model.whole_pfs import drift, followed_again, listing, remarks
from vftui.model.wording import members_named


@dataclass(frozen=True, slots=True)
class RenewPf:
    """Bring the list of a whole PF up to date with the host: the VFs that libvirt would list now, in VF order."""

    network: str
    dev: str

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = draft.pool(self.network)
        member = next((m for m in target.members if isinstance(m, ListedPfMember) and m.dev == self.dev), None)
        if member is None:
            raise EditRefusedError(f"{self.network} does not list {self.dev} as a whole.")
        pf = _pf(self.dev, self.network, host)
        fresh = listing(pf, target.mode, self.dev)
        if fresh == member:
            raise AlreadySoError(f"{self.dev} in {self.network} is up to date.")
        change = drift(member, target, host)
        after = draft.with_members(self.network, placing.with_whole(target, pf, fresh, host).members)
        after = followed_again(after, [self.network], host)
        placing.refuse_overlap(draft, after, {self.network}, host)
        words = [f"{counted(len(change.added), 'VF')} more"] if change.added else []
        words += [f"{counted(len(change.gone), 'VF')} gone"] if change.gone else []
        sentence = f"Bring {self.dev} in {self.network} up to date: {joined(words or ['in VF order'])}"
        return Outcome(after, sentence + remarks(draft, after, host))


@dataclass(frozen=True, slots=True)
class RenewIntent:
    """Make a pool what its outdated intent says, on this host as it is now."""

    network: str

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = draft.pool(self.network)
        meant = tuple(_meant(_outdated(target), target, host))
        # What cannot be read is no part of an intent, and stays.
        odd = tuple(member for member in target.members if isinstance(member, OpaqueMember))
        after = followed_again(draft.with_members(self.network, (*meant, *odd)), [self.network], host)
        placing.refuse_overlap(draft, after, {self.network}, host)
        return Outcome(after, f"Make {self.network} what it was meant to be: {members_named(meant, host)}")


@dataclass(frozen=True, slots=True)
class DropIntent:
    """Forget the outdated intent of a pool; its list stays as it is."""

    network: str

    def apply(self, draft: Draft, host: Host) -> Outcome:  # noqa: ARG002 - all edits are applied alike
        target = draft.pool(self.network)
        meant = joined(_outdated(target).whole_pfs)
        after = draft.put(self.network, replace(target, outdated=None))
        return Outcome(after, f"Forget that {self.network} was to have all of {meant}")


def _outdated(network: Network) -> OutdatedIntent:
    if network.outdated is None:
        raise EditRefusedError(f"{network.name} has no outdated intent.")
    return network.outdated


def _meant(intent: OutdatedIntent, network: Network, host: Host) -> Iterator[Member]:
    """The parts as members of the network: single VFs in its mode, less those that a whole PF has by now."""
    whole = {
        part.dev: listing(_pf(part.dev, network.name, host), network.mode, part.dev)
        for part in intent.parts
        if isinstance(part, WholePf)
    }
    of_whole = {vf.address for pf in whole.values() for vf in resolve(pf, network.mode, host).vfs}
    for part in intent.parts:
        if isinstance(part, WholePf):
            yield whole[part.dev]
        elif of_whole.isdisjoint(vf.address for vf in resolve(part, network.mode, host).vfs):
            yield placing.converted(part, network.mode, network.mode, host)


def _pf(dev: str, network: str, host: Host) -> PhysicalFunction:
    if (pf := host.pf_by_netdev.get(dev)) is None:
        raise EditRefusedError(f"There is no PF {dev} on this host now, so {network} cannot have all of it.")
    return pf
