"""The whole job on a real libvirt: what is partitioned by keys is what libvirt keeps, starts and hands out."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from cli.program import printed
from lab.fixtures import emptied_libvirtd, root_libvirtd, shared_libvirtd
from lab.libvirtd import Libvirtd
from terminal.console import Console, vftui

pytest.importorskip("libvirt")

__all__ = ["emptied_libvirtd", "root_libvirtd", "shared_libvirtd"]

WRITTEN = "That changes nothing that runs."
# Nobody names a libvirt.
UNNAMED: Mapping[str, str] = {"LIBVIRT_DEFAULT_URI": ""}


def virsh(libvirtd: Libvirtd, *command: str) -> str:
    """What virsh says where that libvirt is the machine's own."""
    on_system = libvirtd.command("virsh", "-c", "qemu:///system", *command)
    return subprocess.run(on_system, capture_output=True, text=True, check=True).stdout


def forward(libvirtd: Libvirtd, name: str) -> str:
    """The `<forward>` that libvirt keeps, without indentation."""
    kept = virsh(libvirtd, "net-dumpxml", "--inactive", name)
    found = re.search(r"<forward.*</forward>", kept, re.DOTALL)
    assert found is not None, kept
    return "".join(line.strip() for line in found.group().splitlines())


@pytest.fixture
def console(root_libvirtd: Libvirtd) -> Iterator[Console]:
    with vftui(on=root_libvirtd.command(), environment=UNNAMED, columns=160) as console:
        yield console


def test_two_cards_are_partitioned_by_keys_and_libvirt_keeps_and_starts_them(
    root_libvirtd: Libvirtd, console: Console
) -> None:
    assert "qemu:///system" in console.lines()[0]
    console.mark("enp1s0#0-2")
    console.pick_up()
    console.drop_as_new()
    console.fill_in("front")
    console.mark("enp2s0#5,1")
    console.pick_up()
    console.drop_as_new()
    console.fill_in("storage", "hostdev")
    console.write(in_spite_of="pf-down", said=WRITTEN)  # the recorded ports are

    assert forward(root_libvirtd, "front") == (
        "<forward dev='enp1s0v0' mode='passthrough'>"
        "<interface dev='enp1s0v0'/><interface dev='enp1s0v1'/><interface dev='enp1s0v2'/></forward>"
    )
    assert forward(root_libvirtd, "storage") == (
        "<forward mode='hostdev' managed='yes'>"
        "<address type='pci' domain='0x0000' bus='0x02' slot='0x10' function='0x2'/>"
        "<address type='pci' domain='0x0000' bus='0x02' slot='0x11' function='0x2'/></forward>"
    )
    assert virsh(root_libvirtd, "net-list", "--name").split() == []
    console.keys("s")
    console.wait_for("✓ front is active")
    console.keys("escape")
    console.wait_for("╭─ Networks", "active")
    assert virsh(root_libvirtd, "net-list", "--name").split() == ["front"]
    virsh(root_libvirtd, "net-start", "storage")
    console.wait(lambda: " active" in console.network("storage").text, "the start that somebody else has made")


def test_the_test_driver_is_there_to_try_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write, and no more: it has no cards to check members against, makes no VFs of a `<pf>`, and shows no ports."""
    saved = tmp_path / "host.json"
    saved.write_text(printed("capture", "--demo"))
    monkeypatch.chdir(tmp_path)  # a path that leaves room for the URI beside it
    with vftui("-c", "test:///default", "--host", saved.name) as console:
        assert "test:///default" in console.lines()[0]
        console.mark("ens1f0#0-2")
        console.pick_up()
        console.drop_as_new()
        console.fill_in("front")
        console.write(said=WRITTEN)
        console.keys("escape")
        console.wait_for("╭─ Networks")
        assert console.quit() == 0


def test_it_ends_at_once_though_libvirt_does_not_answer_any_more(root_libvirtd: Libvirtd, console: Console) -> None:
    root_libvirtd.suspend()

    assert console.quit() == 0
