"""Daemons of the lab's own: started, waited for, and ended again."""

import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_START_SECONDS = 30


class DaemonError(Exception):
    """It did not come up; the message holds what it wrote."""


def start(
    command: Sequence[str], log: Path, is_up: Callable[[], bool], environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a daemon that stays in the foreground and writes to `log`, and wait until it is up.

    `environment` takes the place of this process's. Raises DaemonError.
    """
    with log.open("ab") as written:
        daemon = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=written, stderr=subprocess.STDOUT
        )
    deadline = time.monotonic() + _START_SECONDS
    while not is_up():
        with suppress(subprocess.TimeoutExpired):
            daemon.wait(0.02)
        if daemon.returncode is not None or time.monotonic() > deadline:
            end(daemon)
            raise DaemonError(f"{Path(command[0]).name} did not come up:\n{log.read_text(errors='replace')}")
    return daemon


def end(daemon: subprocess.Popen[bytes]) -> None:
    daemon.terminate()
    daemon.wait()


@contextmanager
def running(
    command: Sequence[str], log: Path, is_up: Callable[[], bool], environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    """As `start`, until the context is left."""
    daemon = start(command, log, is_up, environment)
    try:
        yield
    finally:
        end(daemon)


def says(log: Path, text: str) -> Callable[[], bool]:
    """Whether that is in the log."""
    return lambda: text in log.read_text(errors="replace")
