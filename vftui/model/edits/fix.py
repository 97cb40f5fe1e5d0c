"""Edits that remove problems: other members in the place of some, repeats and elements left out."""

from collections import Counter
from dataclasses import dataclass, replace

from vftui.errors import EditRefusedError
from vftui.model.claim import Claim
from vftui.model.edits import placing
from vftui.model.edits.outcome import AlreadySoError, Outcome
from vftui.model.host import Host
from vftui.model.member import AddressMember, ListedPfMember, Member, written
from vftui.model.network import Draft
from vftui.model.text import joined
from vftui.model.whole_pfs import followed_again, listing, remarks
from vftui.model.wording import members_named

# Elements that vftui writes itself.
_NEEDED = frozenset({"name", "uuid", "metadata", "forward"})


@dataclass(frozen=True, slots=True)
class ReplaceMembers:
    """Write other members in the place of some, as pairs of old and new; one that is there already is not repeated."""

    network: str
    pairs: tuple[tuple[Member, Member], ...]

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = draft.pool(self.network)
        present = set(target.members)
        new = {old: wanted for old, wanted in self.pairs if old in present}
        if not new:
            raise EditRefusedError(f"{self.network} has no such member any more.")
        there: set[Member] = {member for member in target.written_members if member not in new}
        members: list[Member] = []
        for member in target.members:
            wanted = new.get(member, member)
            if wanted is member or wanted not in there:
                members.append(wanted)
            there.add(wanted)
        if tuple(members) == target.members:
            raise AlreadySoError(f"{self.network} has that already.")
        after = draft.with_members(self.network, tuple(members))
        placing.refuse_overlap(draft, after, {self.network}, host)
        return Outcome(after, self._sentence(tuple(new), tuple(new.values()), host))

    def _sentence(self, old: tuple[Member, ...], new: tuple[Member, ...], host: Host) -> str:
        before, after = members_named(old, host), members_named(new, host)
        if before != after:
            return f"Write {after} for {before} in {self.network}"
        return f"List {after} by {'address' if isinstance(new[0], AddressMember) else 'netdev'} in {self.network}"


@dataclass(frozen=True, slots=True)
class UseWholePf:
    """Use all of the PF `dev` instead of a member, such as an `<interface>` that names the PF itself.

    It stands where the first of the network's VFs of the PF stood, and instead of all of them: as `<pf>` where it is
    alone then, else as a list.
    """

    network: str
    member: Member
    dev: str

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = draft.pool(self.network)
        if self.member not in target.members:
            raise EditRefusedError(f"{self.network} has no such member any more.")
        pf = host.pf_by_netdev.get(self.dev)
        if pf is None:
            raise EditRefusedError(f"There is no PF {self.dev} on this host any more.")
        claim, whole = Claim.of((pf,)), listing(pf, target.mode, self.dev)
        given = tuple(whole if member == self.member else member for member in target.members)
        members = tuple(
            member
            for member in placing.with_whole(replace(target, members=given), pf, whole, host).members
            # Also an element that libvirt drops today, which would begin to count with nothing beside it.
            if member == whole or not claim.hits(member, target.mode, host)
        )
        after = followed_again(draft.with_members(self.network, members), [self.network], host)
        if after.get(self.network) == target:
            raise AlreadySoError(f"{self.network} has all of {self.dev} already.")
        placing.refuse_overlap(draft, after, {self.network}, host)
        return Outcome(after, f"Use all of {self.dev} in {self.network}{remarks(draft, after, host)}")


@dataclass(frozen=True, slots=True)
class DropRepeats:
    """Leave one of what a network lists more than once: the whole PF that lists it, else the first."""

    network: str

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = draft.pool(self.network)
        in_whole = set(written(member for member in target.members if isinstance(member, ListedPfMember)))
        left = tuple(member for member in dict.fromkeys(target.members) if member not in in_whole)
        if left == target.members:
            raise AlreadySoError(f"{self.network} lists nothing twice.")
        counts = Counter(target.written_members)
        repeated = [member for member, count in counts.items() if count > 1]
        after = draft.with_members(self.network, left)
        return Outcome(after, f"List {members_named(repeated, host)} once in {self.network}")


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Leave top-level elements such as `ip`, and attributes such as `network@connections`, out of a document."""

    network: str
    names: tuple[str, ...]

    def apply(self, draft: Draft, host: Host) -> Outcome:  # noqa: ARG002 - all edits are applied alike
        target = draft.pool(self.network)
        if needed := _NEEDED.intersection(self.names):
            raise EditRefusedError(f"vftui writes <{min(needed)}> itself, so it cannot leave it out.")
        new = tuple(name for name in dict.fromkeys(self.names) if name not in target.leave_out)
        if not new:
            raise AlreadySoError(f"{self.network} leaves that out already.")
        after = draft.put(self.network, replace(target, leave_out=(*target.leave_out, *new)))
        return Outcome(after, f"Leave {joined(list(dict.fromkeys(map(_shown, new))))} out of {self.network}")


def _shown(name: str) -> str:
    _, _, attribute = name.partition("@")
    return f"{attribute}=" if attribute else f"<{name}>"
