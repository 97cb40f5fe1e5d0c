"""What is stored now, against what was read."""

from collections.abc import Mapping

from vftui.errors import DocumentError, StoreError, is_lost
from vftui.model.revision import StoredDocument
from vftui.netxml.document import NetworkDocument
from vftui.progress import Progress
from vftui.stores.base import NetworkStore

_Found = StoredDocument | None | StoreError


def differing(
    store: NetworkStore, known: Mapping[str, StoredDocument], stored: int, progress: Progress | None
) -> Mapping[str, str | StoreError]:
    """What is stored instead of what was read: its text, '' for nothing, or why it could not be read to compare.

    It goes by the names that `known` has; documents that are the same are missing. `stored` is how many there are in
    all: of many, all are read at once. Raises StoppedError.
    """
    now = _now(store, known, stored, progress)
    return {name: _told(now[name]) for name in known if not _is_same(now[name], known[name])}


def _now(
    store: NetworkStore, known: Mapping[str, StoredDocument], stored: int, progress: Progress | None
) -> Mapping[str, _Found]:
    found: dict[str, _Found] = {}
    at_once: Mapping[str, StoredDocument] = {}
    try:
        if 2 * len(known) > stored:
            at_once = {
                document.key: document for document in store.load(progress) if isinstance(document, StoredDocument)
            }
    except StoreError as error:
        if is_lost(error):
            # To ask for each would take as long to say so.
            return dict.fromkeys(known, error)
    for count, (name, document) in enumerate(known.items()):
        if (loaded := at_once.get(document.key)) is not None:
            found[name] = loaded
            continue
        if progress:
            progress.at("Comparing with what is stored", count, len(known))
        try:
            found[name] = store.read(document.key)
        except StoreError as error:
            if is_lost(error):
                return {each: found.get(each, error) for each in known}
            found[name] = error
    return found


def _is_same(found: _Found, known: StoredDocument) -> bool:
    return isinstance(found, StoredDocument) and found.revision == known.revision


def _told(found: _Found) -> str | StoreError:
    if found is None:
        return ""
    return found if isinstance(found, StoreError) else _shown(found.content)


def _shown(content: bytes) -> str:
    """The text of a document that may be no network definition."""
    try:
        return NetworkDocument.parse(content).text
    except DocumentError:
        return content.decode("utf-8", "replace")
