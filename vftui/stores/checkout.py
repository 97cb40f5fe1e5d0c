"""The networks of a store as they were last read or written, and what a draft would make of them."""

from dataclasses import dataclass

from vftui.errors import DocumentError, EditRefusedError, StoreError
from vftui.model.network import Draft, Network
from vftui.model.revision import Revision, StoredDocument, UnreadableDocument, UnsavedNetwork
from vftui.netxml.document import NetworkDocument
from vftui.netxml.lineage import Lineage
from vftui.stores.base import NetworkStore
from vftui.stores.pending import PendingChange
from vftui.stores.transaction import Change, Create, Delete, Rename, Replace, commit


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
        self._stored: dict[str, StoredDocument] = {}
        self._lineages: dict[str, Lineage] = {}
        # Per origin the document drawn last: rows and previews ask for the same one many times.
        self._drawn: dict[str, tuple[Network, NetworkDocument]] = {}
        self.unreadable: tuple[UnreadableDocument, ...] = ()

    def load(self) -> tuple[Network, ...]:
        """Start again from what the store holds. Raises StoreError and changes nothing where it cannot be read."""
        readable: dict[str, tuple[StoredDocument, NetworkDocument]] = {}
        unreadable: list[UnreadableDocument] = []
        paths: dict[str, str] = {}
        for found in self._store.load():
            read = found if isinstance(found, UnreadableDocument) else _read(found, paths)
            if isinstance(read, UnreadableDocument):
                unreadable.append(read)
                continue
            paths[read[1].network.name] = read[0].path
            readable[read[0].key] = read
        self._stored = {key: stored for key, (stored, _) in readable.items()}
        self._lineages = {key: Lineage(document) for key, (_, document) in readable.items()}
        self._drawn = {}
        self.unreadable = tuple(unreadable)
        return tuple(document.network for _, document in readable.values())

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
        return tuple(origin for origin in self._stored if origin not in kept)

    # What a write would do

    def changes(self, draft: Draft) -> tuple[PendingChange, ...]:
        """What a write of the draft would do, in its order, deletions last. Looks into the store for conflicts."""
        edited = [self._edited(network) for network in draft if self.is_changed(network)]
        return (*edited, *(self._deleted(origin) for origin in self.gone(draft)))

    def write(self, draft: Draft) -> tuple[str, ...]:
        """Write every change, all or none, and return the names. Raises StoreError or ConflictError: then none is."""
        edited = [network for network in draft if self.is_changed(network)]
        gone = self.gone(draft)
        names = [network.name for network in edited] + [self._stored_name(origin) for origin in gone]
        deletions = [Delete(self._stored[origin].key, self._stored[origin].revision) for origin in gone]
        results = commit(self._store, [*(self._change(network) for network in edited), *deletions])
        for network, result in zip(edited, results, strict=False):
            if result is not None:
                self._written(network, result)
        for origin in gone:
            del self._stored[origin]
        return tuple(names)

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
        return PendingChange(network.name, "changed", stored.path, before, after, self._conflict(stored))

    def _deleted(self, origin: str) -> PendingChange:
        stored, before = self._stored[origin], self._lineages[origin].current.text
        return PendingChange(self._stored_name(origin), "deleted", stored.path, before, "", self._conflict(stored))

    def _change(self, network: Network) -> Change:
        content = self.document(network).content
        if (stored := self._stored.get(network.origin or "")) is None:
            return Create(network.name, content)
        if self._stored_name(network.origin or "") != network.name:
            return Rename(stored.key, network.name, content, stored.revision)
        return Replace(stored.key, content, stored.revision)

    def _written(self, network: Network, result: StoredDocument) -> None:
        origin = network.origin or ""
        document = self.document(network)
        if result.content != document.content:
            document = NetworkDocument.parse(result.content, origin, network.leave_out)
            del self._drawn[origin]
        lineage = self._lineages.get(origin)
        self._lineages[origin] = lineage.written(document) if lineage else Lineage(document)
        self._stored[origin] = result

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
        self._drawn.pop(origin, None)
        if collision.stored is None or collision.theirs is None:
            del self._stored[origin]
            return
        self._stored[origin] = collision.stored
        self._lineages[origin] = self._lineages[origin].overtaken(collision.theirs)

    def _conflict(self, stored: StoredDocument) -> str | None:
        """What is stored instead of what was read; None also where that cannot be told, for the write will say why."""
        try:
            now = self._store.read(stored.key)
        except StoreError:
            return None
        if now is not None and now.revision == stored.revision:
            return None
        return "" if now is None else _shown(now.content)


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


def _read_again(found: StoredDocument, origin: str, name: str) -> NetworkDocument:
    try:
        return NetworkDocument.parse(found.content, origin)
    except DocumentError as error:
        where = f"{found.path}, line {error.line}" if error.line else found.path
        advice = f"Correct it there, or undo your edits of {name}; it is never overwritten."
        raise DocumentError(f"{where} cannot be read now", f"{error.message} {advice}", error.line) from error


def _shown(content: bytes) -> str:
    """The text of a document that may be no network definition."""
    try:
        return NetworkDocument.parse(content).text
    except DocumentError:
        return content.decode("utf-8", "replace")
