"""The outcome of tests, by module, from pytest's JUnit XML."""

from dataclasses import dataclass

from lxml import etree


@dataclass(frozen=True)
class Module:
    """The tests of one module, and the seconds they took together."""

    name: str
    passed: int
    failed: int
    skipped: int
    seconds: float

    @property
    def is_well(self) -> bool:
        return self.failed == 0 and self.skipped == 0

    @property
    def outcome(self) -> str:
        counts = {"passed": self.passed, "failed": self.failed, "skipped": self.skipped}
        return ", ".join(f"{count} {what}" for what, count in counts.items() if count)


def read_modules(results: bytes) -> list[Module]:
    """Every module of which a test ran, in the order in which they did."""
    cases: dict[str, list[etree._Element]] = {}
    for case in etree.fromstring(results).iter("testcase"):
        cases.setdefault(case.get("classname", "").rpartition(".")[2], []).append(case)
    return [_module(name, each) for name, each in cases.items()]


def _module(name: str, cases: list[etree._Element]) -> Module:
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    seconds = sum(float(case.get("time", "0")) for case in cases)
    return Module(name, len(cases) - failed - skipped, failed, skipped, seconds)
