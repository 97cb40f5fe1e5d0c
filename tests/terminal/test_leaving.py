"""Every way out: asked, refused, killed. The terminal is usable again and nothing half-done is left behind."""

import signal
from pathlib import Path

import pytest
from terminal.console import Console, vftui
from terminal.terminal import ALTERNATE_SCREEN, CURSOR_SHOWN, MOUSE_REPORTING

POOL = "<network>\n  <name>pool</name>\n  <forward mode='passthrough'>\n  </forward>\n</network>\n"


@pytest.fixture
def pool(networks: Path) -> Path:
    """The file of an empty pool."""
    file = networks / "pool.xml"
    file.write_text(POOL)
    return file


def edit(console: Console) -> None:
    """Make an edit that is not written."""
    console.drag(console.vf("#12").place, console.network("pool").place)
    console.wait_for("● 1 change to write", "✓ Add ens1f0#12 to pool")


def assert_usable(console: Console) -> None:
    """The terminal is as a shell needs it."""
    assert not console.modes & {ALTERNATE_SCREEN, *MOUSE_REPORTING}
    assert CURSOR_SHOWN in console.modes
    assert console.echoes


def test_a_running_vftui_has_the_mouse_and_a_screen_of_its_own(pool: Path) -> None:
    with vftui("--demo", "--networks", pool.parent) as console:
        assert {ALTERNATE_SCREEN, 1003, 1006} <= console.modes
        assert CURSOR_SHOWN not in console.modes
        assert not console.echoes


def test_quitting_without_edits_asks_nothing(pool: Path) -> None:
    with vftui("--demo", "--networks", pool.parent) as console:
        assert console.quit() == 0
        assert_usable(console)


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
def test_leaving_with_edits_asks_first(pool: Path, key: str) -> None:
    with vftui("--demo", "--networks", pool.parent) as console:
        edit(console)
        console.keys(key)
        console.wait_for("1 network with edits that are not written", "Quit without writing")
        console.keys("escape")
        console.wait_gone("Quit without writing")

        assert "● 1 change to write" in console.seen()


def test_quitting_without_writing_writes_nothing_and_tells_the_shell(pool: Path) -> None:
    with vftui("--demo", "--networks", pool.parent) as console:
        edit(console)
        console.keys("q")
        console.wait_for("Quit without writing")

        assert console.quit() == 1
        assert_usable(console)
    assert pool.read_text() == POOL
    assert list(pool.parent.iterdir()) == [pool]


def test_the_question_leads_to_the_review_as_well(pool: Path) -> None:
    with vftui("--demo", "--networks", pool.parent) as console:
        edit(console)
        console.keys("q")
        console.wait_for("Quit without writing")
        console.write()

        assert console.quit() == 0
    assert "<interface dev='ens1f0v12'/>" in pool.read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_killed_vftui_leaves_a_usable_terminal_and_nothing_half_written(pool: Path, number: signal.Signals) -> None:
    with vftui("--demo", "--networks", pool.parent) as console:
        edit(console)
        console.send(number)

        assert console.wait_closed() == 128 + number
        assert_usable(console)
    assert pool.read_text() == POOL
    assert list(pool.parent.iterdir()) == [pool]


def test_a_terminal_that_goes_away_takes_vftui_with_it(pool: Path) -> None:
    with vftui("--demo", "--networks", pool.parent) as console:
        edit(console)

        assert console.hang_up() == 128 + signal.SIGHUP
    assert pool.read_text() == POOL
    assert list(pool.parent.iterdir()) == [pool]
