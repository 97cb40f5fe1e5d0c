"""What a problem is: a kind with a stable code, what it is about, a sentence, and how to be rid of it."""

from dataclasses import dataclass
from enum import StrEnum

from vftui.model.edits.outcome import Edit
from vftui.model.network import Member
from vftui.model.pci import PciAddress


class Severity(StrEnum):
    """How bad it is.

    ERROR: a guest will fail, a guest or the host will lose its network, or libvirt refuses the definition.
    WARNING: works, but not as the text reads. HINT: good to know.
    """

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Trap:
    """One kind of problem.

    `line` is its line in the README and the first of its explanation; `explanation` is what libvirt or the kernel
    does, and since when, in paragraphs without line breaks of their own.
    """

    code: str
    severity: Severity
    line: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Fix:
    """An edit that removes a problem, and what to call it where there are several."""

    label: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `network` is None for one of the host. `others` are the other networks that it is about.

    `members` are those of `network` that it is about, `devices` the VFs and PFs; () for the network as a whole.
    `text` is something to copy, such as a file's content; '' where there is nothing.
    """

    trap: Trap
    network: str | None
    sentence: str
    members: tuple[Member, ...] = ()
    devices: tuple[PciAddress, ...] = ()
    others: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()
    text: str = ""

    @property
    def code(self) -> str:
        return self.trap.code

    @property
    def severity(self) -> Severity:
        return self.trap.severity

    @property
    def networks(self) -> tuple[str, ...]:
        """Every network that it is about."""
        return self.others if self.network is None else (self.network, *self.others)
