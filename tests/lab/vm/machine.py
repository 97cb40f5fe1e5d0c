"""The lab's machine: switched on, listened to, and never left running."""

import os
import select
import subprocess
import time
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

from lab.vm import isolated
from lab.vm.errors import LabError

BOOT = Path(__file__).with_name("boot.sh")


class Limits(NamedTuple):
    """Seconds after which the machine is given up: before its first word, between two of them, and in all."""

    boot: float
    silence: float
    whole: float


# It takes half a minute to boot where nothing else runs on two processors; then it says something at least at the
# beginning of every test, the longest of which take minutes.
LIMITS = Limits(boot=300, silence=1200, whole=4500)


def run(
    system: Path, python: Path, folder: Path, ssh_port: int, *, boot: Path = BOOT, limits: Limits = LIMITS
) -> Generator[str, None, None]:
    """The lines that the machine's job prints, as they come, until the machine switches itself off.

    `folder/share` is what it sees as /mnt/lab, and this host's `ssh_port` leads to its sshd. Raises LabError where it
    hangs, or ends before its job does.
    """
    with (
        (folder / "qemu.log").open("wb") as log,
        isolated.started(boot, system, python, folder, ssh_port, stdout=subprocess.PIPE, stderr=log) as machine,
    ):
        assert machine.stdout is not None
        try:
            yield from _lines(machine.stdout.fileno(), limits)
        except TimeoutError as error:
            raise LabError(f"{error} {_last_words(folder)}") from None
    if not (folder / "share/exit-status").is_file():
        raise LabError(f"The machine ended before its job did. {_last_words(folder)}")


def _lines(descriptor: int, limits: Limits) -> Generator[str, None, None]:
    """Lines from `descriptor` to its end. Raises TimeoutError where they take too long."""
    deadline = time.monotonic() + limits.whole
    last, unfinished, limit = b"", b"", limits.boot
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([descriptor], [], [], min(limit, left))[0]:
            said = (unfinished or last).decode(errors="replace")
            raise TimeoutError(f"The machine has said nothing for {min(limit, left):.0f} seconds, since {said!r}.")
        if not (output := os.read(descriptor, 65536)):
            return
        limit = limits.silence
        *lines, unfinished = (unfinished + output).split(b"\n")
        last = lines[-1] if lines else last
        yield from (line.decode(errors="replace").rstrip("\r") for line in lines)
    raise TimeoutError(f"The machine has run for {limits.whole:.0f} seconds and is not done.")


def _last_words(folder: Path) -> str:
    said = (isolated.end_of(folder / name) for name in ("qemu.log", "console"))
    return "\n".join(["QEMU and the console say at last:", *said])
