"""Without any option it is this machine's libvirt, where it answers: a real qemu:///system, in its own namespaces."""

import signal
from contextlib import closing
from pathlib import Path

import pytest
from cli.program import VFTUI, Ground, complaint, passthrough, printed, run
from lab.libvirtd import Libvirtd
from terminal.terminal import Terminal

libvirt = pytest.importorskip("libvirt")


def beside(libvirtd: Libvirtd) -> Ground:
    """Where that libvirt is the machine's own, and nobody names another."""
    return {"on": tuple(libvirtd.command()), "environment": {"LIBVIRT_DEFAULT_URI": ""}}


def networks_in(own_home: Path) -> str:
    return f"Networks in {own_home}/.local/share/vftui/networks\n"


def test_a_libvirt_that_answers_is_taken(root_libvirtd: Libvirtd) -> None:
    with closing(libvirt.open(root_libvirtd.uri)) as connection:
        connection.networkDefineXML(passthrough("red", "enp1s0v0"))

    text = printed("show", **beside(root_libvirtd))

    assert text.splitlines()[0].endswith(", this host (udev)")
    assert text.endswith("\nNetworks in qemu:///system\n  red  inactive  passthrough (macvtap)  1 VF  enp1s0#0\n")


def test_one_that_is_not_there_is_replaced_by_the_folder_only_where_nobody_named_it(
    root_libvirtd: Libvirtd, own_home: Path
) -> None:
    root_libvirtd.stop()
    ground = beside(root_libvirtd)

    done = run("show", **ground)

    assert (done.returncode, done.stderr) == (0, b"")
    assert networks_in(own_home) in done.stdout.decode()
    assert "qemu:///system" in complaint("show", "-c", "qemu:///system", **ground)
    assert "qemu:///system" in complaint("show", "--host", "libvirt", **ground)
    named: Ground = {**ground, "environment": {"LIBVIRT_DEFAULT_URI": "qemu:///system"}}
    assert "qemu:///system" in complaint("show", **named)


def test_one_that_was_named_and_does_not_answer_is_waited_for_until_ctrl_c(root_libvirtd: Libvirtd) -> None:
    root_libvirtd.suspend()

    with Terminal(root_libvirtd.command(VFTUI, "show", "-c", "qemu:///system")) as terminal:
        terminal.wait_for("Connecting to qemu:///system …")
        terminal.keys("ctrl+c")
        assert terminal.wait_closed() == -signal.SIGINT


def test_one_that_does_not_answer_is_given_up_after_a_moment(root_libvirtd: Libvirtd, own_home: Path) -> None:
    root_libvirtd.suspend()

    done = run("show", **beside(root_libvirtd))

    assert done.returncode == 0
    assert networks_in(own_home) in done.stdout.decode()
    assert done.stderr.decode().startswith(
        "vftui: qemu:///system does not answer: the networks are those of a folder, and who uses a VF is not known. "
    )


def test_the_app_says_that_it_goes_without_a_libvirt_that_is_there(root_libvirtd: Libvirtd) -> None:
    root_libvirtd.suspend()

    with Terminal(root_libvirtd.command(VFTUI), environment={"LIBVIRT_DEFAULT_URI": ""}) as terminal:
        terminal.wait_for("✗ without libvirt")
        terminal.wait_for("qemu:///system does not answer: the networks are those of a folder")
        terminal.keys("q")
        assert terminal.wait_closed() == 0
