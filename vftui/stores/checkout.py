"""The networks of a store as they were last read or written, and what a draft would make of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from vftui.errors import DocumentError, EditRefusedError, StoreError
from vftui.model.network import Draft, Network
from vftui.model.news import Known
from vftui.model.revision import Revision, StoredDocument, UnreadableDocument, UnsavedNetwork
from vftui.netxml.document import NetworkDocument
from vftui.netxml.lineage import Lineage
from vftui.progress import Progress
from vftui.stores import comparison
from vftui.stores.base import NetworkStore
from vftui.stores.pending import PendingChange
from vftui.stores.transaction import Change, Create, Delete, Rename, Replace, commit


@dataclass(frozen=True, slots=True)
class Fetched:
    """Everything a store holds, read but not yet taken: documents by key, and what is no network."""

    readable: Mapping[str, tuple[StoredDocument, NetworkDocument]]
    unreadable: tuple[UnreadableDocument, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The names of the networks written, and the draft as the store has kept it: libvirt has words of its own."""

    names: tuple[str, ...]
    draft: Draft


@dataclass(frozen=True, slots=True)
class Collision:
    """A network changed both here and in the store, and what is stored of it now: None where that is nothing."""

    origin: str
    stored: StoredDocument | None = None
    theirs: NetworkDocument | None = None


class Checkout:
    """Knows each network by its `origin`, which stays while its name, its key and what is stored change.

    A network that was deleted, or never written, is not stored, but its lineage is kept: an undo brings it back.
    """

    def __init__(self, store: NetworkStore) -> None:
        self._store = store
        # A write changes these in its thread while the screen may be drawn from them: iterate over a copy.
        self._stored: dict[str, StoredDocument] = {}
        self._lineages: dict[str, Lineage] = {}
        # Per origin the document drawn last: rows and previews ask for the same one many times.
        self._drawn: dict[str, tuple[Network, NetworkDocument]] = {}
        self._networks: Mapping[str, tuple[str, Network]] | None = None
        self.unreadable: tuple[UnreadableDocument, ...] = ()

    def fetch(self, progress: Progress | None = None) -> Fetched:
        """Read the store and change nothing here. Raises StoreError where it cannot be read, StoppedError."""
        readable: dict[str, tuple[StoredDocument, NetworkDocument]] = {}
        unreadable: list[UnreadableDocument] = []
        paths: dict[str, str] = {}
        for found in self._store.load(progress):
            read = found if isinstance(found, UnreadableDocument) else _read(found, paths)
            if isinstance(read, UnreadableDocument):
                unreadable.append(read)
                continue
            paths[read[1].network.name] = read[0].path
            readable[read[0].key] = read
        return Fetched(readable, tuple(unreadable))

    def take(self, fetched: Fetched) -> tuple[Network, ...]:
        """Start again from what was read."""
        self._stored = {key: stored for key, (stored, _) in fetched.readable.items()}
        self._lineages = {key: Lineage(document) for key, (_, document) in fetched.readable.items()}
        self._drawn = {}
        self._networks = None
        self.unreadable = fetched.unreadable
        return tuple(document.network for _, document in fetched.readable.values())

    def key(self, network: Network) -> str | None:
        """The store's key for the network; None where it is not stored."""
        stored = self._stored.get(network.origin or "")
        return stored.key if stored else None

    @property
    def networks(self) -> Mapping[str, tuple[str, Network]]:
        """The key and the network of everything stored, by origin; the same mapping until something is stored anew."""
        if self._networks is None:
            self._networks = {
                origin: (stored.key, self._lineages[origin].current.network)
                for origin, stored in tuple(self._stored.items())
            }
        return self._networks

    @property
    def known(self) -> Known:
        """What is stored, in the terms of a libvirt that runs it."""
        names = {key: network.name for key, network in self.networks.values()}
        return Known(names, {each.key: each.revision.token for each in tuple(self._stored.values())})

    def path(self, network: Network) -> str | None:
        """Where the network is stored, for people; None where it is not."""
        stored = self._stored.get(network.origin or "")
        return stored.path if stored else None

    def text(self, network: Network) -> str:
        """What is stored of the network; '' where nothing is."""
        origin = network.origin or ""
        return self._lineages[origin].current.text if origin in self._stored else ""

    def document(self, network: Network) -> NetworkDocument:
        """The document that a write would store. Raises DocumentError where the network cannot be written as it is."""
        origin = network.origin or ""
        drawn = self._drawn.get(origin)
        if drawn and drawn[0] is network:
            return drawn[1]
        lineage = self._lineages.get(origin)
        document = lineage.document(network) if lineage else NetworkDocument.new(network)
        self._drawn[origin] = (network, document)
        return document

    def is_changed(self, network: Network) -> bool:
        """Whether a write would change what is stored of the network."""
        origin = network.origin or ""
        if origin not in self._stored:
            return True
        lineage, drawn = self._lineages[origin], self._drawn.get(origin)
        if drawn and drawn[0] is network:
            return drawn[1] is not lineage.current
        return not lineage.is_current(network)

    def gone(self, draft: Draft) -> tuple[str, ...]:
        """The origins of what is stored and no longer in the draft."""
        kept = {network.origin for network in draft}
        return tuple(origin for origin in tuple(self._stored) if origin not in kept)

    # What a write would do

    def changes(self, draft: Draft, progress: Progress | None = None) -> tuple[PendingChange, ...]:
        """What a write of the draft would do, in its order, deletions last. Looks into the store for conflicts."""
        edited = [network for network in draft if self.is_changed(network)]
        gone = self.gone(draft)
        origins = [*(network.origin or "" for network in edited), *gone]
        known = {origin: self._stored[origin] for origin in origins if origin in self._stored}
        now = comparison.differing(self._store, known, len(self._stored), progress)
        changes = [(network.origin or "", self._edited(network)) for network in edited]
        changes += [(origin, self._deleted(origin)) for origin in gone]
        return tuple(_compared(change, now.get(origin)) for origin, change in changes)

    def write(self, draft: Draft, progress: Progress | None = None) -> Written:
        """Write every change, all or none. Raises StoreError, ConflictError or StoppedError: then none is."""
        edited = [network for network in draft if self.is_changed(network)]
        gone = self.gone(draft)
        names = [network.name for network in edited] + [self._stored_name(origin) for origin in gone]
        deletions = [Delete(self._stored[origin].key, self._stored[origin].revision) for origin in gone]
        results = commit(self._store, [*(self._change(network) for network in edited), *deletions], progress)
        for network, result in zip(edited, results, strict=False):
            if result is not None:
                draft = self._written(network, result, draft)
        for origin in gone:
            del self._stored[origin]
        self._networks = None
        return Written(tuple(names), draft)

    def unsaved(self, draft: Draft) -> tuple[UnsavedNetwork, ...]:
        """What a write of the draft would store, to be kept aside."""
        edited = [network for network in draft if self.is_changed(network)]
        return (
            *(self._unsaved(network) for network in edited),
            *(
                UnsavedNetwork(origin, self._stored_name(origin), None, self.revision(origin))
                for origin in self.gone(draft)
            ),
        )

    def revision(self, origin: str) -> Revision | None:
        """The state that is stored of a network, as it was last read or written; None where nothing is."""
        stored = self._stored.get(origin)
        return stored.revision if stored else None

    def _unsaved(self, network: Network) -> UnsavedNetwork:
        origin, content = network.origin or "", self.document(network).content
        return UnsavedNetwork(origin, network.name, content, self.revision(origin), network.leave_out)

    def _edited(self, network: Network) -> PendingChange:
        before, after = self.text(network), self.document(network).text
        if (stored := self._stored.get(network.origin or "")) is None:
            return PendingChange(network.name, "new", self._store.location, before, after)
        return PendingChange(network.name, "changed", stored.path, before, after)

    def _deleted(self, origin: str) -> PendingChange:
        before = self._lineages[origin].current.text
        return PendingChange(self._stored_name(origin), "deleted", self._stored[origin].path, before, "")

    def _change(self, network: Network) -> Change:
        content = self.document(network).content
        if (stored := self._stored.get(network.origin or "")) is None:
            return Create(network.name, content)
        if self._stored_name(network.origin or "") != network.name:
            return Rename(stored.key, network.name, content, stored.revision)
        return Replace(stored.key, content, stored.revision)

    def _written(self, network: Network, result: StoredDocument, draft: Draft) -> Draft:
        """Take what the store has kept of the network, and the draft with that in its place."""
        origin, document = network.origin or "", self.document(network)
        if result.content != document.content:
            document = NetworkDocument.parse(result.content, origin, network.leave_out)
        lineage = self._lineages.get(origin)
        self._lineages[origin] = lineage.written(document, network) if lineage else Lineage.first(document, network)
        self._stored[origin] = result
        self._drawn.pop(origin, None)
        return draft if document.says(network) else draft.put(network.name, document.network)

    def _stored_name(self, origin: str) -> str:
        return self._lineages[origin].current.network.name

    # Where someone else has written meanwhile

    def collision(self, name: str, draft: Draft) -> Collision:
        """The conflict that `changes` shows under that name, read again. Nothing is changed by that.

        Raises EditRefusedError where there is none any more, StoreError or DocumentError where what is stored now
        cannot be read.
        """
        named = [network.origin or "" for network in draft if network.name == name]
        named += [origin for origin in self.gone(draft) if self._stored_name(origin) == name]
        for origin in named:
            if (known := self._stored.get(origin)) is None:
                continue
            now = self._store.read(known.key)
            if now is None:
                return Collision(origin)
            if now.revision != known.revision:
                return Collision(origin, now, _read_again(now, origin, name))
        raise EditRefusedError(f"What is stored of {name} is what was read: there is nothing to settle.")

    def settle(self, collision: Collision) -> None:
        """From now on, what is stored is what was found there."""
        origin = collision.origin
        self._networks = None
        self._drawn.pop(origin, None)
        if collision.stored is None or collision.theirs is None:
            del self._stored[origin]
            return
        self._stored[origin] = collision.stored
        self._lineages[origin] = self._lineages[origin].overtaken(collision.theirs)


def _read(found: StoredDocument, paths: dict[str, str]) -> tuple[StoredDocument, NetworkDocument] | UnreadableDocument:
    """A document of a name that is not in `paths`, or why it cannot be used."""
    try:
        document = NetworkDocument.parse(found.content, found.key)
    except DocumentError as error:
        return UnreadableDocument(found.path, error.message, error.line)
    name = document.network.name
    if name in paths:
        reason = f"A second network named {name}; {paths[name]} is used. Rename one of them in its file."
        return UnreadableDocument(found.path, reason)
    return found, document


def _compared(change: PendingChange, now: str | StoreError | None) -> PendingChange:
    """The change with what `differing` says of it."""
    return replace(change, unread=now) if isinstance(now, StoreError) else replace(change, conflict=now)


def _read_again(found: StoredDocument, origin: str, name: str) -> NetworkDocument:
    try:
        return NetworkDocument.parse(found.content, origin)
    except DocumentError as error:
        where = f"{found.path}, line {error.line}" if error.line else found.path
        advice = f"Correct it there, or undo your edits of {name}; it is never overwritten."
        raise DocumentError(f"{where} cannot be read now", f"{error.message} {advice}", error.line) from error
