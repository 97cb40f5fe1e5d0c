"""What the operator is doing: the host, the stored networks and the draft on top of them. The UI's only door."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol
from uuid import uuid4

from vftui.errors import DocumentError, EditRefusedError, StoreError
from vftui.inventory.base import Inventory
from vftui.model.edits import Edit, Outcome
from vftui.model.history import History
from vftui.model.host import Host, VirtualFunction
from vftui.model.network import Draft, Member, Network
from vftui.model.pci import PciAddress
from vftui.model.pool import lost_members, owners, resolve
from vftui.model.revision import UnreadableDocument, UnsavedNetwork
from vftui.model.wording import lost_sentence
from vftui.netxml.diff import DiffLine, unified
from vftui.netxml.document import NetworkDocument
from vftui.stores.base import NetworkStore
from vftui.stores.checkout import Checkout, Collision
from vftui.stores.pending import PendingChange

__all__ = ["HostSource", "Keeper", "PendingChange", "Workspace"]

# The one thing of the inventory that the screen needs to know: how to read the host again, and when.
HostSource = Inventory


class Keeper(Protocol):
    """Keeps edits aside that are not written, for a session that ends without asking."""

    def keep(self, edits: Sequence[UnsavedNetwork]) -> None:
        """Keep these in the place of those kept before. Raises StoreError."""
        ...

    def left_behind(self) -> tuple[UnsavedNetwork, ...]:
        """What an earlier session left; () where none did."""
        ...

    def drop_left_behind(self) -> None:
        """Forget what earlier sessions left."""
        ...


class Workspace:
    """Inventory value, stored networks, draft and history. Nothing is written before `write`."""

    def __init__(self, host: Host, store: NetworkStore, *, new_uuid: Callable[[], str] = lambda: str(uuid4())) -> None:
        self._host = host
        self._store = store
        self._checkout = Checkout(store)
        self._history = History(Draft())
        self._owners: tuple[Draft, Host, Mapping[PciAddress, tuple[str, ...]]] | None = None
        self.new_uuid = new_uuid
        self.reload()

    # What there is

    @property
    def host(self) -> Host:
        return self._host

    @property
    def draft(self) -> Draft:
        return self._history.present

    @property
    def location(self) -> str:
        return self._store.location

    @property
    def read_only(self) -> bool:
        return self._store.read_only

    @property
    def unreadable(self) -> tuple[UnreadableDocument, ...]:
        """What is stored and no network that can be shown; it is never written to."""
        return self._checkout.unreadable

    @property
    def owners(self) -> Mapping[PciAddress, tuple[str, ...]]:
        """The networks that hand out each VF, by address."""
        if self._owners is None or self._owners[0] is not self.draft or self._owners[1] is not self._host:
            self._owners = (self.draft, self._host, owners(self.draft, self._host))
        return self._owners[2]

    def vfs(self, network: Network, member: Member) -> tuple[VirtualFunction, ...]:
        """The VFs that a member of a network stands for on this host."""
        return resolve(member, network.mode, self._host).vfs

    def path(self, network: Network) -> str | None:
        """Where the network is stored; None where it is not yet."""
        return self._checkout.path(network)

    # Edits

    def do(self, edit: Edit) -> str:
        """Make an edit and return its sentence. Raises EditRefusedError, and then nothing has changed."""
        draft, sentence = self._tried(edit)
        self._history = self._history.do(draft, sentence)
        return sentence

    def preview(self, edit: Edit) -> str:
        """The sentence of an edit without making it. Raises EditRefusedError with the reason why it cannot be."""
        return edit.apply(self.draft, self._host).sentence

    def check(self, edit: Edit) -> None:
        """Raise EditRefusedError where an edit could not be made or its result not be kept in this store."""
        self._tried(edit)

    def undo(self) -> str | None:
        """Take back the last edit and return its sentence; None where there is none."""
        sentence = self._history.undoable
        self._history = self._history.undo()
        return sentence

    def redo(self) -> str | None:
        """Make the last undone edit again and return its sentence; None where there is none."""
        sentence = self._history.redoable
        self._history = self._history.redo()
        return sentence

    @property
    def history(self) -> History[Draft]:
        return self._history

    def _tried(self, edit: Edit) -> Outcome:
        """The edit's outcome, once the store accepts its new names and every document can be written as asked."""
        outcome = edit.apply(self.draft, self._host)
        # By identity: a network is a value of a thousand members, and most are the same object as before.
        before = set(map(id, self.draft))
        for network in outcome.draft:
            if id(network) in before:
                continue
            try:
                if self.draft.find(network.name) is None:
                    self._store.check_name(network.name)
                self._checkout.document(network)
            except StoreError as error:
                raise EditRefusedError(error.message) from error
            except DocumentError as error:
                raise EditRefusedError(f"{error.title}: {error.message}") from error
        return outcome

    # Documents

    def document(self, network: Network) -> NetworkDocument:
        """The document that a write would store for the network."""
        return self._checkout.document(network)

    def diff(self, network: Network) -> tuple[DiffLine, ...]:
        """The network's document against what is stored."""
        return unified(self._checkout.text(network), self._checkout.document(network).text)

    def is_changed(self, network: Network) -> bool:
        """Whether a write would change the network's document."""
        return self._checkout.is_changed(network)

    def changes(self) -> tuple[PendingChange, ...]:
        """What a write would do, in the order of the draft, deletions last. Looks into the store for conflicts."""
        return self._checkout.changes(self.draft)

    @property
    def change_count(self) -> int:
        """How many networks a write would touch, without looking into the store."""
        return sum(map(self._checkout.is_changed, self.draft)) + len(self._checkout.gone(self.draft))

    # Reading and writing

    def refresh(self, host: Host) -> str | None:
        """Take a newer state of the host; a sentence where pools can no longer hand out what they could before."""
        before, self._host = self._host, host
        lost = [(network, lost_members(network, before, host)) for network in self.draft]
        return lost_sentence([(network.name, members) for network, members in lost if members])

    def reload(self) -> None:
        """Read the store again and start from what it holds; unsaved edits are gone and cannot be undone."""
        self._history = History(Draft(self._checkout.load()))

    def write(self) -> tuple[str, ...]:
        """Write every change, all or none, and return the names. Raises StoreError or ConflictError: then none is."""
        return self._checkout.write(self.draft)

    def unsaved(self) -> tuple[UnsavedNetwork, ...]:
        """The edits that are not written, in a form that outlives the session; () without any."""
        return self._checkout.unsaved(self.draft)

    def restore(self, edits: Sequence[UnsavedNetwork]) -> str:
        """Make the edits that an earlier session left, as one step, and return its sentence.

        They go on top of what is stored now. What cannot be brought back is named in the sentence.
        """
        draft, stuck = _restored(self.draft, edits)
        lost = [edit.name for edit in stuck]
        overtaken = [edit.name for edit in edits if self._checkout.revision(edit.origin) != edit.expected]
        made = [edit.name for edit in edits if edit.name not in lost]
        sentence = f"Restore the edits of {', '.join(made) or 'no network'}"
        if overtaken:
            sentence += f"; {', '.join(overtaken)} changed in the store since, so look at the diff"
        if lost:
            sentence += f"; not {', '.join(lost)}, for another network has the name or it cannot be read"
        self._history = self._history.do(draft, sentence)
        return sentence

    def take_theirs(self, name: str) -> str:
        """Settle a conflict: drop the draft's version of a network for what is stored now. Can be undone.

        Raises EditRefusedError where that cannot be, StoreError or DocumentError where it cannot be read.
        """
        collision = self._checkout.collision(name, self.draft)
        draft = self._with_theirs(collision)
        self._checkout.settle(collision)
        sentence = f"Take {name} as it is stored now"
        self._history = self._history.do(draft, sentence)
        return sentence

    def keep_mine(self, name: str) -> str:
        """Settle a conflict: the draft stays as it is, on top of what is stored now. Raises like `take_theirs`."""
        collision = self._checkout.collision(name, self.draft)
        self._checkout.settle(collision)
        kept = any(network.origin == collision.origin for network in self.draft)
        if collision.theirs is None:
            return f"{name} is gone from the store, and {'will be written as new' if kept else 'stays so'}."
        return (
            f"{name} stays as it is here, in what is stored now." if kept else f"{name} will be deleted all the same."
        )

    def _with_theirs(self, collision: Collision) -> Draft:
        """The draft with what is stored now in the place of what it has."""
        mine = next((network for network in self.draft if network.origin == collision.origin), None)
        if collision.theirs is None:
            return self.draft.without(mine.name) if mine else self.draft
        theirs = collision.theirs.network
        if (other := self.draft.find(theirs.name)) and other is not mine:
            raise EditRefusedError(
                f"What is stored now is named {theirs.name}, and so is another network here. Rename that one first."
            )
        return self.draft.put(mine.name, theirs) if mine else self.draft.add(theirs)


def _restored(draft: Draft, edits: Sequence[UnsavedNetwork]) -> tuple[Draft, Sequence[UnsavedNetwork]]:
    """The draft with the edits in it, and those that cannot be made.

    One may wait for another: a network takes the name of one that is deleted or renamed.
    """
    while edits:
        stuck = []
        for edit in edits:
            restored = _with(draft, edit)
            draft = restored or draft
            stuck += [edit] if restored is None else []
        if len(stuck) == len(edits):
            break
        edits = stuck
    return draft, edits


def _with(draft: Draft, edit: UnsavedNetwork) -> Draft | None:
    """The draft with the edit in it; None where it cannot be made any more."""
    mine = next((network for network in draft if network.origin == edit.origin), None)
    if edit.content is None:
        return draft.without(mine.name) if mine else draft
    try:
        network = NetworkDocument.parse(edit.content, edit.origin).network
    except DocumentError:
        return None
    if (other := draft.find(network.name)) and other is not mine:
        return None
    return draft.put(mine.name, network) if mine else draft.add(network)
