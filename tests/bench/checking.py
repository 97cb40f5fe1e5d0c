"""What it costs to find out what libvirt makes of many networks and what is wrong with them, as their number grows."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from lxml import etree

from vftui.inventory.demo import sized_host
from vftui.model.claim import listed
from vftui.model.edits import TakeOutVfs
from vftui.model.host import Host
from vftui.model.network import ForwardMode, Network
from vftui.netxml.document import NetworkDocument
from vftui.stores.memory import MemoryStore
from vftui.workspace import Workspace

COUNTS = (100, 300, 1000)
_VFS_EACH = 4


class Check(StrEnum):
    """A row of the table."""

    FIRST = "first check: every verdict, every problem"
    AFTER_EDIT = "check after an edit of one network"
    BASELINE = "baseline: lxml parses the same documents"


class Timing(NamedTuple):
    """What one check of that many networks took, in milliseconds of the processor."""

    check: Check
    networks: int
    milliseconds: float


Timings = Mapping[tuple[Check, int], Sequence[float]]


def measure(rounds: int) -> Timings:
    """Every check of every number of networks, after one round that only warms caches up."""
    host = sized_host(16, 256)
    found: defaultdict[tuple[Check, int], list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        for timing in (timing for count in COUNTS for timing in timed(host, count)):
            if number:
                found[timing.check, timing.networks].append(timing.milliseconds)
    return found


def timed(host: Host, count: int) -> Iterator[Timing]:
    """Each check once, on that many networks of four VFs, every tenth of which shares one with its neighbour."""
    documents = {f"{name:04}.xml": _document(host, name) for name in range(count)}
    workspace = Workspace(host, MemoryStore(documents))
    yield Timing(Check.FIRST, count, _milliseconds(lambda: workspace.assessment))
    shared = next(problem for problem in workspace.problems if problem.code.startswith("vf-"))
    workspace.do(TakeOutVfs(shared.devices))
    yield Timing(Check.AFTER_EDIT, count, _milliseconds(lambda: workspace.assessment))
    yield Timing(Check.BASELINE, count, _milliseconds(lambda: [etree.fromstring(text) for text in documents.values()]))


def table(timings: Timings) -> str:
    """A Markdown table of medians, and how much longer one network takes among the most than among the fewest."""
    few, *_, many = COUNTS
    head = ["", *(f"{count} networks" for count in COUNTS), f"per network, {many} to {few}"]
    rows = [head, [":--", *("--:" for _ in COUNTS), "--:"]]
    for check in Check:
        medians = [median(timings[check, count]) for count in COUNTS]
        growth = (medians[-1] / many) / (medians[0] / few)
        rows.append([check.value, *(f"{time:.1f} ms" for time in medians), f"{growth:.2f}"])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _document(host: Host, name: int) -> bytes:
    vfs = [vf for pf in host.pfs for vf in pf.vfs]
    first = name * _VFS_EACH - (1 if name % 10 == 1 else 0)
    mode = ForwardMode.HOSTDEV if name % 2 else ForwardMode.PASSTHROUGH
    managed = True if mode is ForwardMode.HOSTDEV else None
    members = listed(vfs[first : first + _VFS_EACH], mode)
    return NetworkDocument.new(Network(f"{name:04}", mode, members, managed=managed)).content


def _milliseconds(work: Callable[[], object]) -> float:
    """Of the processor: nothing here waits, and other work on the machine does not count."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000
