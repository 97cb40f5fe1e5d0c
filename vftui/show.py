"""The host, the networks and who owns each VF, as text and as JSON. Pure; the JSON is an interface (README.md)."""

import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from vftui.model.host import Host, Link, PhysicalFunction, VirtualFunction
from vftui.model.network import InterfaceMember, Member, Network
from vftui.model.pci import PciAddress
from vftui.model.pool import effective_members, effective_vfs, resolve
from vftui.model.selection import Selection, canonical, canonical_members
from vftui.model.selection import resolve as resolve_selection
from vftui.model.text import counted, joined, printable
from vftui.model.verdict import LibvirtError, Verdict
from vftui.workspace import Workspace

FORMAT = 1

_WIDEST_CELL = 24  # a longer one shifts its own row only

Json = dict[str, object]


def select(text: str, workspace: Workspace) -> Selection:
    """What an expression selects; a VF is free that no network owns and nothing uses. Raises SelectionError."""
    return resolve_selection(text, workspace.host, workspace.is_free)


def selected(selection: Selection, host: Host) -> str:
    """The selection in its canonical form, and how much it is."""
    return f"Selected: {selection.canonical(host) or 'nothing'} ({counted(len(selection.vfs), 'VF')})"


def _unresolved(network: Network, host: Host) -> Sequence[Member]:
    return [member for member in network.members if not resolve(member, network.mode, host).known]


def _shown(host: Host, selection: Selection | None) -> Iterator[tuple[PhysicalFunction, Sequence[VirtualFunction]]]:
    """The PFs to show, each with the VFs to show of it."""
    wanted = None if selection is None else {item.address for item in selection.items}
    for pf in host.pfs:
        if wanted is None or pf.address in wanted:
            yield pf, pf.vfs
        elif vfs := [vf for vf in pf.vfs if vf.address in wanted]:
            yield pf, vfs


# JSON


def as_json(workspace: Workspace, selection: Selection | None = None) -> str:
    """One object: format, host, networks. Null where something is not known. ASCII, without control characters."""
    shown = {
        "format": FORMAT,
        "host": {
            "name": workspace.host.name,
            "source": workspace.host.source,
            "pfs": [_pf(pf, vfs, workspace) for pf, vfs in _shown(workspace.host, selection)],
        },
        "networks": [_network(network, workspace) for network in workspace.draft],
    }
    return json.dumps(shown, indent=2) + "\n"


def _pf(pf: PhysicalFunction, vfs: Sequence[VirtualFunction], workspace: Workspace) -> Json:
    return {
        "name": pf.name,
        "address": str(pf.address),
        "driver": pf.driver,
        "vendor": pf.vendor,
        "device": pf.device,
        "mac": pf.mac,
        "link": pf.link and pf.link.value,
        "speed_mbps": pf.speed_mbps,
        "numa_node": pf.numa_node,
        "numvfs": pf.numvfs,
        "totalvfs": pf.totalvfs,
        "vfs": [_vf(vf, workspace) for vf in vfs],
    }


def _vf(vf: VirtualFunction, workspace: Workspace) -> Json:
    return {
        "index": vf.index,
        "address": str(vf.address),
        "netdev": vf.netdev,
        "driver": vf.driver,
        "mac": vf.mac,
        "iommu_group": vf.iommu_group,
        "networks": list(workspace.owners.get(vf.address, ())),
    }


def _network(network: Network, workspace: Workspace) -> Json:
    host = workspace.host
    return {
        "name": network.name,
        "uuid": network.uuid,
        "mode": network.mode.value,
        "members": list(canonical_members(network.members, host)),
        "vfs": [str(vf.address) for vf in effective_vfs(network, host)],
        "unresolved": list(canonical_members(_unresolved(network, host), host)),
        "path": workspace.path(network),
        "verdict": _verdict(workspace.verdict(network)),
    }


def _verdict(verdict: Verdict) -> Json:
    """What libvirt would do; `error` is that of plain define, or else that of define with schema validation."""
    error, start_error = verdict.error, verdict.start_error
    return {
        "libvirt": str(verdict.libvirt),
        "define": verdict.define_error is None,
        "define_validated": verdict.validation_error is None,
        "error": error and _error(error),
        "inactive_forward": verdict.inactive_forward,
        "dropped": [dropped.text for dropped in verdict.dropped],
        "start": verdict.starts,
        "start_error": start_error and _error(start_error),
        "live": [member.dev if isinstance(member, InterfaceMember) else str(member.address) for member in verdict.pool],
    }


def _error(error: LibvirtError) -> Json:
    return {"code": error.code, "domain": error.domain, "message": error.message}


# Text


def as_text(workspace: Workspace, selection: Selection | None = None) -> str:
    """The same for people: PFs with a line for each VF, then the networks, so that those end up above the prompt."""
    host = workspace.host
    lines = [f"{host.name}, {host.source}", ""]
    if selection is not None:
        lines.insert(0, selected(selection, host))
    if not host.pfs:
        lines += ["No SR-IOV network card found on this host. Try `vftui --demo`.", ""]
    for pf, vfs in _shown(host, selection):
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
    yield "  ".join(fact for fact in facts if fact)
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
    for network, line in zip(
        networks, _table([_network_cells(each, workspace.host) for each in networks]), strict=True
    ):
        yield line
        if network.is_pool:
            yield from (f"    ! {remark}" for remark in _remarks(network, workspace))


def _network_cells(network: Network, host: Host) -> tuple[str, ...]:
    if network.obstacle is not None:
        return (network.name, f"not a pool: {network.obstacle}")
    vfs = counted(len(effective_vfs(network, host)), "VF")
    return (network.name, network.mode.label, vfs, _one_line(canonical_members(network.members, host)) or "no members")


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
