"""Networks kept in memory: a folder that exists nowhere."""

from collections.abc import Mapping, Sequence

from vftui.model.revision import Revision, StoredDocument
from vftui.progress import Progress
from vftui.stores import refusals
from vftui.stores.base import content_revision
from vftui.stores.names import file_name


class MemoryStore:
    """Documents by key, which is `NAME.xml` as in a folder."""

    def __init__(self, documents: Mapping[str, bytes] | None = None, *, read_only: bool = False) -> None:
        self._documents = dict(documents or {})
        self._read_only = read_only

    @property
    def location(self) -> str:
        return "memory"

    @property
    def read_only(self) -> bool:
        return self._read_only

    def load(self, progress: Progress | None = None) -> Sequence[StoredDocument]:  # noqa: ARG002 - takes no time
        return tuple(_stored(key, content) for key, content in sorted(self._documents.items()))

    def read(self, key: str) -> StoredDocument | None:
        content = self._documents.get(key)
        return None if content is None else _stored(key, content)

    def check_name(self, name: str) -> None:
        file_name(name)

    def create(self, name: str, content: bytes) -> StoredDocument:
        return self._add(file_name(name), content)

    def replace(self, key: str, content: bytes, expected: Revision) -> StoredDocument:
        return self._move(key, key, content, expected)

    def rename(self, key: str, name: str, content: bytes, expected: Revision) -> StoredDocument:
        return self._move(key, file_name(name), content, expected)

    def delete(self, key: str, expected: Revision) -> None:
        self._expect(key, expected)
        del self._documents[key]

    def restore(self, document: StoredDocument, instead_of: StoredDocument | None) -> StoredDocument:
        if instead_of is None:
            return self._add(document.key, document.content)
        return self._move(instead_of.key, document.key, document.content, instead_of.revision)

    def _add(self, key: str, content: bytes) -> StoredDocument:
        self._check_writable()
        if key in self._documents:
            raise refusals.taken(key)
        self._documents[key] = content
        return _stored(key, content)

    def _move(self, key: str, new_key: str, content: bytes, expected: Revision) -> StoredDocument:
        self._expect(key, expected)
        if new_key != key and new_key in self._documents:
            raise refusals.taken(new_key)
        del self._documents[key]
        self._documents[new_key] = content
        return _stored(new_key, content)

    def _expect(self, key: str, expected: Revision) -> None:
        self._check_writable()
        if (stored := self.read(key)) is None:
            raise refusals.gone(key)
        if stored.revision != expected:
            raise refusals.changed(key)

    def _check_writable(self) -> None:
        if self._read_only:
            raise refusals.read_only(self.location)


def _stored(key: str, content: bytes) -> StoredDocument:
    return StoredDocument(key, key, content, content_revision(content))
