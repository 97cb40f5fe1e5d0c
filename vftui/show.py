"""The host, the networks and who owns each VF, as text and as JSON. Pure; the JSON is an interface (README.md)."""

import json
from collections.abc import Iterator, Sequence

from vftui.model.host import Host, Link, PhysicalFunction, VirtualFunction
from vftui.model.network import Network
from vftui.model.pool import effective_vfs, resolve
from vftui.model.selection import canonical_members
from vftui.model.text import counted, printable
from vftui.workspace import Workspace

FORMAT = 1

Json = dict[str, object]


def as_json(workspace: Workspace) -> str:
    """One object: format, host, networks. Null where something is not known."""
    shown = {
        "format": FORMAT,
        "host": _host(workspace),
        "networks": [_network(network, workspace) for network in workspace.draft],
    }
    return json.dumps(shown, indent=2) + "\n"


def _host(workspace: Workspace) -> Json:
    host = workspace.host
    return {"name": host.name, "source": host.source, "pfs": [_pf(pf, workspace) for pf in host.pfs]}


def _pf(pf: PhysicalFunction, workspace: Workspace) -> Json:
    return {
        "name": pf.name,
        "address": str(pf.address),
        "driver": pf.driver,
        "vendor": pf.vendor,
        "device": pf.device,
        "mac": pf.mac,
        "link": pf.link.value if pf.link else None,
        "speed_mbps": pf.speed_mbps,
        "numa_node": pf.numa_node,
        "numvfs": pf.numvfs,
        "totalvfs": pf.totalvfs,
        "vfs": [_vf(vf, workspace) for vf in pf.vfs],
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
    unresolved = [member for member in network.members if not resolve(member, network.mode, host).known]
    return {
        "name": network.name,
        "uuid": network.uuid,
        "mode": network.mode.value,
        "members": list(canonical_members(network.members, host)),
        "vfs": [str(vf.address) for vf in effective_vfs(network, host)],
        "unresolved": list(canonical_members(unresolved, host)),
        "path": workspace.path(network),
    }


def as_text(workspace: Workspace) -> str:
    """The same for people, a line each for host, PFs, VFs and networks."""
    lines = [f"{workspace.host.name} ({workspace.host.source})", ""]
    if not workspace.host.pfs:
        lines += ["No PF of an SR-IOV network card here. Try `vftui --demo`.", ""]
    for pf in workspace.host.pfs:
        lines += [*_pf_lines(pf, workspace), ""]
    lines.append(f"Networks in {workspace.location}")
    lines += [f"  {_network_line(network, workspace.host)}" for network in workspace.draft]
    if not workspace.draft.networks:
        lines.append("  none")
    return "\n".join(printable(line) for line in lines) + "\n"


def _pf_lines(pf: PhysicalFunction, workspace: Workspace) -> Iterator[str]:
    link = f"link {pf.link.value}" if pf.link else "link unknown"
    speed = f" {pf.speed_mbps} Mb/s" if pf.speed_mbps is not None and pf.link is Link.UP else ""
    numa = f", NUMA node {pf.numa_node}" if pf.numa_node is not None else ""
    model = " ".join(text for text in (pf.vendor, pf.device) if text)
    yield f"{pf.name}  {pf.address}  {pf.numvfs}/{pf.totalvfs} VFs, {link}{speed}{numa}, {pf.driver or 'no driver'}  {model}"
    yield from _table([_vf_cells(vf, workspace.owners.get(vf.address, ())) for vf in pf.vfs])


def _vf_cells(vf: VirtualFunction, owners: Sequence[str]) -> tuple[str, ...]:
    return (
        f"#{vf.index}",
        str(vf.address),
        vf.netdev or "no netdev",
        vf.driver or "no driver",
        vf.mac or "",
        " and ".join(owners) or "free",
    )


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def _network_line(network: Network, host: Host) -> str:
    if network.obstacle is not None:
        return f"{network.name}: not a pool ({network.obstacle})"
    vfs = counted(len(effective_vfs(network, host)), "VF")
    members = ",".join(canonical_members(network.members, host)) or "empty"
    return f"{network.name}: {network.mode.label}, {vfs}: {members}"
