"""What every store offers, and what keeps the edits that are in none yet."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import Protocol

from vftui.model.revision import Revision, StoredDocument, UnreadableDocument, UnsavedNetwork
from vftui.model.running import Running
from vftui.progress import Progress


def content_revision(content: bytes) -> Revision:
    """The revision of a document in a store that knows nothing of it but its content."""
    return Revision(sha256(content).hexdigest())


class NetworkStore(Protocol):
    """A place that keeps network documents. To add one: implement this, join the contract test, pick it in sources.py.

    Every write is atomic and durable: when it returns the new content is stored, when it raises the old one is. What is
    stored says what was written, byte for byte or, of libvirt, in words of its own: the answer has them. A libvirt can
    fail half-way: HalfDoneError says what is left then, and after a lost connection (`is_lost`) nobody knows.
    """

    @property
    def location(self) -> str:
        """Where the networks are kept, for people."""
        ...

    @property
    def read_only(self) -> bool:
        """Whether every write is refused."""
        ...

    def load(self, progress: Progress | None = None) -> Sequence[StoredDocument | UnreadableDocument]:
        """Everything stored, in a stable order. A document that cannot be read does not hide the others.

        Raises StoreError where the store as a whole cannot be read, StoppedError by `progress`.
        """
        ...

    def read(self, key: str) -> StoredDocument | None:
        """One document as it is stored now; None where it is gone. Raises StoreError where it cannot be read."""
        ...

    def check_name(self, name: str) -> None:
        """Raise StoreError where no network of that name can be kept here."""
        ...

    def create(self, name: str, content: bytes) -> StoredDocument:
        """Keep a new network. Raises ConflictError where something is already kept under that name."""
        ...

    def replace(self, key: str, content: bytes, expected: Revision) -> StoredDocument:
        """Keep new content for a document. Raises ConflictError where what is stored is not `expected`."""
        ...

    def rename(self, key: str, name: str, content: bytes, expected: Revision) -> StoredDocument:
        """Keep new content under a new network name; the key of the result may differ.

        Raises ConflictError like `create` and `replace`.
        """
        ...

    def delete(self, key: str, expected: Revision) -> None:
        """Forget a document. Raises ConflictError where what is stored is not `expected`."""
        ...

    def restore(self, document: StoredDocument, instead_of: StoredDocument | None) -> StoredDocument:
        """Undo a write: keep `document` again, under the key and with the content it had.

        `instead_of` is what `replace` or `rename` made of it, None where it was deleted. Raises ConflictError where
        that is no longer what is stored.
        """
        ...


class Runtime(Protocol):
    """A libvirt that runs the networks of a store. To add one: implement this, join the contract test.

    Every call may take seconds, is made from a worker thread, and ends within a time limit. All raise LibvirtError.
    `key` is the store's.
    """

    def running(self, progress: Progress | None = None) -> Running:
        """What runs now. Raises StoppedError by `progress`."""
        ...

    def start(self, key: str) -> None:
        """Make an inactive network active: its pool is from now on what is defined."""
        ...

    def stop(self, key: str) -> None:
        """Make an active network inactive. Guests on it go on, and its ports are lost (LIBVIRT.md 0.11)."""
        ...

    def set_autostart(self, key: str, on: bool) -> None:
        """Whether the network is started with libvirt."""
        ...

    def watch(self, changed: Callable[[], None]) -> AbstractContextManager[object]:
        """Call `changed` whenever `running` may read differently, as far as libvirt tells, until the context is left.

        As of an inventory: from any thread, it must return at once. Much sends no event (LIBVIRT.md 8): look at times
        all the same. Never raises: without a connection, or without events, it never calls.
        """
        ...


class Keeper(Protocol):
    """Keeps edits aside that are not written, for a session that ends without asking."""

    def keep(self, edits: Sequence[UnsavedNetwork]) -> None:
        """Keep these in the place of those kept before. Raises StoreError."""
        ...

    def left_behind(self) -> tuple[UnsavedNetwork, ...]:
        """What an earlier session left; () where none did."""
        ...

    def drop_left_behind(self) -> None:
        """Forget what earlier sessions left."""
        ...
