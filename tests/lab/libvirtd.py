"""A real libvirtd on made-up hardware: of an ordinary user, with the network driver alone, in namespaces of its own.

The tree takes the place of /sys, and configuration, state and socket lie in a folder of the test's: the machine's own
libvirt, network and users are neither touched nor needed. It runs where the kernel lets this user make namespaces.
"""

import ctypes
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import AF_UNIX, socket
from tempfile import TemporaryDirectory

_PROGRAMS = ("libvirtd", "mount", "unshare")
# Debian keeps daemons where the path of an ordinary user does not lead.
_PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"

# libvirtd takes root for the machine's administrator, with /etc/libvirt and /run/libvirt; any other user has folders.
# It looks the user up: nobody is one that every machine has.
_START = 'mount --bind "$1" /sys && shift && exec unshare --user --map-user=65534 "$@"'
_START_SECONDS = 30


class LibvirtdError(Exception):
    """The daemon did not come up; the message holds what it wrote."""


def missing() -> str | None:
    """What is not there of all that a daemon and its client need, None where nothing is missing."""
    absent = [program for program in _PROGRAMS if shutil.which(program, path=_PATH) is None]
    if _network_driver() is None:
        absent.append("libvirt's network driver")
    try:
        ctypes.CDLL("libvirt.so.0")
    except OSError:
        absent.append("libvirt.so.0")
    if not absent and subprocess.run(_unshare("true"), capture_output=True, check=False).returncode:
        absent.append("leave to make mount, network and user namespaces")
    return ", ".join(absent) or None


@contextmanager
def libvirtd_on(sysfs: Path) -> Iterator[str]:
    """The connection URI of a daemon that runs until the context is left.

    Raises LibvirtdError where it does not come up.
    """
    # A folder of its own with a short name: the path of a socket has 107 bytes at most.
    with TemporaryDirectory(prefix="vftui-lab-") as name:
        folder = Path(name)
        environment, log = _environment(folder), folder / "log"
        # Where nobody stops it, it stops itself some time after the last client has gone.
        command = _unshare("sh", "-c", _START, "sh", str(sysfs), "libvirtd", "--timeout", "60")
        with log.open("wb") as written:
            daemon = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=written, stderr=written
            )
        try:
            address = folder / "run/libvirt/libvirt-sock"
            _await(address, daemon, log)
            yield f"network+unix:///session?socket={address}"
        finally:
            daemon.terminate()
            daemon.wait()


def _unshare(*command: str) -> list[str]:
    """`command` with mounts and a network of its own, as root there."""
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    return [shutil.which("unshare", path=_PATH) or "unshare", *as_root, "--mount", "--net", "--", *command]


def _network_driver() -> Path | None:
    name = "libvirt/connection-driver/libvirt_driver_network.so"
    return next(
        (path for pattern in ("lib", "lib64", "lib/*") for path in Path("/usr").glob(f"{pattern}/{name}")), None
    )


def _environment(folder: Path) -> dict[str, str]:
    """All that the daemon gets to see: messages in English, no message bus, one driver to load, folders of its own."""
    drivers, home, runtime = (folder / name for name in ("drivers", "home", "run"))
    for directory in (drivers, home, runtime):
        directory.mkdir()
    if (driver := _network_driver()) is not None:
        (drivers / driver.name).symlink_to(driver)
    return {
        "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "LIBVIRT_DRIVER_DIR": str(drivers),
        "PATH": _PATH,
        "XDG_RUNTIME_DIR": str(runtime),
    }


def _await(address: Path, daemon: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the daemon listens: the socket's file is there a moment earlier."""
    deadline = time.monotonic() + _START_SECONDS
    with socket(AF_UNIX) as client:
        while client.connect_ex(str(address)):
            with suppress(subprocess.TimeoutExpired):
                daemon.wait(0.02)
            if daemon.returncode is not None or time.monotonic() > deadline:
                raise LibvirtdError(f"libvirtd did not come up:\n{log.read_text(errors='replace')}")
