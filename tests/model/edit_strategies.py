"""Edits as operators make them."""

from collections.abc import Callable

from hypothesis import strategies as st
from model.draft_strategies import (
    NAMES,
    NOWHERE,
    STRANGERS,
    vf_members,
)

from vftui.model.edits import (
    Add,
    ChangeMode,
    CollapsePf,
    Delete,
    DropIntent,
    DropRepeats,
    Edit,
    ExpandPf,
    LeaveOut,
    MoveMembers,
    NewNetwork,
    Rename,
    RenewIntent,
    RenewPf,
    ReplaceMembers,
    TakeOutMembers,
    TakeOutVfs,
    Together,
    UseWholePf,
)
from vftui.model.host import Host
from vftui.model.network import (
    POOL_MODES,
    Draft,
    ForwardMode,
    Member,
)
from vftui.model.pci import PciAddress

# What an edit is drawn from: the names in the draft and a few others, devices on the host and one that is not, and the
# members of a network with one that it does not have.


def _names(draft: Draft) -> st.SearchStrategy[str]:
    return st.sampled_from([*(network.name for network in draft)] * 3 + [*NAMES])


def _items(host: Host) -> st.SearchStrategy[tuple[PciAddress, ...]]:
    vfs, pfs = list(host.vf_by_address), list(host.pf_by_address)
    several = st.lists(st.sampled_from([*vfs, *pfs] or [NOWHERE]), min_size=1, max_size=4)
    one_pf = st.sampled_from(pfs or [NOWHERE]).map(lambda pf: [pf])
    return st.one_of(several, several, several, one_pf, one_pf, st.just([NOWHERE])).map(tuple)


def _members_of(draft: Draft, name: str) -> st.SearchStrategy[tuple[Member, ...]]:
    network = draft.find(name)
    return st.lists(st.sampled_from([*(network.members if network else ()), *STRANGERS[:1]]), max_size=3).map(tuple)


_positions = st.none() | st.integers(0, 6)
_modes = st.sampled_from([*POOL_MODES, ForwardMode.NAT])
_managed = st.sampled_from([None, True, False])
_drivers = st.sampled_from([None, "vfio"])
_new_names = st.sampled_from([*NAMES, "web", "a b", "", "a/b"])


@st.composite
def _add(draw: st.DrawFn, draft: Draft, host: Host) -> Add:
    return Add(draw(_names(draft)), draw(_items(host)), draw(_positions), draw(st.sampled_from([False, False, True])))


def _take_out_vfs(draft: Draft, host: Host) -> st.SearchStrategy[TakeOutVfs]:
    return st.builds(TakeOutVfs, _items(host), st.none() | _names(draft))


@st.composite
def _take_out_members(draw: st.DrawFn, draft: Draft, _host: Host) -> TakeOutMembers:
    name = draw(_names(draft))
    return TakeOutMembers(name, draw(_members_of(draft, name)))


@st.composite
def _move_members(draw: st.DrawFn, draft: Draft, _host: Host) -> MoveMembers:
    name = draw(_names(draft))
    return MoveMembers(name, draw(_members_of(draft, name)), draw(_names(draft)), draw(_positions))


def _expand(draft: Draft, host: Host) -> st.SearchStrategy[Edit]:
    return _names(draft).map(ExpandPf) | _of_a_pf(draft, host, ExpandPf)


def _collapse(draft: Draft, host: Host) -> st.SearchStrategy[Edit]:
    return _names(draft).map(CollapsePf) | _of_a_pf(draft, host, CollapsePf)


def _renew_pf(draft: Draft, host: Host) -> st.SearchStrategy[Edit]:
    return _of_a_pf(draft, host, RenewPf)


def _renew_intent(draft: Draft, _host: Host) -> st.SearchStrategy[RenewIntent]:
    return _names(draft).map(RenewIntent)


def _drop_intent(draft: Draft, _host: Host) -> st.SearchStrategy[DropIntent]:
    return _names(draft).map(DropIntent)


@st.composite
def _replace(draw: st.DrawFn, draft: Draft, host: Host) -> ReplaceMembers:
    name = draw(_names(draft))
    network = draft.find(name)
    single = vf_members(host, network.mode if network else POOL_MODES[0]) or list(STRANGERS)
    pairs = ((old, draw(st.sampled_from(single))) for old in draw(_members_of(draft, name)))
    return ReplaceMembers(name, tuple(pairs))


@st.composite
def _use_whole_pf(draw: st.DrawFn, draft: Draft, host: Host) -> UseWholePf:
    name = draw(_names(draft))
    found = draw(_members_of(draft, name).filter(bool))
    return UseWholePf(name, found[0], draw(st.sampled_from([*host.pf_by_netdev, "gone0"])))


def _drop_repeats(draft: Draft, _host: Host) -> st.SearchStrategy[DropRepeats]:
    return _names(draft).map(DropRepeats)


def _leave_out(draft: Draft, _host: Host) -> st.SearchStrategy[LeaveOut]:
    names = st.lists(st.sampled_from(["ip", "mtu", "forward@dev", "network@connections", "name"]), max_size=2)
    return st.builds(LeaveOut, _names(draft), names.map(tuple))


@st.composite
def _of_a_pf(draw: st.DrawFn, draft: Draft, host: Host, kind: type[ExpandPf | CollapsePf | RenewPf]) -> Edit:
    dev = draw(st.sampled_from([*host.pf_by_netdev, "gone0"]))
    return kind(draw(_names(draft)), dev)


def _new_network(_draft: Draft, _host: Host) -> st.SearchStrategy[NewNetwork]:
    return st.builds(NewNetwork, _new_names, _modes, st.uuids().map(str), _managed, _drivers)


def _rename(draft: Draft, _host: Host) -> st.SearchStrategy[Rename]:
    return st.builds(Rename, _names(draft), _new_names)


def _change_mode(draft: Draft, _host: Host) -> st.SearchStrategy[ChangeMode]:
    return st.builds(ChangeMode, _names(draft), _modes, _managed, _drivers)


def _delete(draft: Draft, _host: Host) -> st.SearchStrategy[Delete]:
    return _names(draft).map(Delete)


@st.composite
def _together(draw: st.DrawFn, draft: Draft, host: Host) -> Together:
    kinds = st.sampled_from([kind for kind in EDITS if kind is not Together])
    return Together(tuple(draw(EDITS[draw(kinds)](draft, host)) for _ in range(draw(st.integers(0, 3)))))


# One entry for each kind of edit there is: a test holds this to vftui.model.edits.
EDITS: dict[type, Callable[[Draft, Host], st.SearchStrategy[Edit]]] = {
    Add: _add,
    TakeOutVfs: _take_out_vfs,
    TakeOutMembers: _take_out_members,
    MoveMembers: _move_members,
    ExpandPf: _expand,
    CollapsePf: _collapse,
    RenewPf: _renew_pf,
    RenewIntent: _renew_intent,
    DropIntent: _drop_intent,
    ReplaceMembers: _replace,
    UseWholePf: _use_whole_pf,
    DropRepeats: _drop_repeats,
    LeaveOut: _leave_out,
    NewNetwork: _new_network,
    Rename: _rename,
    ChangeMode: _change_mode,
    Delete: _delete,
    Together: _together,
}


@st.composite
def edits(draw: st.DrawFn, draft: Draft, host: Host) -> Edit:
    """Any edit, of which some can be made to `draft` and some are refused."""
    return draw(EDITS[draw(st.sampled_from(list(EDITS)))](draft, host))
