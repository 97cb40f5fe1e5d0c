"""Made-up hosts, always the same: one that has everything worth showing, and others of any size."""

import re
from dataclasses import replace

from vftui.errors import UsageError
from vftui.model.host import Host, Link, PhysicalFunction, VirtualFunction
from vftui.model.pci import PciAddress

MAX_PFS = 256
MAX_VFS = 256

_VF_DRIVERS = {"i40e": "iavf", "ice": "iavf", "mlx5_core": "mlx5_core"}

_NUMVFS_SETTING = "/etc/udev/rules.d/70-sriov.rules"

_GUEST_VF = 3  # of ens1f0
_HOST_VF = 62  # of ens1f0
_VFIO_VFS = range(8, 14)  # of ens2f0
_DRIVERLESS_VFS = range(126, 128)  # of ens2f0


def demo_host() -> Host:
    """Two NUMA nodes and five PFs with 64, 128, 8, 0 and 4 VFs.

    ens1f0#3 is in use by a guest and ens1f0#62 by the host, ens2f0#8-13 are on vfio-pci, ens2f0#126-127 have no driver.
    enp129s0f0np0 is down, and nothing makes its VFs at boot.
    """
    pfs = (_x710(), _e810(), *_connectx6(), _second_x710())
    return Host("demo", "made up (demo)", pfs, ("br-mgmt", "eno1", "eno2", "lo"))


def _x710() -> PhysicalFunction:
    pf = PhysicalFunction(
        address=PciAddress(0, 0x3B, 0, 0),
        netdevs=("ens1f0",),
        driver="i40e",
        vendor="Intel Corporation",
        device="Ethernet Controller X710 for 10GbE SFP+",
        mac="3c:fd:fe:9e:41:00",
        link=Link.UP,
        speed_mbps=10_000,
        numa_node=0,
        totalvfs=64,
        admin_up=True,
        numvfs_setting=_NUMVFS_SETTING,
    )
    vfs = list(_vfs(pf, 64, offset=16, group=40))
    vfs[_GUEST_VF] = replace(vfs[_GUEST_VF], mac="52:54:00:7e:b0:07", used_by="web-7")
    vfs[_HOST_VF] = replace(vfs[_HOST_VF], host_use=("has 10.20.0.17", "carries the default route"))
    return replace(pf, vfs=tuple(vfs))


def _second_x710() -> PhysicalFunction:
    """A card of the same kind in another slot, at the other NUMA node, with few VFs."""
    first = _x710()
    pf = replace(
        first, address=PciAddress(0, 0xC1, 0, 0), netdevs=("ens7f0",), mac="3c:fd:fe:b0:22:00", numa_node=1, vfs=()
    )
    return replace(pf, vfs=_vfs(pf, 4, offset=16, group=300))


def _e810() -> PhysicalFunction:
    pf = PhysicalFunction(
        address=PciAddress(0, 0x5E, 0, 0),
        netdevs=("ens2f0",),
        driver="ice",
        vendor="Intel Corporation",
        device="Ethernet Controller E810-C for QSFP",
        mac="b4:96:91:a5:c7:d0",
        link=Link.UP,
        speed_mbps=100_000,
        numa_node=0,
        totalvfs=128,
        admin_up=True,
        numvfs_setting=_NUMVFS_SETTING,
    )

    def bound(vf: VirtualFunction) -> VirtualFunction:
        if vf.index in _VFIO_VFS:
            return replace(vf, driver="vfio-pci", netdev=None, mac=None)
        return replace(vf, driver=None, netdev=None, mac=None) if vf.index in _DRIVERLESS_VFS else vf

    return replace(pf, vfs=tuple(bound(vf) for vf in _vfs(pf, 128, offset=8, group=120)))


def _connectx6() -> tuple[PhysicalFunction, PhysicalFunction]:
    """Two ports of one card: the first was never set up, the second does not tell its link."""
    first = PhysicalFunction(
        address=PciAddress(0, 0x81, 0, 0),
        netdevs=("enp129s0f0np0",),
        driver="mlx5_core",
        vendor="Mellanox Technologies",
        device="MT2892 Family [ConnectX-6 Dx]",
        mac="0c:42:a1:5b:d6:3e",
        link=Link.DOWN,
        numa_node=1,
        totalvfs=16,
        admin_up=False,
    )
    second = replace(
        first,
        address=replace(first.address, function=1),
        netdevs=("enp129s0f1np1",),
        mac="0c:42:a1:5b:d6:3f",
        link=None,
        admin_up=True,
    )
    return replace(first, vfs=_vfs(first, 8, offset=2, group=260)), second


def sized_host(pfs: int, vfs: int) -> Host:
    """A host of that many PFs with that many VFs each, both within MAX_PFS and MAX_VFS."""
    return Host(
        f"demo-{pfs}x{vfs}", "made up (demo)", tuple(_sized_pf(position, vfs) for position in range(pfs)), ("lo",)
    )


def _sized_pf(position: int, vfs: int) -> PhysicalFunction:
    # 256 VFs reach into the next bus: every PF has two buses for itself, and 64 PFs a PCI domain.
    address = PciAddress(position // 64, 2 * (position % 64), 0, 0)
    pf = PhysicalFunction(
        address=address,
        netdevs=(f"ens{position + 1}f0",),
        driver="ice",
        vendor="Intel Corporation",
        device="Ethernet Controller E810-C for QSFP",
        mac=_mac(address),
        link=Link.UP,
        speed_mbps=100_000,
        numa_node=position % 2,
        totalvfs=MAX_VFS,
        admin_up=True,
        numvfs_setting=_NUMVFS_SETTING,
    )
    return replace(pf, vfs=_vfs(pf, vfs, offset=8, group=position * MAX_VFS))


def parse_size(text: str) -> tuple[int, int]:
    """`16x256`: how many PFs, and how many VFs each has. Raises UsageError."""
    match = re.fullmatch(r"([0-9]{1,6})x([0-9]{1,6})", text.strip(), re.IGNORECASE)
    if match is not None:
        pfs, vfs = int(match[1]), int(match[2])
        if 1 <= pfs <= MAX_PFS and vfs <= MAX_VFS:
            return pfs, vfs
    raise UsageError(
        f"--demo-size {text!r} cannot be made",
        f"Give PFSxVFS, such as 16x256: 1 to {MAX_PFS} PFs with up to {MAX_VFS} VFs each.",
    )


def _vfs(pf: PhysicalFunction, count: int, *, offset: int, group: int) -> tuple[VirtualFunction, ...]:
    """The first VFs of a PF, named as systemd names them, with `group` as the first of their IOMMU groups.

    `offset` is that of the SR-IOV capability: from the routing id of the PF to that of VF 0. The stride is 1.
    """
    at = pf.address
    first = (at.bus << 8 | at.slot << 3 | at.function) + offset
    # The port name at the end of a PF's name is no part of its VFs' names.
    stem = re.sub(r"np\d+$", "", pf.name)
    return tuple(
        VirtualFunction(
            index=index,
            address=(address := PciAddress(at.domain, rid >> 8, rid >> 3 & 0x1F, rid & 7)),
            netdev=f"{stem}v{index}",
            driver=_VF_DRIVERS.get(pf.driver or ""),
            mac=_mac(address),
            iommu_group=group + index,
        )
        for index, rid in enumerate(range(first, first + count))
    )


def _mac(address: PciAddress) -> str:
    """A locally administered MAC of its own for every address."""
    return f"02:00:{address.domain:02x}:{address.bus:02x}:{address.slot:02x}:{address.function:02x}"
