"""A real libvirtd on made-up hardware, in namespaces of its own.

The tree takes the place of /sys; the machine's own libvirt, network and users are neither touched nor needed. One URI
has all of libvirt that vftui uses: networks, node devices and guests (of which there are none: it finds no emulator).
Two kinds:

    with user_libvirtd(sysfs) as libvirtd:      # wherever the kernel lets this user make namespaces; up in 0.2 s
        libvirt.open(libvirtd.uri)              # qemu+unix:///session?socket=…, from anywhere on this machine

    with system_libvirtd(sysfs) as libvirtd:    # as root: what people call qemu:///system, with Debian's own settings
        libvirt.open(libvirtd.uri)              # qemu+unix:///system?socket=…
        subprocess.run(libvirtd.command("virsh", "-c", "qemu:///system", "net-list"))   # and by its usual name inside

and what may become of it: `stop()` and `start()` keep definitions, and the URI; `kill()` ends it as a crash does;
`suspend()` has it answer nothing until `resume()`. Fixtures are in lab/fixtures.py.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from socket import AF_UNIX, socket
from tempfile import TemporaryDirectory

from lab.daemon import DaemonError, start
from lab.namespaces import PATH, Namespaces, may_make_namespaces, namespaces, program

_PROGRAMS = ("ip", "libvirtd", "mount", "nsenter", "unshare")
_DRIVERS = ("network", "nodedev", "qemu")
_BUS, _NO_BUS = "DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent"

_USER_SETUP = 'mount --bind "$1" /sys; ip link set lo up'
# Root's libvirt has fixed places. Each becomes a folder of the test's, so that its socket is reached from outside too.
_SYSTEM_SETUP = _USER_SETUP + (
    "; for place in /etc/libvirt /run/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt; do"
    ' mkdir -p "$2$place" "$place"; mount --bind "$2$place" "$place"; done'
)


class Libvirtd:
    """A daemon that can be stopped and started again."""

    def __init__(
        self, uri: str, address: Path, command: list[str], environment: dict[str, str], inside: Namespaces
    ) -> None:
        self.uri = uri
        self.socket = address
        self.log = address.with_name("vftui-lab.log")
        self._command = command
        self._environment = environment
        self.namespaces = inside
        self._daemon: subprocess.Popen[bytes] | None = None
        self._client: socket | None = None

    def command(self, *command: str) -> list[str]:
        """`command` such that it runs where the daemon does."""
        return self.namespaces.command(*command)

    def start(self) -> None:
        """Start it and wait until it listens. Raises DaemonError."""
        self._daemon = start(self.command(*self._command), self.log, self._is_listening, self._environment)

    def stop(self) -> None:
        """End it as `systemctl stop` does. Definitions stay, and so does what is active."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self._end(signal.SIGKILL)

    def suspend(self) -> None:
        """Have it answer nothing, while its socket still takes connections."""
        if self._daemon:
            self._daemon.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        if self._daemon:
            self._daemon.send_signal(signal.SIGCONT)

    def _is_listening(self) -> bool:
        """Whether it takes a client: the socket's file is there a moment earlier.

        While that client stays connected, the daemon does not think that nobody needs it.
        """
        client = socket(AF_UNIX)
        if client.connect_ex(str(self.socket)):
            client.close()
            return False
        self._client = client
        return True

    def _end(self, with_signal: signal.Signals) -> None:
        if self._daemon:
            self._daemon.send_signal(with_signal)
            self.resume()
            self._daemon.wait()
            self._daemon = None
        if self._client:
            self._client.close()
            self._client = None


def missing() -> str | None:
    """What is not there of all that a daemon and its client need, None where nothing is missing."""
    absent = [name for name in _PROGRAMS if shutil.which(name, path=PATH) is None]
    absent += [f"libvirt's {name} driver" for name in _DRIVERS if _driver(name) is None]
    if find_spec("libvirt") is None:
        absent.append("libvirt-python")
    if not absent and not may_make_namespaces():
        absent.append("leave to make mount, network and user namespaces")
    return ", ".join(absent) or None


def missing_for_system() -> str | None:
    """As `missing`, for `system_libvirtd`."""
    return missing() or (None if os.geteuid() == 0 else "root")


@contextmanager
def user_libvirtd(sysfs: Path) -> Iterator[Libvirtd]:
    """A daemon of an ordinary user that runs until the context is left. Raises DaemonError."""
    with _folder() as folder, _namespaces(_USER_SETUP, str(sysfs)) as inside:
        home, runtime = folder / "home", folder / "run"
        home.mkdir()
        runtime.mkdir()
        environment = _environment(folder) | {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime)}
        address = runtime / "libvirt/libvirt-sock"
        address.parent.mkdir()
        # libvirtd takes root for the machine's administrator; any other user has folders. It looks the user up: nobody
        # is one that every machine has.
        command = [program("unshare"), "--user", "--map-user=65534", *_libvirtd()]
        uri = f"qemu+unix:///session?socket={address}"
        yield from _running(Libvirtd(uri, address, command, environment, inside))


@contextmanager
def system_libvirtd(sysfs: Path, bus: str = _NO_BUS) -> Iterator[Libvirtd]:
    """Root's daemon, that runs until the context is left. Raises DaemonError.

    `bus` is the address of the message bus where it asks polkit about others than root; without it refuses them.
    """
    with _folder() as folder, _namespaces(_SYSTEM_SETUP, str(sysfs), str(folder)) as inside:
        folder.chmod(0o755)
        address = folder / "run/libvirt/libvirt-sock"
        command = [*_libvirtd(), "--pid-file", "/run/libvirt/libvirtd.pid"]
        uri = f"qemu+unix:///system?socket={address}"
        yield from _running(Libvirtd(uri, address, command, _environment(folder) | {_BUS: bus}, inside))


@contextmanager
def libvirtd_on(sysfs: Path) -> Iterator[str]:
    """The URI of a `user_libvirtd`, for those who need nothing else of it."""
    with user_libvirtd(sysfs) as libvirtd:
        yield libvirtd.uri


def _running(libvirtd: Libvirtd) -> Iterator[Libvirtd]:
    try:
        libvirtd.start()
        yield libvirtd
    finally:
        libvirtd.stop()


@contextmanager
def _folder() -> Iterator[Path]:
    # One with a short name: the path of a socket has 107 bytes at most.
    with TemporaryDirectory(prefix="vftui-lab-") as name:
        yield Path(name)


@contextmanager
def _namespaces(setup: str, *arguments: str) -> Iterator[Namespaces]:
    try:
        with namespaces(setup, *arguments) as inside:
            yield inside
    except OSError as error:
        raise DaemonError(str(error)) from error


def _libvirtd() -> list[str]:
    # Where nobody stops it, it stops itself some time after the last client has gone.
    return [program("libvirtd"), "--timeout", "60"]


def _driver(name: str) -> Path | None:
    found = f"libvirt/connection-driver/libvirt_driver_{name}.so"
    return next(
        (path for pattern in ("lib", "lib64", "lib/*") for path in Path("/usr").glob(f"{pattern}/{found}")), None
    )


def _environment(folder: Path) -> dict[str, str]:
    """All that the daemon gets to see: messages in English, no message bus, no emulator, and three drivers to load."""
    drivers = folder / "drivers"
    drivers.mkdir()
    for name in _DRIVERS:
        if (driver := _driver(name)) is not None:
            (drivers / driver.name).symlink_to(driver)
    return {
        _BUS: _NO_BUS,
        "LC_ALL": "C.UTF-8",
        "LIBVIRT_DRIVER_DIR": str(drivers),
        "PATH": "/usr/sbin:/sbin",
        "SYSTEMD_DEVICE_VERIFY_SYSFS": "0",  # libudev believes a /sys that is no sysfs
    }
