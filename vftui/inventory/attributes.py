"""Attributes of sysfs. They may vanish at any time, and drivers fail reads: what cannot be read is None.

Paths are plain strings and files are read by system calls: with Path objects a scan of 4096 VFs takes twice as long.
"""

import os

_PAGE = 4096  # sysfs gives a value in one read, of at most a page


def names(directory: str) -> list[str]:
    """What a directory holds, in no order; nothing where it cannot be read."""
    try:
        with os.scandir(directory) as entries:
            return [entry.name for entry in entries]
    except OSError:
        return []


def target(link: str) -> str | None:
    """The last part of where a symbolic link leads."""
    try:
        return os.readlink(link).rpartition("/")[2]  # noqa: PTH115 - a Path for each of thousands of links doubles the time of a scan
    except OSError:
        return None


def text(attribute: str) -> str | None:
    """The value of an attribute; None where it is absent, empty, or fails to be read."""
    try:
        file = os.open(attribute, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return os.fsdecode(os.read(file, _PAGE).strip()) or None
    except OSError:
        return None
    finally:
        os.close(file)


def number(attribute: str, base: int = 10) -> int | None:
    try:
        return int(text(attribute) or "", base)
    except ValueError:
        return None


def natural(attribute: str) -> int | None:
    """A number of at least 0: the kernel writes -1 for an unknown NUMA node."""
    value = number(attribute)
    return value if value is not None and value >= 0 else None


def positive(attribute: str) -> int | None:
    """A number above 0: the kernel writes -1, some drivers 0, for an unknown speed."""
    value = number(attribute)
    return value if value is not None and value > 0 else None
