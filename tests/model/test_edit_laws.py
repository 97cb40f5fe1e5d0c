"""What holds for every edit, on every host and draft."""

import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TypeGuard

from hypothesis import assume, given
from hypothesis import strategies as st
from model.draft_strategies import disjoint_drafts, drafts, networks, some_hosts
from model.edit_strategies import EDITS, edits

from vftui.errors import EditRefusedError
from vftui.model import edits as edits_module
from vftui.model.claim import Claim, devices_at
from vftui.model.edits import (
    Add,
    ChangeMode,
    CollapsePf,
    Edit,
    ExpandPf,
    MoveMembers,
    Outcome,
    RenewIntent,
    RenewPf,
    TakeOutMembers,
    TakeOutVfs,
    Together,
)
from vftui.model.history import History
from vftui.model.host import Host, VirtualFunction
from vftui.model.intent import grouped, intent_of
from vftui.model.network import POOL_MODES, Draft, ForwardMode, ListedPfMember, Member, Network, PfMember
from vftui.model.pci import PciAddress
from vftui.model.pool import effective_kind, effective_members, effective_vfs, owners, resolve
from vftui.model.whole_pfs import WholePfMember, drift, is_complete


def tried(edit: Edit, draft: Draft, host: Host) -> Outcome | None:
    """What an edit leads to; None where it is refused."""
    with suppress(EditRefusedError):
        return edit.apply(draft, host)
    return None


def made(
    data: st.DataObject, host: Host, draft: Draft, kinds: Callable[[Draft], st.SearchStrategy[Edit]]
) -> Iterator[tuple[Draft, Edit, Outcome]]:
    """A few edits one after the other, those that are refused left out: the draft, the edit, what it leads to."""
    for _ in range(5):
        edit = data.draw(kinds(draft))
        if outcome := tried(edit, draft, host):
            yield draft, edit, outcome
            draft = outcome.draft


def shares(edit: Edit) -> bool:
    match edit:
        case Add(share=share):
            return share
        case Together(parts):
            return any(map(shares, parts))
        case _:
            return False


def is_whole(member: Member) -> TypeGuard[WholePfMember]:
    return isinstance(member, WholePfMember)


def claimed(network: Network, host: Host) -> list[VirtualFunction]:
    """The VFs that the network hands out, now or at a start when they have a netdev."""
    return [vf for member in effective_members(network) for vf in resolve(member, network.mode, host).claimed]


def strangers(draft: Draft, host: Host) -> Counter[object]:
    """The members, by network, that stand for nothing here."""
    return Counter(
        (network.name, member)
        for network in draft
        for member in network.members
        if not resolve(member, network.mode, host).known
    )


def test_the_laws_are_tried_on_every_kind_of_edit() -> None:
    found = {
        value
        for _, value in inspect.getmembers(edits_module, inspect.isclass)
        if hasattr(value, "apply") and value is not Edit
    }

    assert set(EDITS) == found


@given(st.data(), some_hosts())
def test_undo_gives_back_the_first_draft_and_redo_the_last(data: st.DataObject, host: Host) -> None:
    first = data.draw(drafts(host))
    history, drawn = History(first), [first]
    for _, _, outcome in made(data, host, first, lambda draft: edits(draft, host)):
        history = history.do(*outcome)
        drawn.append(outcome.draft)

    for draft in reversed(drawn):
        assert history.present == draft
        history = history.undo()
    for draft in drawn:
        assert history.present == draft
        history = history.redo()


@given(st.data(), some_hosts())
def test_every_edit_says_what_it_did_in_one_line_and_did_something(data: st.DataObject, host: Host) -> None:
    def kinds(draft: Draft) -> st.SearchStrategy[Edit]:
        single = [kind for kind in EDITS if kind is not Together]
        return st.sampled_from(single).flatmap(lambda kind: EDITS[kind](draft, host))

    for before, _, outcome in made(data, host, data.draw(drafts(host)), kinds):
        assert outcome.sentence.strip()
        assert "\n" not in outcome.sentence
        assert "None" not in outcome.sentence
        assert outcome.draft != before


@given(st.data(), some_hosts())
def test_no_edit_puts_a_vf_into_a_second_pool_unless_told_to_share_it(data: st.DataObject, host: Host) -> None:
    def kinds(draft: Draft) -> st.SearchStrategy[Edit]:
        return edits(draft, host).filter(lambda edit: not shares(edit))

    for before, _, outcome in made(data, host, data.draw(drafts(host)), kinds):
        had, has = owners(before, host), owners(outcome.draft, host)
        assert [vf for vf, names in has.items() if len(names) > max(1, len(had.get(vf, ())))] == []


@given(st.data(), some_hosts())
def test_names_stay_unique_and_what_is_no_pool_stays_as_it_is(data: st.DataObject, host: Host) -> None:
    draft = data.draw(drafts(host))
    untouched = [network for network in draft if not network.is_pool]

    for _, _, outcome in made(data, host, draft, lambda draft: edits(draft, host)):
        assert len({network.name for network in outcome.draft}) == len(outcome.draft.networks)
        assert [network for network in outcome.draft if not network.is_pool] == untouched


@given(st.data(), some_hosts())
def test_no_edit_lists_a_vf_or_a_whole_pf_twice_in_a_network(data: st.DataObject, host: Host) -> None:
    def repeated(draft: Draft) -> list[object]:
        named = [(network.name, each) for network in draft for each in network.written_members]
        whole = [(network.name, member.dev) for network in draft for member in network.members if is_whole(member)]
        return [each for each, number in [*Counter(named).items(), *Counter(whole).items()] if number > 1]

    first = data.draw(drafts(host))
    assume(not repeated(first))
    for _, _, outcome in made(data, host, first, lambda draft: edits(draft, host)):
        assert repeated(outcome.draft) == []


@given(st.data(), some_hosts())
def test_what_is_taken_out_goes_and_nothing_else(data: st.DataObject, host: Host) -> None:
    for before, edit, outcome in made(
        data, host, data.draw(drafts(host)), lambda draft: EDITS[TakeOutVfs](draft, host)
    ):
        assert isinstance(edit, TakeOutVfs)
        gone = Claim.of(devices_at(edit.vfs, host)).vfs
        for network in before:
            named = edit.network in (None, network.name)
            left = [vf for vf in effective_vfs(network, host) if not named or vf.address not in gone]
            assert list(effective_vfs(outcome.draft.get(network.name), host)) == left


@given(st.data(), some_hosts())
def test_a_pool_that_an_edit_leaves_a_complete_whole_pf_alone_follows_it(data: st.DataObject, host: Host) -> None:
    def kinds(draft: Draft) -> st.SearchStrategy[Edit]:
        return st.sampled_from([Add, TakeOutVfs, TakeOutMembers, MoveMembers, RenewPf, RenewIntent]).flatmap(
            lambda kind: EDITS[kind](draft, host)
        )

    for before, _, outcome in made(data, host, data.draw(drafts(host)), kinds):
        for network in outcome.draft:
            match network.members:
                case (ListedPfMember(dev) as member,) if network != before.get(network.name):
                    skipped = resolve(PfMember(dev), network.mode, host).skipped
                    meant = [vf for other in outcome.draft if other is not network for vf in claimed(other, host)]
                    assert not set(skipped).isdisjoint(meant) or not is_complete(member, network.mode, host)


@given(st.data(), some_hosts())
def test_a_renewed_whole_pf_is_what_the_host_has(data: st.DataObject, host: Host) -> None:
    for _, edit, outcome in made(data, host, data.draw(drafts(host)), lambda draft: EDITS[RenewPf](draft, host)):
        assert isinstance(edit, RenewPf)
        network = outcome.draft.get(edit.network)
        (member,) = (member for member in network.members if is_whole(member) and member.dev == edit.dev)
        assert not (isinstance(member, ListedPfMember) and drift(member, network, host))


@given(st.data(), some_hosts())
def test_an_intent_is_outdated_only_while_the_list_says_otherwise(data: st.DataObject, host: Host) -> None:
    for _, _, outcome in made(data, host, data.draw(drafts(host)), lambda draft: edits(draft, host)):
        for network in outcome.draft:
            if network.outdated:
                assert intent_of(network.members) == ()
                assert grouped(network.written_members, network.outdated.parts) is None


@given(st.data(), some_hosts())
def test_members_that_name_nothing_here_survive_what_does_not_name_them(data: st.DataObject, host: Host) -> None:
    def kinds(draft: Draft) -> st.SearchStrategy[Edit]:
        return st.sampled_from([Add, TakeOutVfs, CollapsePf]).flatmap(lambda kind: EDITS[kind](draft, host))

    for before, _, outcome in made(data, host, data.draw(drafts(host)), kinds):
        assert strangers(outcome.draft, host) == strangers(before, host)


@given(st.data(), some_hosts())
def test_what_is_added_is_handed_out(data: st.DataObject, host: Host) -> None:
    for _, add, outcome in made(data, host, data.draw(drafts(host)), lambda draft: EDITS[Add](draft, host)):
        assert isinstance(add, Add)
        network = outcome.draft.get(add.network)
        wanted = (host.vf_by_address[vf] for vf in Claim.of(devices_at(add.items, host)).vfs)
        usable = {vf.address for vf in wanted if vf.netdev is not None or not network.mode.is_macvtap}
        # libvirt refuses some pools as a whole, for what they had before.
        if effective_kind(network) is not None:
            assert usable <= {vf.address for vf in effective_vfs(network, host)}


@given(st.data(), some_hosts())
def test_taking_out_a_run_and_adding_it_back_at_its_place_restores(data: st.DataObject, host: Host) -> None:
    draft = data.draw(disjoint_drafts(host))
    network = data.draw(
        st.sampled_from([network for network in draft if network.members] or [Network("", POOL_MODES[0])])
    )
    assume(network.members)
    first = data.draw(st.integers(0, len(network.members) - 1))
    run = network.members[first : data.draw(st.integers(first + 1, len(network.members)))]
    vfs: tuple[PciAddress, ...] = tuple(vf.address for member in run for vf in resolve(member, network.mode, host).vfs)
    # A whole pool that is one whole PF would come back as <pf>: only VFs are added here, so it does not.
    taken = TakeOutMembers(network.name, run).apply(draft, host).draft

    assert Add(network.name, vfs, first).apply(taken, host).draft == draft


@given(st.data(), some_hosts())
def test_moving_a_run_to_another_pool_and_back_restores(data: st.DataObject, host: Host) -> None:
    draft = data.draw(disjoint_drafts(host))
    source, target = data.draw(st.permutations(draft.networks))[:2]
    assume(source.members)
    first = data.draw(st.integers(0, len(source.members) - 1))
    run = source.members[first : data.draw(st.integers(first + 1, len(source.members)))]
    outcome = tried(MoveMembers(source.name, run, target.name), draft, host)
    assume(outcome)
    assert outcome

    moved = outcome.draft.get(target.name).members[len(target.members) :]
    back = MoveMembers(target.name, moved, source.name, first)
    assert back.apply(outcome.draft, host).draft == draft


@given(st.data(), some_hosts())
def test_expanding_a_pf_and_collapsing_it_restores(data: st.DataObject, host: Host) -> None:
    named = [pf for pf in host.pfs if pf.netdevs and pf.vfs]
    assume(named)
    pf = data.draw(st.sampled_from(named))
    mode: ForwardMode = data.draw(st.sampled_from(POOL_MODES))
    draft = Draft((Network("front", mode, (PfMember(pf.name),)),))
    outcome = tried(ExpandPf("front"), draft, host)
    assume(outcome)
    assert outcome

    assert CollapsePf("front").apply(outcome.draft, host).draft == draft


@given(st.data(), some_hosts())
def test_changing_the_mode_there_and_back_restores(data: st.DataObject, host: Host) -> None:
    network = data.draw(networks(host, "front"))
    draft = Draft((network,))
    outcome = tried(ChangeMode("front", data.draw(st.sampled_from(POOL_MODES))), draft, host)
    assume(outcome)
    assert outcome
    # A list that is not all of its PF may be all that the other mode can list.
    assume(not any(drift(m, network, host) for m in network.members if isinstance(m, ListedPfMember)))
    # What libvirt refuses in the mode it was in cannot go back to what libvirt refuses.
    assume(effective_kind(network) is not None or not network.members)

    back = ChangeMode("front", network.mode, network.managed, network.driver)
    assert back.apply(outcome.draft, host).draft == draft
