"""What stores promise that keep a document as it was written, byte for byte."""

import pytest
from stores.conftest import MakeStore, directory, memory
from stores.definitions import contents, network, only

RED, BLUE = network("red"), network("blue")
AS_SOMEBODY_WROTE_IT = b"<?xml version='1.0'?>\r\n<network><!-- rack 4 -->\t<name >red</name>\r\n</network>"

pytestmark = pytest.mark.parametrize("make_store", [directory, memory], indirect=True, ids=lambda make: make.__name__)


def test_it_loads_every_network_byte_for_byte(make_store: MakeStore) -> None:
    assert contents(make_store({"red": RED, "blue": BLUE})) == sorted([RED, BLUE])


def test_what_is_created_and_replaced_is_kept_byte_for_byte(make_store: MakeStore) -> None:
    store = make_store()
    red = store.create("red", AS_SOMEBODY_WROTE_IT)
    assert (red.content, only(store)) == (AS_SOMEBODY_WROTE_IT, red)

    newer = store.replace(red.key, RED, red.revision)

    assert (newer.content, only(store)) == (RED, newer)


def test_a_renamed_network_is_kept_byte_for_byte(make_store: MakeStore) -> None:
    store = make_store({"red": RED})
    red = only(store)
    store.rename(red.key, "blue", AS_SOMEBODY_WROTE_IT, red.revision)

    assert contents(store) == [AS_SOMEBODY_WROTE_IT]
