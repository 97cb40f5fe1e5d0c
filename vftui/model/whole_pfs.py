"""Whole PFs in pools, followed as `<pf>` or listed: what libvirt would list, what has changed since, what is said."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from vftui.errors import EditRefusedError
from vftui.model.claim import Claim, holders, listed, usable_vfs
from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.intent import intent_of
from vftui.model.network import (
    AddressMember,
    Draft,
    ForwardMode,
    InterfaceMember,
    ListedPfMember,
    Member,
    Network,
    PfMember,
)
from vftui.model.pool import effective_members, resolve
from vftui.model.text import counted

WholePfMember = PfMember | ListedPfMember


@dataclass(frozen=True, slots=True)
class Drift:
    """How a PF has changed since it was listed: VFs that a list made now would have too, and entries it would not."""

    added: tuple[VirtualFunction, ...] = ()
    gone: tuple[InterfaceMember | AddressMember, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.gone)


NO_DRIFT = Drift()


def drift(member: ListedPfMember, network: Network, host: Host) -> Drift:
    """How the PF differs now from the list that `network` has of it."""
    now = resolve(PfMember(member.dev), network.mode, host)
    found = {each: resolve(each, network.mode, host).vfs for each in member.listed}
    if not now.known:
        return Drift(gone=tuple(each for each, vfs in found.items() if not vfs))
    there = {vf.address for vfs in found.values() for vf in vfs}
    whole = {vf.address for vf in now.vfs}
    return Drift(
        tuple(vf for vf in now.vfs if vf.address not in there),
        tuple(each for each, vfs in found.items() if not any(vf.address in whole for vf in vfs)),
    )


def listing(pf: PhysicalFunction, mode: ForwardMode, name: str | None = None) -> ListedPfMember:
    """The whole PF as libvirt would list it in this mode now. Raises EditRefusedError where that is nothing."""
    return ListedPfMember(name or pf.name, listed(usable_vfs((pf,), mode), mode))


def is_complete(member: ListedPfMember, mode: ForwardMode, host: Host) -> bool:
    """Whether the list is exactly what libvirt would make of the whole PF now."""
    vfs = resolve(PfMember(member.dev), mode, host).vfs
    return bool(vfs) and member.listed == listed(vfs, mode)


def relisted(member: ListedPfMember, old: ForwardMode, new: ForwardMode, host: Host) -> ListedPfMember:
    """The whole PF of a pool of mode `old` as one of mode `new` lists it.

    A complete list is complete again. Of another one each VF follows; one without netdev is left out of macvtap modes,
    as libvirt leaves it out of a `<pf>`.
    """
    if old.is_macvtap is new.is_macvtap:
        return member
    if is_complete(member, old, host):
        return listing(host.pf_by_netdev[member.dev], new, member.dev)
    resolutions = [resolve(each, old, host) for each in member.listed]
    if not all(resolution.vfs for resolution in resolutions):
        raise EditRefusedError(
            f"Some VFs of {member.dev} are not on this host, so they cannot be listed another way."
            f" Bring {member.dev} up to date first."
        )
    vfs = [vf for resolution in resolutions for vf in resolution.vfs if vf.netdev is not None or not new.is_macvtap]
    if not vfs:
        raise EditRefusedError(f"{member.dev} has no VFs now that a list could name.")
    return replace(member, listed=listed(vfs, new))


def followed_again(draft: Draft, names: Collection[str], host: Host) -> Draft:
    """The draft in which those networks follow a PF that have nothing left but its whole list.

    A PF stays listed where another pool has VFs of it that have no netdev now: libvirt would take them once they have.
    """
    for name in names:
        network = draft.get(name)
        match network.members:
            case (ListedPfMember(dev) as member,) if is_complete(member, network.mode, host):
                skipped = frozenset(vf.address for vf in resolve(PfMember(dev), network.mode, host).skipped)
                if not holders(draft, host, Claim(skipped), besides=name):
                    draft = draft.with_members(name, (PfMember(dev),))
    return draft


def remarks(before: Draft, after: Draft, host: Host) -> str:
    """What became of whole PFs on the way, to follow the sentence of an edit; '' where nothing did."""
    known = {network.name: network for network in before}
    networks = ((old, new) for new in after if (old := known.get(new.name)) and old is not new)
    return "".join(f"; {remark}" for old, new in networks for remark in _remarks(old, new, host))


def _remarks(old: Network, new: Network, host: Host) -> Iterator[str]:
    had, has = (
        {member.dev: member for member in effective_members(network) if isinstance(member, WholePfMember)}
        for network in (old, new)
    )
    for dev, member in has.items():
        if isinstance(member, PfMember) and isinstance(had.get(dev), ListedPfMember):
            yield f"{new.name} follows {dev} from now on"
        elif isinstance(member, ListedPfMember) and not isinstance(had.get(dev), ListedPfMember):
            skipped = resolve(PfMember(dev), new.mode, host).skipped
            yield f"{dev} is listed in {new.name}{left_out(len(skipped))}"
    single: set[Member] = set(new.members)
    for dev, member in had.items():
        vfs = resolve(member, old.mode, host).vfs
        if dev not in has and vfs and not single.isdisjoint(listed(vfs, new.mode)):
            yield f"{dev} is no longer whole in {new.name}"
    if old.outdated and not new.outdated:
        met = intent_of(new.members) == old.outdated.parts
        yield f"{new.name} is what it was meant to be" if met else f"the outdated intent of {new.name} is dropped"


def left_out(number: int) -> str:
    """`, without 2 VFs that have no netdev`; '' where that is none."""
    return f", without {counted(number, 'VF')} that {'has' if number == 1 else 'have'} no netdev" if number else ""
