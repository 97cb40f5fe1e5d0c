"""What rows and the message line say of what a libvirt runs: a network's state, and the guests on it. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from vftui.model.attachments import device_of
from vftui.model.host import Host, VirtualFunction
from vftui.model.pci import PciAddress
from vftui.model.running import Attachment, NetworkState
from vftui.model.text import joined
from vftui.tui.lines import Span


def state_marks(state: NetworkState | None, in_use: int) -> Iterator[Span]:
    """`active` or `inactive`, `transient`, `3 in use`; nothing where the network is not run.

    What is in use is said of an inactive network, too: guests stay on their devices when it is stopped.
    """
    if state is not None:
        yield Span("active", "good") if state.active else Span("inactive", "dim")
        if not state.persistent:
            yield Span("transient", "warn")
    if in_use:
        yield Span(f"{in_use} in use", "warn")


def autostart_mark(state: NetworkState | None) -> Iterator[Span]:
    """`autostart`; nothing where libvirt does not start the network by itself."""
    if state is not None and state.autostart:
        yield Span("autostart", "dim")


def state_texts(state: NetworkState | None, attachments: Sequence[Attachment]) -> Iterator[str]:
    """A network's state in words, its bridge, and every guest on it, for the detail line."""
    if state is not None:
        words = ["active" if state.active else "inactive", "autostart" if state.autostart else "no autostart"]
        yield ", ".join([*words, *([] if state.persistent else ["transient: gone once it is stopped"])])
        if state.bridge is not None:
            yield f"bridge {state.bridge}"
    if attachments:
        yield f"{len(attachments)} in use: {', '.join(map(attachment_text, attachments))}"


def attachment_text(attachment: Attachment) -> str:
    """`g1 (enp1s0v0, 52:54:00:00:00:01)`, and what libvirt has forgotten of it."""
    device = attachment.netdev or attachment.address
    facts = [str(fact) for fact in (device, attachment.mac) if fact is not None]
    if not attachment.has_port:
        facts.append("not counted by the network")
    return f"{attachment.guest} ({', '.join(facts)})" if facts else attachment.guest


def held(address: PciAddress, host: Host, attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """The attachments that are on a VF or a PF."""
    return tuple(attachment for attachment in attachments if device_of(attachment, host) == address)


def use_text(vf: VirtualFunction, attachments: Sequence[Attachment]) -> str | None:
    """Who uses a VF, and through which network; None where nobody is known to. `attachments` are those on the VF."""
    if vf.host_use:
        return "used by host" + "".join(f", it {fact}" for fact in vf.host_use)
    if attachments:
        return f"used by {joined([_through(attachment) for attachment in attachments])}"
    return f"used by {vf.used_by}" if vf.used_by else None


def _through(attachment: Attachment) -> str:
    mac = f" ({attachment.mac})" if attachment.mac else ""
    if attachment.network is None:
        return f"{attachment.guest}{mac} outside every network that libvirt knows of"
    forgotten = "" if attachment.has_port else ", which does not count it"
    return f"{attachment.guest}{mac} through {attachment.network}{forgotten}"
