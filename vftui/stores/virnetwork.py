"""The networks of a libvirt.

A document's key is the network's uuid, its content the inactive XML: what is in force from the next start on. Every
libvirt writes that in its own way, so what is stored is seldom what was written, but says the same (netxml/kept).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar

from vftui.errors import DocumentError, EditRefusedError, LibvirtError, StoreError
from vftui.model import network as model
from vftui.model.revision import Revision, StoredDocument, UnreadableDocument
from vftui.netxml.definition import sent, uuid_of
from vftui.netxml.document import NetworkDocument
from vftui.netxml.guest import Guest, read_guest
from vftui.progress import Progress
from vftui.stores import refusals
from vftui.stores.base import content_revision
from vftui.stores.virdefinition import Condition, VirConnect, VirNetwork, inactive_xml, networks
from vftui.stores.virstate import NO_DOMAIN, NO_NETWORK, VirDomain, guest_texts, listed_guests, unless
from vftui.stores.virwrite import bring_back, define_new, forget_trial, redefine, remove, rename, stand
from vftui.virconnect.connection import Connection

_T = TypeVar("_T")

# virErrorNumber, of what libvirt says of a definition: XML_ERROR, XML_DETAIL, CONFIG_UNSUPPORTED, XML_INVALID_SCHEMA.
_ABOUT_THE_DEFINITION = frozenset((27, 35, 67, 92))


class VirNetworkStore:
    """The networks of the libvirt behind a connection, those that are transient too.

    libvirt compares nothing before it writes: what somebody else writes between the look and the write is lost.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names: dict[str, str] = {}
        # For restore(): how the networks stood that were last written here, and the names that were tried on them.
        self._stood: dict[str, Condition] = {}
        self._tried: dict[str, str] = {}

    @property
    def location(self) -> str:
        return self._connection.uri

    @property
    def read_only(self) -> bool:
        return self._connection.read_only

    def load(self, progress: Progress | None = None) -> Sequence[StoredDocument | UnreadableDocument]:
        listed = self._connection.call("list its networks", _listed, progress)
        found = []
        for count, network in enumerate(listed):
            if progress:
                progress.at("Reading networks", count, len(listed))
            found.append(self._load_one(network, progress))
        return tuple(document for document in found if document is not None)

    def read(self, key: str) -> StoredDocument | None:
        def read(connection: VirConnect) -> StoredDocument | None:
            network = networks(connection).get(key)
            return None if network is None else self._stored(network)

        return self._connection.call(f"show {self._name(key)}", read)

    def check_name(self, name: str) -> None:
        try:
            model.check_name(name)
        except EditRefusedError as refused:
            shown = name if len(name) <= 40 else f"{name[:39]}…"
            raise StoreError(f"Cannot keep a network named {shown!r}", refused.message) from refused

    def create(self, name: str, content: bytes) -> StoredDocument:
        self.check_name(name)
        text = sent(_definition(content).text, None)

        def create(connection: VirConnect) -> StoredDocument:
            self._check_free(connection, name, uuid_of(text))
            return self._stored(define_new(connection, text))

        return self._written("define", name, create)

    def replace(self, key: str, content: bytes, expected: Revision) -> StoredDocument:
        text = _definition(content).text
        self._forget(key)

        def replace(connection: VirConnect) -> StoredDocument:
            return self._stored(redefine(self._expected(connection, key, expected), text))

        return self._written("define", self._name(key), replace)

    def rename(self, key: str, name: str, content: bytes, expected: Revision) -> StoredDocument:
        self.check_name(name)
        text, before = _definition(content).text, self._name(key)
        self._forget(key)
        # One may have come since the rename was offered.
        if not self.read_only and name != before and (guests := self._users(before)):
            raise refusals.named_by(before, guests)

        def give_name(connection: VirConnect) -> StoredDocument:
            network = self._expected(connection, key, expected)
            if network.name() == name:
                return self._stored(redefine(network, text))
            forget_trial(connection, key, name)
            self._check_free(connection, name)
            self._tried[key] = name
            return self._stored(rename(network, name, text))

        return self._written("rename", before, give_name)

    def delete(self, key: str, expected: Revision) -> None:
        name = self._name(key)
        self._forget(key)
        if not self.read_only and (guests := self._holders(key)):
            raise refusals.in_use(name, guests)

        def delete(connection: VirConnect) -> None:
            remove(self._expected(connection, key, expected))

        self._written("delete", name, delete)

    def restore(self, document: StoredDocument, instead_of: StoredDocument | None) -> StoredDocument:
        definition = _definition(document.content)
        name, text = definition.network.name, definition.text
        condition, tried = self._stood.get(document.key), self._tried.get(document.key)

        def restore(connection: VirConnect) -> StoredDocument:
            if tried is not None:
                forget_trial(connection, document.key, tried)
            if instead_of is None:
                self._check_free(connection, name, document.key)
                return self._stored(bring_back(connection, sent(text, document.key), condition or Condition()))
            network = self._found(connection, instead_of.key, instead_of.revision)
            if instead_of.revision != document.revision:
                network = self._redefined(connection, network, name, text)
            if condition is not None:
                stand(network, condition)
            return self._stored(network)

        return self._written("put back", name, restore)

    def _redefined(self, connection: VirConnect, network: VirNetwork, name: str, text: str) -> VirNetwork:
        """The network with a definition, and its name, that it had before."""
        # What libvirt has written itself need not be what its schema allows.
        if network.name() == name:
            return redefine(network, text, validate=False)
        self._check_free(connection, name)
        return rename(network, name, text, validate=False)

    def _load_one(self, network: VirNetwork, progress: Progress | None) -> StoredDocument | UnreadableDocument | None:
        """One document of many; None for one that has just gone."""
        name = network.name()
        try:
            return self._connection.call(f"show {name}", lambda _: self._stored(network), progress)
        except LibvirtError as error:
            if error.code == NO_NETWORK:
                return None
            if error.lost:
                raise
            return UnreadableDocument(self._path(name), error.message)

    def _check_free(self, connection: VirConnect, name: str, key: str | None = None) -> None:
        found = networks(connection)
        if key in found or any(network.name() == name for network in found.values()):
            raise refusals.taken(self._path(name))

    def _expected(self, connection: VirConnect, key: str, expected: Revision) -> VirNetwork:
        """The network that is about to be written; how it stands is remembered for restore()."""
        network = self._found(connection, key, expected)
        self._stood[key] = Condition.of(network)
        return network

    def _forget(self, key: str) -> None:
        """Before a write, which may not come as far as to see how the network stands."""
        self._stood.pop(key, None)
        self._tried.pop(key, None)

    def _found(self, connection: VirConnect, key: str, expected: Revision) -> VirNetwork:
        if (network := networks(connection).get(key)) is None:
            raise refusals.gone(self._path(self._name(key)))
        if self._stored(network).revision != expected:
            raise refusals.changed(self._path(network.name()))
        return network

    def _written(self, verb: str, name: str, function: Callable[[VirConnect], _T]) -> _T:
        """What `function` answers, which writes the network of that name."""
        if self.read_only:
            raise refusals.read_only(self.location)
        try:
            return self._connection.call(f"{verb} {name}", function)
        except LibvirtError as error:
            if error.code == NO_NETWORK:
                raise refusals.gone(self._path(name)) from error
            if error.code in _ABOUT_THE_DEFINITION:
                advice = "Change it accordingly and write again."
                raise LibvirtError(error.title, error.message, advice, code=error.code) from error
            raise

    def _holders(self, key: str) -> tuple[str, ...]:
        """The guests that hold an active network by their own XML: ports may be lost (LIBVIRT.md 0.11)."""
        name = self._name(key)
        if not self._connection.call(f"show {name}", lambda connection: _is_active(connection, key)):
            return ()
        return tuple(guest.name for guest in self._guests(off=False) if _holds(guest, name))

    def _users(self, name: str) -> tuple[str, ...]:
        """The guests that name the network, or hold it under that name."""
        return tuple(guest.name for guest in self._guests(off=True) if name in guest.networks or _holds(guest, name))

    def _guests(self, *, off: bool) -> Iterator[Guest]:
        """The guests that run; those that are `off`, too, where they are asked for."""
        for guest, runs in self._connection.call("list its guests", listed_guests).values():
            if (runs or off) and (found := self._connection.call("show its guests", partial(_read, guest, runs))):
                yield found

    def _stored(self, network: VirNetwork) -> StoredDocument:
        key, name, content = network.UUIDString(), network.name(), inactive_xml(network).encode()
        self._names[key] = name
        return StoredDocument(key, self._path(name), content, content_revision(content))

    def _name(self, key: str) -> str:
        """The name that the network had when it was last seen."""
        return self._names.get(key, key)

    def _path(self, name: str) -> str:
        return f"{name} at {self.location}"


def _listed(connection: VirConnect) -> Sequence[VirNetwork]:
    return sorted(connection.listAllNetworks(), key=lambda network: network.name())


def _is_active(connection: VirConnect, key: str) -> bool:
    network = networks(connection).get(key)
    return network is not None and bool(network.isActive())


def _holds(guest: Guest, network: str) -> bool:
    return any(held.network == network for held in guest.attachments)


def _read(guest: VirDomain, runs: bool, _: object) -> Guest | None:
    """A guest; None for one that has just gone, and for one that cannot be read: its ports speak for it."""
    with unless(NO_DOMAIN), suppress(DocumentError):
        texts = guest_texts(guest, running=runs)
        return read_guest(texts.inactive, texts.live)
    return None


def _definition(content: bytes) -> NetworkDocument:
    try:
        return NetworkDocument.parse(content)
    except DocumentError as error:
        raise StoreError(error.title, error.message) from error
