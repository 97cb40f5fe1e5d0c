"""The networks, and their pool members under them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from textual import events
from textual.message import Message

from vftui.model.host import VirtualFunction
from vftui.model.network import ListedPfMember, Member, Network, PfMember
from vftui.model.pci import PciAddress
from vftui.model.pool import effective_kind, effective_vfs, kind_of, resolve
from vftui.model.revision import UnreadableDocument
from vftui.model.text import counted
from vftui.model.whole_pfs import NO_DRIFT, Drift, WholePfMember, drift
from vftui.tui import labels, marks, running_labels
from vftui.tui.drag import Into, Load, NewPool, Target
from vftui.tui.effective import skipped_vfs
from vftui.tui.lines import Line, Span, parts_line
from vftui.tui.places import Place, devices_of
from vftui.tui.widgets.rows import Key, Row, fold_of
from vftui.tui.widgets.tree import Tree
from vftui.workspace import Workspace


class NetworkKey(NamedTuple):
    """The row of a network."""

    network: str


class MemberKey(NamedTuple):
    """The row of a member; `nth` tells equal members apart."""

    network: str
    member: Member
    nth: int


class PoolVfKey(NamedTuple):
    """The row of a VF that a whole PF brings."""

    network: str
    address: PciAddress


class UnreadableKey(NamedTuple):
    """The row of a document that cannot be read."""

    path: str


NEW_KEY = "new network"


class MemberAt(NamedTuple):
    """What a member's row shows; `counts` unless libvirt drops or refuses the member."""

    network: Network
    position: int
    member: Member
    counts: bool


class NetworkTree(Tree):
    """One row a network, one a member; a whole PF unfolds to its VFs."""

    @dataclass
    class MenuWanted(Message):
        """The right button on a row of a network; the cursor stands there by now."""

        rows: "NetworkTree"

        @property
        def control(self) -> "NetworkTree":
            return self.rows

    def __init__(self, workspace: Workspace, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(workspace, id=id)
        self._toggled: set[Key] = set()

    def toggle(self, key: Key) -> None:
        """Fold or unfold a network, or a whole PF in one."""
        self._toggled ^= {key}
        self.rebuild()

    def build_rows(self) -> Iterable[Row]:
        for network in self._workspace.draft:
            rows = list(self._member_rows(network))
            named = self._matches(network.name.casefold())
            if self._words and not named:
                rows = [row for row in rows if self._matches(self._text(row).casefold())]
                if not rows:
                    continue
            key = NetworkKey(network.name)
            closed = key in self._toggled and not self._words
            yield Row(key, "network", network, fold=fold_of(network.members, closed=closed), marks=False)
            if not closed:
                yield from rows
        for document in self._workspace.unreadable:
            yield Row(UnreadableKey(document.path), "unreadable", document, marks=False)
        if not self._workspace.read_only:
            yield Row(NEW_KEY, "new", None, marks=False)

    def _member_rows(self, network: Network) -> Iterator[Row]:
        kind = effective_kind(network)
        seen: Counter[Member] = Counter()
        for position, member in enumerate(network.members):
            key = MemberKey(network.name, member, seen[member])
            seen[member] += 1
            subject = MemberAt(network, position, member, kind_of(member) is kind)
            if not isinstance(member, WholePfMember):
                yield Row(key, "member", subject, depth=1)
                continue
            # A whole PF is folded until it is asked for: its VFs are not members.
            vfs = resolve(member, network.mode, self._workspace.host).vfs
            opened = key in self._toggled
            yield Row(key, "member", subject, depth=1, fold=fold_of(vfs, closed=not opened))
            if opened:
                yield from (Row(PoolVfKey(network.name, vf.address), "vf", vf, depth=2, leaf=True) for vf in vfs)

    def draw_row(self, row: Row, width: int) -> Line:
        match row.subject:
            case Network() as network:
                return self._network_line(network, width)
            case MemberAt() as at:
                return self._member_line(at, width)
            case VirtualFunction() as vf:
                name = self._workspace.host.vf_name(vf.address)
                used = [Span(f"used by {vf.user}", "warn")] if vf.user else []
                parts = [Span(vf.netdev or "no netdev"), *used, Span(name, "dim"), Span(str(vf.address), "dim")]
                return parts_line(parts, width)
            case UnreadableDocument() as document:
                return labels.unreadable_line(document, width)
            case _:
                return parts_line([Span("+ new network: n, or drop VFs here", "dim")], width)

    def _member_line(self, at: MemberAt, width: int) -> Line:
        host, network, member = self._workspace.host, at.network, at.member
        resolution = resolve(member, network.mode, host)
        if not at.counts:
            return labels.uncounted_line(member, resolution, width)
        if isinstance(member, WholePfMember):
            return labels.whole_pf_line(member, resolution, self._drift(network, member), width)
        return labels.member_line(member, resolution, host, self._others(network, resolution.vfs), width)

    def _network_line(self, network: Network, width: int) -> Line:
        host, workspace = self._workspace.host, self._workspace
        problems, state = workspace.problems_of(network.name), workspace.state(network)
        unusual = (
            *marks.change_mark(changed=workspace.is_changed(network), stored=workspace.path(network) is not None),
            *marks.trouble_marks(problems),
            *marks.departures(workspace.verdict(network), len(skipped_vfs(network, host))),
            *running_labels.state_marks(state, len(workspace.attachments(network))),
        )
        minor = (*running_labels.autostart_mark(state), *marks.hint_mark(problems))
        return labels.network_line(network, len(effective_vfs(network, host)), unusual, minor, width)

    def sign(self, row: Row) -> Span | None:
        return marks.row_sign(self.problems(row))

    def place(self, row: Row) -> Place | None:
        host = self._workspace.host
        match row:
            case Row(key=NetworkKey(name)):
                return Place(name, name)
            case Row(subject=MemberAt(network, _, member)):
                devices = devices_of(member, network.mode, host)
                return Place(labels.member_text(member), network.name, member, devices)
            case Row(key=PoolVfKey(name, address)):
                return Place(host.vf_name(address), name, devices=frozenset({address}))
            case _:
                return None

    def _others(self, network: Network, vfs: tuple[VirtualFunction, ...]) -> tuple[str, ...]:
        if len(vfs) != 1:
            return ()
        owner = self._workspace.owners.get(vfs[0].address, ())
        return (network.name, *(name for name in owner if name != network.name))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        # During a drag the same button cancels it.
        dragging = self._pressed is not None
        if event.button == 3 and not dragging and self.content_region.contains_point(event.screen_offset):
            row = self.row_at(event.screen_offset)
            if row is not None and self.target(row) is not None and row.key != NEW_KEY:
                self.focus()
                self.move_to(row.key)
                self.post_message(self.MenuWanted(self))

    def network_at_cursor(self) -> str | None:
        """The name of the network that the cursor is in."""
        match self.cursor_row:
            case Row(key=NetworkKey(name) | MemberKey(name) | PoolVfKey(name)):
                return name
            case _:
                return None

    def target(self, row: Row | None) -> Target | None:
        """Where something dropped on this row would go; None where it cannot go. No row is the empty place."""
        match row:
            case None | Row(key="new network"):
                return None if self._workspace.read_only else NewPool()
            case Row(subject=Network() as network):
                return Into(network.name)
            case Row(subject=MemberAt(network, position, _)):
                return Into(network.name, position)
            case Row(key=PoolVfKey(name)):
                return Into(name)
            case _:
                return None

    def load(self, keys: Iterable[Key]) -> Load:
        """What dragging these rows carries, in the order of the networks."""
        wanted = frozenset(keys)
        members: list[tuple[str, Member]] = []
        items: list[PciAddress] = []
        for network in self._workspace.draft:
            seen: Counter[Member] = Counter()
            for member in network.members:
                if MemberKey(network.name, member, seen[member]) in wanted:
                    members.append((network.name, member))
                elif isinstance(member, WholePfMember):
                    vfs = resolve(member, network.mode, self._workspace.host).vfs
                    items += [vf.address for vf in vfs if PoolVfKey(network.name, vf.address) in wanted]
                seen[member] += 1
        return Load(tuple(items), tuple(members), sum(self.line_of(key) is None for key in wanted))

    def detail(self) -> str:
        """Everything about the row under the cursor."""
        match self.cursor_row:
            case Row(subject=Network() as network):
                return self._network_detail(network)
            case Row(subject=MemberAt(network, _, member)):
                return self._member_detail(network, member)
            case Row(subject=VirtualFunction() as vf):
                return self._vf_detail(vf)
            case Row(subject=UnreadableDocument() as document):
                where = f", line {document.line}" if document.line else ""
                return f"{document.path}{where}: {document.reason}"
            case _:
                return ""

    def _network_detail(self, network: Network) -> str:
        state, attachments = self._workspace.state(network), self._workspace.attachments(network)
        texts = running_labels.state_texts(state, attachments)
        return labels.network_detail(network, texts, self._workspace.path(network))

    def _member_detail(self, network: Network, member: Member) -> str:
        resolution = resolve(member, network.mode, self._workspace.host)
        if isinstance(member, PfMember) and resolution.vfs:
            return f"{member.dev} · whole PF: follows it, {counted(len(resolution.vfs), 'VF')} if started now"
        if isinstance(member, ListedPfMember):
            texts = [counted(len(member.listed), "VF"), *labels.drift_texts(self._drift(network, member))]
            return f"{member.dev} · whole PF: a list made at a time, {', '.join(texts)}"
        if resolution.vfs:
            return self._vf_detail(resolution.vfs[0])
        return f"{labels.member_text(member)} · {resolution.note}"

    def _drift(self, network: Network, member: Member) -> Drift:
        return drift(member, network, self._workspace.host) if isinstance(member, ListedPfMember) else NO_DRIFT

    def _text(self, row: Row) -> str:
        match row.subject:
            case MemberAt(network, _, member):
                vfs = resolve(member, network.mode, self._workspace.host).vfs
                names = [self._vf_text(vf) for vf in vfs]
                return " ".join([labels.member_text(member), *names])
            case VirtualFunction() as vf:
                return self._vf_text(vf)
            case _:
                return ""

    def _vf_text(self, vf: VirtualFunction) -> str:
        return f"{self._workspace.host.vf_name(vf.address)} {vf.netdev or ''} {vf.address} {vf.user or ''}"
