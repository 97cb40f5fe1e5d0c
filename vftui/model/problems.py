"""What is wrong or risky in a draft on a host: every check, in one order."""

from collections.abc import Iterable

from vftui.model.checks import (
    addresses,
    devices,
    dropped,
    intent,
    members,
    names,
    numvfs,
    overlap,
    pool,
    refused,
    running,
    topology,
    whole_pf,
)
from vftui.model.checks.effective import Pools
from vftui.model.force import Live
from vftui.model.host import Host
from vftui.model.network import Draft, Network
from vftui.model.problem import Problem, Severity, Trap
from vftui.model.verdict import Verdict

# In the order of the README.
TRAPS: tuple[Trap, ...] = (
    *overlap.TRAPS,
    *running.TRAPS,
    *devices.TRAPS,
    *topology.TRAPS,
    *members.TRAPS,
    *dropped.TRAPS,
    *names.TRAPS,
    *addresses.TRAPS,
    *whole_pf.TRAPS,
    *pool.TRAPS,
    *intent.TRAPS,
    *refused.TRAPS,
    *numvfs.TRAPS,
)

_OF_POOLS = (overlap.find, devices.find, topology.find, numvfs.find)
_OF_NETWORK = (members.find, dropped.find, names.find, addresses.find, whole_pf.find, pool.find, intent.find)


def of_network(network: Network, host: Host, verdict: Verdict) -> tuple[Problem, ...]:
    """The problems that one network has by itself, on this host and in the document that `verdict` is of."""
    if refused.is_ambiguous(network, verdict):
        return tuple(refused.find(network, host, verdict, ()))
    found = [problem for find in _OF_NETWORK for problem in find(network, host, verdict)]
    return (*found, *refused.find(network, host, verdict, {problem.trap for problem in found}))


def of_pools(pools: Pools, host: Host, live: Live) -> tuple[Problem, ...]:
    """The problems that pools have with each other, with the devices under them, and with what runs."""
    found = [problem for find in _OF_POOLS for problem in find(pools, host)]
    return (*found, *running.find(pools, host, live))


def sorted_problems(problems: Iterable[Problem], draft: Draft) -> tuple[Problem, ...]:
    """Errors first, then warnings, then hints; each in the order of the networks, those of the host last."""
    place = {network.name: position for position, network in enumerate(draft)}
    severities = list(Severity)
    return tuple(
        sorted(
            problems,
            key=lambda problem: (severities.index(problem.severity), place.get(problem.network or "", len(place))),
        )
    )
