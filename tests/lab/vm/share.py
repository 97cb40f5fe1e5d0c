"""What the lab's machine is given: the wheel under test, the tests, and which of them to run and how."""

import shlex
import shutil
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from lab.vm import pip

_JOB = Path(__file__).with_name("job.sh")
_LEFT_AT_HOME = {"__pycache__", "snapshots"}


def fill(folder: Path, project: Path, arguments: Sequence[str], settings: Mapping[str, str]) -> None:
    """Put all of it into `folder`, which is made: pytest's `arguments`, and `settings` for its environment.

    Raises LabError where the wheel cannot be built.
    """
    folder.mkdir()
    pip.run("wheel", "--no-deps", f"--wheel-dir={folder}", str(project))
    # One file: over the share, every file takes the emulated processor a while to open.
    with tarfile.open(folder / "tests.tar", "w") as tests:
        for name in ("pyproject.toml", "tests"):
            tests.add(project / name, name, filter=_without_ballast)
    shutil.copy(_JOB, folder / "job")
    _write_lines(folder / "arguments", arguments)
    _write_lines(folder / "settings", [f"{name}={shlex.quote(value)}" for name, value in settings.items()])


def _without_ballast(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if Path(entry.name).name in _LEFT_AT_HOME else entry


def _write_lines(file: Path, lines: Sequence[str]) -> None:
    file.write_text("".join(f"{line}\n" for line in lines))
