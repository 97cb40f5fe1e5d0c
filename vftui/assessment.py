"""What libvirt would make of a whole draft, and what is wrong or risky in it. Computed once for each network value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from vftui.model.checks.effective import EffectivePool, effective_pool
from vftui.model.force import Live
from vftui.model.host import Host
from vftui.model.network import Draft, Network
from vftui.model.pci import PciAddress
from vftui.model.problem import Problem, Severity
from vftui.model.problems import of_network, of_pools, sorted_problems
from vftui.model.verdict import LibvirtVersion, Verdict
from vftui.netxml.document import NetworkDocument
from vftui.netxml.schema import Schema
from vftui.netxml.verdict import judge

_Key = TypeVar("_Key", str, PciAddress)
_NONE: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Assessment:
    """The verdict on each network, by name, and all problems: errors first, then in the order of the networks."""

    verdicts: Mapping[str, Verdict]
    problems: tuple[Problem, ...]

    def of_network(self, name: str) -> tuple[Problem, ...]:
        """The problems that a network is part of."""
        return self._by_network.get(name, _NONE)

    def of_device(self, address: PciAddress) -> tuple[Problem, ...]:
        """The problems that a VF or a PF is part of."""
        return self._by_device.get(address, _NONE)

    def count(self, severity: Severity) -> int:
        return sum(problem.severity is severity for problem in self.problems)

    @cached_property
    def _by_network(self) -> Mapping[str, tuple[Problem, ...]]:
        return _grouped(self.problems, lambda problem: problem.networks)

    @cached_property
    def _by_device(self) -> Mapping[PciAddress, tuple[Problem, ...]]:
        return _grouped(self.problems, lambda problem: problem.devices)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What one network is by itself. `pool` is None where it has none."""

    network: Network
    verdict: Verdict
    pool: EffectivePool | None
    problems: tuple[Problem, ...]


class Assessor:
    """Assesses one draft after the other; a network that is the same value on the same host is not judged again."""

    def __init__(
        self, libvirt: LibvirtVersion, schema: Schema | None, document: Callable[[Network], NetworkDocument]
    ) -> None:
        self._libvirt = libvirt
        self._schema = schema
        self._document = document
        self._host: Host | None = None
        self._judged: dict[str, _Judged] = {}
        self._last: tuple[Draft, Host, Live, Assessment] | None = None

    def assess(self, draft: Draft, host: Host, used: Host, live: Live) -> Assessment:
        """`used` is `host` with the guests on it, and `live` what libvirt runs: both change far more often."""
        if host is not self._host:
            self._host, self._judged, self._last = host, {}, None
        last = self._last
        if last is None or last[0] is not draft or last[1] is not used or last[2] is not live:
            last = self._last = draft, used, live, self._assessed(draft, host, used, live)
        return last[3]

    def _assessed(self, draft: Draft, host: Host, used: Host, live: Live) -> Assessment:
        self._judged = {network.name: self._judge(network, host) for network in draft}
        own = (problem for judged in self._judged.values() for problem in judged.problems)
        pools = tuple(judged.pool for judged in self._judged.values() if judged.pool is not None)
        return Assessment(
            {name: judged.verdict for name, judged in self._judged.items()},
            sorted_problems((*own, *of_pools(pools, used, live)), draft),
        )

    def _judge(self, network: Network, host: Host) -> _Judged:
        known = self._judged.get(network.name)
        if known is not None and known.network is network:
            return known
        verdict = judge(self._document(network), host, self._libvirt, self._schema)
        return _Judged(network, verdict, effective_pool(network, host), of_network(network, host, verdict))


def _grouped(
    problems: Sequence[Problem], keys: Callable[[Problem], Sequence[_Key]]
) -> Mapping[_Key, tuple[Problem, ...]]:
    found: dict[_Key, list[Problem]] = {}
    for problem in problems:
        for key in keys(problem):
            found.setdefault(key, []).append(problem)
    return {key: tuple(group) for key, group in found.items()}
