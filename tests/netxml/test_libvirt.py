"""What vftui writes is taken by libvirt itself, here its test driver, and by xmllint.

The test driver has libvirt's parser, printer and schema. It lets pass members that the mode forbids and devices that no
host has, and makes no VFs of a `<pf>`: about that tests/lab asks a real libvirt.
"""

import shutil
import subprocess
from pathlib import Path

import pytest
from netxml.definitions import PAIRS, address, interfaces, pair

from vftui.model.network import ForwardMode, Network, PfMember
from vftui.netxml.document import NetworkDocument

virsh = pytest.mark.skipif(shutil.which("virsh") is None, reason="needs virsh")

# The schema has no place for what these show: foreign elements and attributes, odd device names, unreadable members.
BEYOND_THE_SCHEMA = {"latin-1", "moved", "not-ours", "terse-addresses", "unreadable-stays", "written-by-hand"}


@pytest.mark.skipif(shutil.which("xmllint") is None, reason="needs xmllint")
@pytest.mark.parametrize("name", PAIRS)
def test_every_edited_document_is_well_formed(name: str, tmp_path: Path) -> None:
    path = tmp_path / "network.xml"
    path.write_bytes(pair(name)[1])

    assert subprocess.run(["xmllint", "--noout", path], capture_output=True, check=False).stderr == b""


@virsh
@pytest.mark.parametrize("name", sorted(set(PAIRS) - BEYOND_THE_SCHEMA))
def test_an_edited_document_validates_against_libvirts_schema(name: str, tmp_path: Path) -> None:
    path = tmp_path / "network.xml"
    path.write_bytes(pair(name)[1])

    assert defined(path) == NetworkDocument.parse(pair(name)[1]).network.members


@virsh
@pytest.mark.parametrize(
    "network",
    [
        Network("a&b<'\">", ForwardMode.PASSTHROUGH, interfaces("ens1f0v0", "ens1f0v1")),
        Network("pf", ForwardMode.VEPA, (PfMember("ens1f0"),)),
        Network("empty", ForwardMode.PRIVATE),
        Network("fast", ForwardMode.HOSTDEV, (address("82:10.3"), address("0001:02:1f.7")), None, True, "vfio"),
        Network("Zürich \N{ELECTRIC PLUG}", ForwardMode.HOSTDEV, (PfMember("ens1f0"),), managed=False),
    ],
    ids=lambda network: network.name,
)  # fmt: skip
def test_a_new_document_means_to_libvirt_what_was_asked(network: Network, tmp_path: Path) -> None:
    path = tmp_path / "network.xml"
    path.write_bytes(NetworkDocument.new(network).content)

    assert defined(path) == network.members


def defined(path: Path) -> tuple[object, ...]:
    """The members libvirt gives back for a document; every call has a libvirt of its own."""
    name = NetworkDocument.parse(path.read_bytes()).network.name
    quoted = "'" + name.replace("'", "'\"'\"'") + "'"
    commands = f"net-define --validate {path}; net-dumpxml -- {quoted}"
    answer = subprocess.run(
        ["virsh", "--quiet", "--connect", "test:///default", commands], capture_output=True, check=False
    )
    assert answer.stderr == b""
    return NetworkDocument.parse(answer.stdout[answer.stdout.index(b"<network") :]).network.members
