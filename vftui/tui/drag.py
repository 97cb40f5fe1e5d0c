"""What a drag or a keyboard move carries, where it may go and what it would do there. Pure."""

from dataclasses import dataclass

from vftui.model.edits import Add, Edit, MoveMembers, TakeOutMembers, TakeOutVfs, Together
from vftui.model.network import Member
from vftui.model.pci import PciAddress

AUTO_SCROLL_EDGE = 1


@dataclass(frozen=True, slots=True)
class Load:
    """What is carried: VFs and PFs by address, and members by the network they are in.

    `hidden` counts those of them that a filter hides, so that nothing unseen moves unsaid.
    """

    items: tuple[PciAddress, ...] = ()
    members: tuple[tuple[str, Member], ...] = ()
    hidden: int = 0

    def __bool__(self) -> bool:
        return bool(self.items or self.members)

    @property
    def sources(self) -> tuple[str, ...]:
        """The networks whose members are carried, each once."""
        return tuple(dict.fromkeys(network for network, _ in self.members))

    def members_of(self, network: str) -> tuple[Member, ...]:
        return tuple(member for name, member in self.members if name == network)


@dataclass(frozen=True, slots=True)
class Into:
    """A place in a network: before the member at `position`, or at the end."""

    network: str
    position: int | None = None


@dataclass(frozen=True, slots=True)
class NewPool:
    """The empty place under the networks."""


@dataclass(frozen=True, slots=True)
class OutOfPools:
    """The host: what is dropped there leaves its networks."""


Target = Into | NewPool | OutOfPools


def edit_for(load: Load, target: Target, *, share: bool = False) -> Edit | None:
    """The edit that dropping `load` on `target` makes; None on the place for a new network, which asks for a name."""
    edits: list[Edit] = []
    match target:
        case NewPool():
            return None
        case OutOfPools():
            if load.items:
                edits.append(TakeOutVfs(load.items))
            edits += [TakeOutMembers(source, load.members_of(source)) for source in load.sources]
        case Into(network, position):
            if load.items:
                edits.append(Add(network, load.items, position, share=share))
            edits += [MoveMembers(source, load.members_of(source), network, position) for source in load.sources]
    return edits[0] if len(edits) == 1 else Together(tuple(edits))


def auto_scroll(y: int, height: int) -> int:
    """How many lines a list of `height` lines scrolls while a drag is at its line `y`: -1, 0 or 1.

    A pointer above or below the list scrolls too: the mouse is captured, so its way out of the list is seen.
    """
    if y < AUTO_SCROLL_EDGE:
        return -1
    return 1 if y >= height - AUTO_SCROLL_EDGE else 0
