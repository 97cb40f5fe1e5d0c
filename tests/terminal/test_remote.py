"""Another host by ssh: what it has is shown and written from here, and ssh's questions are asked before the screen."""

import signal
import subprocess
from collections.abc import Callable

import pytest
from lab.fixtures import remote, root_libvirtd
from lab.remote import PASSWORD, Remote
from terminal.console import VFTUI, Console, vftui

pytest.importorskip("libvirt")

__all__ = ["remote", "root_libvirtd"]


@pytest.fixture
def asked(remote: Remote) -> Callable[[], Console]:
    """Starts vftui where the far host knows the operator by password alone."""
    (remote.ssh / "id_ed25519").unlink()
    return lambda: Console(remote.command(VFTUI, "-c", remote.uri), columns=160)


def networks_of(remote: Remote) -> list[str]:
    """What the far libvirt itself says it keeps."""
    command = remote.libvirtd.command("virsh", "-c", "qemu:///system", "net-list", "--all", "--name")
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_its_cards_are_partitioned_from_here(remote: Remote) -> None:
    with vftui("-c", remote.uri, on=remote.command(), columns=160) as console:
        assert f"node devices of {remote.uri}" in console.lines()[0]
        console.mark("enp1s0#0-2")
        console.pick_up()
        console.drop_as_new()
        console.fill_in("front")
        console.write(said="That changes nothing that runs.")

        assert networks_of(remote) == ["front"]


def test_ssh_asks_for_a_password_before_the_screen_is_drawn(asked: Callable[[], Console]) -> None:
    with asked() as console:
        console.wait_for("password:")
        console.type(f"{PASSWORD}\r")
        console.wait_for("╭─ Host", "enp1s0v0", "q Quit")

        assert console.quit() == 0


def test_ctrl_c_at_the_question_ends_it_and_leaves_the_terminal_in_order(asked: Callable[[], Console]) -> None:
    with asked() as console:
        console.wait_for("Connecting to", "password:")
        console.keys("ctrl+c")
        assert console.wait_closed() == -signal.SIGINT
        assert console.echoes
