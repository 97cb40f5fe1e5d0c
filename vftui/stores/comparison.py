"""What is stored now, against what was read."""

from collections.abc import Mapping

from vftui.errors import DocumentError, LibvirtError, StoreError
from vftui.model.revision import StoredDocument
from vftui.netxml.document import NetworkDocument
from vftui.progress import Progress
from vftui.stores.base import NetworkStore

_Documents = Mapping[str, StoredDocument | None]


def conflicts(
    store: NetworkStore, known: Mapping[str, StoredDocument], stored: int, progress: Progress | None
) -> Mapping[str, str]:
    """What is stored instead of what was read, '' for nothing; documents that are the same are missing.

    They go by the names that `known` has for them. `stored` is how many there are in all: of many, all are read at
    once. One that cannot be read is missing too, for the write will say why. Raises StoppedError.
    """
    now = _now(store, known, stored, progress)
    changed = {name: now[name] for name in known if name in now and _revision(now[name]) != known[name].revision}
    return {name: "" if document is None else _shown(document.content) for name, document in changed.items()}


def _now(
    store: NetworkStore, known: Mapping[str, StoredDocument], stored: int, progress: Progress | None
) -> _Documents:
    found: dict[str, StoredDocument | None] = {}
    at_once = _loaded(store, progress) if 2 * len(known) > stored else {}
    for count, (name, document) in enumerate(known.items()):
        if (loaded := at_once.get(document.key)) is not None:
            found[name] = loaded
            continue
        if progress:
            progress.at("Comparing with what is stored", count, len(known))
        try:
            found[name] = store.read(document.key)
        except LibvirtError as error:
            if error.lost:
                # Each of the others would take as long to say so.
                break
        except StoreError:
            continue
    return found


def _loaded(store: NetworkStore, progress: Progress | None) -> Mapping[str, StoredDocument]:
    try:
        return {found.key: found for found in store.load(progress) if isinstance(found, StoredDocument)}
    except StoreError:
        return {}


def _revision(document: StoredDocument | None) -> object:
    return document.revision if document else None


def _shown(content: bytes) -> str:
    """The text of a document that may be no network definition."""
    try:
        return NetworkDocument.parse(content).text
    except DocumentError:
        return content.decode("utf-8", "replace")
