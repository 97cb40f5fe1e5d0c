"""pip, of the Python that runs this."""

import subprocess
import sys

from lab.vm.errors import LabError


def run(*arguments: str) -> None:
    """Raises LabError with what pip says where it fails."""
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LabError(f"`pip {arguments[0]}` failed:\n{done.stderr or done.stdout}")
