"""Two stores side by side, which have to answer any sequence of operations alike."""

from collections.abc import Callable

import hypothesis.strategies as st
from hypothesis.stateful import Bundle, MultipleResults, RuleBasedStateMachine, multiple, rule

from vftui.errors import StoreError
from vftui.model.revision import StoredDocument
from vftui.stores.base import NetworkStore

Operation = Callable[[NetworkStore], StoredDocument | None]
Seen = MultipleResults[StoredDocument]


class Agreement(RuleBasedStateMachine):
    """What can be done to any two stores; whoever inherits it makes `stores`, and has rules for what they can hold.

    `seen` holds documents as they once were stored, so that some are out of date.
    """

    seen: Bundle[StoredDocument] = Bundle("seen")
    stores: tuple[NetworkStore, NetworkStore]

    @rule(old=seen)
    def delete(self, old: StoredDocument) -> None:
        self.both(lambda store: store.delete(old.key, old.revision))

    @rule(target=seen, old=seen, now=seen | st.none())
    def restore(self, old: StoredDocument, now: StoredDocument | None) -> Seen:
        return self.both(lambda store: store.restore(old, now))

    @rule(old=seen)
    def read(self, old: StoredDocument) -> None:
        self.both(lambda store: store.read(old.key))

    def both(self, operation: Operation) -> Seen:
        """Do the same in both stores, which must answer the same, and pass on the document they answer."""
        here, there = (_answer(store, operation) for store in self.stores)
        assert _plain(here) == _plain(there)
        return multiple(here) if isinstance(here, StoredDocument) else multiple()

    def compare(self) -> None:
        """Both hold the same."""
        here, there = ([_plain(each) for each in store.load()] for store in self.stores)
        assert here == there


def _answer(store: NetworkStore, operation: Operation) -> StoredDocument | type[StoreError] | None:
    try:
        return operation(store)
    except StoreError as error:
        return type(error)


def _plain(answer: object) -> object:
    """An answer without the path, which is each store's own."""
    return (answer.key, answer.content, answer.revision) if isinstance(answer, StoredDocument) else answer
