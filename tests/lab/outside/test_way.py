"""The way into the machine, which the other tests here go."""

import subprocess

from lab.vm.outside import Way

import vftui


def test_the_machine_has_the_wheel_of_this_checkout(way: Way) -> None:
    done = subprocess.run(
        [*way.ssh, "/opt/vftui/bin/vftui", "--version"], capture_output=True, text=True, check=True, timeout=120
    )

    assert done.stdout == f"vftui {vftui.__version__}\n"
