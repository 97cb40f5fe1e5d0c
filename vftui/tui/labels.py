"""From the model to styled lines of a given width. Pure: no widget, no state.

A line is a tuple of spans. A span's tone is a role ("dim", "bad"), which the widget that draws it turns into a style;
whatever a tone says is also said by a word or a sign, for colour alone tells nothing on some terminals.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rich.cells import cell_len, set_cell_size

from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.network import AddressMember, InterfaceMember, Member, Network, OpaqueMember, PfMember
from vftui.model.pool import Resolution
from vftui.model.revision import UnreadableDocument
from vftui.model.text import counted, printable

Tone = Literal["plain", "name", "dim", "good", "warn", "bad"]
GAP = 2
# A part cut to less than this says nothing.
LEAST = 6


class Span(NamedTuple):
    """Some text in one tone."""

    text: str
    tone: Tone = "plain"


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the cells it would like, its rank, and the cells that it makes no sense below.

    Where space is short the highest rank goes first. A width of 0 means that there is nothing to show.
    """

    width: int
    rank: int
    least: int


def cut(text: str, width: int) -> str:
    """`text` made printable and at most `width` cells wide; what is cut ends with an ellipsis."""
    text = printable(text)
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


def fit_columns(columns: Sequence[Column], width: int) -> tuple[int, ...]:
    """The columns' widths within `width` cells, gaps included; 0 for one that has no room.

    Columns are admitted by rank at their least width; what is left widens them, by rank again.
    """
    by_rank = sorted((index for index, column in enumerate(columns) if column.width), key=lambda i: columns[i].rank)
    widths = [0] * len(columns)
    left = width + GAP
    for index in by_rank:
        if left < columns[index].least + GAP:
            break
        widths[index] = columns[index].least
        left -= widths[index] + GAP
    for index in by_rank:
        more = min(left, columns[index].width - widths[index]) if widths[index] else 0
        widths[index] += more
        left -= more
    return tuple(widths)


def table_line(cells: Sequence[Span], widths: Sequence[int]) -> Line:
    """The cells, each cut and padded to its width; cells of width 0 are left out."""
    spans: list[Span] = []
    for cell, width in zip(cells, widths, strict=True):
        if width:
            text = cut(cell.text, width)
            spans.append(Span(text + " " * (width - cell_len(text) + GAP), cell.tone))
    return tuple(spans)


def parts_line(parts: Iterable[Span], width: int) -> Line:
    """The parts that fit, in order of importance.

    The first without room enough is cut, where it has words to spare, and those after it are left out: half an address
    says nothing.
    """
    spans: list[Span] = []
    left = width
    for part in parts:
        gap = GAP if spans else 0
        text = cut(part.text, left - gap)
        if not text or (spans and text.endswith("…") and (left - gap < LEAST or " " not in part.text)):
            break
        spans += [Span(" " * gap), Span(text, part.tone)] if gap else [Span(text, part.tone)]
        left -= cell_len(text) + gap
    return tuple(spans)


# The host


def speed(mbps: int | None) -> str:
    """`25G`, `100M`; '' where unknown."""
    if mbps is None:
        return ""
    return f"{mbps // 1000}G" if mbps >= 1000 and mbps % 1000 == 0 else f"{mbps}M"


def link(pf: PhysicalFunction) -> Span:
    if pf.link is None:
        return Span("link ?", "dim")
    word = f"{pf.link.value} {speed(pf.speed_mbps)}".strip()
    return Span(word, "good" if pf.link.value == "up" else "warn")


def pf_line(pf: PhysicalFunction, free: int, whole_in: Sequence[str], width: int) -> Line:
    """One PF: name, VFs enabled and possible, how many are free, link, and more as there is room."""
    parts = [
        Span(f"{pf.name:<10}", "name"),
        Span(f"{pf.numvfs}/{pf.totalvfs} VFs", "plain" if pf.numvfs else "warn"),
        Span(f"{free} free", "plain" if free else "dim"),
        link(pf),
    ]
    if whole_in:
        parts.append(Span(f"whole in {', '.join(whole_in)}"))
    if pf.numa_node is not None:
        parts.append(Span(f"numa {pf.numa_node}", "dim"))
    if pf.netdevs:
        parts.append(Span(str(pf.address), "dim"))
    parts += [Span(text, "dim") for text in (pf.driver, pf.device, *pf.netdevs[1:]) if text]
    return parts_line(parts, width)


def vf_columns(host: Host, owner: int) -> tuple[Column, ...]:
    """The columns of `vf_cells`, as wide as this host needs; `owner` is the width of the longest owner."""
    vfs = [vf for pf in host.pfs for vf in pf.vfs]
    index = max((len(str(vf.index)) for vf in vfs), default=0) + 1
    netdev = max((len(vf.netdev or "") for vf in vfs), default=0)
    driver = max((len(vf.driver or "") for vf in vfs), default=0)
    used = max((len(vf.used_by or "") for vf in vfs), default=0)
    return (
        Column(index, 0, index),
        Column(12, 3, 12),
        Column(max(netdev, 9), 1, 9),
        Column(max(driver, 9), 4, 8),
        Column(17, 6, 17),
        Column(max(owner, 8), 2, 8),
        Column(min(used, 20), 5, min(used, 8)),
    )


def vf_cells(vf: VirtualFunction, owner: Sequence[str]) -> tuple[Span, ...]:
    """One VF in the columns of `vf_columns`."""
    return (
        Span(f"#{vf.index}", "name"),
        Span(str(vf.address), "dim"),
        Span(vf.netdev, "plain") if vf.netdev else Span("no netdev", "warn"),
        Span(vf.driver, "dim") if vf.driver else Span("no driver", "warn"),
        Span(vf.mac or "", "dim"),
        owner_span(owner),
        Span(vf.used_by or "", "warn"),
    )


def owner_span(owner: Sequence[str]) -> Span:
    """The network that owns a VF; more than one is trouble and says so with a sign."""
    if not owner:
        return Span("free", "dim")
    return Span(owner[0], "good") if len(owner) == 1 else Span(f"‼ {', '.join(owner)}", "bad")


def vf_detail(vf: VirtualFunction, host: Host, owner: Sequence[str]) -> str:
    """Everything about a VF in one sentence, for the detail line."""
    parts = [
        host.vf_name(vf.address),
        str(vf.address),
        vf.netdev or "no netdev",
        vf.driver or "no driver",
        vf.mac or "no MAC known",
        f"IOMMU group {vf.iommu_group}" if vf.iommu_group is not None else "no IOMMU group",
        f"in {' and '.join(owner)}" if owner else "free",
    ]
    if vf.used_by:
        parts.append(f"used by {vf.used_by}")
    return " · ".join(parts)


def pf_detail(pf: PhysicalFunction) -> str:
    """Everything about a PF in one sentence, for the detail line."""
    parts = [
        ", ".join(pf.netdevs) or "no netdev",
        str(pf.address),
        f"{pf.numvfs} of {counted(pf.totalvfs, 'VF')}",
        f"link {link(pf).text}" if pf.link else "link unknown",
        f"NUMA node {pf.numa_node}" if pf.numa_node is not None else "",
        pf.driver or "no driver",
        pf.mac or "",
        " ".join(text for text in (pf.vendor, pf.device) if text),
    ]
    return " · ".join(part for part in parts if part)


# Networks


def network_line(network: Network, vfs: int, unresolved: int, *, changed: str, width: int) -> Line:
    """One network: name, mode, how many VFs it hands out, and what is unusual about it. `changed` is '' or a word."""
    if network.obstacle is not None:
        parts = [Span(network.name, "name"), Span(f"not a pool: {network.obstacle}", "dim")]
    else:
        parts = [
            Span(network.name, "name"),
            Span(counted(vfs, "VF"), "plain" if vfs else "warn"),
            Span(network.mode.label),
        ]
    if unresolved:
        parts.insert(1, Span(f"! {unresolved} unknown", "bad"))
    if changed:
        parts.insert(1, Span(f"*{changed}", "warn"))
    return parts_line(parts, width)


def network_detail(network: Network, path: str | None) -> str:
    """Everything about a network in one sentence, for the detail line."""
    parts = [network.name, f"not a pool: {network.obstacle}" if network.obstacle else network.mode.label]
    if network.managed is not None:
        parts.append(f"managed {'yes' if network.managed else 'no'}")
    if network.driver:
        parts.append(f"driver {network.driver}")
    return " · ".join([*parts, path or "not written yet"])


def member_line(member: Member, resolution: Resolution, host: Host, owner: Sequence[str], width: int) -> Line:
    """One pool member: what the XML names, and what that is on this host."""
    parts = [Span(f"{member_text(member):<10}", "plain" if resolution.known else "bad")]
    if not resolution.known:
        parts.append(Span(f"! {resolution.note}", "bad"))
    elif isinstance(member, PfMember):
        parts.append(Span(f"whole PF, {counted(len(resolution.vfs), 'VF')}"))
        if resolution.skipped:
            parts.append(Span(f"{len(resolution.skipped)} without netdev skipped", "warn"))
        if resolution.note:
            parts.append(Span(f"! {resolution.note}", "warn"))
    elif resolution.note:
        parts.append(Span(f"! {resolution.note}", "warn"))
    elif resolution.vfs:
        parts += _vf_parts(resolution.vfs[0], host, owner, by_name=isinstance(member, InterfaceMember))
    return parts_line(parts, width)


def _vf_parts(vf: VirtualFunction, host: Host, owner: Sequence[str], *, by_name: bool) -> Iterator[Span]:
    yield Span(host.vf_name(vf.address), "dim")
    if len(owner) > 1:
        yield Span(f"‼ also in {', '.join(owner[1:])}", "bad")
    if vf.used_by:
        yield Span(f"used by {vf.used_by}", "warn")
    if text := str(vf.address) if by_name else vf.driver:
        yield Span(text, "dim")


def member_text(member: Member) -> str:
    """What the XML says, without the XML."""
    match member:
        case InterfaceMember(dev) | PfMember(dev):
            return dev
        case AddressMember(address):
            return str(address)
        case OpaqueMember(text):
            return " ".join(text.split())


def unreadable_line(document: UnreadableDocument, width: int) -> Line:
    """A document that could not be read."""
    where = f"line {document.line}: " if document.line else ""
    name = document.path.rsplit("/", 1)[-1]
    return parts_line([Span(f"✗ {name}  {where}{document.reason}", "bad")], width)
