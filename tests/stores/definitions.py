"""Network definitions that every store takes, and short ways to look at what a store holds."""

from vftui.model.revision import StoredDocument
from vftui.stores.base import NetworkStore


def network(name: str, device: str = "ens1f0v0") -> bytes:
    """A whole definition, so that a store that looks inside takes it too."""
    return (
        f"<network>\n  <name>{name}</name>\n"
        f"  <forward mode='passthrough'>\n    <interface dev='{device}'/>\n  </forward>\n</network>\n"
    ).encode()


def contents(store: NetworkStore) -> list[bytes]:
    """Everything stored, without keys, sorted."""
    return sorted(document.content for document in store.load() if isinstance(document, StoredDocument))


def only(store: NetworkStore) -> StoredDocument:
    """The one document of a store that holds just one."""
    (document,) = store.load()
    assert isinstance(document, StoredDocument)
    return document


def find(store: NetworkStore, content: bytes) -> StoredDocument:
    """The document with that content."""
    (document,) = (each for each in store.load() if isinstance(each, StoredDocument) and each.content == content)
    return document
