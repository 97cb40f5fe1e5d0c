"""One place of a file that makes VFs, and of which PFs."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from fnmatch import fnmatchcase

from vftui.model.host import PhysicalFunction


class Trait(Enum):
    """What a file may tell a PF by. NAME is a netdev's or a PCI address."""

    NAME = auto()
    MAC = auto()
    DRIVER = auto()
    VENDOR = auto()
    DEVICE = auto()


@dataclass(frozen=True, slots=True)
class Condition:
    """That a trait fits one of some shell patterns."""

    trait: Trait
    patterns: tuple[str, ...]

    def excludes(self, pf: PhysicalFunction) -> bool:
        """Whether the PF fits none of them, as far as is known of it."""
        values = [value for value in _values(self.trait, pf) if value]
        # sysfs has MACs in lower case, people write them in either.
        patterns = [pattern.lower() if self.trait is Trait.MAC else pattern for pattern in self.patterns]
        return bool(values) and not any(fnmatchcase(value, pattern) for value in values for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Setting:
    """Makes VFs of every PF that no condition excludes. `path` is the file's."""

    path: str
    conditions: tuple[Condition, ...] = ()

    def may_make_vfs_of(self, pf: PhysicalFunction) -> bool:
        return not any(condition.excludes(pf) for condition in self.conditions)


def pci_path(text: str) -> str:
    """The address, or the pattern of one, in udev's ID_PATH such as `pci-0000:3b:00.0`."""
    return text.rpartition("pci-")[2]


def is_some(number: str) -> bool:
    """Whether a number of VFs is one above 0; one number for each port of a driver is separated by commas."""
    return any(part.strip().isdecimal() and int(part) > 0 for part in number.split(","))


def _values(trait: Trait, pf: PhysicalFunction) -> Iterable[str | None]:
    match trait:
        case Trait.NAME:
            return (*pf.netdevs, str(pf.address))
        case Trait.MAC:
            return (pf.mac,)
        case Trait.DRIVER:
            return (pf.driver,)
        case Trait.VENDOR:
            return (pf.vendor,)
        case Trait.DEVICE:
            return (pf.device,)
