"""The grammar of selections: the syntax tree, and the text that each node prints as.

    expression = [item {separator item}]         separators are commas, blanks and line ends, in any number
    item       = ["!"] (device | device "#" indexes | device "*" count | "sriov:" device ":" index)
    device     = netdev name | quoted name | PCI address, full, short or as libvirt's pci_0000_3b_02_5
    quoted     = '"' any text, '"' doubled '"'
    indexes    = ["!"] range {"," ["!"] range}   a comma goes on with the list as long as a range follows
    range      = N | N-M | N- | -M | -

Where a name looks like syntax, syntax wins; a name in quotes is always the name of a netdev. So `40` after a comma of
an index list is VF 40 and `"40"` is the netdev 40.
"""

import re
from dataclasses import dataclass, field

from vftui.model.pci import PciAddress

WORD = re.compile(r'[^\s,!#*"]+')
RANGE = re.compile(r"(!?)(?=[-0-9])([0-9]*+)(-?)([0-9]*+)(?=[\s,]|\Z)")


@dataclass(frozen=True, slots=True)
class DeviceName:
    """A PF or VF as it was written: a netdev name, or the address of a PCI function."""

    value: str | PciAddress
    position: int = field(default=0, compare=False)

    def __str__(self) -> str:
        if isinstance(self.value, PciAddress) or _is_plain(self.value):
            return str(self.value)
        return '"' + self.value.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class IndexRange:
    """VF indexes `first` to `last`, both included; `last` is None for "to the last there is"."""

    first: int
    last: int | None
    excluded: bool = False
    position: int = field(default=0, compare=False)

    def __str__(self) -> str:
        bang = "!" if self.excluded else ""
        if self.first == self.last:
            return f"{bang}{self.first}"
        if self.last is None:
            return f"{bang}{self.first or ''}-"
        return f"{bang}{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Indexed:
    """`ens1f0#0-31,!5`: VFs of a PF by index, in the order written. What a `!` excludes, it excludes from this list."""

    pf: DeviceName
    ranges: tuple[IndexRange, ...]

    def __str__(self) -> str:
        return f"{self.pf}#{','.join(map(str, self.ranges))}"


@dataclass(frozen=True, slots=True)
class FirstFree:
    """`ens1f0*4`: the first `count` free VFs of a PF; `position` is where the count stands."""

    pf: DeviceName
    count: int
    position: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.pf}*{self.count}"


Term = DeviceName | Indexed | FirstFree


@dataclass(frozen=True, slots=True)
class Item:
    """A term that is added to the selection, or excluded from all of it wherever the exclusion stands."""

    term: Term
    excluded: bool = False

    def __str__(self) -> str:
        return f"!{self.term}" if self.excluded else str(self.term)


@dataclass(frozen=True, slots=True)
class Expression:
    """A selection as it was written. Printed, it gives its canonical text; `source` is the text it was read from."""

    items: tuple[Item, ...]
    source: str = field(compare=False)

    def __str__(self) -> str:
        return ",".join(map(str, self.items))


def is_index_like(word: str) -> bool:
    """Whether a word reads as an index or a range where an index list may go on."""
    return RANGE.fullmatch(word) is not None


def address_of(word: str) -> PciAddress | None:
    """The PCI address that a word reads as, if it does."""
    try:
        return PciAddress.parse(word)
    except ValueError:
        return None


def _is_plain(name: str) -> bool:
    """Whether a netdev name, written without quotes, reads as that name wherever it stands."""
    if WORD.fullmatch(name) is None or ":" in name or is_index_like(name):
        return False
    return address_of(name) is None
