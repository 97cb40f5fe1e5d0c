"""Times vftui in a real terminal against baselines in the same terminal, and its checks, and prints two tables."""

import argparse
import os
import platform
import sys
from collections import defaultdict
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

# The terminal that the tests use lies in tests/, which is on pytest's path but not on a script's.
sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import checking
from bench.sessions import Sessions
from bench.table import Series, table

# PFs and VFs each, by VFs in all.
HOSTS = {64: (1, 64), 4096: (16, 256)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7, help="more of them steady the medians (default: 7)")
    rounds: int = options.parse_args().rounds
    load = os.getloadavg()[0]
    timings = measure(rounds)
    print(table(timings, list(HOSTS)))
    print(
        f"\nMedians of at least {rounds * Sessions.repeats} samples, at 120x40. "
        f"All VFs of a PF are {' and '.join(str(vfs) for _, vfs in HOSTS.values())}. "
        f"Textual {version('textual')}, Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"load {load:.1f} before and {os.getloadavg()[0]:.1f} after."
    )
    print(f"\n{checking.table(checking.measure(rounds))}")
    print(f"\nMedians of {rounds} checks, processor time. Networks have four VFs each, the host 16 PFs with 256 VFs.")


def measure(rounds: int) -> Mapping[Series, list[float]]:
    """Everything `rounds` times, after one round that only warms caches up."""
    found: defaultdict[Series, list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        # To and fro, so that a machine that grows busier or idler meets both hosts alike.
        for size, (pfs, vfs) in sorted(HOSTS.items(), reverse=number % 2 == 0):
            with TemporaryDirectory() as folder:
                sessions = Sessions(pfs, vfs, Path(folder))
                timed = {"vftui": list(sessions.vftui()), "baseline": list(sessions.baseline())}
            if number:
                for timing in timed["vftui"]:
                    found[Series("vftui", size, timing.gesture)].append(timing.milliseconds)
                for timing in timed["baseline"]:
                    found[Series("baseline", size, timing.gesture)].append(timing.milliseconds)
        print(f"round {number} of {rounds}", file=sys.stderr)
    return found


if __name__ == "__main__":
    main()
