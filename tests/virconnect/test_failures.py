"""What goes wrong is told in one line, and what to do about it. Every error here is libvirt's own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab.hosts import host_tree
from lab.libvirtd import Libvirtd, missing_for_system, system_libvirtd
from lab.polkit import missing_for_polkit, polkit_bus
from virconnect.conftest import Connect
from virconnect.requests import define

from vftui.errors import LibvirtError

pytest.importorskip("libvirt")

START = "Start it: systemctl start {}.socket."
JOIN = "group libvirt"
EXAMPLES = "qemu+ssh://root@host/system"

NOBODY = """
import os, sys
from vftui.errors import LibvirtError
from vftui.virconnect.connection import Connection
from vftui.virconnect.library import load
load()
os.setgroups([])
os.setuid(65534)
try:
    Connection(sys.argv[1], read_only="-ro" in sys.argv[1]).open(20)
except LibvirtError as error:
    print(error)
"""


def line(error: pytest.ExceptionInfo[LibvirtError]) -> str:
    """All that a user gets to read."""
    text = str(error.value)
    assert text.isprintable()
    assert text.endswith(".")
    return text


@pytest.mark.parametrize(
    ("uri", "said", "advice"),
    [
        ("qemu+unix:///system?socket=/nosuch", "'/nosuch': No such file or directory", START.format("libvirtd")),
        ("qemu+unix:///system?socket=/nosuch/virtqemud-sock", "No such file", START.format("virtqemud")),
        ("foo+unix:///bar?socket=/nosuch", "'/nosuch': No such file or directory", EXAMPLES),
        ("qemu+foo:///system", "transport in URL not recognised", EXAMPLES),
        ("nosuchalias", "does not include a driver name", EXAMPLES),
        ("qemu+ssh://[bad/system", "Unable to parse URI", EXAMPLES),
        ("a\x1b[31m b\nc", "", EXAMPLES),
        ("qemu:///sys\udcfftem", "not UTF-8", EXAMPLES),
        ("qemu+tcp://127.0.0.1:1/system", "Connection refused", "See that libvirt listens there"),
        ("qemu+ssh://nosuch.invalid/system", "Could not resolve hostname nosuch.invalid", "Check the name"),
        ("qemu+ssh://127.0.0.1:1/system", "port 1: Connection refused.", "an sshd runs there"),
        ("test:///nosuch.xml", "No file /nosuch.xml", "Name a file"),
        ("test:///no\x1bsuch.xml", "No file /no\N{REPLACEMENT CHARACTER}such.xml", "Name a file"),
    ],
)
def test_where_nothing_can_be_opened(connect: Connect, uri: str, said: str, advice: str) -> None:
    with pytest.raises(LibvirtError) as refused:
        connect(uri).open()

    assert said in line(refused)
    assert advice in line(refused)


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("foo:///bar", "no connection driver available for foo:///bar"),
        ("qemu:///sytem", "unexpected qemu URI path '/sytem'"),
        ("xen:///system", "no connection driver available for xen:///system"),
    ],
)
def test_what_the_daemon_does_not_know(connect: Connect, emptied_libvirtd: Libvirtd, uri: str, said: str) -> None:
    with pytest.raises(LibvirtError) as refused:
        connect(f"{uri}?socket={emptied_libvirtd.socket}").open()

    assert said in line(refused)
    assert EXAMPLES in line(refused)


def test_a_socket_that_nobody_listens_at(connect: Connect, own_libvirtd: Libvirtd) -> None:
    own_libvirtd.kill()
    with pytest.raises(LibvirtError, match="Connection refused") as refused:
        connect(own_libvirtd.uri).open()

    assert START.format("libvirtd") in line(refused)


def test_a_write_over_a_connection_that_only_reads(connect: Connect, emptied_libvirtd: Libvirtd) -> None:
    with pytest.raises(LibvirtError, match="libvirt did not define red: operation forbidden") as refused:
        connect(emptied_libvirtd.uri, read_only=True).call("define red", define("red"))

    assert "without --read-only" in line(refused)
    assert not refused.value.lost


def test_a_libvirt_without_the_driver(connect: Connect, emptied_libvirtd: Libvirtd) -> None:
    uri = f"nodedev:///session?socket={emptied_libvirtd.socket}"
    with pytest.raises(LibvirtError, match="not supported by the connection driver") as refused:
        connect(uri).call("list its networks", lambda libvirt: libvirt.listAllNetworks())

    assert "libvirt-daemon-driver-network" in line(refused)
    assert refused.value.code == 3


def test_a_refusal_that_is_about_the_request_only_says_what_libvirt_says(
    connect: Connect, emptied_libvirtd: Libvirtd
) -> None:
    with pytest.raises(LibvirtError) as refused:
        connect(emptied_libvirtd.uri).call("define it", lambda libvirt: libvirt.networkDefineXML("<domain/>"))

    assert line(refused) == ("libvirt did not define it: XML error: expecting root element of 'network', not 'domain'.")


@pytest.fixture
def guarded_libvirtd(tmp_path: Path) -> Iterator[Libvirtd]:
    """Root's, that asks polkit about everybody else."""
    if lack := missing_for_system() or missing_for_polkit():
        pytest.skip(f"needs {lack}")
    with polkit_bus() as bus, system_libvirtd(host_tree("igb-2pf-0vf", tmp_path), bus) as libvirtd:
        yield libvirtd


def as_nobody(uri: str) -> str:
    """What somebody without any rights is told when they connect."""
    done = subprocess.run([sys.executable, "-c", NOBODY, uri], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


def test_polkit_refuses_whoever_may_not_manage_but_lets_them_look(guarded_libvirtd: Libvirtd) -> None:
    refused = as_nobody(guarded_libvirtd.uri)

    assert "authentication unavailable" in refused
    assert JOIN in refused
    assert as_nobody(f"{guarded_libvirtd.uri}-ro") == ""


def test_a_libvirt_that_has_nobody_to_ask_about_whoever_is_not_root_says_what_helps(tmp_path: Path) -> None:
    if lack := missing_for_system():
        pytest.skip(f"needs {lack}")
    with system_libvirtd(host_tree("igb-2pf-0vf", tmp_path), f"unix:path={tmp_path}/nosuch") as libvirtd:
        refused = as_nobody(libvirtd.uri)

    assert "Unable to get system bus connection" in refused
    assert JOIN in refused


def test_a_socket_that_only_others_may_use(root_libvirtd: Libvirtd) -> None:
    root_libvirtd.socket.chmod(0o700)
    refused = as_nobody(root_libvirtd.uri)

    assert "Permission denied" in refused
    assert JOIN in refused


def test_no_libvirt_python_at_all(tmp_path: Path) -> None:
    (tmp_path / "libvirt.py").write_text("raise ImportError")
    code = "from vftui.virconnect.connection import Connection; Connection('qemu:///system').open()"
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)

    assert "libvirt-python is not installed: Install it with `pip install 'vftui[libvirt]'`" in done.stderr
