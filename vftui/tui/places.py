"""What a row of the trees stands for, as far as problems are about it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from vftui.model.host import Host
from vftui.model.network import ForwardMode, InterfaceMember, ListedPfMember, Member, PfMember
from vftui.model.pci import PciAddress
from vftui.model.pool import resolve
from vftui.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Place:
    """A network, a member of one with the devices that it stands for, or devices of the host.

    `name` is what people call it.
    """

    name: str
    network: str | None = None
    member: Member | None = None
    devices: frozenset[PciAddress] = frozenset()

    def concerns(self, problem: Problem) -> bool:
        """Whether a problem is about this place: a network's are those of its members, too."""
        if self.network is not None and self.network not in problem.networks:
            return False
        if self.member is None and not self.devices:
            return True
        named = self.network == problem.network and self.member in problem.members
        return named or not self.devices.isdisjoint(problem.devices)


def problems_at(place: Place, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that are about a place, in the order given."""
    return tuple(problem for problem in problems if place.concerns(problem))


def devices_of(member: Member, mode: ForwardMode, host: Host) -> frozenset[PciAddress]:
    """The VFs that a member of a network of this mode means, handed out now or not, and the PF that it names."""
    vfs = {vf.address for vf in resolve(member, mode, host).claimed}
    match member:
        case InterfaceMember(dev) | PfMember(dev) | ListedPfMember(dev):
            pf = host.pf_by_netdev.get(dev)
            return frozenset(vfs if pf is None else vfs | {pf.address})
        case _:
            return frozenset(vfs)
