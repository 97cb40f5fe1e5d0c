"""What a host has: physical functions and their virtual functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from vftui.model.pci import PciAddress


class Link(StrEnum):
    """The state of a physical link, where the driver tells it."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class VirtualFunction:
    """One VF. `index` is the N of the PF's `virtfnN` link, which is not the PCI function number.

    `netdev` is None without a network driver (none bound, or vfio-pci). `used_by` names what is known to hold the
    VF now, for example a guest's macvtap device; None where nothing is known to. `host_use` says what the host itself
    does with the netdev, as phrases that follow "it": "has 10.0.0.5", "is in bridge br0", "carries the default route".
    """

    index: int
    address: PciAddress
    netdev: str | None = None
    driver: str | None = None
    mac: str | None = None
    iommu_group: int | None = None
    used_by: str | None = None
    host_use: tuple[str, ...] = ()

    @property
    def user(self) -> str | None:
        """Who uses it now: `host`, or the name of what holds it; None where nobody is known to."""
        return "host" if self.host_use else self.used_by


@dataclass(frozen=True, slots=True)
class PhysicalFunction:
    """One PF with the VFs that are enabled now, in index order.

    `link` is the carrier, `admin_up` what `ip link set up` sets, `host_use` as of a VF, `used_by` names the guests that
    hold the PF itself. `numvfs_setting` names the file that makes the VFs at boot; None where none was found. Facts
    that are unknown are None.
    """

    address: PciAddress
    netdevs: tuple[str, ...] = ()
    driver: str | None = None
    vendor: str | None = None
    device: str | None = None
    mac: str | None = None
    link: Link | None = None
    speed_mbps: int | None = None
    numa_node: int | None = None
    totalvfs: int = 0
    admin_up: bool | None = None
    host_use: tuple[str, ...] = ()
    numvfs_setting: str | None = None
    vfs: tuple[VirtualFunction, ...] = ()
    used_by: str | None = None

    @property
    def name(self) -> str:
        """The first netdev name, or the address where there is none."""
        return self.netdevs[0] if self.netdevs else str(self.address)

    @property
    def numvfs(self) -> int:
        """How many VFs are enabled: the links counted, for reading `sriov_numvfs` can block (LIBVIRT.md 0.10)."""
        return len(self.vfs)


@dataclass(frozen=True)
class Host:
    """Everything an inventory found. `source` says, for people, where it comes from.

    `others` names the netdevs that are neither PF nor VF, so that a pool of them is not taken for a mistake.
    """

    name: str
    source: str
    pfs: tuple[PhysicalFunction, ...] = ()
    others: tuple[str, ...] = ()

    @cached_property
    def vf_by_address(self) -> Mapping[PciAddress, VirtualFunction]:
        return {vf.address: vf for pf in self.pfs for vf in pf.vfs}

    @cached_property
    def pf_of(self) -> Mapping[PciAddress, PhysicalFunction]:
        """The PF of each VF, by the VF's address."""
        return {vf.address: pf for pf in self.pfs for vf in pf.vfs}

    @cached_property
    def pf_by_address(self) -> Mapping[PciAddress, PhysicalFunction]:
        return {pf.address: pf for pf in self.pfs}

    @cached_property
    def vf_by_netdev(self) -> Mapping[str, VirtualFunction]:
        return {vf.netdev: vf for pf in self.pfs for vf in pf.vfs if vf.netdev is not None}

    @cached_property
    def pf_by_netdev(self) -> Mapping[str, PhysicalFunction]:
        return {name: pf for pf in self.pfs for name in pf.netdevs}

    @cached_property
    def shared_iommu_groups(self) -> Mapping[int, Sequence[VirtualFunction]]:
        """The IOMMU groups that hold more than one VF, by number."""
        groups: dict[int, list[VirtualFunction]] = {}
        for vf in self.vf_by_address.values():
            if vf.iommu_group is not None:
                groups.setdefault(vf.iommu_group, []).append(vf)
        return {group: vfs for group, vfs in groups.items() if len(vfs) > 1}

    def vf_name(self, address: PciAddress) -> str:
        """`ens1f0#7`, the canonical name of a VF; the plain address where the host has no such VF."""
        if (vf := self.vf_by_address.get(address)) is None:
            return str(address)
        return f"{self.pf_of[address].name}#{vf.index}"
