"""From the model to styled lines and sentences: what rows and the message line say. Pure: no widget, no state."""

from collections.abc import Iterable, Iterator, Sequence

from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.network import AddressMember, InterfaceMember, ListedPfMember, Member, Network, OpaqueMember, PfMember
from vftui.model.pool import Resolution
from vftui.model.revision import UnreadableDocument
from vftui.model.text import counted
from vftui.model.whole_pfs import Drift, WholePfMember
from vftui.tui.lines import GAP, Column, Line, Span, parts_line

_PF_NAME = 10
# From this many cells on, a member's row has room for its VF's name and who uses it.
_ROOMY = 44


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


def pf_line(pf: PhysicalFunction, free: int, whole_in: Sequence[str], sign: Span | None, width: int) -> Line:
    """One PF: name, VFs enabled and possible, how many are free, link, and more as there is room."""
    # A sign takes the place of the blanks behind a short name.
    signs = [Span(f"{sign.text:<{max(1, _PF_NAME - GAP - len(pf.name))}}", sign.tone)] if sign else []
    parts = [
        Span(pf.name if sign else f"{pf.name:<{_PF_NAME}}", "name"),
        *signs,
        # Seldom, and then more than the rest: the guest has all of the card.
        *_used(pf.used_by),
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
    used = max((len(vf.user or "") for vf in vfs), default=0)
    return (
        Column(index, 0, index),
        Column(12, 4, 12),
        Column(max(netdev, 9), 1, 9),
        Column(max(driver, 9), 5, 8),
        Column(17, 6, 17),
        Column(max(owner, 8), 2, 8),
        Column(min(used, 20), 3, min(used, 6)),
    )


def vf_cells(vf: VirtualFunction, owner: Sequence[str]) -> tuple[Span, ...]:
    """One VF in the columns of `vf_columns`."""
    return (
        Span(f"#{vf.index}", "name"),
        Span(str(vf.address), "dim"),
        Span(vf.netdev, "plain") if vf.netdev else Span("no netdev", "warn"),
        Span(vf.driver, "dim") if vf.driver else Span("no driver", "warn"),
        Span(vf.mac or "", "dim"),
        Span("no pool", "dim") if vf.user and not owner else owner_span(owner),
        Span(vf.user or "", "warn"),
    )


def owner_span(owner: Sequence[str]) -> Span:
    """The network that owns a VF; more than one is trouble and says so with a sign."""
    if not owner:
        return Span("free", "dim")
    return Span(owner[0], "good") if len(owner) == 1 else Span(f"‼ {', '.join(owner)}", "bad")


def vf_detail(vf: VirtualFunction, host: Host, owner: Sequence[str], use: str | None) -> str:
    """Everything about a VF in one sentence, for the detail line; `use` says who uses it."""
    parts = [
        host.vf_name(vf.address),
        str(vf.address),
        vf.netdev or "no netdev",
        f"in {' and '.join(owner)}" if owner else "in no pool" if use else "free",
        use or "",
        vf.driver or "no driver",
        vf.mac or "no MAC known",
        f"IOMMU group {vf.iommu_group}" if vf.iommu_group is not None else "no IOMMU group",
    ]
    return " · ".join(part for part in parts if part)


def pf_detail(pf: PhysicalFunction) -> str:
    """Everything about a PF in one sentence, for the detail line."""
    parts = [
        ", ".join(pf.netdevs) or "no netdev",
        str(pf.address),
        f"the PF itself is used by {pf.used_by}" if pf.used_by else "",
        f"{pf.numvfs} of {counted(pf.totalvfs, 'VF')}",
        f"link {link(pf).text}" if pf.link else "link unknown",
        f"NUMA node {pf.numa_node}" if pf.numa_node is not None else "",
        pf.driver or "no driver",
        pf.mac or "",
        " ".join(text for text in (pf.vendor, pf.device) if text),
    ]
    return " · ".join(part for part in parts if part)


# Networks


def network_line(network: Network, vfs: int, marks: Iterable[Span], minor: Iterable[Span], width: int) -> Line:
    """One network: name, state and what is unusual about it (`marks`), how many VFs it hands out, mode, the rest."""
    parts = [Span(network.name, "name"), *marks]
    if network.obstacle is not None:
        parts.append(Span(f"not a pool: {network.obstacle}", "dim"))
    else:
        parts += [Span(counted(vfs, "VF"), "plain" if vfs else "warn"), Span(network.mode.label)]
    return parts_line([*parts, *minor], width)


def network_detail(network: Network, state: Iterable[str], path: str | None) -> str:
    """Everything about a network in one sentence, for the detail line; `state` says what a libvirt makes of it now."""
    parts = [network.name, *state, f"not a pool: {network.obstacle}" if network.obstacle else network.mode.label]
    if network.managed is not None:
        parts.append(f"managed {'yes' if network.managed else 'no'}")
    if network.driver:
        parts.append(f"driver {network.driver}")
    return " · ".join([*parts, path or "not written yet"])


def member_line(member: Member, resolution: Resolution, host: Host, owner: Sequence[str], width: int) -> Line:
    """One pool member: what the XML names, and what that is on this host."""
    parts = [_member_name(member, resolution)]
    if resolution.note:
        parts += _used_as_pf(member, host)
        parts.append(Span(f"! {resolution.note}", "warn" if resolution.known else "bad"))
    elif resolution.vfs:
        by_name = isinstance(member, InterfaceMember)
        parts += _vf_parts(resolution.vfs[0], host, owner, by_name=by_name, roomy=width >= _ROOMY)
    return parts_line(parts, width)


def whole_pf_line(member: WholePfMember, resolution: Resolution, drift: Drift, width: int) -> Line:
    """A whole PF as a pool member: whether the pool follows it, or what has changed since it was listed."""
    # What has changed comes first: it has to be seen where the rest is cut.
    parts = [_member_name(member, resolution), *(Span(f"! {text}", "warn") for text in drift_texts(drift))]
    if resolution.known:
        how = "follows it" if isinstance(member, PfMember) else "listed"
        parts += [Span(f"whole PF, {how}"), Span(counted(len(resolution.vfs), "VF"))]
    if resolution.skipped:
        parts.append(Span(f"{len(resolution.skipped)} without netdev skipped", "warn"))
    if resolution.note:
        parts.append(Span(f"! {resolution.note}", "warn" if resolution.known else "bad"))
    return parts_line(parts, width)


def uncounted_line(member: Member, resolution: Resolution, width: int) -> Line:
    """A member that libvirt drops, or refuses in this mode."""
    parts = [_member_name(member, resolution), Span("≠ not handed out", "warn")]
    if isinstance(member, WholePfMember):
        parts.append(Span(f"whole PF, {counted(len(resolution.vfs), 'VF')}", "dim"))
    return parts_line(parts, width)


def _member_name(member: Member, resolution: Resolution) -> Span:
    return Span(f"{member_text(member):<10}", "plain" if resolution.known else "bad")


def drift_texts(drift: Drift) -> Iterator[str]:
    """How a PF has changed since it was listed: `8 more since`, `2 gone since`."""
    if drift.added:
        yield f"{len(drift.added)} more since"
    if drift.gone:
        yield f"{len(drift.gone)} gone since"


def _vf_parts(vf: VirtualFunction, host: Host, owner: Sequence[str], *, by_name: bool, roomy: bool) -> Iterator[Span]:
    name = Span(host.vf_name(vf.address), "dim")
    # Without room for both, who uses it says more than where it is on the card.
    if roomy or not vf.user:
        yield name
    if len(owner) > 1:
        yield Span(f"‼ also in {', '.join(owner[1:])}", "bad")
    yield from _used(vf.user)
    if vf.user and not roomy:
        yield name
    if text := str(vf.address) if by_name else vf.driver:
        yield Span(text, "dim")


def _used(by: str | None) -> Iterator[Span]:
    if by:
        yield Span(f"used by {by}", "warn")


def _used_as_pf(member: Member, host: Host) -> Iterator[Span]:
    """Who uses a PF that is a member itself, instead of its VFs."""
    pf = host.pf_by_netdev.get(member.dev) if isinstance(member, InterfaceMember) else None
    yield from _used(pf.used_by if pf else None)


def member_text(member: Member) -> str:
    """What the XML says, without the XML."""
    match member:
        case InterfaceMember(dev) | PfMember(dev) | ListedPfMember(dev):
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
