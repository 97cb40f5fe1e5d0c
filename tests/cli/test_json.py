"""The format of `vftui show --json`, as the README documents it."""

import json
from pathlib import Path

from cli.program import printed, shown

HOSTDEV = """\
<network>
  <name>backwards</name>
  <forward mode='hostdev'>
    <address type='pci' domain='0x0000' bus='0x3b' slot='0x02' function='0x5'/>
    <address type='pci' domain='0x0000' bus='0x3b' slot='0x02' function='0x4'/>
    <address type='pci' domain='0x0000' bus='0x7f' slot='0x00' function='0x1'/>
    <address type='pci' domain='0x0000' bus='0x3b' slot='0x02' function='0x0'/>
  </forward>
</network>
"""


def test_the_object_has_exactly_these_keys_in_this_order() -> None:
    top = shown("--demo")
    pfs = top["host"]["pfs"]

    assert list(top) == ["format", "host", "networks"]
    assert top["format"] == 1
    assert list(top["host"]) == ["name", "source", "pfs"]
    assert {tuple(pf) for pf in pfs} == {
        (
            *("name", "address", "driver", "vendor", "device", "mac", "link", "speed_mbps"),
            *("numa_node", "numvfs", "totalvfs", "used_by", "host_use", "vfs"),
        )
    }
    assert {tuple(vf) for pf in pfs for vf in pf["vfs"]} == {
        ("index", "address", "netdev", "driver", "mac", "iommu_group", "networks", "used_by", "host_use")
    }
    assert {tuple(network) for network in top["networks"]} == {
        ("name", "uuid", "mode", "members", "vfs", "unresolved", "path", "verdict", "state")
    }


def test_a_verdict_has_exactly_these_keys_in_this_order() -> None:
    assert {tuple(network["verdict"]) for network in shown("--demo")["networks"]} == {
        (
            *("libvirt", "define", "define_validated", "error", "inactive_forward"),
            *("dropped", "start", "start_error", "live"),
        )
    }


def test_a_pf_beside_an_interface_is_dropped_and_what_is_left_is_handed_out(tmp_path: Path) -> None:
    forward = "<forward mode='passthrough'><interface dev='ens1f0v1'/><pf dev='ens1f0'/></forward>"
    (tmp_path / "front.xml").write_text(f"<network><name>front</name>{forward}</network>")

    verdict = shown("--demo", "--networks", tmp_path)["networks"][0]["verdict"]

    assert (verdict["libvirt"], verdict["define"], verdict["define_validated"]) == ("11.3", True, True)
    assert verdict["dropped"] == ["<pf dev='ens1f0'/>"]
    assert (verdict["start"], verdict["start_error"], verdict["live"]) == (True, None, ["ens1f0v1"])
    assert verdict["inactive_forward"].splitlines() == [
        "<forward dev='ens1f0v1' mode='passthrough'>",
        "  <interface dev='ens1f0v1'/>",
        "</forward>",
    ]


def test_a_refused_definition_gives_libvirts_own_error(tmp_path: Path) -> None:
    forward = "<forward mode='hostdev'><interface dev='ens1f0v1'/></forward>"
    (tmp_path / "front.xml").write_text(f"<network><name>front</name>{forward}</network>")

    verdict = shown("--demo", "--networks", tmp_path)["networks"][0]["verdict"]

    assert (verdict["define"], verdict["error"]["code"], verdict["error"]["domain"]) == (False, 67, 19)
    assert verdict["inactive_forward"] is None
    assert verdict["live"] == []


def test_a_vf_says_where_it_is_what_it_is_and_who_owns_it() -> None:
    pf = shown("--demo")["host"]["pfs"][0]

    assert (pf["name"], pf["address"], pf["driver"]) == ("ens1f0", "0000:3b:00.0", "i40e")
    assert (pf["vendor"], pf["device"]) == ("Intel Corporation", "Ethernet Controller X710 for 10GbE SFP+")
    assert (pf["mac"], pf["link"], pf["speed_mbps"]) == ("3c:fd:fe:9e:41:00", "up", 10_000)
    assert (pf["numa_node"], pf["numvfs"], pf["totalvfs"]) == (0, 64, 64)
    assert pf["vfs"][7] == {
        "index": 7,
        "address": "0000:3b:02.7",
        "netdev": "ens1f0v7",
        "driver": "iavf",
        "mac": "02:00:00:3b:02:07",
        "iommu_group": 47,
        "networks": ["front", "legacy"],
        "used_by": None,
        "host_use": [],
    }


def test_what_is_not_known_is_null(tmp_path: Path) -> None:
    saved = tmp_path / "host.json"
    pf, vf = {"address": "0000:3b:00.0", "totalvfs": 8}, {"index": 2, "address": "0000:3b:02.2"}
    host = {"format": "vftui-host", "version": 1, "name": "bare", "source": "", "pfs": [{**pf, "vfs": [vf]}]}
    saved.write_text(json.dumps(host))
    unknown_of_pf = dict.fromkeys(("driver", "vendor", "device", "mac", "link", "speed_mbps", "numa_node", "used_by"))
    unknown_of_vf = dict.fromkeys(("netdev", "driver", "mac", "iommu_group", "used_by"))

    assert shown("--host", saved)["host"]["pfs"] == [
        {
            **pf,
            **unknown_of_pf,
            "name": "0000:3b:00.0",
            "numvfs": 1,
            "host_use": [],
            "vfs": [{**vf, **unknown_of_vf, "networks": [], "host_use": []}],
        }
    ]


def test_the_vfs_of_a_network_stand_in_the_order_libvirt_hands_them_out(tmp_path: Path) -> None:
    (tmp_path / "old name.xml").write_text(HOSTDEV)

    (network,) = shown("--demo", "--networks", tmp_path)["networks"]

    assert network | {"verdict": None} == {
        "name": "backwards",
        "uuid": None,
        "mode": "hostdev",
        "members": ["ens1f0#5,4", "0000:7f:00.1", "ens1f0#0"],
        "vfs": ["0000:3b:02.5", "0000:3b:02.4", "0000:3b:02.0"],
        "unresolved": ["0000:7f:00.1"],
        "path": str(tmp_path / "old name.xml"),
        "verdict": None,
        "state": None,
    }


def test_a_network_that_is_no_pool_is_there_and_hands_out_nothing() -> None:
    network = shown("--demo")["networks"][0]

    assert (network["verdict"]["define"], network["verdict"]["start"], network["verdict"]["live"]) == (True, None, [])
    assert network | {"verdict": None} == {
        "name": "default",
        "uuid": "b91f0e6d-7c25-4d18-8f43-6a0c29e4a505",
        "mode": "nat",
        "members": [],
        "vfs": [],
        "unresolved": [],
        "path": "default.xml",
        "verdict": None,
        "state": None,
    }


def test_the_demo_is_the_same_every_time_and_leaves_nothing_behind(tmp_path: Path) -> None:
    first, second = (printed("show", "--json", "--demo", environment={"TMPDIR": str(tmp_path)}) for _ in range(2))

    assert first == second
    assert list(tmp_path.iterdir()) == []


def test_a_demo_of_a_given_size_has_that_size() -> None:
    pfs = shown("--demo-size", "3x16")["host"]["pfs"]

    assert [len(pf["vfs"]) for pf in pfs] == [16, 16, 16]
