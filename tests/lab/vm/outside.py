"""Tests of the machine from outside: by ssh, on the host that runs it, while its job waits for them."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

_PROJECT = Path(__file__).parents[3]
# What the machine's job says when it is their turn, and what it waits for then.
_TURN = "== Tests from outside"
_DONE = "outside-done"


class Way(NamedTuple):
    """The way in for root."""

    port: int
    key: Path

    @classmethod
    def make(cls, folder: Path, share: Path) -> Self:
        """A port that is free, and a new key that opens the machine with that share."""
        key = folder / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], stdin=subprocess.DEVNULL, check=True)
        key.with_suffix(".pub").rename(share / "authorized_keys")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return cls(probe.getsockname()[1], key)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        return cls(int(environment["VFTUI_LAB_SSH_PORT"]), Path(environment["VFTUI_LAB_SSH_KEY"]))

    @property
    def environment(self) -> Mapping[str, str]:
        """How the tests are told of it."""
        return {"VFTUI_LAB_SSH_PORT": str(self.port), "VFTUI_LAB_SSH_KEY": str(self.key)}

    @property
    def ssh(self) -> list[str]:
        """The beginning of a command that runs one there."""
        options = ("BatchMode=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR")
        given = [argument for option in options for argument in ("-o", option)]
        return ["ssh", "-F", "/dev/null", *given, "-i", str(self.key), "-p", str(self.port), "root@127.0.0.1"]


def in_turn(
    lines: Iterator[str], share: Path, way: Way, arguments: Sequence[str], settings: Mapping[str, str]
) -> Iterator[str]:
    """Pass on the machine's lines; where its job waits for the tests from outside, run them."""
    for line in lines:
        yield line
        if line == _TURN:
            _run(share / "results-outside.xml", arguments, {**settings, **way.environment})
            (share / _DONE).touch()


def _run(results: Path, arguments: Sequence[str], settings: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "pytest", "-v", "--color=no", "-p", "no:cacheprovider"]
    command += ["-o", "testpaths=tests/lab/outside", "-o", "junit_family=xunit1", f"--junit-xml={results}", *arguments]
    # The results tell whether they passed.
    subprocess.run(
        command,
        cwd=_PROJECT,
        env={**os.environ, **settings, "VFTUI_TEST_PATIENCE": "120", "CI": "true", "HYPOTHESIS_PROFILE": "dev"},
        stdin=subprocess.DEVNULL,
        check=False,
    )
