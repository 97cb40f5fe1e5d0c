"""Which errors an edit would bring, told without looking at every network."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st
from model.draft_strategies import drafts, some_hosts
from model.edit_strategies import edits
from model.pools import HOST, at, draft, following, pool

from vftui.errors import EditRefusedError
from vftui.model.checks.effective import effective_pools
from vftui.model.edits import Add, ChangeMode, Edit
from vftui.model.force import NOTHING_RUNS
from vftui.model.host import Host
from vftui.model.network import Draft, ForwardMode, Network
from vftui.model.new_errors import new_errors
from vftui.model.pci import PciAddress
from vftui.model.pool import owners
from vftui.model.problem import Severity
from vftui.model.problems import of_pools


def brought(edit: Edit, *networks: Network) -> tuple[str, ...]:
    before = draft(*networks)
    return new_errors(before, edit.apply(before, HOST).draft, HOST, owners(before, HOST))


def test_a_vf_that_comes_into_a_second_pool_is_an_error_that_the_edit_brings() -> None:
    edit = Add("back", at("ens1f0#1"), share=True)

    assert brought(edit, pool("front", "ens1f0#0-3"), pool("back")) == ("vf-in-two-pools",)


def test_a_vf_that_moves_brings_none() -> None:
    assert brought(Add("back", at("ens1f0#1")), pool("front", "ens1f0#0-3"), pool("back")) == ()


def test_an_error_that_was_there_before_is_not_the_edit_s() -> None:
    networks = (pool("front", "ens1f0#0-3"), pool("back", "ens1f0#1"))

    assert brought(Add("back", at("ens1f0#5")), *networks) == ()


def test_one_more_vf_with_an_error_that_others_have_is() -> None:
    networks = (pool("front", "ens1f0#0-3"), pool("back", "ens1f0#1"))

    assert brought(Add("back", at("ens1f0#2"), share=True), *networks) == ("vf-in-two-pools",)


def test_a_whole_pf_is_looked_at_vf_by_vf() -> None:
    networks = (following("front", "ens1f1"), pool("back", mode=ForwardMode.HOSTDEV))

    assert "vf-taken-by-hostdev" in brought(Add("back", at("ens1f1#1"), share=True), *networks)


def test_another_mode_makes_an_error_of_what_was_shared() -> None:
    bridged = (pool("front", "ens1f0#0-3", ForwardMode.BRIDGE), pool("back", "ens1f0#1", ForwardMode.BRIDGE))

    assert brought(ChangeMode("back", ForwardMode.PASSTHROUGH), *bridged) == ("vf-passthrough-and-shared",)


def errors(networks: Draft, host: Host) -> Iterator[tuple[str, PciAddress]]:
    for problem in of_pools(effective_pools(networks, host), host, NOTHING_RUNS):
        if problem.severity is Severity.ERROR:
            yield from ((problem.code, device) for device in problem.devices)


@given(st.data())
def test_they_are_what_a_look_at_all_networks_would_find(data: st.DataObject) -> None:
    host = data.draw(some_hosts())
    before = data.draw(drafts(host))
    edit = data.draw(edits(before, host))
    try:
        after = edit.apply(before, host).draft
    except EditRefusedError:
        after = before

    found = new_errors(before, after, host, owners(before, host))

    assert set(found) == {code for code, _ in set(errors(after, host)) - set(errors(before, host))}
