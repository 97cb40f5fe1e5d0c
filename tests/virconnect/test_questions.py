"""ssh may ask its questions while the first connection opens, and never afterwards."""

import sys

import pytest
from lab.remote import PASSWORD, Remote
from terminal.terminal import Terminal

pytest.importorskip("libvirt")

OPENING = """
import sys
from vftui.errors import VftuiError
from vftui.virconnect.connection import Connection
connection = Connection(sys.argv[1], limit=20)
try:
    connection.open()
    print("connected")
    connection.close()
    connection.call("list its networks", lambda libvirt: libvirt.listAllNetworks())
except KeyboardInterrupt:
    print("interrupted")
except VftuiError as error:
    print(error)
"""


def terminal(remote: Remote) -> Terminal:
    return Terminal(remote.command(sys.executable, "-c", OPENING, remote.uri), columns=200)


def test_a_password_is_asked_for_once(remote: Remote) -> None:
    (remote.ssh / "id_ed25519").unlink()
    with terminal(remote) as asked:
        asked.wait_for("password:")
        asked.type(f"{PASSWORD}\r")
        asked.wait_for("connected", "Permission denied (publickey,password", "ssh-copy-id")

        assert asked.wait_closed() == 0


def test_an_unknown_host_is_asked_about(remote: Remote) -> None:
    (remote.ssh / "known_hosts").unlink()
    with terminal(remote) as asked:
        asked.wait_for("Are you sure you want to continue connecting")
        asked.type("yes\r")
        asked.wait_for("connected")

        assert asked.wait_closed() == 0


def test_ctrl_c_ends_the_question(remote: Remote) -> None:
    (remote.ssh / "id_ed25519").unlink()
    with terminal(remote) as asked:
        asked.wait_for("password:")
        asked.keys("ctrl+c")
        asked.wait_for("interrupted")

        assert asked.wait_closed() == 0
