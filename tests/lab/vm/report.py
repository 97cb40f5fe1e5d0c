"""What a run of the lab did, how long each part of it took, and whether all of it is well."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from lab.vm.errors import LabError
from lab.vm.results import Module, read_modules

_MARK = "== "
# What pytest writes of the tests in each place.
_RESULTS = {"in the machine": "results.xml", "from outside": "results-outside.xml"}
# pytest's exit statuses where none failed, and where its arguments left none to run.
_PASSED, _NONE_RAN = "0", "5"


class Report:
    """The parts of a run, told as they begin and, with their seconds, at its end."""

    def __init__(self, seed: str) -> None:
        """`seed` is what made-up definitions come from."""
        self._seed = seed
        self._parts: list[tuple[str, float]] = []
        self._modules: list[Module] = []
        self._began = time.monotonic()

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        print(f"{_MARK}{name}", flush=True)
        began = time.monotonic()
        yield
        self._parts.append((name, time.monotonic() - began))

    def follow(self, name: str, lines: Iterator[str]) -> None:
        """Pass on what the machine says. What it does until it says `== NEXT` is the part `name`, and so on."""
        following = name
        while following:
            with self.part(following):
                following = _next_part(lines)

    def read(self, share: Path, arguments: Sequence[str]) -> bool:
        """Take in what the machine's job left behind, and print the report.

        Returns whether every test ran and passed. Some must have run both in the machine and from outside, unless
        `arguments` for pytest chose: then in one of them. Raises LabError where the tests did not come to their end.
        """
        status = (share / "exit-status").read_text().strip()
        untested = []
        for place, name in _RESULTS.items():
            if not (results := share / name).is_file():
                raise LabError(f"The tests did not come to their end (exit status {status}). Their output is above.")
            modules = read_modules(results.read_bytes())
            self._modules += modules
            if not modules:
                untested.append(place)
        self._print()
        if untested and (not arguments or not self._modules):
            print(*(f"No test ran {place}." for place in untested), sep="\n")
            return False
        return status in {_PASSED, _NONE_RAN} and all(module.is_well for module in self._modules)

    def _print(self) -> None:
        rows = [(name, seconds, "") for name, seconds in self._parts]
        rows += [(f"  {module.name}", module.seconds, module.outcome) for module in self._modules]
        rows.append(("In all", time.monotonic() - self._began, ""))
        print(f"\n{_MARK}The lab, with seed {self._seed} (again: VFTUI_LAB_SEED={self._seed} tests/run lab)")
        for name, seconds, outcome in rows:
            print(f"{name:<24}{seconds:8.1f} s  {outcome}".rstrip())


def _next_part(lines: Iterable[str]) -> str:
    """Print lines up to the one that begins a part, and return its name; '' where no further one comes."""
    for line in lines:
        if line.startswith(_MARK):
            return line.removeprefix(_MARK)
        print(line, flush=True)
    return ""
