"""What holds of overlaps whatever the pools are made of: none is missed, none made up, and every fix ends one."""

from collections.abc import Iterable
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from model.draft_strategies import drafts, some_hosts

from vftui.errors import EditRefusedError
from vftui.model.checks import overlap
from vftui.model.checks.effective import effective_pools
from vftui.model.host import Host
from vftui.model.network import Draft
from vftui.model.pool import owners
from vftui.model.problem import Problem


def overlaps(draft: Draft, host: Host) -> list[Problem]:
    return list(overlap.find(effective_pools(draft, host), host))


def identities(problems: Iterable[Problem], host: Host) -> list[tuple[str, frozenset[str], bool]]:
    """What is told once: a consequence for a set of networks, of VFs or of cards themselves."""
    return [
        (problem.code, frozenset(problem.networks), any(at in host.vf_by_address for at in problem.devices))
        for problem in problems
    ]


@given(st.data(), some_hosts())
def test_any_two_pools_that_hand_out_a_vf_are_told_of_it(data: st.DataObject, host: Host) -> None:
    draft = data.draw(drafts(host))
    told = overlaps(draft, host)

    for address, names in owners(draft, host).items():
        for pair in combinations(names, 2):
            assert any(address in problem.devices and {*pair} <= {*problem.networks} for problem in told)


@given(st.data(), some_hosts())
def test_a_vf_that_is_told_of_is_in_two_pools_or_has_no_netdev_to_be_in_one(data: st.DataObject, host: Host) -> None:
    draft = data.draw(drafts(host))
    owned = owners(draft, host)

    for problem in overlaps(draft, host):
        for vf in (host.vf_by_address[address] for address in problem.devices if address in host.vf_by_address):
            assert len(owned[vf.address]) > 1 or vf.netdev is None


@given(st.data(), some_hosts())
def test_no_consequence_is_told_twice_of_the_same_pools(data: st.DataObject, host: Host) -> None:
    found = identities(overlaps(data.draw(drafts(host)), host), host)

    assert len(set(found)) == len(found)


@given(st.data(), some_hosts())
def test_each_fix_ends_the_overlap_or_is_refused(data: st.DataObject, host: Host) -> None:
    draft = data.draw(drafts(host))

    for problem in overlaps(draft, host):
        for fix in problem.fixes:
            try:
                after = fix.edit.apply(draft, host).draft
            except EditRefusedError:
                continue
            assert not {*identities([problem], host)} & {*identities(overlaps(after, host), host)}
