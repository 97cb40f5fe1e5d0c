"""What the operator is doing: the host, the stored networks and the draft on top of them. The UI's only door."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from uuid import uuid4

from vftui.assessment import Assessment, Assessor
from vftui.errors import DocumentError, EditRefusedError, StoreError
from vftui.inventory.base import Inventory
from vftui.model import news
from vftui.model.edits import Edit, Outcome
from vftui.model.force import NOTHING_RUNS, LiveNetwork
from vftui.model.history import History
from vftui.model.host import Host, VirtualFunction
from vftui.model.network import Draft, Member, Network
from vftui.model.network_actions import Action, meaning, obstacle, refuse_impossible
from vftui.model.news import Deed
from vftui.model.pci import PciAddress
from vftui.model.pool import lost_members, owners, resolve
from vftui.model.problem import Problem
from vftui.model.revision import UnreadableDocument, UnsavedNetwork
from vftui.model.running import Running
from vftui.model.verdict import V11_3, LibvirtVersion, Verdict
from vftui.model.wording import lost_sentence
from vftui.netxml.diff import DiffLine, unified
from vftui.netxml.document import NetworkDocument
from vftui.netxml.schema import Schema
from vftui.observed import Observed
from vftui.progress import Progress
from vftui.stores.base import Keeper, NetworkStore, Runtime
from vftui.stores.checkout import Checkout, Fetched
from vftui.stores.pending import PendingChange
from vftui.stores.restored import restored, restored_sentence
from vftui.stores.settling import kept_sentence, with_theirs

__all__ = ["Fetched", "HostSource", "Keeper", "PendingChange", "Runtime", "Workspace"]

# The one thing of the inventory that the screen needs to know: how to read the host again, and when.
HostSource = Inventory


class Workspace(Observed):
    """Host, stored networks, draft and history, and what libvirt runs. Nothing is written before `write`.

    What may take time is for a worker thread: `fetch` and `foresee` at any time, for they change nothing that is seen;
    `changes`, `write`, `act`, `take_theirs` and `keep_mine` while nobody else uses the workspace. The rest is for one
    thread.
    """

    def __init__(  # noqa: PLR0913 - by name, all but two
        self,
        host: Host,
        store: NetworkStore,
        *,
        runtime: Runtime | None = None,
        libvirt: LibvirtVersion = V11_3,
        schema: Schema | None = None,
        new_uuid: Callable[[], str] = lambda: str(uuid4()),
        progress: Progress | None = None,
    ) -> None:
        """`progress` is told how the first reading of the store goes. Raises like `fetch`."""
        super().__init__(host, Checkout(store), runtime)
        self._store = store
        self._new_assessor = partial(Assessor, libvirt, schema, self._checkout.document)
        self._assessor = self._new_assessor()
        self._foreseen: tuple[Host, Assessor] | None = None
        self._history = History(Draft())
        self._owners: tuple[Draft, Host, Mapping[PciAddress, tuple[str, ...]]] | None = None
        self.libvirt = libvirt
        self.new_uuid = new_uuid
        self.reload(self.fetch(progress))

    # What there is

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

    def is_free(self, vf: VirtualFunction) -> bool:
        """Whether no network owns the VF, and nothing is known to use it."""
        return vf.address not in self.owners and vf.user is None

    def vfs(self, network: Network, member: Member) -> tuple[VirtualFunction, ...]:
        """The VFs that a member of a network stands for on this host."""
        return resolve(member, network.mode, self._host).vfs

    def path(self, network: Network) -> str | None:
        """Where the network is stored; None where it is not yet."""
        return self._checkout.path(network)

    # What runs

    def take_running(self, running: Running) -> str | None:
        """Take a newer state of what runs; a sentence where it says something the operator has to know."""
        before = self.running
        deeds = self._take_running(running)
        stored = Draft(tuple(network for _, network in self._checkout.networks.values()))
        told = (self._told(deeds), news.taken_by_guests(running, before, stored, self.draft, self.host))
        return " ".join(filter(None, told)) or None

    def _told(self, deeds: Collection[Deed]) -> str | None:
        if not deeds:
            return None
        advice = "" if self.is_untouched else ": r reads the networks again"
        collides = ", w shows what collides" if self.change_count else ""
        return f"{news.outside_sentence(deeds)}{advice}{collides}."

    @property
    def is_untouched(self) -> bool:
        """Whether nothing is lost by `reload`: no edit, and none to undo or to redo."""
        return self._history.undoable is None and self._history.redoable is None

    def obstacle(self, action: Action, name: str) -> str | None:
        """Why the action cannot be done to the network of that name in the draft; None where it can, or is not run."""
        live = self._live(name)
        return obstacle(action, live) if live else None

    def meaning(self, action: Action, name: str) -> str:
        """What the action is for the network and its guests, in one to three sentences; '' where nothing is run."""
        if (live := self._live(name)) is None:
            return ""
        network = self.draft.get(name)
        # What is started is what is stored, of which nothing is said here once it has been edited.
        error = None if self.is_changed(network) else self.verdict(network).start_error
        return meaning(action, live, error.message if error else None)

    def _live(self, name: str) -> LiveNetwork | None:
        network = self.draft.find(name)
        return self.live.of(network) if network else None

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
        refuse_impossible(self.draft, outcome.draft, self.live)
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

    def changes(self, progress: Progress | None = None) -> tuple[PendingChange, ...]:
        """What a write would do, in the order of the draft, deletions last. Looks into the store for conflicts."""
        return self._checkout.changes(self.draft, progress)

    @property
    def change_count(self) -> int:
        """How many networks a write would touch, without looking into the store."""
        return sum(map(self._checkout.is_changed, self.draft)) + len(self._checkout.gone(self.draft))

    # What libvirt would do

    @property
    def assessment(self) -> Assessment:
        """The verdict on every network of the draft on this host, and everything that is wrong or risky."""
        return self._assessor.assess(self.draft, self._inventoried, self._host, self.live)

    def verdict(self, network: Network) -> Verdict:
        """What libvirt would do with the document that a write would store for a network of the draft."""
        return self.assessment.verdicts[network.name]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong or risky in the draft on this host, errors first."""
        return self.assessment.problems

    def problems_of(self, name: str) -> tuple[Problem, ...]:
        """The problems that the network of that name is part of."""
        return self.assessment.of_network(name)

    # Reading and writing

    def foresee(self, host: Host) -> None:
        """Assess the draft on a host before `refresh` takes it: a quarter of a second for 1,000 networks.

        May be called from another thread, so that this time is not the keyboard's.
        """
        assessor = self._new_assessor()
        # Where the networks are read again meanwhile, there are no documents of these any more: nothing is foreseen.
        with suppress(DocumentError):
            assessor.assess(self.draft, host, host, NOTHING_RUNS)
            self._foreseen = host, assessor

    def refresh(self, host: Host) -> str | None:
        """Take a newer state of the host; a sentence where pools can no longer hand out what they could before."""
        before = self.host
        self._take_host(host)
        if self._foreseen is not None and self._foreseen[0] is host:
            self._assessor, self._foreseen = self._foreseen[1], None
        lost = [(network, lost_members(network, before, host)) for network in self.draft]
        return lost_sentence([(network.name, members) for network, members in lost if members])

    def fetch(self, progress: Progress | None = None) -> Fetched:
        """Read the store, for `reload`. Raises StoreError, or StoppedError by `progress`."""
        return self._checkout.fetch(progress)

    def reload(self, fetched: Fetched | None = None) -> None:
        """Start from what was fetched, or from what the store holds; unsaved edits are gone and cannot be undone."""
        self._history = History(Draft(self._read_again(fetched or self._checkout.fetch())))

    def write(self, progress: Progress | None = None) -> tuple[str, ...]:
        """Write every change, all or none, and return the names.

        Raises StoreError, ConflictError or StoppedError: then none is written.
        """
        written = self._checkout.write(self.draft, progress)
        if written.draft is not self.draft:
            self._history = replace(self._history, present=written.draft)
        return written.names

    def unsaved(self) -> tuple[UnsavedNetwork, ...]:
        """The edits that are not written, in a form that outlives the session; () without any."""
        return self._checkout.unsaved(self.draft)

    def restore(self, edits: Sequence[UnsavedNetwork]) -> str:
        """Make the edits that an earlier session left, as one step, and return its sentence.

        They go on top of what is stored now. What cannot be brought back is named in the sentence.
        """
        draft, stuck = restored(self.draft, edits)
        overtaken = [edit.name for edit in edits if self._checkout.revision(edit.origin) != edit.expected]
        sentence = restored_sentence(edits, stuck, overtaken)
        self._history = self._history.do(draft, sentence)
        return sentence

    def take_theirs(self, name: str) -> str:
        """Settle a conflict: drop the draft's version of a network for what is stored now. Can be undone.

        Raises EditRefusedError where that cannot be, StoreError or DocumentError where it cannot be read.
        """
        collision = self._checkout.collision(name, self.draft)
        draft = with_theirs(self.draft, collision)
        self._checkout.settle(collision)
        sentence = f"Take {name} as it is stored now"
        self._history = self._history.do(draft, sentence)
        return sentence

    def keep_mine(self, name: str) -> str:
        """Settle a conflict: the draft stays as it is, on top of what is stored now. Raises like `take_theirs`."""
        collision = self._checkout.collision(name, self.draft)
        self._checkout.settle(collision)
        return kept_sentence(name, self.draft, collision)
