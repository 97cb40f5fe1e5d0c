"""PCI addresses."""

import re
from dataclasses import dataclass

_ADDRESS = re.compile(r"(?:([0-9a-f]{4,8}):)?([0-9a-f]{2}):([0-9a-f]{2})\.([0-7])", re.IGNORECASE)
_NODEDEV = re.compile(r"pci_([0-9a-f]{4,8})_([0-9a-f]{2})_([0-9a-f]{2})_([0-7])", re.IGNORECASE)


@dataclass(frozen=True, order=True, slots=True)
class PciAddress:
    """Where a PCI function sits; the identity of a PF or VF. Ordered as lspci orders."""

    domain: int
    bus: int
    slot: int
    function: int

    @classmethod
    def parse(cls, text: str) -> "PciAddress":
        """Read `0000:82:10.3`, `82:10.3` (domain 0) or libvirt's node device name `pci_0000_82_10_3`.

        Raises ValueError for anything else, and for a slot above 0x1f.
        """
        match = _ADDRESS.fullmatch(text) or _NODEDEV.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a PCI address such as 0000:82:10.3")
        domain, bus, slot, function = (int(part or "0", 16) for part in match.groups())
        if slot > 0x1F:
            raise ValueError(f"PCI slot {slot:#04x} in {text!r} is above 0x1f")
        return cls(domain, bus, slot, function)

    def __str__(self) -> str:
        return f"{self.domain:04x}:{self.bus:02x}:{self.slot:02x}.{self.function}"
