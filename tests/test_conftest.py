"""The ground of the tests keeps what it promises, seen in a pytest run of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SKIPPING = "import pytest\ndef test_a() -> None:\n    pytest.skip('no tmux here')\n"
SKIPPING_WHOLE = "import pytest\npytest.skip('no virsh here', allow_module_level=True)\n"
EXPECTED_TO_FAIL = "import pytest\n@pytest.mark.xfail\ndef test_a() -> None:\n    assert False\n"
REPORTING = "def test_a(record_property) -> None:\n    record_property('report', 'libvirt was asked')\n"
ENVIRONMENT = """
import os
import hypothesis
def test_a() -> None:
    assert {"NO_COLOR", "COLORTERM", "TEXTUAL_THEME", "LC_ALL"}.isdisjoint(os.environ)
    assert os.path.isdir(os.environ["HOME"]) and os.environ["HOME"] != "/home/operator"
    print("examples:", hypothesis.settings().max_examples)
"""


def run_pytest(folder: Path, test: str, **environment: str) -> tuple[int, str]:
    """Exit code and output of a run with this repository's conftest.py and one test module."""
    (folder / "conftest.py").write_bytes(Path(__file__).with_name("conftest.py").read_bytes())
    (folder / "test_it.py").write_text(test)
    clean = {name: value for name, value in os.environ.items() if name not in {"CI", "HYPOTHESIS_PROFILE"}}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider", "--rootdir", folder, folder],
        env=clean | environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(("test", "reason"), [(SKIPPING, "no tmux here"), (SKIPPING_WHOLE, "no virsh here")])
def test_a_test_that_skips_fails_in_ci_and_says_what_is_missing(tmp_path: Path, test: str, reason: str) -> None:
    code, output = run_pytest(tmp_path, test, CI="true")

    assert code != 0
    assert "Skipped where nothing may be" in output
    assert reason in output


def test_a_test_may_skip_on_a_developer_s_machine(tmp_path: Path) -> None:
    code, output = run_pytest(tmp_path, SKIPPING)

    assert code == 0
    assert "1 skipped" in output


def test_a_test_that_is_expected_to_fail_may_do_so_in_ci(tmp_path: Path) -> None:
    assert run_pytest(tmp_path, EXPECTED_TO_FAIL, CI="true")[0] == 0


def test_a_test_that_passes_may_report_what_it_saw(tmp_path: Path) -> None:
    assert "libvirt was asked\n" in run_pytest(tmp_path, REPORTING)[1]


def test_colours_locale_and_home_of_the_user_reach_no_test(tmp_path: Path) -> None:
    code, output = run_pytest(
        tmp_path, ENVIRONMENT, NO_COLOR="1", COLORTERM="x", TEXTUAL_THEME="x", LC_ALL="C", HOME="/home/operator"
    )

    assert code == 0, output


@pytest.mark.parametrize(
    ("environment", "examples"),
    [
        ({}, 50),
        ({"CI": "true"}, 500),
        ({"HYPOTHESIS_PROFILE": "ci"}, 500),
        ({"CI": "true", "HYPOTHESIS_PROFILE": "dev"}, 50),
    ],
)
def test_hypothesis_tries_more_examples_in_ci(tmp_path: Path, environment: dict[str, str], examples: int) -> None:
    assert f"examples: {examples}\n" in run_pytest(tmp_path, ENVIRONMENT, **environment)[1]
