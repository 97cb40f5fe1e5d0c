"""The two disks of the lab's machine: Debian, and the Python packages that the wheel under test and the tests need."""

import re
import tomllib
from pathlib import Path

from lab.vm import isolated, pip
from lab.vm.cache import Cache, fingerprint

_HERE = Path(__file__).parent
_SYSTEM = [_HERE / name for name in ("system.sh", "lab.service", "lab.target")]
_PYTHON = _HERE / "python.sh"

# Debian 13's Python, on the only processor that the machine emulates.
_GUEST = ("--python-version=3.13", "--platform=manylinux_2_28_x86_64", "--platform=manylinux2014_x86_64")
# Of the test packages those that read the source or draw pictures, which the machine is not for.
_NOT_FOR_GUEST = {"lxml-stubs", "mypy", "pytest-textual-snapshot", "pytest-xdist", "ruff"}


def system(cache: Cache) -> Path:
    """The folder with Debian, as system.sh leaves it. Raises LabError where it cannot be made."""
    return cache.kept(
        "system", fingerprint(*_SYSTEM), lambda folder: isolated.run(_SYSTEM[0], folder, log=folder / "log")
    )


def python(cache: Cache, installed: Path, pyproject: Path) -> Path:
    """The folder with the Python packages, made with the `installed` system. Raises LabError where it cannot be."""
    requirements = guest_requirements(pyproject)

    def make(folder: Path) -> None:
        pip.run("download", "--only-binary=:all:", *_GUEST, f"--dest={folder / 'wheels'}", *requirements)
        isolated.run(_PYTHON, folder, installed / "tree", log=folder / "log")

    return cache.kept("python", fingerprint(*_SYSTEM, _PYTHON, *_GUEST, *requirements), make)


def guest_requirements(pyproject: Path) -> list[str]:
    """What `pyproject` asks for at run time and for its tests, as far as the machine needs it."""
    project = tomllib.loads(pyproject.read_text())["project"]
    asked: list[str] = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    return sorted(each for each in asked if re.split(r"[^\w.-]", each)[0] not in _NOT_FOR_GUEST)
