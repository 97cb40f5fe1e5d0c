"""What `vftui show --json` says libvirt will do, beside what libvirt 9.0 and 11.3 did with the same 101 definitions."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from cli.program import printed, shown
from netxml.recorded_answers import VERSIONS, Answer, comparable, given, handed_out, kept, said, squeezed
from sysfs_tree import recording

pytestmark = pytest.mark.skipif(shutil.which("umockdev-run") is None, reason="umockdev is not installed")

ON_THE_RECORDING = ("umockdev-run", "-d", recording("igb-2pf-14vf"), "--")


def cases(version: str, at: Path) -> list[Answer]:
    """The given definitions with their answers, each under a name of its own; the definitions are also put `at`."""
    named = [under_name(case, f"case-{number:03}") for number, case in enumerate(given(version))]
    for number, case in enumerate(named):
        (at / f"{number:03}.xml").write_text(case["xml"])
    return named


def under_name(case: Answer, name: str) -> Answer:
    renamed: Answer = json.loads(json.dumps(case).replace("NAME", name))
    return renamed


def verdict_of(network: Answer) -> Answer:
    """What vftui says of a network, but for what is dropped, in a form that compares."""
    verdict = network["verdict"]
    return {
        "libvirt": verdict["libvirt"],
        "define": verdict["define"],
        "define_validated": verdict["define_validated"],
        "error": verdict["error"] and comparable(**verdict["error"]),
        "inactive_forward": squeezed(verdict["inactive_forward"]),
        "start": verdict["start"],
        "start_error": verdict["start_error"] and comparable(**verdict["start_error"]),
        "live": verdict["live"],
    }


def answer_to(case: Answer, version: str) -> Answer:
    """The same of what libvirt answered. What it refused to define was not started."""
    start = case.get("start")
    return {
        "libvirt": version,
        "define": case["define"]["ok"],
        "define_validated": case["define_validated"]["ok"],
        "error": said(case["define"]) or said(case["define_validated"]),
        "inactive_forward": kept(case["define"]),
        "start": start is not None and start["ok"],
        "start_error": said(start),
        "live": handed_out(start),
    }


@pytest.fixture(scope="module")
def capture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recorded host, saved."""
    saved = tmp_path_factory.mktemp("capture") / "host.json"
    saved.write_text(printed("capture", on=ON_THE_RECORDING))
    return saved


@pytest.mark.parametrize("version", VERSIONS)
def test_on_the_recorded_host_every_given_definition_fares_as_it_did_with_libvirt(version: str, tmp_path: Path) -> None:
    recorded = cases(version, tmp_path)

    networks = shown("--libvirt", version, "--networks", tmp_path, on=ON_THE_RECORDING)["networks"]

    assert_the_same(networks, recorded, version)


@pytest.mark.parametrize("version", VERSIONS)
def test_on_a_capture_of_that_host_it_fares_the_same(version: str, tmp_path: Path, capture: Path) -> None:
    recorded = cases(version, tmp_path)

    networks = shown("--libvirt", version, "--networks", tmp_path, "--host", capture)["networks"]

    assert_the_same(networks, recorded, version)


def assert_the_same(networks: Sequence[Answer], recorded: Sequence[Answer], version: str) -> None:
    assert len(networks) == len(recorded) == 101
    for network, case in zip(networks, recorded, strict=True):
        assert f"<name>{network['name']}</name>" in case["xml"]
        assert verdict_of(network) == answer_to(case, version), case["label"]
