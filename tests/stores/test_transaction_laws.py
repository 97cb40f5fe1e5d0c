"""Whatever the changes and wherever the store fails: all, or none, or the truth about what is left."""

from collections.abc import Sequence

import hypothesis.strategies as st
import pytest
from hypothesis import given

from vftui.errors import StoreError
from vftui.model.revision import Revision, StoredDocument
from vftui.stores.memory import MemoryStore
from vftui.stores.transaction import Change, Create, Delete, Rename, Replace, commit

NAMES = ("a", "b", "c", "d", "e")
BEFORE = {f"{name}.xml": name.encode() for name in NAMES}


class TiringStore(MemoryStore):
    """A memory store that makes some writes and then refuses one, or that one and all after it."""

    def __init__(self, writes: int, *, for_good: bool) -> None:
        super().__init__(BEFORE)
        self.writes = writes
        self.for_good = for_good

    def _check_writable(self) -> None:
        self.writes -= 1
        if self.writes == -1 or (self.for_good and self.writes < 0):
            raise StoreError("Cannot write", "The disk is gone.")


@st.composite
def changes(draw: st.DrawFn) -> Sequence[Change]:
    """Changes that can all be made: each document is touched at most once, and no name is wanted twice."""
    documents = {each.key: each for each in MemoryStore(BEFORE).load()}
    kinds = draw(st.lists(st.sampled_from(["replace", "delete", "rename", "keep"]), min_size=5, max_size=5))
    names = iter(draw(st.permutations([f"new{i}" for i in range(9)])))
    made: list[Change] = [Create(next(names), b"created") for _ in range(draw(st.integers(0, 2)))]
    for document, kind in zip(documents.values(), kinds, strict=True):
        made.extend(_change(kind, document, next(names)))
    return draw(st.permutations(made))


def _change(kind: str, document: StoredDocument, name: str) -> Sequence[Change]:
    content = document.content + b" changed"
    match kind:
        case "replace":
            return (Replace(document.key, content, document.revision),)
        case "rename":
            return (Rename(document.key, name, content, document.revision),)
        case "delete":
            return (Delete(document.key, document.revision),)
    return ()


def held(store: MemoryStore) -> dict[str, bytes]:
    return {each.key: each.content for each in store.load()}


@given(changes())
def test_a_commit_answers_exactly_what_it_stored(made: Sequence[Change]) -> None:
    store = MemoryStore(BEFORE)
    answers = {each.key: each.content for each in commit(store, made) if each is not None}
    touched = {change.key for change in made if not isinstance(change, Create)}

    assert held(store) == {key: content for key, content in BEFORE.items() if key not in touched} | answers


@given(changes(), st.integers(0, 8))
def test_a_commit_that_fails_once_anywhere_leaves_everything_as_it_was(made: Sequence[Change], writes: int) -> None:
    store = TiringStore(writes, for_good=False)
    if writes >= len(made):
        commit(store, made)
        return
    with pytest.raises(StoreError, match=r"The disk is gone\. Everything is as it was before\."):
        commit(store, made)

    assert held(store) == BEFORE


@given(changes(), st.integers(0, 6))
def test_a_commit_that_cannot_be_taken_back_names_what_is_new(made: Sequence[Change], writes: int) -> None:
    store = TiringStore(writes, for_good=True)
    if writes >= len(made):
        commit(store, made)
        return
    with pytest.raises(StoreError) as failed:
        commit(store, made)
    message = failed.value.message
    left = [change for change in made if f"{change} (" in message]

    assert len(left) == writes
    assert held(store) == held(after(left))
    assert ("as it was before" in message) == (held(store) == BEFORE)


def after(made: Sequence[Change]) -> MemoryStore:
    """A store in which just these changes were made."""
    store = MemoryStore(BEFORE)
    commit(store, made)
    return store


def test_equal_content_written_by_two_makes_no_conflict() -> None:
    store = MemoryStore({"a.xml": b"a"})
    (a,) = store.load()
    store.replace(a.key, b"b", a.revision)
    store.replace(a.key, b"a", Revision(store.load()[0].revision.token))

    assert commit(store, [Replace(a.key, b"c", a.revision)])[0] is not None
