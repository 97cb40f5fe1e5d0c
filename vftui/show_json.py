"""What show.py prints, as JSON. Pure; it is an interface (README.md)."""

import json
from collections.abc import Sequence

from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.network import InterfaceMember, Member, Network
from vftui.model.pool import effective_vfs, resolve
from vftui.model.running import Attachment
from vftui.model.selection import Selection, canonical_members
from vftui.model.verdict import LibvirtError, Verdict
from vftui.show import shown_pfs
from vftui.workspace import Workspace

FORMAT = 1

Json = dict[str, object]


def as_json(workspace: Workspace, selection: Selection | None = None) -> str:
    """One object: format, host, networks. Null where something is not known. ASCII, without control characters."""
    shown = {
        "format": FORMAT,
        "host": {
            "name": workspace.host.name,
            "source": workspace.host.source,
            "pfs": [_pf(pf, vfs, workspace) for pf, vfs in shown_pfs(workspace.host, selection)],
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
        "used_by": pf.used_by,
        "host_use": list(pf.host_use),
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
        "used_by": vf.used_by,
        "host_use": list(vf.host_use),
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
        "state": _state(network, workspace),
    }


def _unresolved(network: Network, host: Host) -> Sequence[Member]:
    return [member for member in network.members if not resolve(member, network.mode, host).known]


def _state(network: Network, workspace: Workspace) -> Json | None:
    """What is true of the network now; None where nobody runs it."""
    if (state := workspace.state(network)) is None:
        return None
    return {
        "active": state.active,
        "autostart": state.autostart,
        "persistent": state.persistent,
        "bridge": state.bridge,
        "attachments": [_attachment(each) for each in workspace.attachments(network)],
    }


def _attachment(attachment: Attachment) -> Json:
    return {
        "guest": attachment.guest,
        "mac": attachment.mac,
        "netdev": attachment.netdev,
        "address": attachment.address and str(attachment.address),
        "port": attachment.has_port,
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
