"""Mounts and a network of one's own, kept for as many commands as want to run in them."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast

# Debian keeps daemons and `ip` where the path of an ordinary user does not lead.
PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"

_HOLD = "set -e; {setup}; echo ready; exec cat"


class Namespaces:
    """A mount and a network namespace, held by a process that ends with this one."""

    def __init__(self, holder: int) -> None:
        self.holder = holder

    def command(self, *command: str) -> list[str]:
        """`command` such that it runs inside, as the process that starts it: its signals are the command's own."""
        as_root = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        return [program("nsenter"), f"--target={self.holder}", *as_root, "--mount", "--net", "--", *command]

    def run(self, *command: str) -> str:
        """What `command` writes, run inside. Raises CalledProcessError."""
        return subprocess.run(self.command(*command), stdout=subprocess.PIPE, text=True, check=True).stdout


@contextmanager
def namespaces(setup: str, *arguments: str) -> Iterator[Namespaces]:
    """New ones, in which the shell script `setup` was run with `arguments`, as root there.

    Raises OSError with what the script wrote where it failed.
    """
    script = _HOLD.format(setup=setup)
    command = [*_unshare("sh", "-c", script, "sh", *arguments)]
    # It reads its standard input to the end: that is where this process ends, however it does.
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=_environment()
    ) as holder:
        said, complaints = cast(IO[str], holder.stdout), cast(IO[str], holder.stderr)
        if said.readline() != "ready\n":
            raise OSError(f"cannot make namespaces: {complaints.read().strip()}")
        yield Namespaces(holder.pid)


def may_make_namespaces() -> bool:
    """Whether the kernel lets this user have them."""
    return subprocess.run(_unshare("true"), capture_output=True, check=False, env=_environment()).returncode == 0


def program(name: str) -> str:
    """The path of a program; its bare name where it is not installed."""
    return shutil.which(name, path=PATH) or name


def _unshare(*command: str) -> list[str]:
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    return [program("unshare"), *as_root, "--mount", "--net", "--", *command]


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": PATH}
