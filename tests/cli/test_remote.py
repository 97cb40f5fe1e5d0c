"""Another host by ssh: printed, checked, and saved to be planned here."""

from pathlib import Path

import pytest
from cli.program import complaint, printed, run, shown
from lab.remote import Remote

pytest.importorskip("libvirt")


def test_another_host_is_saved_there_and_planned_here(remote: Remote, tmp_path: Path) -> None:
    there = tuple(remote.command())
    saved = tmp_path / "host.json"
    saved.write_text(printed("capture", "-c", remote.uri, on=there))

    far, here = shown("-c", remote.uri, on=there), shown("--host", saved)

    assert far["host"]["source"] == f"node devices of {remote.uri}"
    assert len([vf for pf in far["host"]["pfs"] for vf in pf["vfs"]]) == 14
    assert far["host"]["pfs"] == here["host"]["pfs"]
    assert run("check", "-c", remote.uri, on=there).returncode == 0


def test_what_ssh_cannot_do_is_one_line(remote: Remote) -> None:
    there = tuple(remote.command())
    known = (remote.ssh / "known_hosts").read_text()

    assert "Connection refused" in complaint("show", "-c", "qemu+ssh://root@10.77.0.2:9/system", on=there)
    (remote.ssh / "known_hosts").write_text(known.replace("10.77.0.2", "elsewhere"))
    assert remote.uri in complaint("show", "-c", f"{remote.uri}?no_tty=1", on=there)
