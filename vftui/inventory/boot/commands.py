"""Lines that write to `sriov_numvfs`, whatever the file: shell, tmpfiles.d(5), sysfs.conf(5), interfaces(5), units."""

import re
from collections.abc import Iterator

from vftui.inventory.boot.setting import Condition, Setting, Trait

# …/class/net/ens1f0/device/sriov_numvfs, …/bus/pci/devices/0000:3b:00.0/sriov_numvfs
_TARGET = re.compile(r"([^/\s'\"]+)/(?:device/)?sriov_numvfs\b")
_COMMENTS = ("#", ";")


def settings_of_lines(path: str, text: str) -> Iterator[Setting]:
    for line in text.splitlines():
        if not line.lstrip().startswith(_COMMENTS):
            yield from settings_of_command(path, line)


def settings_of_command(path: str, command: str, *conditions: Condition) -> Iterator[Setting]:
    """A setting for each device that a command names, by a variable (`$`, `%`) any; under these conditions."""
    for name in _TARGET.findall(command):
        named = () if "$" in name or "%" in name else (Condition(Trait.NAME, (name,)),)
        yield Setting(path, (*conditions, *named))
