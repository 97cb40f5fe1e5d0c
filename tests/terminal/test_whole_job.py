"""The main job, from two cards to three networks that libvirt takes: once with the mouse, once with keys alone."""

import re
import shutil
import subprocess
from pathlib import Path
from uuid import UUID

import pytest
from lxml import etree
from terminal.console import Console, vftui

MACHINE = "igb-2pf-14vf"
FILES = ("dpdk.xml", "fast.xml", "whole.xml")
_UUID = re.compile("<uuid>.*</uuid>")

pytestmark = pytest.mark.skipif(shutil.which("umockdev-run") is None, reason="umockdev is not installed")


def partition_by_mouse(console: Console) -> None:
    for name in ("enp1s0v0", "enp1s0v1", "enp1s0v2", "enp1s0v3"):
        console.click(console.vf(name).place, ctrl=True)
    console.wait(lambda: console.marked() == ["#0", "#1", "#2", "#3"], "four marks")
    console.drag(console.vf("enp1s0v2").place, console.new_pool)
    console.fill_in("fast")
    console.wait_for("✓ New network fast, passthrough (macvtap); Add enp1s0#0-3 to fast")
    console.drag(console.vf("enp2s0").place, console.new_pool)
    console.fill_in("whole")
    console.wait_for("✓ New network whole, passthrough (macvtap); Use all of enp2s0 in whole")
    console.drag(console.vf("enp1s0v4").place, console.new_pool)
    console.wait_for("Forward mode")
    console.type("dpdk")
    console.click(console.place_of("hostdev (vfio)  "))
    console.wait_for("▐●▌ hostdev")
    console.click(console.place_of("Enter Done"))
    console.wait_for("✓ New network dpdk, hostdev (vfio); Add enp1s0#4 to dpdk")


def partition_by_keys(console: Console) -> None:
    console.mark("enp1s0#0-3")
    console.pick_up()
    console.drop_as_new()
    console.fill_in("fast")
    console.wait_for("✓ New network fast, passthrough (macvtap); Add enp1s0#0-3 to fast")
    console.keys("end")
    console.pick_up("p")
    console.drop_as_new()
    console.fill_in("whole")
    console.wait_for("✓ New network whole, passthrough (macvtap); Use all of enp2s0 in whole")
    console.mark("enp1s0v4")
    console.pick_up()
    console.drop_as_new()
    console.fill_in("dpdk", "hostdev")
    console.wait_for("✓ New network dpdk, hostdev (vfio); Add enp1s0#4 to dpdk")


@pytest.fixture(scope="module")
def by_mouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mouse")
    with vftui("--networks", folder, recorded=MACHINE) as console:
        partition_by_mouse(console)
        # The PFs of the recorded machine are set down.
        console.write(in_spite_of="pf-down")
        assert console.quit() == 0
    return folder


@pytest.fixture(scope="module")
def by_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    with vftui("--networks", folder, recorded=MACHINE) as console:
        partition_by_keys(console)
        # The PFs of the recorded machine are set down.
        console.write(in_spite_of="pf-down")
        assert console.quit() == 0
        assert b"\x1b[<" not in console.sent
    return folder


@pytest.fixture(params=["by_mouse", "by_keys"])
def written(request: pytest.FixtureRequest) -> Path:
    folder = request.getfixturevalue(request.param)
    assert isinstance(folder, Path)
    return folder


def definition(file: Path) -> tuple[str | None, dict[str, str], list[tuple[str, dict[str, str]]]]:
    """Name, attributes of `<forward>`, and the pool's members with theirs."""
    network = etree.parse(str(file)).getroot()
    assert [child.tag for child in network] == ["name", "uuid", "forward"]
    UUID(network.findtext("uuid") or "")
    forward = network[2]
    return network.findtext("name"), strings(forward), [(str(each.tag), strings(each)) for each in forward]


def strings(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def test_a_first_look_at_a_machine_shows_both_cards_and_all_their_vfs(networks: Path) -> None:
    with vftui("--networks", networks, recorded=MACHINE) as console:
        assert "Host  2 PFs, 14 VFs" in console.seen()
        assert "no changes" in console.seen()
        for pf in ("enp1s0", "enp2s0"):
            assert "7/7 VFs  7 free" in console.vf(pf).text
            assert all("free" in console.vf(f"{pf}v{index}").text for index in range(7))


def test_exactly_what_was_asked_for_is_written(written: Path) -> None:
    assert sorted(path.name for path in written.iterdir()) == list(FILES)
    names = [("interface", {"dev": f"enp1s0v{index}"}) for index in range(4)]
    assert definition(written / "fast.xml") == ("fast", {"mode": "passthrough"}, names)
    assert definition(written / "whole.xml") == ("whole", {"mode": "passthrough"}, [("pf", {"dev": "enp2s0"})])
    address = {"type": "pci", "domain": "0x0000", "bus": "0x01", "slot": "0x11", "function": "0x0"}
    hostdev = {"mode": "hostdev", "managed": "yes"}
    assert definition(written / "dpdk.xml") == ("dpdk", hostdev, [("address", address)])


@pytest.mark.skipif(shutil.which("xmllint") is None, reason="xmllint is not installed")
@pytest.mark.parametrize("file", FILES)
def test_what_is_written_is_well_formed(written: Path, file: str) -> None:
    result = subprocess.run(["xmllint", "--noout", written / file], capture_output=True, text=True, check=False)

    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("virsh") is None, reason="virsh is not installed")
@pytest.mark.parametrize("file", FILES)
def test_libvirt_defines_what_is_written(written: Path, file: str) -> None:
    # The test driver has libvirt's parser and schema; whether mode, members and host fit together it does not ask.
    define = ["virsh", "-c", "test:///default", "net-define", "--validate", str(written / file)]
    result = subprocess.run(define, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr
    assert f"Network {file.removesuffix('.xml')} defined" in result.stdout


def test_keys_write_what_the_mouse_writes(by_mouse: Path, by_keys: Path) -> None:
    mouse, keys = ([_UUID.sub("", (folder / file).read_text()) for file in FILES] for folder in (by_mouse, by_keys))

    assert mouse == keys


def test_the_next_start_shows_everything_as_it_was_left(written: Path) -> None:
    before = {path: path.read_bytes() for path in written.iterdir()}
    with vftui("--networks", written, recorded=MACHINE) as console:
        assert "no changes" in console.seen()
        owners = {"fast": range(4), "dpdk": range(4, 5), "free": range(5, 7)}
        for owner, indices in owners.items():
            assert all(console.vf(f"enp1s0v{index}").text.endswith(owner) for index in indices)
        assert all(console.vf(f"enp2s0v{index}").text.endswith("whole") for index in range(7))
        assert "4 VFs  passthrough" in console.network("fast").text
        assert "whole PF, follows" in console.network("enp2s0").text
        assert "1 VF  hostdev" in console.network("dpdk").text
        assert console.quit() == 0

    assert {path: path.read_bytes() for path in written.iterdir()} == before
