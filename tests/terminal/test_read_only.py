"""`--read-only` shows everything, changes nothing and writes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal.console import Console, vftui

REFUSAL = "✗ Opened with --read-only"
POOL = """\
<network>
  <name>pool</name>
  <forward mode='passthrough'>
    <interface dev='ens1f0v0'/>
  </forward>
</network>
"""


@pytest.fixture
def pool(networks: Path) -> Path:
    file = networks / "pool.xml"
    file.write_text(POOL)
    return file


@pytest.fixture
def console(pool: Path) -> Iterator[Console]:
    with vftui("--demo", "--read-only", "--networks", pool.parent) as console:
        yield console
        assert console.quit() == 0
    assert pool.read_text() == POOL
    assert list(pool.parent.iterdir()) == [pool]


def test_it_says_so_and_shows_everything(console: Console) -> None:
    assert "read only" in console.lines()[0]
    assert "1 VF  passthrough" in console.network("pool").text
    assert "pool" in console.vf("#0").text


@pytest.mark.parametrize("key", ["m", "p", "f", "d", "n", "F"])
def test_keys_that_change_something_are_refused(console: Console, key: str) -> None:
    console.go_down("Host", "ens1f0v0")
    console.keys(key)

    console.wait_for(REFUSAL)
    assert "no changes" in console.seen()


@pytest.mark.parametrize("key", ["e", "t", "D", "J", "K", "d"])
def test_keys_that_change_a_network_are_refused(console: Console, key: str) -> None:
    console.go_down("Networks", "ens1f0v0")
    console.keys(key)

    console.wait_for(REFUSAL)
    assert "no changes" in console.seen()


def test_a_drag_is_refused(console: Console) -> None:
    console.drag(console.vf("#12").place, console.network("pool").place)

    console.wait_for(REFUSAL)
    assert "free" in console.vf("#12").text
    assert "1 VF  passthrough" in console.network("pool").text
