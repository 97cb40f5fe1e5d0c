"""vftui as its users run it: the installed program, its output and its exit code."""

import json
import subprocess
import sys
from collections.abc import Mapping
from os import environ
from pathlib import Path
from typing import Any, TypedDict, Unpack

VFTUI = str(Path(sys.executable).with_name("vftui"))
PATIENCE = 60.0


class Ground(TypedDict, total=False):
    """What a program runs on; `on` is a command that it is given to."""

    on: tuple[str | Path, ...]
    stdout: int
    environment: Mapping[str, str]
    cwd: Path


def run(*arguments: str | Path, **ground: Unpack[Ground]) -> subprocess.CompletedProcess[bytes]:
    """Run `vftui ARGUMENTS` to its end, with nothing to read, and output buffered as it is for users."""
    return subprocess.run(
        [*ground.get("on", ()), VFTUI, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=ground.get("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        env={**environ, "PYTHONUNBUFFERED": "", **ground.get("environment", {})},
        cwd=ground.get("cwd"),
        timeout=PATIENCE,
        check=False,
    )


def printed(*arguments: str | Path, code: int = 0, **ground: Unpack[Ground]) -> str:
    """What `vftui ARGUMENTS` prints, where it ends with `code`."""
    done = run(*arguments, **ground)
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode()


def shown(*arguments: str | Path, code: int = 0, **ground: Unpack[Ground]) -> Any:  # noqa: ANN401 - JSON
    """The object that `vftui show --json ARGUMENTS` prints."""
    return json.loads(printed("show", "--json", *arguments, code=code, **ground))


def complaint(*arguments: str | Path, **ground: Unpack[Ground]) -> str:
    """The one line on stderr with which `vftui ARGUMENTS` refuses, with nothing printed."""
    done = run(*arguments, **ground)
    lines = done.stderr.decode().splitlines()
    assert (done.returncode, done.stdout, len(lines)) == (2, b"", 1), done
    return lines[0]


def passthrough(name: str, *netdevs: str) -> str:
    """A network definition with a pool of these netdevs."""
    members = "".join(f"<interface dev='{netdev}'/>" for netdev in netdevs)
    return f"<network><name>{name}</name><forward mode='passthrough'>{members}</forward></network>\n"
