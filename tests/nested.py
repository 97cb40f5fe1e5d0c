"""Tests that need a process of their own."""

import subprocess
import sys
from pathlib import Path


def run_tests_under(*wrapper: str, file: Path) -> None:
    """Run the tests of a file in a pytest that a wrapper starts; fails as they do."""
    command = [*wrapper, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    assert result.returncode == 0, result.stdout + result.stderr


def can_make_namespaces() -> bool:
    """Whether this user may have a network of their own, with `unshare`."""
    return subprocess.run(["unshare", "-rnm", "true"], check=False, capture_output=True).returncode == 0
