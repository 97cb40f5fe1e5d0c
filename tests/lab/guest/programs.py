"""The machine's own programs."""

import subprocess


def run(*command: str) -> str:
    """What a program prints."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def virsh(*command: str) -> str:
    """What the machine's libvirt answers, without headings."""
    return run("virsh", "--connect", "qemu:///system", "--quiet", *command)
