"""Saved hosts: what is written is read back, and everything else is refused in one line."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_text, hosts

from vftui.errors import InventoryError
from vftui.inventory import capture
from vftui.inventory.capture import CapturedInventory, capture_to_json, parse_capture
from vftui.inventory.demo import demo_host
from vftui.model.host import Host, PhysicalFunction

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=6,
)


def said_of(text: str) -> str | None:
    """The one line that is said of a text that is no saved host; None where it is one."""
    try:
        parse_capture(text, "host.json")
    except InventoryError as error:
        return str(error)
    return None


def refusal(text: str) -> str:
    said = said_of(text)
    assert said is not None
    assert "\n" not in said
    return said


def saved(**members: object) -> str:
    """A saved host with these members in the place of its own."""
    host = {"format": "vftui-host", "version": 1, "name": "kvm-7", "source": "by hand"}
    return json.dumps(host | members)


def saved_vf(**members: object) -> str:
    """A saved host with one VF, with these members in the place of its own."""
    vf = {"index": 0, "address": "0000:3b:02.0", "netdev": "ens1f0v0"} | members
    return saved(pfs=[{"address": "0000:3b:00.0", "netdevs": ["ens1f0"], "totalvfs": 64, "vfs": [vf]}])


def saved_pf(**members: object) -> str:
    """A saved host with one PF, with these members beside its own."""
    return saved(pfs=[{"address": "0000:3b:00.0", "totalvfs": 64} | members])


@given(hosts())
def test_a_saved_host_is_read_back_as_it_was(host: Host) -> None:
    assert parse_capture(capture_to_json(host), "host.json") == host


@given(hosts())
def test_a_saved_host_is_ascii_whatever_its_names_hold(host: Host) -> None:
    assert capture_to_json(host).isascii()


@given(json_values)
def test_json_that_is_no_host_is_refused_in_one_line(value: object) -> None:
    refusal(json.dumps(value))


@given(any_text)
def test_text_that_is_no_json_is_refused_in_one_line(text: str) -> None:
    refusal(text)


@given(hosts(max_pfs=2, max_vfs=3), json_values, st.data())
def test_a_spoilt_host_is_read_or_refused_in_one_line(host: Host, spoilt: object, data: st.DataObject) -> None:
    document = json.loads(capture_to_json(host))
    place = document
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not (isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans())):
            break
        place = place[key]
    place[key] = spoilt

    assert "\n" not in (said_of(json.dumps(document)) or "")


def test_what_is_unknown_may_be_left_out() -> None:
    text = saved(pfs=[{"address": "0000:3b:00.0", "totalvfs": 64}])

    [pf] = parse_capture(text, "host.json").pfs
    assert (pf, pf.vfs) == (PhysicalFunction(address=pf.address, totalvfs=64), ())


def test_a_host_saved_before_a_fact_was_known_of_leaves_it_unknown() -> None:
    [pf] = parse_capture(saved_vf(), "host.json").pfs

    assert (pf.admin_up, pf.host_use, pf.numvfs_setting, pf.vfs[0].host_use) == (None, (), None, ())


@pytest.mark.parametrize("name", ["e" * 15, "\udcff" * 15, "eth0.100", "br-#,!*"])
def test_every_name_that_the_kernel_gives_a_netdev_is_read_back(name: str) -> None:
    assert parse_capture(saved(others=[name]), "host.json").others == (name,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, column 1: no JSON (Expecting value)"),
        ("[1,", "line 1, column 4: no JSON (Expecting value)"),
        ("{}", 'expected an object with "format": "vftui-host"'),
        ("[]", 'expected an object with "format": "vftui-host"'),
        ('{"format": "vftui-host"}', "version: expected a whole number from 1 to 1, found nothing"),
        (saved(version=True), "version: expected a whole number from 1 to 1, found true"),
        (saved(name=None), "name: expected a string, found nothing"),
        (saved(pfs={}), "pfs: expected a list, found an object"),
        (saved(pfs=[1]), "pfs[0]: expected an object, found 1"),
        (saved(others=["eth0", "et h1"]), "others[1]: expected the name of a netdev such as ens1f0, found 'et h1'"),
        (saved(others=[".."]), "others[0]: expected the name of a netdev such as ens1f0, found '..'"),
        (saved(others=["e" * 16]), "others[0]: expected the name of a netdev such as ens1f0, found 'eeeeeeeeeeeeeeee'"),
        (saved(others=["\ud800"]), r"others[0]: expected the name of a netdev such as ens1f0, found '\ud800'"),
        (saved(others=["eth0", "eth0"]), "others[1]: expected no 'eth0', for that is others[0] already"),
        (saved(hosts=[]), "the file: expected no keys but format, version, name, source, pfs, others, found 'hosts'"),
        (saved_vf(index=-1), "pfs[0].vfs[0].index: expected a whole number from 0 to 65535, found -1"),
        (saved_vf(index=1.5), "pfs[0].vfs[0].index: expected a whole number from 0 to 65535, found 1.5"),
        (saved_vf(address="02.0"), "address: expected a PCI address such as 0000:82:10.3, found '02.0'"),
        (saved_vf(address="0000:3b:00.0"), "expected no '0000:3b:00.0', for that is pfs[0].address already"),
        (saved_vf(netdev="ens1f0"), "expected no 'ens1f0', for that is pfs[0].netdevs[0] already"),
        (saved_vf(mac="52-54"), "mac: expected a MAC address such as 52:54:00:12:34:56, found '52-54'"),
        (saved_vf(driver=["iavf"]), "driver: expected a string, found a list"),
        (saved_vf(host_use="has 10.0.0.5"), "host_use: expected a list, found 'has 10.0.0.5'"),
        (saved_vf(host_use=[None]), "host_use[0]: expected a string, found nothing"),
        (saved_pf(admin_up="up"), "pfs[0].admin_up: expected true or false, found 'up'"),
        (saved_pf(admin_up=1), "pfs[0].admin_up: expected true or false, found 1"),
        (saved_pf(numvfs_setting=8), "pfs[0].numvfs_setting: expected a string, found 8"),
        (saved_vf(iommu_group=10**400), "found a huge number"),
        ('{"format": "vftui-host", "format": "x"}', "expected every key of an object once, found 'format' twice"),
        ('{"format": NaN}', "expected a number, found NaN"),
        ("9" * 5000, "found one of thousands of digits"),
        ("[" * 100_000, "found too many to read"),
    ],
    ids=lambda text: text[:40],
)
def test_the_error_says_where_what_was_expected_and_what_was_found(text: str, said: str) -> None:
    assert said in refusal(text)


def test_vfs_out_of_order_are_refused() -> None:
    vfs = [{"index": index, "address": f"0000:3b:02.{index}"} for index in (0, 2, 1)]
    text = saved(pfs=[{"address": "0000:3b:00.0", "totalvfs": 64, "vfs": vfs}])

    assert "pfs[0].vfs[2].index: expected one above 2, as they stand in order, found 1" in refusal(text)


def test_pfs_out_of_order_are_refused() -> None:
    text = saved(pfs=[{"address": f"0000:{bus}:00.0", "totalvfs": 64} for bus in ("5e", "3b")])

    assert "pfs[1].address: expected one above 0000:5e:00.0, as they stand in order, found" in refusal(text)


def test_a_host_saved_by_a_newer_vftui_says_so_whatever_else_it_holds() -> None:
    said = refusal(saved(version=2, racks=[]))

    assert said.startswith("host.json was saved by a newer vftui: It has format version 2")


def test_what_is_found_is_shown_short_and_without_control_characters() -> None:
    said = refusal(saved(others=["\x1b[2J\u202e" * 1000]))

    assert said.isprintable()
    assert len(said) < 300


def test_a_saved_host_says_which_file_it_comes_from(tmp_path: Path) -> None:
    path = tmp_path / "host.json"
    path.write_text(capture_to_json(demo_host()))

    assert CapturedInventory(path).read().source == f"saved in {path}"


def test_a_file_that_is_not_there_or_not_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InventoryError, match=r"host\.json cannot be read: No such file or directory\. Check the path"):
        CapturedInventory(tmp_path / "host.json").read()
    with pytest.raises(InventoryError, match="cannot be read: Is a directory"):
        CapturedInventory(tmp_path).read()


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "host.json").write_bytes(b'{"name": "\xff"}')

    with pytest.raises(InventoryError, match="expected UTF-8 text, found something else at byte 10"):
        CapturedInventory(tmp_path / "host.json").read()


def test_a_file_without_end_is_refused_at_the_size_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture, "MAX_BYTES", 2**20)

    with pytest.raises(InventoryError, match="larger than 1 MiB"):
        CapturedInventory(Path("/dev/zero")).read()
