"""Several changes, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from vftui.errors import ConflictError, HalfDoneError, LibvirtError, StoppedError, StoreError, VftuiError, is_lost
from vftui.model.revision import Revision, StoredDocument
from vftui.progress import Progress
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


@dataclass(frozen=True, slots=True)
class _Unknown:
    """A change that may have been made, or half of it. `left` is what the store says of that, '' where it does not."""

    change: Change
    before: StoredDocument | None
    left: str = ""

    def undo(self, store: NetworkStore) -> None:
        # A new network has no key before it is there, so that nothing says which one it is.
        if self.before is None:
            raise StoreError("Not known", "whether it was made.")
        # Also where the content is what it was: a store may have touched more than that.
        store.restore(self.before, store.read(self.before.key))


_Step = _Done | _Unknown


def commit(
    store: NetworkStore, changes: Sequence[Change], progress: Progress | None = None
) -> tuple[StoredDocument | None, ...]:
    """Make all changes or none. Returns what is stored now, in the order of `changes`, None for what was deleted.

    Raises ConflictError, with nothing written, where a document is not the one expected, and StoreError where a
    write fails: what was written before it is put back, and the message says whether that succeeded; so does a note
    on any other error. `progress` stops it between changes: StoppedError is raised once all is put back.
    """
    before = _checked(store, changes, progress)
    done: dict[int, _Done] = {}
    pending = sorted(range(len(changes)), key=lambda i: _ORDER.index(type(changes[i])))
    while pending:
        refused: dict[int, ConflictError] = {}
        for i in pending:
            try:
                if progress:
                    progress.at("Writing networks", len(done), len(changes))
                done[i] = _Done(changes[i], before[i], changes[i].apply(store))
            except ConflictError as conflict:
                # Another change may free the name: `a` becomes `b` once `b` has become `c`.
                refused[i] = conflict
            except Exception as error:
                # Whatever it is, what was written before must not stay.
                steps: list[_Step] = [*done.values(), *_unknown(changes[i], before[i], error)]
                failed = _rolled_back(store, _told(changes[i], before[i]), error, steps)
                if failed is error:
                    raise
                raise failed from error
        if len(refused) == len(pending):
            first = pending[0]
            told = _told(changes[first], before[first])
            raise _rolled_back(store, told, refused[first], tuple(done.values())) from refused[first]
        pending = list(refused)
    return tuple(done[i].after for i in range(len(changes)))


def _checked(
    store: NetworkStore, changes: Sequence[Change], progress: Progress | None
) -> tuple[StoredDocument | None, ...]:
    """What is stored of each change's document, once every name and revision is what the changes expect."""
    found: list[StoredDocument | None] = []
    for change in changes:
        if progress:
            progress.at("Comparing with what is stored", len(found), len(changes))
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


def _unknown(change: Change, before: StoredDocument | None, error: Exception) -> tuple[_Unknown, ...]:
    """The change that failed, where it may have been made all the same."""
    if isinstance(error, HalfDoneError):
        return (_Unknown(change, before, error.left),)
    return () if isinstance(error, VftuiError) and not is_lost(error) else (_Unknown(change, before),)


def _told(change: Change, before: StoredDocument | None) -> str:
    """The change in words, by what people call the document: its key may be a uuid."""
    return str(change) if before is None or isinstance(change, Create) else str(change).replace(change.key, before.path)


def _rolled_back(store: NetworkStore, told: str, cause: Exception, steps: Sequence[_Step]) -> Exception:
    """Undo what was done when a change (`told`) failed. Returns the error that says how that went.

    An error that no user should meet is returned as it is, with a note.
    """
    stuck = _taken_back(store, steps)
    if isinstance(cause, StoppedError) and not stuck:
        return cause
    title, outcome = f"Could not {told}", _outcome(cause, stuck)
    if isinstance(cause, LibvirtError):
        return LibvirtError(title, str(cause), outcome, code=cause.code, lost=cause.lost, absent=cause.absent)
    if isinstance(cause, VftuiError):
        kind = ConflictError if isinstance(cause, ConflictError) else StoreError
        # What was left may have been put back by now.
        said = f"{cause.title}: {cause.reason}" if isinstance(cause, HalfDoneError) else str(cause)
        return kind(title, f"{said} {outcome}")
    cause.add_note(f"{title}. {outcome}")
    return cause


def _taken_back(store: NetworkStore, steps: Sequence[_Step]) -> Sequence[str]:
    """Undo the steps, last first. Returns those that could not be, in words, and why."""
    stuck: list[str] = []
    for place, step in reversed(list(enumerate(steps))):
        try:
            step.undo(store)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others are to be taken back
            left = step.left if isinstance(step, _Unknown) else ""
            stuck.append(f"{_told(step.change, step.before)} ({left or error})")
            if isinstance(error, VftuiError) and is_lost(error):
                # Each of the others would take as long to fail.
                stuck += [_told(earlier.change, earlier.before) for earlier in reversed(steps[:place])]
                break
    return stuck


def _outcome(cause: Exception, stuck: Sequence[str]) -> str:
    if stuck:
        made = "These changes were made, or may have been, and could not be taken back"
        return f"{made}: {'; '.join(stuck)}. Read again (r) to see what there is."
    if not isinstance(cause, VftuiError):
        return "Everything else is as it was before."
    outcome = "Everything is as it was before."
    if is_lost(cause):
        # libvirt may have it and come to it later; nobody can call it back.
        outcome += " What was being written when it broke may still be made: read again (r) before you go on."
    return outcome
