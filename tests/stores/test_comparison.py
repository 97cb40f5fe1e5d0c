"""What is stored now against what was read, with as few questions as it takes."""

from collections.abc import Mapping, Sequence

import pytest
from stores.definitions import network

from vftui.errors import LibvirtError, StoppedError, StoreError
from vftui.model.revision import StoredDocument
from vftui.progress import Progress
from vftui.stores.comparison import differing
from vftui.stores.memory import MemoryStore

NAMES = ("red", "blue", "green", "grey")


class Asked(MemoryStore):
    """Notes what it is asked for, and may refuse it."""

    def __init__(self, documents: Mapping[str, bytes], refusal: StoreError | None = None) -> None:
        super().__init__(documents)
        self.asked: list[str] = []
        self._refusal = refusal

    def load(self, progress: Progress | None = None) -> Sequence[StoredDocument]:
        self._ask("everything")
        return super().load(progress)

    def read(self, key: str) -> StoredDocument | None:
        self._ask(key)
        return super().read(key)

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self._refusal:
            raise self._refusal


def documents(*names: str, device: str = "ens1f0v0") -> dict[str, bytes]:
    return {f"{name}.xml": network(name, device) for name in names}


def known(*names: str) -> dict[str, StoredDocument]:
    return {found.key.removesuffix(".xml"): found for found in MemoryStore(documents(*names)).load()}


def test_what_is_as_it_was_read_is_no_conflict() -> None:
    assert differing(MemoryStore(documents(*NAMES)), known("red", "blue"), 4, None) == {}


@pytest.mark.parametrize("stored", [2, 4, 100])
def test_what_changed_is_shown_and_what_is_gone_is_nothing(stored: int) -> None:
    store = MemoryStore(documents("red", device="ens1f0v9"))

    assert differing(store, known("red", "blue"), stored, None) == {
        "red": network("red", "ens1f0v9").decode(),
        "blue": "",
    }


def test_of_a_few_networks_each_is_asked_for_and_of_most_all_at_once() -> None:
    few, most = Asked(documents(*NAMES)), Asked(documents(*NAMES))
    differing(few, known("red", "blue"), 4, None)
    differing(most, known("red", "blue", "green"), 4, None)

    assert sorted(few.asked) == ["blue.xml", "red.xml"]
    assert most.asked == ["everything"]


def test_what_is_not_among_all_is_asked_for_once_more() -> None:
    store = Asked(documents("red"))

    assert differing(store, known("red", "blue"), 2, None) == {"blue": ""}
    assert store.asked == ["everything", "blue.xml"]


def test_what_cannot_be_read_says_why() -> None:
    refusal = StoreError("No permission", "Ask for it.")
    store = Asked(documents(*NAMES), refusal)

    assert differing(store, known("red", "blue"), 4, None) == {"red": refusal, "blue": refusal}
    assert len(store.asked) == 2


@pytest.mark.parametrize("stored", [2, 4])
def test_a_lost_connection_is_asked_once(stored: int) -> None:
    lost = LibvirtError("libvirt does not answer", "Try again.", lost=True)
    store = Asked(documents(*NAMES), lost)

    assert differing(store, known("red", "blue"), stored, None) == {"red": lost, "blue": lost}
    assert len(store.asked) == 1


def test_it_tells_how_far_it_is_and_can_be_stopped() -> None:
    progress = Progress()
    differing(MemoryStore(documents(*NAMES)), known("red", "blue"), 4, progress)
    assert progress.text == "Comparing with what is stored 1 of 2"

    progress.stop()
    with pytest.raises(StoppedError):
        differing(MemoryStore(documents(*NAMES)), known("red"), 4, progress)
