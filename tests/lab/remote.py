"""A remote host: root's libvirtd with an sshd beside it, at the other end of a cable.

    with system_libvirtd(sysfs) as libvirtd, remote_host(libvirtd) as remote:
        subprocess.run(remote.command("virsh", "-c", remote.uri, "net-list"))    # qemu+ssh://root@10.77.0.2/system

The cable is a veth pair between two network namespaces: of the libvirtd, and of the operator, where `command` runs, as
root with a ~/.ssh of its own, in which a key and the known hosts are. Nothing else leads there, and nothing leads out.
Needs root, sshd, and the programs of `lab.libvirtd`. The fixture is in lab/fixtures.py.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from lab.daemon import running, says
from lab.libvirtd import Libvirtd, missing_for_system
from lab.namespaces import PATH, Namespaces, namespaces, program

PASSWORD = "vftui"  # noqa: S105 - of a root that exists in a namespace alone

_PROGRAMS = ("ip", "ssh", "ssh-keygen", "sshd", "openssl")
_ADDRESS = "10.77.0.2"
_OPERATOR = 'ip link set lo up; mkdir -p "$2"; mount --bind "$1" "$2"'
_CABLE = (
    "ip link add cable type veth peer name cable netns {far}",
    "ip addr add 10.77.0.1/24 dev cable",
    "ip link set cable up",
)
_SSHD = """
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/operator/id_ed25519.pub
PermitRootLogin yes
StrictModes no
UsePAM no
PidFile none
ClientAliveInterval 5
ClientAliveCountMax 2
"""
# The accounts of the far side: sshd refuses one that is locked, as root's may be here.
_FAR_SETUP = (
    'mount --bind "$1/shadow" /etc/shadow; mkdir -p /run/sshd; ip addr add "$2/24" dev cable; ip link set cable up'
)


class Remote:
    """The far host and the way to it."""

    def __init__(self, operator: Namespaces, far: Libvirtd, ssh: Path) -> None:
        self.uri = f"qemu+ssh://root@{_ADDRESS}/system"
        self.ssh = ssh
        self.libvirtd = far
        self._operator = operator

    def command(self, *command: str) -> list[str]:
        """`command` such that it runs where the operator is."""
        return self._operator.command(*command)

    def pull_the_cable(self) -> None:
        """Let everything that is sent vanish: nobody is told."""
        subprocess.run(self.libvirtd.command(program("ip"), "link", "set", "cable", "down"), check=True)

    def plug_in_the_cable(self) -> None:
        subprocess.run(self.libvirtd.command(program("ip"), "link", "set", "cable", "up"), check=True)


def missing_for_remote() -> str | None:
    """What is not there of all that this needs, None where nothing is missing."""
    absent = [name for name in _PROGRAMS if shutil.which(name, path=PATH) is None]
    return ", ".join(filter(None, [missing_for_system(), *absent])) or None


@contextmanager
def remote_host(libvirtd: Libvirtd) -> Iterator[Remote]:
    """The host of `libvirtd`, reached by ssh until the context is left. Raises DaemonError."""
    with TemporaryDirectory(prefix="vftui-lab-") as name:
        folder, ssh = Path(name), Path(name, "operator")
        _write_accounts(folder, ssh)
        with namespaces(_OPERATOR, str(ssh), _ssh_folder()) as operator:
            _connect(operator, libvirtd, folder)
            sshd = [program("sshd"), "-D", "-e", "-f", str(folder / "sshd_config")]
            log = folder / "log"
            with running(libvirtd.command(*sshd), log, says(log, "Server listening")):
                yield Remote(operator, libvirtd, ssh)


def _write_accounts(folder: Path, ssh: Path) -> None:
    """The keys of both sides, and root's password on the far one."""
    ssh.mkdir(mode=0o700)
    for key in (folder / "host_key", ssh / "id_ed25519"):
        subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    (ssh / "known_hosts").write_text(f"{_ADDRESS} {(folder / 'host_key.pub').read_text()}")
    (folder / "sshd_config").write_text(_SSHD.format(folder=folder))
    hashed = subprocess.run(
        [program("openssl"), "passwd", "-6", PASSWORD], stdout=subprocess.PIPE, text=True, check=True
    ).stdout.strip()
    (folder / "shadow").write_text(f"root:{hashed}:20000::::::\n")


def _ssh_folder() -> str:
    """Where ssh looks for its files, whatever HOME says."""
    return f"{pwd.getpwuid(os.geteuid()).pw_dir}/.ssh"


def _connect(operator: Namespaces, libvirtd: Libvirtd, folder: Path) -> None:
    for command in _CABLE:
        operator.run(*command.format(far=libvirtd.namespaces.holder).split())
    libvirtd.namespaces.run("sh", "-c", f"set -e; {_FAR_SETUP}", "sh", str(folder), _ADDRESS)
