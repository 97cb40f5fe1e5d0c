"""`vftui show SELECTION`."""

import pytest
from cli.program import printed, run, shown


def test_a_selection_limits_the_vfs_that_are_shown() -> None:
    output = printed("show", "--demo", "ens2f0#8,ens1f0#6-9,!ens1f0#8")

    assert output.startswith("Selected: ens2f0#8,ens1f0#6-7,9 (4 VFs)\n")
    assert [line.split()[0] for line in output.splitlines() if line.startswith("  #")] == ["#6", "#7", "#9", "#8"]
    assert "enp129s0f0np0  0000:81:00.0" not in output


def test_a_selection_limits_json_alike_and_changes_nothing_else() -> None:
    everything, some = shown("--demo"), shown("--demo", "ens1f0#6-7")

    (pf,) = some["host"].pop("pfs")
    whole = everything["host"].pop("pfs")[0]
    assert pf == {**whole, "vfs": whole["vfs"][6:8]}
    assert pf["numvfs"] == 64
    assert some == everything


def test_the_canonical_selection_is_echoed_beside_json() -> None:
    assert run("show", "--json", "--demo", "ens1f0v3 ens1f0v4").stderr == b"Selected: ens1f0#3-4 (2 VFs)\n"


def test_free_vfs_are_those_that_no_network_owns_and_nothing_uses() -> None:
    assert "Selected: ens1f0#9-11 (3 VFs)\n" in printed("show", "--demo", "ens1f0*3")


def test_a_whole_pf_is_shown_though_it_has_no_vfs() -> None:
    output = printed("show", "--demo", "enp129s0f1np1")

    assert "0 of 16 VFs enabled" in output
    assert "ens1f0  0000:3b:00.0" not in output


@pytest.mark.parametrize("how", [(), ("--json",)])
def test_a_selection_that_names_nothing_is_refused_with_a_caret_under_it(how: tuple[str, ...]) -> None:
    done = run("show", *how, "--demo", "ens1f0#0-3,ens9f0#1")

    assert (done.returncode, done.stdout) == (2, b"")
    said, text, caret = done.stderr.decode().splitlines()
    assert said.startswith("vftui: Nothing selected: ens9f0: no PF or VF of that name on this host")
    assert text == "  ens1f0#0-3,ens9f0#1"
    assert text[caret.index("^") :] == "ens9f0#1"


def test_the_caret_stays_in_place_behind_control_characters() -> None:
    _, text, caret = run("show", "--demo", "ens1f0\n\t,\x1b[1m").stderr.decode().splitlines()

    assert text == "  ens1f0\ufffd\ufffd,\ufffd[1m"
    assert text[caret.index("^") :] == "\ufffd[1m"
