"""What happens at the ends of pipes, on full disks, in poor locales, and when someone presses Ctrl-C."""

import json
import os
import signal
import subprocess
import unicodedata
from pathlib import Path

import pytest
from cli.program import PATIENCE, VFTUI, passthrough, printed, run

# An encoding that has no more than ASCII, as of a locale that Python neither replaces nor ignores.
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize(
    "arguments", [("--version",), ("--help",), ("--completion", "bash"), ("capture", "--demo"), ("show", "--demo")]
)
def test_a_reader_that_has_seen_enough_is_no_error(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run(*arguments, stdout=writing)
    finally:
        os.close(writing)

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("arguments", [("--version",), ("capture", "--demo")])
def test_a_full_disk_is_one_line_and_no_success(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run(*arguments, stdout=full.fileno())

    assert (done.returncode, done.stderr) == (2, b"vftui: Stopped: No space left on device.\n")


def test_without_stdout_nothing_is_printed_and_nothing_fails() -> None:
    done = run("capture", "--demo", on=("sh", "-c", 'exec "$@" >&-', "sh"))

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_ctrl_c_while_the_host_is_read_ends_at_once_and_without_a_word(tmp_path: Path) -> None:
    endless = tmp_path / "host.json"
    os.mkfifo(endless)
    # In the background of a shell script an interrupt is ignored, and whoever is started there inherits that.
    command = ["env", "--default-signal=INT", VFTUI, "show", "--host", str(endless)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program,
        endless.open("wb"),  # opens once the program reads, and keeps it waiting
    ):
        program.send_signal(signal.SIGINT)
        output = program.communicate(timeout=PATIENCE)

    assert (program.returncode, output) == (-signal.SIGINT, (b"", b""))


def test_a_name_that_the_locale_cannot_write_is_written_escaped(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(passthrough("büro", "ens1f0v0"))

    assert "  büro  passthrough" in printed("show", "--demo", "--networks", tmp_path)
    assert "  b\\xfcro  passthrough" in printed("show", "--demo", "--networks", tmp_path, environment=ASCII)


def test_nothing_from_a_host_or_a_network_reaches_the_terminal_as_a_command(tmp_path: Path) -> None:
    host = json.loads(printed("capture", "--demo-size", "1x1"))
    host["name"] = "\x1b]0;title\x07"
    host["pfs"][0]["vendor"] = "\x9b2Jcleared\r\n\x7f"
    saved = tmp_path / "host.json"
    saved.write_text(json.dumps(host))
    (tmp_path / "a.xml").write_text(passthrough("\u202etxt.\x9b31m", "ens1f0v0"))

    text = printed("show", "--host", saved, "--networks", tmp_path)
    as_json = printed("show", "--json", "--host", saved, "--networks", tmp_path)

    assert "cleared" in text
    assert "txt." in text
    assert [c for c in text if c != "\n" and unicodedata.category(c).startswith("C")] == []
    assert [c for c in as_json if c != "\n" and not " " <= c <= "~"] == []
    assert json.loads(as_json)["host"]["pfs"][0]["vendor"] == "\x9b2Jcleared\r\n\x7f"


def test_an_error_shows_no_control_characters_of_what_it_speaks_of() -> None:
    error = run("show", "--host", "\x1b[2J\n.json").stderr

    assert error.decode().startswith("vftui: \ufffd[2J\ufffd.json cannot be read")
