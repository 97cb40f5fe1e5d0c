"""Tests of the lab's machine from outside: on the host that runs it, by ssh, as a remote host."""

import os

import pytest
from lab.vm.outside import Way

# Only `tests/run lab` knows the way.
if "VFTUI_LAB_SSH_PORT" not in os.environ:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def way() -> Way:
    return Way.from_environment(os.environ)
