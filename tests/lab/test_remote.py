"""A host behind ssh: everything vftui does with it, through a cable that can be pulled."""

from pathlib import Path

from lab.remote import Remote
from nested import run_tests_under

HERE = Path(__file__).parent


def test_a_host_behind_ssh(remote: Remote) -> None:
    run_tests_under(*remote.command("env", f"VFTUI_LAB_REMOTE={remote.uri}"), file=HERE / "remote_in_a_namespace.py")
