"""`tests/run lab [PYTEST ARGUMENTS]`: tests on a real kernel, with SR-IOV cards and libvirt, in a virtual machine.

VFTUI_LAB_CACHE is the folder where the machine's disks are kept; what else begins with VFTUI_LAB_ is for the tests.
Exits with 0 where every test ran and passed, with 1 where one did not, with 2 where there was no machine to test on.
"""

import os
import secrets
import signal
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from lab.vm import disks, machine, share
from lab.vm.cache import Cache
from lab.vm.errors import LabError
from lab.vm.outside import Way, in_turn
from lab.vm.report import Report

_PROJECT = Path(__file__).parents[3]
_CACHE = "VFTUI_LAB_CACHE"
_SEED = "VFTUI_LAB_SEED"
PASSED, FAILED, NO_GROUND = 0, 1, 2


def main(arguments: list[str]) -> int:
    if {"-h", "--help"} & {*arguments}:
        print(__doc__)
        return PASSED
    # An end that is asked for leaves nothing behind either.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return PASSED if run(arguments) else FAILED
    except LabError as error:
        print(f"tests/run lab: {error}", file=sys.stderr)
        return NO_GROUND
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def run(arguments: list[str]) -> bool:
    """Whether every test ran and passed. Raises LabError where there was no machine to run them on."""
    if os.geteuid():
        raise LabError("This needs root: it installs a Debian into a folder, and mounts. Run it as root.")
    settings = {name: value for name, value in os.environ.items() if name.startswith("VFTUI_LAB_")}
    cache = Cache(Path(settings.pop(_CACHE, "") or Path.home() / ".cache/vftui/lab"))
    report = Report(settings.setdefault(_SEED, str(secrets.randbelow(10**6))))
    with report.part("Debian"):
        system = disks.system(cache)
    with report.part("Python packages"):
        python = disks.python(cache, system, _PROJECT / "pyproject.toml")
    # The machine's disks grow there while it runs: not in memory, as /tmp may be.
    with TemporaryDirectory(prefix="vftui-lab-", dir="/var/tmp") as name:
        folder = Path(name)
        with report.part("Wheel"):
            share.fill(folder / "share", _PROJECT, arguments, settings)
        way = Way.make(folder, folder / "share")
        with closing(machine.run(system, python, folder, way.port)) as said:
            report.follow("Boot", in_turn(said, folder / "share", way, arguments, settings))
        return report.read(folder / "share", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
