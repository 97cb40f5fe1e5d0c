"""The lab's machine has what the wheel and the tests need."""

from pathlib import Path

from lab.vm.disks import guest_requirements

PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"


def test_the_machine_gets_what_runs_the_program_and_its_tests_and_not_what_checks_the_source() -> None:
    names = {requirement.split(">=")[0].split("==")[0] for requirement in guest_requirements(PYPROJECT)}

    assert {"lxml", "platformdirs", "pyudev", "textual", "pytest", "hypothesis", "pyte"} <= names
    assert names.isdisjoint({"mypy", "ruff"})
