"""The host, the networks and who owns each VF, all or what a selection leaves of it, as text. Pure."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from vftui.model.attachments import device_of
from vftui.model.host import Host, Link, PhysicalFunction, VirtualFunction
from vftui.model.network import Member, Network
from vftui.model.pci import PciAddress
from vftui.model.pool import effective_members, effective_vfs, resolve
from vftui.model.running import Attachment, NetworkState
from vftui.model.selection import Selection, canonical, canonical_members
from vftui.model.selection import resolve as resolve_selection
from vftui.model.text import counted, joined, printable
from vftui.workspace import Workspace

_WIDEST_CELL = 24  # a longer one shifts its own row only


def select(text: str, workspace: Workspace) -> Selection:
    """What an expression selects; a VF is free that no network owns and nothing uses. Raises SelectionError."""
    return resolve_selection(text, workspace.host, workspace.is_free)


def selected(selection: Selection, host: Host) -> str:
    """The selection in its canonical form, and how much it is."""
    return f"Selected: {selection.canonical(host) or 'nothing'} ({counted(len(selection.vfs), 'VF')})"


def shown_pfs(host: Host, selection: Selection | None) -> Iterator[tuple[PhysicalFunction, Sequence[VirtualFunction]]]:
    """The PFs to show, each with the VFs to show of it."""
    wanted = None if selection is None else {item.address for item in selection.items}
    for pf in host.pfs:
        if wanted is None or pf.address in wanted:
            yield pf, pf.vfs
        elif vfs := [vf for vf in pf.vfs if vf.address in wanted]:
            yield pf, vfs


def as_text(workspace: Workspace, selection: Selection | None = None) -> str:
    """For people: PFs with a line for each VF, then the networks, so that those end up above the prompt."""
    host = workspace.host
    lines = [f"{host.name}, {host.source}", ""]
    if selection is not None:
        lines.insert(0, selected(selection, host))
    if not host.pfs:
        lines += ["No SR-IOV network card found on this host. Try `vftui --demo`.", ""]
    for pf, vfs in shown_pfs(host, selection):
        lines += [*_pf_lines(pf, workspace), *_table([_vf_cells(vf, workspace) for vf in vfs]), ""]
    lines += [f"Networks in {workspace.location}", *_network_lines(workspace)]
    return "".join(f"{printable(line)}\n" for line in lines)


def _pf_lines(pf: PhysicalFunction, workspace: Workspace) -> Iterator[str]:
    facts = [
        " ".join(pf.netdevs) or "no netdev",
        str(pf.address),
        pf.driver or "no driver",
        _link(pf),
        "" if pf.numa_node is None else f"NUMA node {pf.numa_node}",
    ]
    yield "  ".join(fact for fact in facts if fact) + (f"  used by {pf.used_by}" if pf.used_by else "")
    if product := " ".join(text for text in (pf.vendor, pf.device) if text):
        yield f"  {product}"
    free = sum(workspace.is_free(vf) for vf in pf.vfs)
    yield f"  {pf.numvfs} of {pf.totalvfs} VFs enabled" + (f", {free} free" if pf.vfs else "")


def _link(pf: PhysicalFunction) -> str:
    if pf.link is None:
        return "link unknown"
    if pf.link is Link.DOWN or pf.speed_mbps is None:
        return f"link {pf.link.value}"
    speed = f"{pf.speed_mbps / 1000:g} Gb/s" if pf.speed_mbps >= 1000 else f"{pf.speed_mbps} Mb/s"
    return f"link {pf.link.value}, {speed}"


def _vf_cells(vf: VirtualFunction, workspace: Workspace) -> tuple[str, ...]:
    owners = joined(workspace.owners.get(vf.address, ()))
    state = f"{owners or 'no network'}, used by {vf.user}" if vf.user else owners or "free"
    return (f"#{vf.index}", str(vf.address), vf.netdev or "no netdev", vf.driver or "no driver", vf.mac or "", state)


def _network_lines(workspace: Workspace) -> Iterator[str]:
    """A line for each network, with a line below for each kind of trouble."""
    networks = workspace.draft.networks
    if not networks:
        yield "  none"
    for network, line in zip(networks, _table([_network_cells(each, workspace) for each in networks]), strict=True):
        yield line
        yield from (f"    {_use(attachment, workspace.host)}" for attachment in workspace.attachments(network))
        if network.is_pool:
            yield from (f"    ! {remark}" for remark in _remarks(network, workspace))


def _network_cells(network: Network, workspace: Workspace) -> tuple[str, ...]:
    state = workspace.state(network)
    cells = (network.name,) if state is None else (network.name, _in_words(state))
    if network.obstacle is not None:
        return (*cells, f"not a pool: {network.obstacle}")
    host = workspace.host
    vfs = counted(len(effective_vfs(network, host)), "VF")
    return (*cells, network.mode.label, vfs, _one_line(canonical_members(network.members, host)) or "no members")


def _in_words(state: NetworkState) -> str:
    words = "active" if state.active else "inactive"
    return f"{words}{', autostart' * state.autostart}{', transient' * (not state.persistent)}"


def _use(attachment: Attachment, host: Host) -> str:
    """A guest, and what it holds of a network."""
    address = device_of(attachment, host) or attachment.address
    device = attachment.netdev if address is None else host.vf_name(address)
    facts = [fact for fact in (device, attachment.mac) if fact is not None]
    if device is not None and not attachment.has_port:
        facts.append("not counted by the network")
    return f"used by {attachment.guest}" + (f" ({', '.join(facts)})" if facts else "")


def _remarks(network: Network, workspace: Workspace) -> Iterator[str]:
    """What a pool names that it does not hand out, and what others hand out too."""
    host = workspace.host
    counting = effective_members(network)
    noted: dict[str, list[Member]] = {}
    for member in network.members:
        resolution = resolve(member, network.mode, host)
        note = resolution.note or ("" if member in counting else "dropped or refused by libvirt, for how it is listed")
        if note:
            noted.setdefault(note, []).append(member)
        elif resolution.skipped:
            yield f"left out, without netdev: {canonical((vf.address for vf in resolution.skipped), host)}"
    for note, members in noted.items():
        yield f"{note}: {_one_line(canonical_members(members, host))}"
    yield from _shared(network, workspace)


def _shared(network: Network, workspace: Workspace) -> Iterator[str]:
    """The VFs of a pool that other networks hand out too."""
    shared: dict[str, list[PciAddress]] = {}
    for vf in effective_vfs(network, workspace.host):
        if others := [name for name in workspace.owners[vf.address] if name != network.name]:
            shared.setdefault(joined(others), []).append(vf.address)
    for names, addresses in shared.items():
        yield f"also in {names}: {canonical(addresses, workspace.host)}"


def _one_line(members: Sequence[str]) -> str:
    """Members as one text; one that is kept as its XML may have line ends in it."""
    return " ".join(",".join(members).split())


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows in aligned columns, indented; the last cell of a row is as wide as it likes."""
    columns = zip_longest(*(row[:-1] for row in rows), fillvalue="")
    widths = [min(max(map(len, column)), _WIDEST_CELL) for column in columns]
    for row in rows:
        padded = [f"{cell:<{width}}" for cell, width in zip(row[:-1], widths, strict=False)]
        yield "  " + "  ".join([*padded, row[-1]])
