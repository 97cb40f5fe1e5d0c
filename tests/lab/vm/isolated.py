"""Programs that mount: whatever becomes of them or of this process, no mount and no process of theirs stays."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import IO

from lab.vm.errors import LabError

# The kernel ends all that runs in a process namespace together with the first process there, and a mount namespace with
# the last one in it.
_ALONE = ("setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child")
_SHOWN = 20


@contextmanager
def started(script: Path, *arguments: Path | int, stdout: IO[bytes] | int, stderr: IO[bytes]) -> Iterator[Popen[bytes]]:
    """The script while it runs, in namespaces of its own; when the context is left, all that it has started is gone."""
    ended, alive = os.pipe()
    with os.fdopen(ended, "rb") as ended_file:
        command = [*_ALONE, str(script), *map(str, arguments)]
        try:
            process = Popen(command, stdin=DEVNULL, stdout=stdout, stderr=stderr, pass_fds=[alive])
        finally:
            os.close(alive)
        with process:
            try:
                yield process
            finally:
                process.kill()
                # The last of those that have the other end takes a moment longer.
                ended_file.read()


def run(script: Path, *arguments: Path, log: Path) -> None:
    """Run the script to its end, its output in `log`. Raises LabError with the last of it where it fails."""
    with log.open("wb") as output, started(script, *arguments, stdout=output, stderr=output) as process:
        status = process.wait()
    if status:
        raise LabError(f"{script.name} failed ({status}). It said at last:\n{end_of(log)}")


def end_of(log: Path, lines: int = _SHOWN) -> str:
    """The last lines of a file; '' where there is none."""
    try:
        text = log.read_text(errors="replace")
    except FileNotFoundError:
        return ""
    return "\n".join(f"    {line.rstrip()}" for line in text.splitlines()[-lines:])
