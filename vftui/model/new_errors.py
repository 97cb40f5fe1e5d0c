"""The errors that an edit would bring, found without looking at networks that it has nothing to do with."""

from collections.abc import Iterator, Mapping

from vftui.model.checks.effective import effective_pools
from vftui.model.force import NOTHING_RUNS, Live
from vftui.model.host import Host
from vftui.model.network import Draft, Network
from vftui.model.pci import PciAddress
from vftui.model.pool import effective_vfs
from vftui.model.problem import Severity
from vftui.model.problems import of_pools


def new_errors(
    before: Draft, after: Draft, host: Host, owners: Mapping[PciAddress, tuple[str, ...]], live: Live = NOTHING_RUNS
) -> tuple[str, ...]:
    """The codes of errors about devices that have none of that code in `before`, whose `owners` these are.

    Only of problems that networks have with each other, with the host and with guests: placing VFs brings no others.
    """
    near = frozenset(_near(before, after, host, owners))
    found = dict.fromkeys(_errors(after, near, host, live))
    if not found:
        return ()
    known = frozenset(_errors(before, near, host, live))
    return tuple(dict.fromkeys(code for code, device in found if (code, device) not in known))


def _near(before: Draft, after: Draft, host: Host, owners: Mapping[PciAddress, tuple[str, ...]]) -> Iterator[str]:
    """The networks that differ, and those that share with them a VF that is new there."""
    # By identity: most of the networks are the same object as before.
    same = frozenset(map(id, before))
    for network in after:
        if id(network) not in same:
            yield network.name
            former = before.find(network.name)
            # In another mode, what was there means something else to the networks that share it.
            kept = _addresses(former, host) if former and former.mode is network.mode else frozenset()
            for address in _addresses(network, host) - kept:
                yield from owners.get(address, ())


def _addresses(network: Network, host: Host) -> frozenset[PciAddress]:
    return frozenset(vf.address for vf in effective_vfs(network, host))


def _errors(draft: Draft, names: frozenset[str], host: Host, live: Live) -> Iterator[tuple[str, PciAddress]]:
    part = Draft(tuple(network for network in draft if network.name in names))
    for problem in of_pools(effective_pools(part, host), host, live):
        if problem.severity is Severity.ERROR:
            yield from ((problem.code, device) for device in problem.devices)
