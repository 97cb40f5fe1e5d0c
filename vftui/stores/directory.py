"""A folder of network definitions, one NAME.xml per network, as `virsh net-define` takes them.

A document's key is its file name. A file keeps its name whatever network it holds, until that network is renamed:
then it moves to NAME.xml, as libvirt itself would name it. Hidden files are ignored, those that a crash left behind
included.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from vftui.errors import StoreError
from vftui.model.revision import Revision, StoredDocument, UnreadableDocument
from vftui.progress import Progress
from vftui.stores import refusals
from vftui.stores.base import content_revision
from vftui.stores.folder import Folder, OpenedFile, make_folder, open_folder
from vftui.stores.names import file_name, is_document
from vftui.stores.refusals import explained


class DirectoryStore:
    """Networks in a folder. One that does not exist holds nothing, and is made (mode 0700) by the first write."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        self._read_only = read_only
        # Mode and owner of the files deleted here, for restore().
        self._deleted: dict[str, os.stat_result] = {}

    @property
    def location(self) -> str:
        return str(self._path)

    @property
    def read_only(self) -> bool:
        return self._read_only

    def load(self, progress: Progress | None = None) -> Sequence[StoredDocument | UnreadableDocument]:
        with explained(f"Cannot read the networks in {self._path}"):
            try:
                with open_folder(self._path) as folder:
                    names = [name for name in folder.names() if is_document(name)]
                    found = []
                    for count, name in enumerate(names):
                        if progress:
                            progress.at("Reading networks", count, len(names))
                        found.append(self._load_one(folder, name, names))
            except FileNotFoundError:
                return ()
        return tuple(document for document in found if document is not None)

    def read(self, key: str) -> StoredDocument | None:
        if not is_document(key):
            return None
        with explained(f"Cannot read {self._path / key}"):
            try:
                with open_folder(self._path) as folder:
                    opened = folder.read(key)
            except FileNotFoundError:
                return None
        return None if opened is None else self._stored(key, opened.content)

    def check_name(self, name: str) -> None:
        file_name(name)

    def create(self, name: str, content: bytes) -> StoredDocument:
        return self._add(file_name(name), content, None)

    def replace(self, key: str, content: bytes, expected: Revision) -> StoredDocument:
        return self._move(key, key, content, expected)

    def rename(self, key: str, name: str, content: bytes, expected: Revision) -> StoredDocument:
        return self._move(key, file_name(name), content, expected)

    def delete(self, key: str, expected: Revision) -> None:
        with self._writing(key) as folder:
            self._deleted[key] = self._expect(folder, key, expected).status
            folder.remove(key)
            folder.sync()

    def restore(self, document: StoredDocument, instead_of: StoredDocument | None) -> StoredDocument:
        if instead_of is None:
            return self._add(document.key, document.content, self._deleted.get(document.key))
        return self._move(instead_of.key, document.key, document.content, instead_of.revision)

    def _add(self, key: str, content: bytes, like: os.stat_result | None) -> StoredDocument:
        with self._writing(key, make=True) as folder, folder.staged(content, like) as staged:
            self._link(folder, staged, key)
            folder.sync()
        return self._stored(key, content)

    def _move(self, key: str, new_key: str, content: bytes, expected: Revision) -> StoredDocument:
        with self._writing(key) as folder:
            like = self._expect(folder, key, expected).status
            with folder.staged(content, like) as staged:
                # Again, for writing took its time.
                target = self._expect(folder, key, expected).name
                if new_key == key:
                    folder.put(staged, target)
                else:
                    self._link(folder, staged, new_key)
                    self._remove_or_undo(folder, key, new_key)
                folder.sync()
        return self._stored(new_key, content)

    def _link(self, folder: Folder, staged: str, key: str) -> None:
        try:
            folder.add(staged, key)
        except FileExistsError as error:
            raise refusals.taken(str(self._path / key)) from error

    def _remove_or_undo(self, folder: Folder, old: str, new: str) -> None:
        """Remove the file of a network that has moved; where that fails, it has not."""
        try:
            folder.remove(old)
        except OSError:
            folder.remove(new)
            raise

    def _expect(self, folder: Folder, key: str, expected: Revision) -> OpenedFile:
        opened = folder.read(key) if is_document(key) else None
        if opened is None:
            raise refusals.gone(str(self._path / key))
        if content_revision(opened.content) != expected:
            raise refusals.changed(str(self._path / key))
        return opened

    @contextmanager
    def _writing(self, key: str, *, make: bool = False) -> Iterator[Folder]:
        """The folder, alone, for writing one document."""
        if self._read_only:
            raise refusals.read_only(self.location)
        with explained(f"Cannot write {self._path / key}"):
            if make:
                make_folder(self._path)
            elif not self._path.is_dir():
                raise refusals.gone(str(self._path / key))
            with open_folder(self._path, exclusive=True) as folder:
                yield folder

    def _load_one(self, folder: Folder, name: str, names: list[str]) -> StoredDocument | UnreadableDocument | None:
        """One document of many; None for one that has just gone, or is a second name of another."""
        try:
            opened = folder.read(name)
        except StoreError as error:
            return UnreadableDocument(str(self._path / name), error.message)
        if opened is None or (opened.name != name and opened.name in names):
            return None
        return self._stored(name, opened.content)

    def _stored(self, key: str, content: bytes) -> StoredDocument:
        return StoredDocument(key, str(self._path / key), content, content_revision(content))
