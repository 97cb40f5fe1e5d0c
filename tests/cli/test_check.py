"""`vftui check`: what a CI job and a script rely on."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli.program import complaint, passthrough, printed, run, shown

from vftui.model.problems import TRAPS


def folder(at: Path, **definitions: str) -> Path:
    """A folder of network definitions."""
    for name, text in definitions.items():
        (at / f"{name}.xml").write_text(text)
    return at


def checked(*arguments: str | Path, code: int) -> Any:  # noqa: ANN401 - JSON
    return json.loads(printed("check", "--json", *arguments, code=code))


def test_a_folder_without_errors_and_warnings_passes(tmp_path: Path) -> None:
    networks = folder(tmp_path, front=passthrough("front", "ens1f0v0", "ens1f0v1"))

    assert checked("--demo", "--networks", networks, code=0)["counts"] | {"hint": 0} == {
        "error": 0,
        "warning": 0,
        "hint": 0,
    }


def test_a_vf_in_two_pools_fails_the_check_and_is_named_with_both(tmp_path: Path) -> None:
    networks = folder(
        tmp_path,
        back=passthrough("back", "ens1f0v5", "ens1f0v6"),
        front=passthrough("front", "ens1f0v5"),
    )

    lines = printed("check", "--demo", "--networks", networks, code=1).splitlines()

    assert lines[0].startswith("front: error vf-in-two-pools: ")
    assert "ens1f0#5" in lines[0]
    assert "back" in lines[0]
    assert lines[-1].startswith("1 error")


def test_a_warning_alone_fails_the_check(tmp_path: Path) -> None:
    cut_short = passthrough("front", "ens1f0v0").replace("<forward", "<forward colour='red'")

    counts = checked("--demo", "--networks", folder(tmp_path, front=cut_short), code=1)["counts"]

    assert (counts["error"], counts["warning"]) == (0, 1)


def test_a_folder_with_something_unreadable_exits_2_and_still_tells_the_problems(tmp_path: Path) -> None:
    networks = folder(
        tmp_path, broken="<network>", back=passthrough("back", "ens1f0v5"), front=passthrough("front", "ens1f0v5")
    )

    done = run("check", "--demo", "--networks", networks)

    assert done.returncode == 2
    assert b"vf-in-two-pools" in done.stdout
    assert b"broken.xml:1: " in done.stderr


def test_the_object_has_exactly_these_keys_in_this_order(tmp_path: Path) -> None:
    networks = folder(tmp_path, back=passthrough("back", "ens1f0v5"), front=passthrough("front", "ens1f0v5"))
    top = checked("--demo", "--networks", networks, code=1)

    assert list(top) == ["format", "libvirt", "host", "counts", "problems"]
    assert (top["format"], top["libvirt"]) == (1, "11.3")
    assert list(top["counts"]) == ["error", "warning", "hint"]
    assert {tuple(problem) for problem in top["problems"]} == {
        (
            *("code", "severity", "network", "others", "members", "devices"),
            *("sentence", "explanation", "fixes"),
        )
    }
    problem = top["problems"][0]
    assert (problem["code"], problem["severity"]) == ("vf-in-two-pools", "error")
    assert (problem["network"], problem["others"]) == ("front", ["back"])
    assert problem["devices"] == ["0000:3b:02.5"]


def test_the_demo_has_problems_of_every_severity_each_of_a_known_kind() -> None:
    problems = checked("--demo", code=1)["problems"]

    assert {problem["severity"] for problem in problems} == {"error", "warning", "hint"}
    assert {problem["code"] for problem in problems} <= {trap.code for trap in TRAPS}


def test_errors_come_first() -> None:
    severities = [problem["severity"] for problem in checked("--demo", code=1)["problems"]]

    assert severities == sorted(severities, key=["error", "warning", "hint"].index)


def vlan_on_a_bridge(at: Path) -> Path:
    """Only newer versions of libvirt take it."""
    text = passthrough("front", "ens1f0v0").replace("passthrough", "bridge")
    return folder(at, front=text.replace("</forward>", "</forward><vlan><tag id='42'/></vlan>"))


@pytest.mark.parametrize(("version", "accepted"), [("9.0", False), ("9", False), ("11.3", True), ("11.3.0", True)])
def test_the_version_of_libvirt_decides(version: str, accepted: bool, tmp_path: Path) -> None:
    (network,) = shown("--demo", "--libvirt", version, "--networks", vlan_on_a_bridge(tmp_path))["networks"]

    assert network["verdict"]["define"] is accepted
    assert (network["verdict"]["error"] is None) is accepted


def test_a_version_that_was_not_measured_is_judged_as_the_nearest_and_this_is_said(tmp_path: Path) -> None:
    done = run("show", "--json", "--demo", "--libvirt", "11.2", "--networks", vlan_on_a_bridge(tmp_path))

    (network,) = json.loads(done.stdout)["networks"]
    assert network["verdict"]["libvirt"] == "11.3"
    assert b"11.2 was not measured" in done.stderr


def test_a_version_that_is_none_is_refused_in_one_line() -> None:
    assert "new" in complaint("check", "--demo", "--libvirt", "new")
