"""The host: PFs, and their VFs under them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.network import ListedPfMember, PfMember
from vftui.model.pci import PciAddress
from vftui.model.problem import Severity
from vftui.model.wording import shortened
from vftui.tui import labels, marks
from vftui.tui.drag import Load
from vftui.tui.lines import Column, Line, Span, fit_columns, table_line, wrapped
from vftui.tui.places import Place
from vftui.tui.widgets.row_view import MARGIN
from vftui.tui.widgets.rows import Key, Row, fold_of
from vftui.tui.widgets.tree import Tree
from vftui.workspace import Workspace

_NO_CARD = "No SR-IOV network card found. Try `vftui --demo`."


class HostTree(Tree):
    """One row a PF, one row a VF; keys are PCI addresses."""

    def __init__(self, workspace: Workspace, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(workspace, id=id)
        self._drawn: Host | None = None
        self._folded: set[PciAddress] = set()
        self._columns: tuple[Column, ...] = ()
        self._widths: dict[int, tuple[int, ...]] = {}
        self._free: Mapping[PciAddress, int] = {}
        self._whole: Mapping[str, tuple[str, ...]] = {}

    def rebuild(self) -> None:
        self._count()
        self._drawn = self._workspace.host
        super().rebuild()

    def show_draft(self) -> None:
        """Draw what another draft changes: who owns which VF. The rows stay, unless a filter looks at owners."""
        if self._drawn is not self._workspace.host or self._words:
            self.rebuild()
        else:
            self._count()
            self.redraw()

    def _count(self) -> None:
        host, owners = self._workspace.host, self._workspace.owners
        longest = max((cell_len(labels.owner_span(names).text) for names in set(owners.values())), default=0)
        self._columns = labels.vf_columns(host, longest)
        self._widths = {}
        self._free = {pf.address: sum(map(self._workspace.is_free, pf.vfs)) for pf in host.pfs}
        whole: dict[str, tuple[str, ...]] = {}
        for network in self._workspace.draft:
            for member in network.members:
                if isinstance(member, PfMember | ListedPfMember):
                    whole[member.dev] = (*whole.get(member.dev, ()), network.name)
        self._whole = whole

    def toggle(self, address: PciAddress) -> None:
        """Fold or unfold a PF."""
        self._folded ^= {address}
        self.rebuild()

    def reveal(self, address: PciAddress) -> None:
        """Unfold what hides a VF and put the cursor on it."""
        if (pf := self._workspace.host.pf_of.get(address)) and pf.address in self._folded:
            self.toggle(pf.address)
        self.move_to(address)

    def build_rows(self) -> Iterable[Row]:
        for pf in self._workspace.host.pfs:
            vfs: Sequence[VirtualFunction] = pf.vfs
            if self._words and not self._matches(self._pf_text(pf)):
                vfs = [vf for vf in pf.vfs if self._matches(self._vf_text(pf, vf))]
                if not vfs:
                    continue
            closed = pf.address in self._folded and not self._words
            yield Row(pf.address, "pf", pf, fold=fold_of(pf.vfs, closed=closed))
            if not closed:
                yield from (Row(vf.address, "vf", vf, depth=1, leaf=True) for vf in vfs)

    def draw_row(self, row: Row, width: int) -> Line:
        match row.subject:
            case PhysicalFunction() as pf:
                whole = [name for netdev in pf.netdevs for name in self._whole.get(netdev, ())]
                return labels.pf_line(pf, self._free.get(pf.address, 0), whole, self.sign(row), width)
            case VirtualFunction() as vf:
                cells = labels.vf_cells(vf, self._workspace.owners.get(vf.address, ()))
                return table_line(cells, self._widths_for(width))
            case _:
                return ()

    def render_line(self, y: int) -> Strip:
        if self._workspace.host.pfs:
            return super().render_line(y)
        width = self.scrollable_content_region.width
        said = dict(enumerate(wrapped(_NO_CARD, max(MARGIN, width - 2 * MARGIN))))
        text = Segment(" " * MARGIN + said.get(y, ""), self.rich_style + self._tone("dim"))
        return Strip([text]).adjust_cell_length(width, self.rich_style)

    def sign(self, row: Row) -> Span | None:
        # By device, not by going through all problems: a page has many rows.
        place, of_device = self.place(row), self._workspace.assessment.of_device
        found = [problem for address in place.devices for problem in of_device(address)] if place else []
        return marks.row_sign(problem for problem in found if problem.severity is Severity.ERROR)

    def place(self, row: Row) -> Place | None:
        match row.subject:
            case PhysicalFunction() as pf:
                return Place(pf.name, devices=frozenset({pf.address, *(vf.address for vf in pf.vfs)}))
            case VirtualFunction() as vf:
                return Place(self._workspace.host.vf_name(vf.address), devices=frozenset({vf.address}))
            case _:
                return None

    def _widths_for(self, width: int) -> tuple[int, ...]:
        if width not in self._widths:
            self._widths[width] = fit_columns(self._columns, width)
        return self._widths[width]

    def detail(self) -> str:
        """Everything about the row under the cursor."""
        match self.cursor_row:
            case Row(subject=PhysicalFunction() as pf):
                return labels.pf_detail(pf)
            case Row(subject=VirtualFunction() as vf):
                return self._vf_detail(vf)
            case _:
                return ""

    def networks_at_cursor(self) -> tuple[str, ...]:
        """The networks that have the VF under the cursor; of a PF, those that follow it or have VFs of it."""
        owners = self._workspace.owners
        match self.cursor_row:
            case Row(subject=PhysicalFunction() as pf):
                whole = [name for netdev in pf.netdevs for name in self._whole.get(netdev, ())]
                return tuple(dict.fromkeys([*whole, *(name for vf in pf.vfs for name in owners.get(vf.address, ()))]))
            case Row(subject=VirtualFunction() as vf):
                return owners.get(vf.address, ())
            case _:
                return ()

    def whereabouts(self, networks: Sequence[str]) -> str:
        """In which networks, of which there are several, the VF or PF under the cursor is."""
        match self.cursor_row:
            case Row(subject=PhysicalFunction() as pf):
                return f"{pf.name} has VFs in {shortened(networks)}"
            case Row(subject=VirtualFunction() as vf):
                return f"{self._workspace.host.vf_name(vf.address)} is in {shortened(networks)}"
            case _:
                return ""

    def load(self, keys: Iterable[Key]) -> Load:
        """What dragging these rows carries, in the order of the host; a PF carries its VFs whole."""
        wanted = frozenset(keys)
        return Load(tuple(self._addresses(wanted)), hidden=sum(self.line_of(key) is None for key in wanted))

    def _addresses(self, wanted: frozenset[Key]) -> Iterator[PciAddress]:
        for pf in self._workspace.host.pfs:
            if pf.address in wanted:
                yield pf.address
            else:
                yield from (vf.address for vf in pf.vfs if vf.address in wanted)

    def _pf_text(self, pf: PhysicalFunction) -> str:
        return " ".join(
            str(part).casefold()
            for part in (*pf.netdevs, pf.address, pf.driver, pf.mac, pf.vendor, pf.device, pf.used_by)
            if part
        )

    def _vf_text(self, pf: PhysicalFunction, vf: VirtualFunction) -> str:
        owner = self._workspace.owners.get(vf.address, ("no pool",) if vf.user else ("free",))
        parts = (f"{pf.name}#{vf.index}", vf.netdev, vf.address, vf.driver, vf.mac, vf.user, *owner)
        return " ".join(str(part).casefold() for part in parts if part)
