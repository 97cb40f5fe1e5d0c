"""What a libvirt that runs a workspace's networks would tell, in the words of an operator."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from vftui.model.running import Attachment, NetworkState, Running
from vftui.stores.base import content_revision
from vftui.workspace import Workspace


def look(
    workspace: Workspace,
    *attachments: Attachment,
    named_by: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    **changed: Mapping[str, object],
) -> Running:
    """All networks of a draft without edits as active and in force, but for what has `changed`, by network name."""
    states = {}
    for network in workspace.draft:
        state = NetworkState(
            active=True,
            autostart=False,
            persistent=True,
            revision_token=content_revision(workspace.document(network).content).token,
            name=network.name,
            pool=workspace.verdict(network).pool,
            counted=sum(each.network == network.name and each.has_port for each in attachments),
        )
        states[network.origin or ""] = replace(state, **changed.get(network.name, {}))  # type: ignore[arg-type]
    return Running(states, attachments, named_by)


def on_port(guest: str, network: str, netdev: str | None = None, **facts: object) -> Attachment:
    """A guest on a device that the network counts."""
    return replace(Attachment(guest, network, netdev=netdev, has_port=True), **facts)  # type: ignore[arg-type]
