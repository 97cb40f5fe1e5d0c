"""A folder and the memory store answer any sequence of operations alike."""

from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import invariant, rule
from stores.agreement import Agreement, Seen

from vftui.model.revision import StoredDocument
from vftui.stores.directory import DirectoryStore
from vftui.stores.memory import MemoryStore

NAMES = st.sampled_from(["red", "blue", "green", "", ".red", "a/b", "x" * 252])
CONTENTS = st.sampled_from([b"", b"one", b"two"])


class OfAFolderAndMemory(Agreement):
    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self.stores = DirectoryStore(Path(self._folder.name)), MemoryStore()

    def teardown(self) -> None:
        self._folder.cleanup()

    @rule(target=Agreement.seen, name=NAMES, content=CONTENTS)
    def create(self, name: str, content: bytes) -> Seen:
        return self.both(lambda store: store.create(name, content))

    @rule(target=Agreement.seen, old=Agreement.seen, content=CONTENTS)
    def replace(self, old: StoredDocument, content: bytes) -> Seen:
        return self.both(lambda store: store.replace(old.key, content, old.revision))

    @rule(target=Agreement.seen, old=Agreement.seen, name=NAMES, content=CONTENTS)
    def rename(self, old: StoredDocument, name: str, content: bytes) -> Seen:
        return self.both(lambda store: store.rename(old.key, name, content, old.revision))

    @invariant()
    def both_hold_the_same(self) -> None:
        self.compare()


TestStoresAgree = OfAFolderAndMemory.TestCase
TestStoresAgree.settings = settings(stateful_step_count=20)
