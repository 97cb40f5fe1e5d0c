"""What goes wrong on the way to another host is told in one line too: with a real sshd, and ssh's own words."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from lab.remote import Remote

pytest.importorskip("libvirt")

# A call, so that ssh is not to ask.
CALLING = """
import sys
from vftui.errors import LibvirtError
from vftui.virconnect.connection import Connection
try:
    Connection(sys.argv[1], limit=20).call("list its networks", lambda libvirt: libvirt.listAllNetworks())
except LibvirtError as error:
    print(error)
"""


def forget_the_host(remote: Remote) -> None:
    (remote.ssh / "known_hosts").write_text("")


def know_another_key(remote: Remote) -> None:
    host, _, _ = (remote.ssh / "known_hosts").read_text().partition(" ")
    (remote.ssh / "known_hosts").write_text(f"{host} {(remote.ssh / 'id_ed25519.pub').read_text()}")


def lose_the_key(remote: Remote) -> None:
    (remote.ssh / "id_ed25519").unlink()


def stop_libvirt_there(remote: Remote) -> None:
    remote.libvirtd.kill()


@pytest.mark.parametrize(
    ("trouble", "said", "advice"),
    [
        (forget_the_host, "Host key verification failed.", "accept its key"),
        (know_another_key, "ssh knows another key of that host", "ssh-keygen -R HOST"),
        (lose_the_key, "Permission denied (publickey", "ssh-copy-id USER@HOST"),
        (stop_libvirt_there, "Connection refused", "Start libvirt there: systemctl start libvirtd.socket."),
    ],
)
def test_what_stands_between_here_and_there(
    remote: Remote, trouble: Callable[[Remote], None], said: str, advice: str
) -> None:
    trouble(remote)
    refused = refusal(remote, remote.uri)

    assert refused.startswith(f"Cannot connect to {remote.uri}: ")
    assert said in refused
    assert advice in refused


def test_a_uri_that_leads_elsewhere(remote: Remote) -> None:
    host = remote.uri.removeprefix("qemu+ssh://root@").removesuffix("/system")

    assert "Check the name of the host" in refusal(remote, remote.uri.replace(host, "nosuch.invalid"))
    assert "See that the network leads there." in refusal(remote, remote.uri.replace(host, "10.78.0.1"))
    assert "See that an sshd runs there" in refusal(remote, remote.uri.replace(host, f"{host}:1"))
    assert "no connection driver available for foo:///system" in refusal(remote, remote.uri.replace("qemu", "foo"))
    assert "Install libvirt there" in refusal(remote, f"{remote.uri}?proxy=netcat&netcat=nosuch")
    assert refusal(remote, remote.uri) == ""


def refusal(remote: Remote, uri: str) -> str:
    """What the operator reads who calls that libvirt; '' where the call is answered."""
    call = remote.command(sys.executable, "-c", CALLING, uri)
    done = subprocess.run(call, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
    assert done.stderr == ""
    assert done.stdout.count("\n") <= 1
    return done.stdout
