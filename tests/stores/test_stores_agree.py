"""A folder and the memory store answer any sequence of operations alike."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import Bundle, MultipleResults, RuleBasedStateMachine, invariant, multiple, rule

from vftui.errors import StoreError
from vftui.model.revision import StoredDocument
from vftui.stores.base import NetworkStore
from vftui.stores.directory import DirectoryStore
from vftui.stores.memory import MemoryStore

NAMES = st.sampled_from(["red", "blue", "green", "", ".red", "a/b", "x" * 252])
CONTENTS = st.sampled_from([b"", b"one", b"two"])

Operation = Callable[[NetworkStore], StoredDocument | None]
Seen = MultipleResults[StoredDocument]


class Agreement(RuleBasedStateMachine):
    """Two stores side by side. `seen` holds documents as they once were stored, so that some are out of date."""

    seen: Bundle[StoredDocument] = Bundle("seen")

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self.directory = DirectoryStore(Path(self._folder.name))
        self.memory = MemoryStore()

    def teardown(self) -> None:
        self._folder.cleanup()

    @rule(target=seen, name=NAMES, content=CONTENTS)
    def create(self, name: str, content: bytes) -> Seen:
        return self.both(lambda store: store.create(name, content))

    @rule(target=seen, old=seen, content=CONTENTS)
    def replace(self, old: StoredDocument, content: bytes) -> Seen:
        return self.both(lambda store: store.replace(old.key, content, old.revision))

    @rule(target=seen, old=seen, name=NAMES, content=CONTENTS)
    def rename(self, old: StoredDocument, name: str, content: bytes) -> Seen:
        return self.both(lambda store: store.rename(old.key, name, content, old.revision))

    @rule(old=seen)
    def delete(self, old: StoredDocument) -> None:
        self.both(lambda store: store.delete(old.key, old.revision))

    @rule(target=seen, old=seen, now=seen | st.none())
    def restore(self, old: StoredDocument, now: StoredDocument | None) -> Seen:
        return self.both(lambda store: store.restore(old, now))

    @rule(old=seen)
    def read(self, old: StoredDocument) -> None:
        self.both(lambda store: store.read(old.key))

    @invariant()
    def both_hold_the_same(self) -> None:
        assert [_plain(each) for each in self.directory.load()] == [_plain(each) for each in self.memory.load()]

    def both(self, operation: Operation) -> Seen:
        """Do the same in both stores, which must answer the same, and pass on the document they answer."""
        here, there = _answer(self.directory, operation), _answer(self.memory, operation)
        assert _plain(here) == _plain(there)
        return multiple(here) if isinstance(here, StoredDocument) else multiple()


def _answer(store: NetworkStore, operation: Operation) -> StoredDocument | type[StoreError] | None:
    try:
        return operation(store)
    except StoreError as error:
        return type(error)


def _plain(answer: object) -> object:
    """An answer without the path, which is each store's own."""
    return (answer.key, answer.content, answer.revision) if isinstance(answer, StoredDocument) else answer


TestStoresAgree = Agreement.TestCase
TestStoresAgree.settings = settings(stateful_step_count=20)
