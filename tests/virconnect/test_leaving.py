"""A program that ends does not wait for libvirt, and libvirt does not spoil its end."""

import subprocess
import sys

import pytest
from lab.libvirtd import Libvirtd

pytest.importorskip("libvirt")

IN_A_CALL = """
import sys
from vftui.errors import VftuiError
from vftui.virconnect.connection import Connection
from vftui.virconnect.events import watch_running
connection = Connection(sys.argv[1], limit=0.1)
with watch_running(connection, lambda: None):
    try:
        connection.open(20)
        print("open", flush=True)
        sys.stdin.readline()
        connection.call("list its networks", lambda libvirt: libvirt.listAllNetworks())
    except VftuiError as error:
        print(error.title)
connection.close()
"""


@pytest.mark.parametrize("answers", [True, False])
def test_a_program_ends_at_once_whether_libvirt_answers_or_not(own_libvirtd: Libvirtd, answers: bool) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", IN_A_CALL, own_libvirtd.uri],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout
        assert program.stdout.readline() == "open\n"
        if not answers:
            own_libvirtd.suspend()
        written, complaints = program.communicate("\n", timeout=20)

    assert ("does not answer" in written) is not answers
    assert (program.returncode, complaints) == (0, "")
