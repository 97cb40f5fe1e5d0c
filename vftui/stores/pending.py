"""What a write would do, for review before it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from vftui.errors import StoreError
from vftui.model.verdict import V11_3
from vftui.netxml.diff import DiffLine, unified
from vftui.netxml.kept import mismatch


@dataclass(frozen=True)
class PendingChange:
    """What a write would do to one network. `before` and `after` are whole documents; '' where there is none.

    `path` says for people where it is stored; of a new network, in which store. `conflict` is what is stored now, ''
    for nothing, where that is no longer `before`: nothing can be written until it is settled. `unread` says why that
    is not known; what is stored is compared once more when it is written.
    """

    name: str
    kind: Literal["new", "changed", "deleted"]
    path: str
    before: str
    after: str
    conflict: str | None = None
    unread: StoreError | None = None

    @cached_property
    def diff(self) -> tuple[DiffLine, ...]:
        return unified(self.before, self.after)

    @cached_property
    def is_made(self) -> bool:
        """Whether what is stored now is what this would store: it was written, and libvirt's answer did not arrive."""
        if not self.conflict or not self.after:
            return self.conflict == self.after
        return mismatch(self.after, self.conflict, V11_3) is None

    @cached_property
    def theirs(self) -> tuple[DiffLine, ...]:
        """What someone else changed since the document was read."""
        return unified(self.before, self.conflict or "")
