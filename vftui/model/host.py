"""What a host has: physical functions and their virtual functions."""

from collections.abc import Mapping
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
    VF now, for example a guest's macvtap device; None where nothing is known to.
    """

    index: int
    address: PciAddress
    netdev: str | None = None
    driver: str | None = None
    mac: str | None = None
    iommu_group: int | None = None
    used_by: str | None = None


@dataclass(frozen=True, slots=True)
class PhysicalFunction:
    """One PF with the VFs that are enabled now, in index order. `speed_mbps` and `link` are None where unknown."""

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
    vfs: tuple[VirtualFunction, ...] = ()

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

    def vf_name(self, address: PciAddress) -> str:
        """`ens1f0#7`, the canonical name of a VF; the plain address where the host has no such VF."""
        if (vf := self.vf_by_address.get(address)) is None:
            return str(address)
        return f"{self.pf_of[address].name}#{vf.index}"
