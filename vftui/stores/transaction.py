"""Several changes, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from vftui.errors import ConflictError, StoreError
from vftui.model.revision import Revision, StoredDocument
from vftui.stores import refusals
from vftui.stores.base import NetworkStore


@dataclass(frozen=True, slots=True)
class Replace:
    """Other content for a document."""

    key: str
    content: bytes
    expected: Revision

    def apply(self, store: NetworkStore) -> StoredDocument:
        return store.replace(self.key, self.content, self.expected)

    def __str__(self) -> str:
        return f"write {self.key}"


@dataclass(frozen=True, slots=True)
class Rename:
    """Other content for a document, and another network name."""

    key: str
    name: str
    content: bytes
    expected: Revision

    def apply(self, store: NetworkStore) -> StoredDocument:
        return store.rename(self.key, self.name, self.content, self.expected)

    def __str__(self) -> str:
        return f"rename {self.key} to {self.name}"


@dataclass(frozen=True, slots=True)
class Create:
    """A new network."""

    name: str
    content: bytes

    def apply(self, store: NetworkStore) -> StoredDocument:
        return store.create(self.name, self.content)

    def __str__(self) -> str:
        return f"create {self.name}"


@dataclass(frozen=True, slots=True)
class Delete:
    """A network no longer wanted."""

    key: str
    expected: Revision

    def apply(self, store: NetworkStore) -> None:
        store.delete(self.key, self.expected)

    def __str__(self) -> str:
        return f"delete {self.key}"


Change = Create | Replace | Rename | Delete

# Nothing is deleted before the rest is stored, unless a name is wanted again.
_ORDER: tuple[type[Change], ...] = (Replace, Rename, Create, Delete)


@dataclass(frozen=True, slots=True)
class _Done:
    """A change that was made: what was stored before and what is now."""

    change: Change
    before: StoredDocument | None
    after: StoredDocument | None

    def undo(self, store: NetworkStore) -> None:
        if self.before is not None:
            store.restore(self.before, self.after)
        elif self.after is not None:
            store.delete(self.after.key, self.after.revision)


def commit(store: NetworkStore, changes: Sequence[Change]) -> tuple[StoredDocument | None, ...]:
    """Make all changes or none. Returns what is stored now, in the order of `changes`, None for what was deleted.

    Raises ConflictError, with nothing written, where a document is not the one expected, and StoreError where a
    write fails: what was written before it is put back, and the message says whether that succeeded.
    """
    before = _checked(store, changes)
    done: dict[int, _Done] = {}
    pending = sorted(range(len(changes)), key=lambda i: _ORDER.index(type(changes[i])))
    while pending:
        refused: dict[int, ConflictError] = {}
        for i in pending:
            try:
                done[i] = _Done(changes[i], before[i], changes[i].apply(store))
            except ConflictError as conflict:
                # Another change may free the name: `a` becomes `b` once `b` has become `c`.
                refused[i] = conflict
            except StoreError as error:
                raise _rolled_back(store, changes[i], error, tuple(done.values())) from error
        if len(refused) == len(pending):
            first = pending[0]
            raise _rolled_back(store, changes[first], refused[first], tuple(done.values())) from refused[first]
        pending = list(refused)
    return tuple(done[i].after for i in range(len(changes)))


def _checked(store: NetworkStore, changes: Sequence[Change]) -> tuple[StoredDocument | None, ...]:
    """What is stored of each change's document, once every name and revision is what the changes expect."""
    found: list[StoredDocument | None] = []
    for change in changes:
        if isinstance(change, Create | Rename):
            store.check_name(change.name)
        if isinstance(change, Create):
            found.append(None)
            continue
        stored = store.read(change.key)
        if stored is None:
            raise refusals.gone(change.key)
        if stored.revision != change.expected:
            raise refusals.changed(stored.path)
        found.append(stored)
    return tuple(found)


def _rolled_back(store: NetworkStore, change: Change, cause: StoreError, done: Sequence[_Done]) -> StoreError:
    """Undo what was done, last first, and the error that says how that went."""
    stuck: list[str] = []
    for step in reversed(done):
        try:
            step.undo(store)
        except StoreError as error:
            stuck.append(f"{step.change} ({error})")
    if stuck:
        outcome = f"These changes were made and could not be taken back: {'; '.join(stuck)}."
    else:
        outcome = "Everything is as it was before."
    kind = ConflictError if isinstance(cause, ConflictError) else StoreError
    return kind(f"Could not {change}", f"{cause} {outcome}")
