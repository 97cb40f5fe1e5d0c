"""The ground every test stands on: one environment, one set of hypothesis profiles, and no test that quietly skips."""

import os
import signal
from collections.abc import Generator
from importlib.util import find_spec
from pathlib import Path

# Several of these are read by Textual and Rich when they are imported, so they go before any test module comes.
# The one kept is how pytest-textual-snapshot tells its xdist workers where to put what they draw.
_KEPT = {"TEXTUAL_SNAPSHOT_TEMPDIR"}
_UNWANTED = {
    "COLORTERM",
    "COLUMNS",
    "FORCE_COLOR",
    "LANGUAGE",
    "LINES",
    "NO_COLOR",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
}
for _name in set(os.environ) - _KEPT:
    if _name in _UNWANTED or _name.startswith(("LC_", "TEXTUAL", "XDG_")):
        del os.environ[_name]
os.environ.update(LANG="C.UTF-8", TERM="xterm-256color", TZ="UTC")
# A vftui that is started without options asks libvirt: this one, which it makes up itself, and never the machine's.
# Where there is no libvirt-python it has none to ask.
if find_spec("libvirt"):
    os.environ["LIBVIRT_DEFAULT_URI"] = "test:///default"
else:
    os.environ.pop("LIBVIRT_DEFAULT_URI", None)

# What is started behind `&` in a script ignores Ctrl+C, and so would every program that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

import hypothesis  # noqa: E402 - after the environment is clean
import pytest  # noqa: E402 - as above

_CI = os.environ.get("CI") == "true"

hypothesis.settings.register_profile("dev", max_examples=50, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=500, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if _CI else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--draw", action="store_true", help="draw screenshots/ anew instead of comparing with it")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, so that no test reads or writes what belongs to the user who runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI every part is there, so a test that skips has lost one: it fails."""
    report = yield
    if _CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped where nothing may be: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """As above, for a module that skips as a whole."""
    report = yield
    if _CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Skipped where nothing may be: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what tests recorded as their `report`: what can be told from a run that passed, too."""
    for outcome in ("passed", "failed"):
        for test in terminalreporter.getreports(outcome):
            for line in (value for name, value in test.user_properties if name == "report"):
                terminalreporter.write_line(line)
