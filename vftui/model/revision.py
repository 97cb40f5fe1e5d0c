"""What a store knows of a document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a stored document; equal revisions mean equal contents."""

    token: str


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as a store holds it.

    `key` is the store's own name for it and does not change when the content does; `path` says for people where it
    is; `content` is byte for byte what is stored.
    """

    key: str
    path: str
    content: bytes
    revision: Revision


@dataclass(frozen=True, slots=True)
class UnreadableDocument:
    """Something in the store that should be a network and cannot be read. It is shown and never written to."""

    path: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class UnsavedNetwork:
    """An edit of one network that is not written: what would be stored, None where it would be deleted.

    `origin` and `name` are the network's; `expected` is the state that was edited, None for a new network.
    `leave_out` is the network's: what is not in `content` does not say so.
    """

    origin: str
    name: str
    content: bytes | None
    expected: Revision | None
    leave_out: tuple[str, ...] = ()
