"""What libvirt makes of a network document, as a value: accepted or refused, what it drops, the pool it would use."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from vftui.errors import UsageError
from vftui.model.network import AddressMember, InterfaceMember, Member
from vftui.model.pci import PciAddress

_VERSION = re.compile(r"([0-9]{1,4})(?:\.([0-9]{1,4}))?(?:\.[0-9]{1,4})?")
# Releases of one year, which shares its major: 9.0 to 9.10, 10.0 to 10.10.
_RELEASES = 11


class LibvirtVersion(NamedTuple):
    """A libvirt release, as far as its behaviour depends on it."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"

    @classmethod
    def parse(cls, text: str) -> "LibvirtVersion":
        """Read `11.3`, `11.3.0` or `11`. Raises UsageError for anything else."""
        if (match := _VERSION.fullmatch(text)) is None:
            raise UsageError(
                "Unknown libvirt version",
                f"{text!r} is no version of libvirt. Write it as `virsh version` does, for example 11.3 or 9.0.0.",
            )
        return cls(int(match.group(1)), int(match.group(2) or 0))


V9_0 = LibvirtVersion(9, 0)
V11_3 = LibvirtVersion(11, 3)
# Those that were measured; LIBVIRT facts in the code refer to them.
MEASURED = (V9_0, V11_3)


def nearest(version: LibvirtVersion) -> LibvirtVersion:
    """The measured version with the fewest releases between it and `version`.

    A major counts as eleven releases, which is what libvirt has made of each since 9.
    """

    def releases(one: LibvirtVersion) -> int:
        return one.major * _RELEASES + one.minor

    return min(MEASURED, key=lambda measured: abs(releases(measured) - releases(version)))


class Refusal(StrEnum):
    """Why libvirt refuses a document, for whoever explains it; its message is libvirt's own."""

    WRONG_ELEMENT = "wrong element for the mode"
    DUPLICATE = "listed twice"
    SEVERAL_PFS = "more than one <pf>"
    DEV_ATTRIBUTE = "forward dev does not fit the members"
    ADDRESS = "an address that is no VF of this host, or cannot be read"
    SIBLING = "an element that this mode cannot have"
    MODE = "unknown mode"
    NO_USABLE_VF = "a whole PF without a usable VF"
    SCHEMA = "not what libvirt's schema allows"
    OTHER = "something else"


class LibvirtError(NamedTuple):
    """An error as libvirt raises it. `code` and `domain` are its numbers; `message` is what it says in English.

    `elements` names the top-level elements at fault, where `refusal` is SIBLING.
    """

    code: int
    domain: int
    message: str
    refusal: Refusal = Refusal.OTHER
    elements: tuple[str, ...] = ()


class Cause(StrEnum):
    """Why libvirt drops something without a word."""

    PRECEDENCE = "precedence"  # <address> or <pf> beside <interface>, <pf> beside <address>
    SECOND = "second"  # of something that libvirt reads once, such as <forward>
    SRIOV_TYPE = "sriov-type"  # type='sriov' on <interface>, once proposed and never read
    RUNTIME = "runtime"  # what libvirt itself adds to live XML: connections=
    UNKNOWN = "unknown"  # an element or attribute that libvirt, or this version of it, does not read
    UNUSED = "unused"  # read, and without effect in this mode, such as managed= in passthrough


class Dropped(NamedTuple):
    """An element or attribute that is written, and not in what libvirt keeps.

    `text` is the source, an attribute as `name='value'`; `reason` a sentence; `member` the pool member that it is, or
    stands in; `line` its 1-based line.
    """

    text: str
    cause: Cause
    reason: str
    member: Member | None = None
    line: int | None = None


class DecimalAddress(NamedTuple):
    """An `<address>` with a number that has no 0x and reads differently in hex: libvirt takes decimal, or octal.

    `member` is what libvirt reads, `text` the source, `in_hex` what was likely meant.
    """

    member: AddressMember
    text: str
    in_hex: PciAddress | None  # None where it is no number in hex, or out of range


@dataclass(frozen=True, slots=True)
class Verdict:
    """What libvirt of version `libvirt`, one of MEASURED, would do with one document on one host.

    `validation_error` is what define with schema validation raises, `define_error` what plain define does; None where
    it accepts. `inactive_forward` is the `<forward>` that it would keep, as it prints it; None where it refuses, or
    there is none. `dropped` is empty where it refuses: nothing is kept then.
    `starts` is None where a start is not judged: networks that are no pools need bridges and addresses. What libvirt
    refuses to define cannot start: `starts` is False then, and `start_error` None, as wherever no start is tried.
    `pool` is what a started network hands out, in allocation order.
    """

    libvirt: LibvirtVersion
    validation_error: LibvirtError | None = None
    define_error: LibvirtError | None = None
    inactive_forward: str | None = None
    dropped: tuple[Dropped, ...] = ()
    decimal: tuple[DecimalAddress, ...] = ()
    starts: bool | None = None
    start_error: LibvirtError | None = None
    pool: tuple[InterfaceMember | AddressMember, ...] = ()

    @property
    def error(self) -> LibvirtError | None:
        """What plain define raises, or else what define with validation does."""
        return self.define_error or self.validation_error
