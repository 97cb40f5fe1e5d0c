"""Where the files lie that make a PF's VFs at boot, which of them count, and what vftui itself advises."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from inventory.boot_files import BOTH, CONNECTION, ENS1F0, LINK, NETPLAN, RULES, found, found_in, rule, write
from strategies import any_text
from sysfs_tree import SysfsTree

from vftui.inventory.boot.files import numvfs_setting, read_settings
from vftui.inventory.udev import UdevInventory
from vftui.model.checks import numvfs
from vftui.model.host import VirtualFunction
from vftui.model.pci import PciAddress


def test_the_setting_is_the_path_of_its_file_on_the_host(tmp_path: Path) -> None:
    write(tmp_path, f"usr/lib/{RULES.removeprefix('etc/')}", rule('KERNEL=="ens1f0"'))

    assert numvfs_setting(ENS1F0, read_settings(tmp_path)) == "/usr/lib/udev/rules.d/70-sriov.rules"


def test_a_file_in_etc_takes_the_place_of_the_one_of_the_vendor(tmp_path: Path) -> None:
    write(tmp_path, f"usr/lib/{RULES.removeprefix('etc/')}", rule('KERNEL=="ens1f0"'))
    (tmp_path / RULES).parent.mkdir(parents=True)
    (tmp_path / RULES).symlink_to("/dev/null")

    assert found(tmp_path) is None


def test_files_that_cannot_be_read_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "etc/udev/rules.d/10-folder.rules").mkdir(parents=True)
    (tmp_path / "etc/udev/rules.d/20-gone.rules").symlink_to("nowhere")
    os.mkfifo(tmp_path / "etc/udev/rules.d/30-pipe.rules")
    (tmp_path / "etc/udev/rules.d/40-latin.rules").write_bytes(b'# caf\xe9\nATTR{device/sriov_numvfs}="8"\n')

    assert found(tmp_path) == BOTH


def test_a_pf_of_which_little_is_known_is_not_excluded(tmp_path: Path) -> None:
    write(tmp_path, RULES, rule('DRIVERS=="mlx5_core", KERNELS=="0000:3b:00.0"'))

    assert numvfs_setting(replace(ENS1F0, driver=None), read_settings(tmp_path)) == f"/{RULES}"


@given(any_text)
def test_no_text_stops_the_search(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    root = tmp_path_factory.mktemp("root")
    for path in (RULES, LINK, CONNECTION, NETPLAN, "etc/modprobe.d/igb.conf"):
        write(root, path, "")
        (root / path).write_bytes(f"sriov_numvfs {text}\n".encode(errors="surrogatepass"))
    write(root, "etc/rc.local", "echo 8 > /sys/class/net/ens1f0/device/sriov_numvfs\n")

    assert found(root) in ("ens1f0", BOTH)


# What vftui advises, and where this host is read

WITH_VFS = replace(ENS1F0, vfs=tuple(VirtualFunction(vf, PciAddress(0, 0x3B, 2, vf)) for vf in range(4)))
ADVISED = dict(re.findall(r"^# /(\S+).*\n((?:(?!#).*\n)*)", numvfs.settings(WITH_VFS), re.MULTILINE))


@pytest.mark.parametrize("path", ADVISED)
def test_each_file_that_vftui_advises_is_found_where_it_was_put(tmp_path: Path, path: str) -> None:
    assert found_in(tmp_path, path, ADVISED[path]) == "ens1f0"


def test_vftui_advises_files_of_every_kind() -> None:
    assert {path.split("/")[1] for path in ADVISED} == {"udev", "systemd", "NetworkManager", "netplan"}


def test_the_setting_of_a_pf_is_read_with_the_host(tmp_path: Path) -> None:
    tree = SysfsTree(tmp_path)
    tree.pf("0000:3b:00.0", "ens1f0")
    tree.pf("0000:5e:00.0", "ens2f0")
    write(tmp_path, RULES, rule('KERNEL=="ens1f0", ATTR{device/vendor}=="0x8086"'))

    first, second = UdevInventory(tree.sysfs, root=tmp_path).read().pfs
    assert (first.numvfs_setting, second.numvfs_setting) == (f"/{RULES}", None)


def test_the_files_of_this_machine_say_nothing_of_another_tree(tmp_path: Path) -> None:
    tree = SysfsTree(tmp_path)
    tree.pf("0000:3b:00.0", "ens1f0")
    write(tmp_path, RULES, rule('KERNEL=="ens1f0"'))

    assert UdevInventory(tree.sysfs).read().pfs[0].numvfs_setting is None
