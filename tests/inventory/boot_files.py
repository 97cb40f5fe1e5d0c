"""Two PFs, and the files of a made-up host that may make their VFs at boot."""

from pathlib import Path

from vftui.inventory.boot.files import numvfs_setting, read_settings
from vftui.model.host import PhysicalFunction
from vftui.model.pci import PciAddress

ENS1F0 = PhysicalFunction(
    PciAddress(0, 0x3B, 0, 0),
    netdevs=("ens1f0",),
    driver="i40e",
    vendor="0x8086",
    device="0x1572",
    mac="3c:fd:fe:9e:41:00",
    totalvfs=64,
)
ENS2F0 = PhysicalFunction(
    PciAddress(0, 0x5E, 0, 0),
    netdevs=("ens2f0",),
    driver="mlx5_core",
    vendor="0x15b3",
    device="0x101d",
    mac="b4:96:91:a5:c7:d0",
    totalvfs=64,
)
BOTH = "both"

RULES = "etc/udev/rules.d/70-sriov.rules"
LINK = "etc/systemd/network/10-ens1f0.link"
CONNECTION = "etc/NetworkManager/system-connections/uplink.nmconnection"
NETPLAN = "etc/netplan/50-cloud-init.yaml"


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def found(root: Path) -> str | None:
    """The name of the only PF that something makes VFs of; `both`; or None."""
    settings = read_settings(root)
    names = [pf.name for pf in (ENS1F0, ENS2F0) if numvfs_setting(pf, settings)]
    return BOTH if len(names) == 2 else names[0] if names else None


def found_in(root: Path, path: str, text: str) -> str | None:
    write(root, path, text)
    return found(root)


def rule(match: str) -> str:
    return f'ACTION=="add", SUBSYSTEM=="net", {match}, ATTR{{device/sriov_numvfs}}="8"\n'
