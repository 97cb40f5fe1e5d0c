"""Network definitions that every store takes, and short ways to look at what a store holds."""

from vftui.model.revision import StoredDocument
from vftui.netxml.document import NetworkDocument
from vftui.stores.base import NetworkStore

Said = tuple[str, str, str]


def network(name: str, device: str = "ens1f0v0") -> bytes:
    """A whole definition, so that a store that looks inside takes it too."""
    return (
        f"<network>\n  <name>{name}</name>\n"
        f"  <forward mode='passthrough'>\n    <interface dev='{device}'/>\n  </forward>\n</network>\n"
    ).encode()


def contents(store: NetworkStore) -> list[bytes]:
    """Everything stored, without keys, sorted."""
    return sorted(document.content for document in store.load() if isinstance(document, StoredDocument))


def said(*definitions: bytes) -> list[Said]:
    """Name, mode and pool of each, sorted: what every store keeps, while libvirt writes the text in its own way."""
    networks = (NetworkDocument.parse(definition).network for definition in definitions)
    return sorted((network.name, network.mode.value, str(network.members)) for network in networks)


def held(store: NetworkStore) -> list[Said]:
    """What everything stored says."""
    return said(*contents(store))


def only(store: NetworkStore) -> StoredDocument:
    """The one document of a store that holds just one."""
    (document,) = store.load()
    assert isinstance(document, StoredDocument)
    return document


def find(store: NetworkStore, content: bytes) -> StoredDocument:
    """The document that says what `content` does."""
    documents = [each for each in store.load() if isinstance(each, StoredDocument)]
    (document,) = (each for each in documents if said(each.content) == said(content))
    return document
