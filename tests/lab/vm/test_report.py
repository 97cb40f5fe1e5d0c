"""A run of the lab is well only where every test ran and passed."""

from pathlib import Path

import pytest
from lab.vm.errors import LabError
from lab.vm.report import Report

PASSED = '<testcase classname="tests.lab.guest.test_hotplug" name="one" time="2.5"/>'
FAILED = '<testcase classname="tests.lab.guest.test_hotplug" name="two" time="1.0"><failure/></testcase>'
BROKEN = '<testcase classname="tests.lab.guest.test_inventory" name="three" time="0"><error/></testcase>'
OUTSIDE = '<testcase classname="tests.lab.outside.test_way" name="five" time="1.5"/>'
SKIPPED = '<testcase classname="tests.lab.guest.test_inventory" name="four" time="0"><skipped/></testcase>'


@pytest.fixture
def share(tmp_path: Path) -> Path:
    (tmp_path / "exit-status").write_text("0\n")
    write(tmp_path, OUTSIDE, file="results-outside.xml")
    return tmp_path


def write(share: Path, *cases: str, file: str = "results.xml") -> None:
    (share / file).write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")


def test_all_passed_is_well(share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(share, PASSED, PASSED)

    assert Report("4711").read(share, [])
    printed = capsys.readouterr().out
    assert "VFTUI_LAB_SEED=4711" in printed
    assert "  test_hotplug               5.0 s  2 passed\n" in printed


@pytest.mark.parametrize("also", [FAILED, BROKEN, SKIPPED])
def test_one_that_did_not_pass_is_not_well(share: Path, also: str) -> None:
    write(share, PASSED, also)

    assert not Report("4711").read(share, [])


@pytest.mark.parametrize("arguments", [[], ["-k", "nothing"]])
def test_no_test_at_all_is_not_well(share: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    write(share)
    write(share, file="results-outside.xml")
    (share / "exit-status").write_text("5\n")

    assert not Report("4711").read(share, arguments)
    assert capsys.readouterr().out.endswith("No test ran in the machine.\nNo test ran from outside.\n")


def test_nothing_but_tests_from_outside_is_well_only_where_they_were_asked_for(
    share: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(share)
    (share / "exit-status").write_text("5\n")

    assert Report("4711").read(share, ["-k", "way"])
    assert "No test" not in capsys.readouterr().out
    assert not Report("4711").read(share, [])
    assert capsys.readouterr().out.endswith("No test ran in the machine.\n")


def test_nothing_but_tests_in_the_machine_is_well_only_where_they_were_asked_for(
    share: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(share, PASSED)
    write(share, file="results-outside.xml")

    assert Report("4711").read(share, ["-k", "hotplug"])
    assert not Report("4711").read(share, [])
    assert capsys.readouterr().out.endswith("No test ran from outside.\n")


def test_results_of_a_job_that_failed_are_not_well(share: Path) -> None:
    write(share, PASSED)
    (share / "exit-status").write_text("1\n")

    assert not Report("4711").read(share, [])


def test_a_job_without_results_is_no_result(share: Path) -> None:
    with pytest.raises(LabError, match="did not come to their end"):
        Report("4711").read(share, [])


def test_what_the_machine_says_is_printed_and_timed_by_part(share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(share, PASSED)
    report = Report("4711")

    report.follow("Boot", iter(["console", "== Tests", "one", "two"]))
    assert capsys.readouterr().out == "== Boot\nconsole\n== Tests\none\ntwo\n"

    report.read(share, [])
    parts = [line.split()[0] for line in capsys.readouterr().out.splitlines()[2:]]
    assert parts == ["Boot", "Tests", "test_hotplug", "test_way", "In"]


def test_tests_from_outside_count_too(share: Path) -> None:
    write(share, PASSED)
    write(share, FAILED, file="results-outside.xml")

    assert not Report("4711").read(share, [])
