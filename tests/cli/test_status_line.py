"""What takes long before there is anything to show is said on the terminal, and leaves no trace there."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cli.program import PATIENCE, VFTUI, printed
from terminal.terminal import Terminal


@pytest.fixture
def slow_host(tmp_path: Path) -> Path:
    """A saved host that somebody has yet to write."""
    pipe = tmp_path / "host.json"
    os.mkfifo(pipe)
    return pipe


@contextmanager
def waiting(*arguments: str | Path) -> Iterator[Terminal]:
    """vftui in a terminal, which has said that it waits for the host."""
    with Terminal([VFTUI, *map(str, arguments)], columns=40, rows=60) as terminal:
        terminal.wait_for("Reading the host …")
        yield terminal


def test_what_is_waited_for_is_said_and_then_gone(slow_host: Path) -> None:
    with waiting("capture", "--host", slow_host) as terminal:
        assert terminal.seen().strip() == "Reading the host …"
        slow_host.write_text(printed("capture", "--demo-size", "1x1"))
        assert terminal.wait_closed() == 0

    assert "Reading" not in terminal.seen()
    assert terminal.lines()[0].rstrip() == "{"


def test_the_app_draws_over_it(slow_host: Path) -> None:
    with waiting("--host", slow_host) as terminal:
        slow_host.write_text(printed("capture", "--demo-size", "1x1"))
        terminal.wait_for("q Quit")
        terminal.keys("q")
        assert terminal.wait_closed() == 0

    assert "Reading" not in terminal.seen()


def test_ctrl_c_ends_the_wait_and_leaves_the_line_empty(slow_host: Path) -> None:
    with waiting("show", "--host", slow_host) as terminal:
        terminal.keys("ctrl+c")
        assert terminal.wait_closed() == -2

    assert terminal.seen().strip() in {"", "^C"}


def test_where_stderr_is_no_terminal_nothing_is_said(slow_host: Path) -> None:
    with subprocess.Popen(
        [VFTUI, "capture", "--host", slow_host], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(1)
        slow_host.write_text(printed("capture", "--demo-size", "1x1"))
        assert program.communicate(timeout=PATIENCE)[1] == b""
