"""The lab's machine is listened to, given up when it hangs, and never left running: a shell script in its place."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab.vm import isolated, machine
from lab.vm.errors import LabError

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to mount")

TESTS = Path(__file__).parents[2]
ENDS_WELL = "echo one; echo two; echo 0 >$3/share/exit-status"
HANGS = "echo booting >$3/console; echo one; printf two; exec sleep 1000"
SOON = machine.Limits(boot=10, silence=0.3, whole=10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "share").mkdir()
    return tmp_path


def lines(folder: Path, does: str, limits: machine.Limits = machine.LIMITS) -> Iterator[str]:
    boot = folder / "boot.sh"
    boot.write_text(f"#!/bin/sh\n{does}\n")
    boot.chmod(0o755)
    return machine.run(folder, folder, folder, 0, boot=boot, limits=limits)


def test_what_the_machine_says_is_passed_on_to_its_end(folder: Path) -> None:
    assert list(lines(folder, ENDS_WELL)) == ["one", "two"]


def test_a_machine_that_hangs_is_given_up_and_its_last_words_are_shown(folder: Path) -> None:
    said = lines(folder, HANGS, SOON)
    assert next(said) == "one"

    with pytest.raises(LabError, match=r"said nothing for 0 seconds, since 'two'(?s:.*)booting"):
        next(said)


@pytest.mark.parametrize("limits", [SOON._replace(boot=0.3), SOON._replace(boot=10, whole=0.3)])
def test_a_machine_that_never_says_a_word_is_given_up(folder: Path, limits: machine.Limits) -> None:
    with pytest.raises(LabError, match="said nothing"):
        list(lines(folder, "exec sleep 1000", limits))


def test_a_machine_that_talks_and_talks_is_given_up(folder: Path) -> None:
    with pytest.raises(LabError, match="is not done"):
        list(lines(folder, "exec yes", SOON._replace(whole=0.3)))


def test_a_machine_that_ends_before_its_job_is_no_result(folder: Path) -> None:
    with pytest.raises(LabError, match=r"ended before its job did(?s:.*)no such device"):
        list(lines(folder, "echo 'no such device' >&2; exit 1"))


STARTS = """
import sys
from pathlib import Path
from lab.vm import isolated
isolated.run(Path(sys.argv[1]), Path(sys.argv[2]), log=Path(sys.argv[3]))
"""


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_whoever_ends_the_lab_leaves_no_process_and_no_mount(tmp_path: Path, by: signal.Signals) -> None:
    script, place, log = tmp_path / "script", tmp_path / "place", tmp_path / "log"
    place.mkdir()
    # The fifo is open for as long as one of its processes lives.
    os.mkfifo(tmp_path / "alive")
    script.write_text(
        f'#!/bin/sh\nexec 9>{tmp_path}/alive\nmount -t tmpfs tmpfs "$1"\necho mounted >&9\nsleep 1000 & wait'
    )
    script.chmod(0o755)
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTS, script, place, log], env={**os.environ, "PYTHONPATH": str(TESTS)}
    )
    with (tmp_path / "alive").open() as alive:
        assert alive.readline() == "mounted\n"
        starter.send_signal(by)
        starter.wait(10)

        # It waits for its processes where it gets to do anything at all.
        assert select.select([alive], [], [], 0 if by is signal.SIGINT else 10)[0]
        assert alive.read() == ""
    assert str(place) not in Path("/proc/self/mounts").read_text()


def test_a_script_that_fails_says_how(tmp_path: Path) -> None:
    script = tmp_path / "build.sh"
    script.write_text("#!/bin/sh\necho no space left\nexit 7")
    script.chmod(0o755)

    with pytest.raises(LabError, match=r"build.sh failed \(7\)(?s:.*)no space left"):
        isolated.run(script, log=tmp_path / "log")
