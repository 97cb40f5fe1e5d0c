"""A /sys of our own with real udev events, for a process started by umockdev-wrapper."""

import ctypes
import re
from pathlib import Path
from typing import Self

from sysfs_tree import recording


class Testbed:
    """umockdev's testbed: from its making on, this process sees its devices under /sys and no others."""

    __test__ = False  # pytest takes every Test... for tests

    def __init__(self, recorded: str) -> None:
        self._lib = ctypes.CDLL("libumockdev.so.0")
        for name, arguments, result in (
            ("umockdev_testbed_new", [], ctypes.c_void_p),
            ("umockdev_testbed_get_root_dir", [ctypes.c_void_p], ctypes.c_char_p),
            ("umockdev_testbed_add_from_string", [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p], ctypes.c_int),
            ("umockdev_testbed_uevent", [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p], None),
            ("g_object_unref", [ctypes.c_void_p], None),
        ):
            function = getattr(self._lib, name)
            function.argtypes, function.restype = arguments, result
        self._testbed = self._lib.umockdev_testbed_new()
        # Where /sys is kept: umockdev redirects what reads, not what makes or removes files.
        self.sysfs = Path(self._lib.umockdev_testbed_get_root_dir(self._testbed).decode()) / "sys"
        self.add(recorded)

    def add(self, recorded: str) -> None:
        """Add the devices of a recording; umockdev makes an `add` event of each."""
        if not self._lib.umockdev_testbed_add_from_string(self._testbed, recorded.encode(), None):
            raise ValueError("umockdev refuses the recording")

    def uevent(self, device: str, action: str) -> None:
        """Tell the listeners in this process of a device, given by its path in /sys."""
        self._lib.umockdev_testbed_uevent(self._testbed, self._syspath(device), action.encode())

    def _syspath(self, device: str) -> bytes:
        """The device itself, where `device` may be the link to it from its bus or class."""
        return bytes(Path("/sys") / (self.sysfs / device).resolve().relative_to(self.sysfs.resolve()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._lib.g_object_unref(self._testbed)


def recorded_devices(address: str) -> str:
    """The recorded devices with such an address, and their netdevs; without configuration space, which takes long."""
    blocks = re.sub(r"^H: .*\n", "", recording("igb-2pf-14vf").read_text(), flags=re.MULTILINE).split("\n\n")
    return "\n\n".join(block for block in blocks if f"/{address}" in block.partition("\n")[0]) + "\n\n"
