"""`vftui -c URI`: networks, guests' use and host of a real libvirt."""

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cli.program import Ground, complaint, passthrough, printed, run, shown
from lab.libvirtd import Libvirtd
from sysfs_tree import recording

libvirt = pytest.importorskip("libvirt")

PORT = """\
<networkport>
  <uuid>aaaaaaaa-1111-4222-8333-444444444444</uuid>
  <owner><name>web-7</name><uuid>bbbbbbbb-1111-4222-8333-444444444444</uuid></owner>
  <mac address='52:54:00:00:00:01'/>
</networkport>
"""
NODE = """\
<node>
  <cpu><mhz>1</mhz><model>m</model><active>1</active><nodes>1</nodes><sockets>1</sockets><cores>1</cores>
    <threads>1</threads></cpu>
  <memory>1</memory>
  <network><name>kept</name><forward mode='passthrough'><interface dev='enp1s0v2'/></forward></network>
</node>
"""


def define(uri: str, *names: str, start: bool = False, guest: bool = False) -> None:
    """Pools of one VF each: the first of enp1s0v0, the second of enp1s0v1 …; the first may have a guest."""
    with closing(libvirt.open(uri)) as connection:
        networks = [connection.networkDefineXML(passthrough(name, f"enp1s0v{n}")) for n, name in enumerate(names)]
        for network in networks if start else []:
            network.create()
        if guest:
            networks[0].portCreateXML(PORT, 0)


def test_networks_are_shown_with_their_state_and_their_guests(emptied_libvirtd: Libvirtd) -> None:
    define(emptied_libvirtd.uri, "red", start=True, guest=True)
    define(emptied_libvirtd.uri, "blue")

    top = shown("-c", emptied_libvirtd.uri, "--host", "libvirt")

    states = {network["name"]: network["state"] for network in top["networks"]}
    assert states["blue"] == {
        "active": False,
        "autostart": False,
        "persistent": True,
        "bridge": None,
        "attachments": [],
    }
    assert (states["red"]["active"], states["red"]["attachments"]) == (
        True,
        [
            {
                "guest": "web-7",
                "mac": "52:54:00:00:00:01",
                "netdev": "enp1s0v0",
                "address": None,
                "port": True,
            }
        ],
    )
    vf = top["host"]["pfs"][0]["vfs"][0]
    assert (vf["netdev"], vf["networks"], vf["used_by"]) == ("enp1s0v0", ["blue", "red"], "web-7")


def test_the_text_says_the_same(emptied_libvirtd: Libvirtd) -> None:
    define(emptied_libvirtd.uri, "red", "blue", start=True, guest=True)

    lines = printed("show", "-c", emptied_libvirtd.uri, "--host", "libvirt").splitlines()

    assert lines[0].endswith(f", node devices of {emptied_libvirtd.uri}")
    at = lines.index(f"Networks in {emptied_libvirtd.uri}")
    assert lines[at + 1 :] == [
        "  blue  active  passthrough (macvtap)  1 VF  enp1s0#1",
        "  red   active  passthrough (macvtap)  1 VF  enp1s0#0",
        "    used by web-7 (enp1s0#0, 52:54:00:00:00:01)",
    ]
    assert [line.split()[-4:] for line in lines if "enp1s0v0" in line] == [["red,", "used", "by", "web-7"]]


def test_a_pool_whose_vf_a_guest_of_another_pool_holds_fails_the_check(emptied_libvirtd: Libvirtd) -> None:
    define(emptied_libvirtd.uri, "red", start=True, guest=True)
    define(emptied_libvirtd.uri, "blue")

    problems = json.loads(printed("check", "--json", "-c", emptied_libvirtd.uri, "--host", "libvirt", code=1))[
        "problems"
    ]

    sentence = next(problem["sentence"] for problem in problems if problem["code"] == "vf-in-two-pools")
    assert "web-7" in sentence


def test_a_host_that_libvirt_tells_of_is_saved_with_its_guests(emptied_libvirtd: Libvirtd, tmp_path: Path) -> None:
    define(emptied_libvirtd.uri, "red", start=True, guest=True)
    saved = tmp_path / "host.json"
    saved.write_text(printed("capture", "-c", emptied_libvirtd.uri, "--host", "libvirt"))

    far, planned = shown("-c", emptied_libvirtd.uri, "--host", "libvirt"), shown("--host", saved)

    assert planned["host"]["pfs"][0]["vfs"][0]["used_by"] == "web-7"
    assert [vf["address"] for pf in planned["host"]["pfs"] for vf in pf["vfs"]] == [
        vf["address"] for pf in far["host"]["pfs"] for vf in pf["vfs"]
    ]


def test_a_saved_host_goes_with_the_networks_of_a_libvirt(emptied_libvirtd: Libvirtd, tmp_path: Path) -> None:
    define(emptied_libvirtd.uri, "red")
    saved = tmp_path / "host.json"
    saved.write_text(printed("capture", "-c", emptied_libvirtd.uri, "--host", "libvirt"))

    top = shown("-c", emptied_libvirtd.uri, "--host", saved)

    assert top["host"]["source"] == f"saved in {saved}"
    assert [(network["name"], network["vfs"]) for network in top["networks"]] == [("red", ["0000:01:10.0"])]


def test_the_host_of_a_libvirt_is_planned_into_a_folder(emptied_libvirtd: Libvirtd, tmp_path: Path) -> None:
    define(emptied_libvirtd.uri, "red")
    (tmp_path / "plan.xml").write_text(passthrough("plan", "enp1s0v1"))

    top = shown("-c", emptied_libvirtd.uri, "--host", "libvirt", "--networks", tmp_path)

    assert top["host"]["source"].startswith("node devices of ")
    assert [(network["name"], network["vfs"], network["state"]) for network in top["networks"]] == [
        ("plan", ["0000:01:10.2"], None)
    ]


def test_it_is_judged_as_the_version_of_that_libvirt_unless_another_is_named(emptied_libvirtd: Libvirtd) -> None:
    define(emptied_libvirtd.uri, "red")

    def judged(*arguments: str) -> Any:  # noqa: ANN401 - JSON
        return shown("-c", emptied_libvirtd.uri, "--host", "libvirt", *arguments)["networks"][0]["verdict"]["libvirt"]

    assert judged() == version_of(emptied_libvirtd.uri)
    assert judged("--libvirt", "11.3") == "11.3"


def version_of(uri: str) -> str:
    """The measured version that is nearest to the libvirt's own."""
    with closing(libvirt.open(uri)) as connection:
        return "9.0" if connection.getLibVersion() < 10_000_000 else "11.3"


@pytest.mark.skipif(shutil.which("umockdev-run") is None, reason="umockdev is not installed")
def test_of_a_libvirt_on_this_machine_the_host_comes_from_udev(tmp_path: Path) -> None:
    on_the_recording: Ground = {"on": ("umockdev-run", "-d", recording("igb-2pf-14vf"), "--")}
    node = tmp_path / "node.xml"
    node.write_text(NODE)

    top = shown("-c", f"test://{node}", **on_the_recording)

    assert top["host"]["source"] == "this host (udev)"
    assert [(network["name"], network["vfs"]) for network in top["networks"]] == [("kept", ["0000:01:10.4"])]


def test_the_environment_names_the_libvirt_where_no_option_does(emptied_libvirtd: Libvirtd, tmp_path: Path) -> None:
    define(emptied_libvirtd.uri, "red")
    named: Ground = {"environment": {"LIBVIRT_DEFAULT_URI": emptied_libvirtd.uri}}

    assert f"Networks in {emptied_libvirtd.uri}\n" in printed("show", **named)
    assert "Networks in test:///default\n" in printed("show", "-c", "test:///default", **named)
    assert f"Networks in {tmp_path}\n" in printed("show", "--networks", tmp_path, **named)
    assert "Networks in memory\n" in printed("show", "--demo", **named)


@pytest.mark.parametrize("command", ["show", "check", "capture"])
@pytest.mark.parametrize(
    "uri", ["foo:///bar", "qemu+tcp://127.0.0.1:9/system", "qemu+unix:///system?socket=/nowhere", "test:///nowhere.xml"]
)
def test_a_libvirt_that_was_named_and_is_not_there_is_one_line(command: str, uri: str) -> None:
    by_option, by_environment = (
        complaint(command, "-c", uri),
        complaint(command, environment={"LIBVIRT_DEFAULT_URI": uri}),
    )

    assert by_option.startswith("vftui: ")
    assert uri in by_option
    assert by_environment == by_option


def test_without_libvirt_python_a_uri_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "libvirt.py").write_text("raise ImportError\n")
    without: Ground = {"environment": {"PYTHONPATH": str(tmp_path)}}

    assert "pip install 'vftui[libvirt]'" in complaint("show", "-c", "qemu:///system", **without)
    assert "pip install 'vftui[libvirt]'" in complaint("show", "--host", "libvirt", **without)


def test_without_libvirt_python_and_without_a_uri_it_is_the_folder(own_home: Path, tmp_path: Path) -> None:
    (tmp_path / "libvirt.py").write_text("raise ImportError\n")

    done = run("show", environment={"PYTHONPATH": str(tmp_path), "LIBVIRT_DEFAULT_URI": ""})

    assert (done.returncode, done.stderr) == (0, b"")
    assert f"Networks in {own_home}/.local/share/vftui/networks\n".encode() in done.stdout
