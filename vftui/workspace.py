"""What the operator is doing: the host, the stored networks and the draft on top of them. The UI's only door."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from uuid import uuid4

from vftui.errors import ConflictError, DocumentError, EditRefusedError, StoreError
from vftui.inventory.base import Inventory
from vftui.model.edits import Edit, Outcome
from vftui.model.history import History
from vftui.model.host import Host, VirtualFunction
from vftui.model.network import Draft, Member, Network
from vftui.model.pci import PciAddress
from vftui.model.pool import owners, resolve
from vftui.model.revision import Revision, StoredDocument, UnreadableDocument
from vftui.netxml.diff import DiffLine, unified
from vftui.netxml.document import NetworkDocument
from vftui.stores.base import NetworkStore
from vftui.stores.transaction import Change as StoreChange
from vftui.stores.transaction import Create, Delete, Rename, Replace, commit


@dataclass(frozen=True, slots=True)
class Stored:
    """A network document as it was last read from the store, or last written to it."""

    key: str
    path: str
    revision: Revision
    document: NetworkDocument


@dataclass(frozen=True)
class PendingChange:
    """What a write would do to one network. `before` and `after` are whole documents; '' where there is none.

    `conflict` is what is stored now, where that is no longer `before`: nothing can be written until it is settled.
    """

    name: str
    kind: Literal["new", "changed", "deleted"]
    path: str
    before: str
    after: str
    conflict: str | None = None

    @cached_property
    def diff(self) -> tuple[DiffLine, ...]:
        return unified(self.before, self.after)

    @cached_property
    def theirs(self) -> tuple[DiffLine, ...]:
        """What someone else changed since the document was read."""
        return unified(self.before, self.conflict or "")


# The one thing of the inventory that the screen needs to know: how to read the host again, and when.
HostSource = Inventory


class Workspace:
    """Inventory value, stored networks, draft and history. Nothing is written before `write`."""

    def __init__(self, host: Host, store: NetworkStore, *, new_uuid: Callable[[], str] = lambda: str(uuid4())) -> None:
        self._host = host
        self._store = store
        self._stored: dict[str, Stored] = {}
        self._history = History(Draft())
        self._rendered: dict[str, tuple[Network, NetworkDocument]] = {}
        self._owners: tuple[Draft, Host, Mapping[PciAddress, tuple[str, ...]]] | None = None
        self.unreadable: tuple[UnreadableDocument, ...] = ()
        self.new_uuid = new_uuid
        self.reload()

    # What there is

    @property
    def host(self) -> Host:
        return self._host

    @property
    def draft(self) -> Draft:
        return self._history.present

    @property
    def location(self) -> str:
        return self._store.location

    @property
    def read_only(self) -> bool:
        return self._store.read_only

    @property
    def owners(self) -> Mapping[PciAddress, tuple[str, ...]]:
        """The networks that hand out each VF, by address."""
        if self._owners is None or self._owners[0] is not self.draft or self._owners[1] is not self._host:
            self._owners = (self.draft, self._host, owners(self.draft, self._host))
        return self._owners[2]

    def vfs(self, network: Network, member: Member) -> tuple[VirtualFunction, ...]:
        """The VFs that a member of a network stands for on this host."""
        return resolve(member, network.mode, self._host).vfs

    def path(self, network: Network) -> str | None:
        """Where the network is stored; None where it is not yet."""
        stored = self._stored.get(network.origin or "")
        return stored.path if stored else None

    # Edits

    def do(self, edit: Edit) -> str:
        """Make an edit and return its sentence. Raises EditRefusedError, and then nothing has changed."""
        draft, sentence = self._tried(edit)
        self._history = self._history.do(draft, sentence)
        return sentence

    def preview(self, edit: Edit) -> str:
        """The sentence of an edit without making it. Raises EditRefusedError with the reason why it cannot be."""
        return edit.apply(self.draft, self._host).sentence

    def check(self, edit: Edit) -> None:
        """Raise EditRefusedError where an edit could not be made or its result not be kept in this store."""
        self._tried(edit)

    def undo(self) -> str | None:
        """Take back the last edit and return its sentence; None where there is none."""
        sentence = self._history.undoable
        self._history = self._history.undo()
        return sentence

    def redo(self) -> str | None:
        """Make the last undone edit again and return its sentence; None where there is none."""
        sentence = self._history.redoable
        self._history = self._history.redo()
        return sentence

    @property
    def history(self) -> History[Draft]:
        return self._history

    def check_name(self, name: str) -> None:
        """Raise StoreError where no network of that name can be kept."""
        self._store.check_name(name)

    def _tried(self, edit: Edit) -> Outcome:
        """The edit's outcome, once the store accepts its new names and every document can be written as asked."""
        outcome = edit.apply(self.draft, self._host)
        before = set(self.draft.networks)
        for network in outcome.draft:
            if network in before:
                continue
            try:
                if self.draft.find(network.name) is None:
                    self._store.check_name(network.name)
                self.document(network)
            except (StoreError, DocumentError) as error:
                raise EditRefusedError(error.message) from error
        return outcome

    # Documents

    def document(self, network: Network) -> NetworkDocument:
        """The document that a write would store for the network."""
        origin = network.origin or ""
        stored = self._stored.get(origin)
        if stored and stored.document.network == network:
            return stored.document
        known = self._rendered.get(origin)
        if known and known[0] == network:
            return known[1]
        document = stored.document.with_network(network) if stored else NetworkDocument.new(network)
        self._rendered[origin] = (network, document)
        return document

    def diff(self, network: Network) -> tuple[DiffLine, ...]:
        """The network's document against what is stored."""
        stored = self._stored.get(network.origin or "")
        return unified(stored.document.text if stored else "", self.document(network).text)

    def is_changed(self, network: Network) -> bool:
        """Whether a write would change the network's document."""
        stored = self._stored.get(network.origin or "")
        return stored is None or stored.document.network != network

    def changes(self) -> tuple[PendingChange, ...]:
        """What a write would do, in the order of the draft, deletions last."""
        edited = [self._edited(network) for network in self.draft if self.is_changed(network)]
        return (*edited, *(self._deleted(origin) for origin in self._gone()))

    @property
    def change_count(self) -> int:
        return sum(self.is_changed(network) for network in self.draft) + len(self._gone())

    def _edited(self, network: Network) -> PendingChange:
        after = self.document(network).text
        stored = self._stored.get(network.origin or "")
        if stored is None:
            return PendingChange(network.name, "new", f"{network.name}", "", after)
        return PendingChange(network.name, "changed", stored.path, stored.document.text, after, self._conflict(stored))

    def _deleted(self, origin: str) -> PendingChange:
        stored = self._stored[origin]
        name = stored.document.network.name
        return PendingChange(name, "deleted", stored.path, stored.document.text, "", self._conflict(stored))

    def _gone(self) -> tuple[str, ...]:
        kept = {network.origin for network in self.draft}
        return tuple(origin for origin in self._stored if origin not in kept)

    def _conflict(self, stored: Stored) -> str | None:
        now = self._store.read(stored.key)
        if now is not None and now.revision == stored.revision:
            return None
        return "" if now is None else now.content.decode("utf-8", "replace")

    # Reading and writing

    def refresh(self, host: Host) -> str | None:
        """Take a newer state of the host; a sentence where the draft names VFs that have vanished with it."""
        before, self._host = self._host, host
        lost = [
            f"{network.name}"
            for network in self.draft
            if network.is_pool
            and any(
                resolve(member, network.mode, before).known and not resolve(member, network.mode, host).known
                for member in network.members
            )
        ]
        if not lost:
            return None
        return f"Members of {', '.join(lost)} are no longer on this host."

    def reload(self) -> None:
        """Read the store again and start from what it holds; unsaved edits are gone and cannot be undone."""
        stored: dict[str, Stored] = {}
        unreadable: list[UnreadableDocument] = []
        names: dict[str, str] = {}
        for found in self._store.load():
            if isinstance(found, UnreadableDocument):
                unreadable.append(found)
                continue
            try:
                document = NetworkDocument.parse(found.content, origin=found.key)
            except DocumentError as error:
                unreadable.append(UnreadableDocument(found.path, error.message, error.line))
                continue
            name = document.network.name
            if name in names:
                reason = f"a second network named {name}; {names[name]} is used. Rename one of them."
                unreadable.append(UnreadableDocument(found.path, reason))
                continue
            names[name] = found.path
            stored[found.key] = Stored(found.key, found.path, found.revision, document)
        self._stored = stored
        self._rendered = {}
        self.unreadable = tuple(unreadable)
        self._history = History(Draft(tuple(each.document.network for each in stored.values())))

    def take_theirs(self, name: str) -> str:
        """Settle a conflict: drop the draft's version of a network for what is stored now. Can be undone."""
        origin, stored = self._origin_of(name)
        now = self._store.read(stored.key)
        present = self.draft.find(name)
        if now is None:
            del self._stored[origin]
            draft = self.draft.without(name)
        else:
            newer = self._parsed(origin, now)
            self._stored[origin] = newer
            network = newer.document.network
            draft = self.draft.put(name, network) if present else self.draft.add(network)
        sentence = f"Take {name} as it is stored now"
        self._history = self._history.do(draft, sentence)
        return sentence

    def keep_mine(self, name: str) -> str:
        """Settle a conflict: put the draft's version of a network on top of what is stored now."""
        origin, stored = self._origin_of(name)
        now = self._store.read(stored.key)
        if now is None:
            del self._stored[origin]
            return f"{name} is gone from the store and will be written as new."
        self._stored[origin] = self._parsed(origin, now)
        self._rendered.pop(origin, None)
        return f"{name} keeps its pool, in the document that is stored now."

    def write(self) -> tuple[str, ...]:
        """Write every change, all or none, and return the names. Raises StoreError or ConflictError: then none is."""
        if conflicts := [change.name for change in self.changes() if change.conflict is not None]:
            stuck = ", ".join(conflicts)
            raise ConflictError(
                "Nothing written", f"{stuck} changed in the store since it was read; settle that first."
            )
        edited = [network for network in self.draft if self.is_changed(network)]
        gone = self._gone()
        deletions = [Delete(self._stored[origin].key, self._stored[origin].revision) for origin in gone]
        results = commit(self._store, [*(self._store_change(network) for network in edited), *deletions])
        names = [network.name for network in edited] + [self._stored[origin].document.network.name for origin in gone]
        for network, result in zip(edited, results, strict=False):
            if result is not None and network.origin is not None:
                self._stored[network.origin] = self._parsed(network.origin, result)
        for origin in gone:
            del self._stored[origin]
        return tuple(names)

    def _store_change(self, network: Network) -> StoreChange:
        content = self.document(network).content
        stored = self._stored.get(network.origin or "")
        if stored is None:
            return Create(network.name, content)
        if stored.document.network.name != network.name:
            return Rename(stored.key, network.name, content, stored.revision)
        return Replace(stored.key, content, stored.revision)

    def _origin_of(self, name: str) -> tuple[str, Stored]:
        network = self.draft.find(name)
        for origin, stored in self._stored.items():
            if (network and network.origin == origin) or (not network and stored.document.network.name == name):
                return origin, stored
        raise EditRefusedError(f"{name} is not stored.")

    def _parsed(self, origin: str, found: StoredDocument) -> Stored:
        document = NetworkDocument.parse(found.content, origin=origin)
        return Stored(found.key, found.path, found.revision, document)
