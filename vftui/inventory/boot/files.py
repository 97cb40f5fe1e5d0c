"""The files that may make VFs at boot, and what they say.

Not among them are scripts and programs that a unit runs: what these do cannot be told from a text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from vftui.inventory.boot.commands import settings_of_lines
from vftui.inventory.boot.keyfiles import settings_of_connection, settings_of_link
from vftui.inventory.boot.modules import settings_of_modprobe
from vftui.inventory.boot.netplan import settings_of_netplan
from vftui.inventory.boot.setting import Setting
from vftui.inventory.boot.udev_rules import settings_of_rules
from vftui.model.host import PhysicalFunction

_Reader = Callable[[str, str], Iterator[Setting]]

# Where a file takes the place of those of the same name further down.
_BASES = ("etc", "run", "usr/local/lib", "usr/lib")
_OF_BASES: tuple[tuple[str, _Reader], ...] = (
    ("udev/rules.d/*.rules", settings_of_rules),
    ("systemd/network/*.link", settings_of_link),
    ("NetworkManager/system-connections/*", settings_of_connection),
    ("netplan/*.yaml", settings_of_netplan),
    ("modprobe.d/*.conf", settings_of_modprobe),
    ("tmpfiles.d/*.conf", settings_of_lines),
)
_OTHERS: tuple[tuple[str, _Reader], ...] = (
    ("etc/systemd/system/*.wants/*.service", settings_of_lines),  # the units that are enabled
    ("etc/sysfs.conf", settings_of_lines),
    ("etc/sysfs.d/*.conf", settings_of_lines),
    ("etc/network/interfaces", settings_of_lines),
    ("etc/network/interfaces.d/*", settings_of_lines),
    ("etc/rc.local", settings_of_lines),
)
# Hundreds of files say nothing of VFs: they are read, but not taken apart.
_OF_VFS = re.compile(rb"sriov|sr-iov|virtual-function-count|_vfs", re.IGNORECASE)


def read_settings(root: Path) -> Sequence[Setting]:
    """Every setting under `root` that makes VFs at boot. A file that cannot be read is passed over."""
    sources = [([f"{base}/{kind}" for base in _BASES], settings_of) for kind, settings_of in _OF_BASES]
    sources += [([pattern], settings_of) for pattern, settings_of in _OTHERS]
    return [
        setting
        for patterns, settings_of in sources
        for file in _files(root, patterns)
        for setting in settings_of(f"/{file.relative_to(root)}", _text(file))
    ]


def numvfs_setting(pf: PhysicalFunction, settings: Sequence[Setting]) -> str | None:
    """The path of the first file that makes the PF's VFs; its vendor and device must be ids."""
    return next((setting.path for setting in settings if setting.may_make_vfs_of(pf)), None)


def _files(root: Path, patterns: Sequence[str]) -> Sequence[Path]:
    by_name: dict[str, Path] = {}
    for pattern in patterns:
        for file in sorted(root.glob(pattern)):
            by_name.setdefault(file.name, file)
    return list(by_name.values())


def _text(file: Path) -> str:
    """What a file says, if it may speak of VFs."""
    try:
        content = file.read_bytes() if file.is_file() else b""
    except OSError:
        return ""
    return content.decode(errors="replace") if _OF_VFS.search(content) else ""
