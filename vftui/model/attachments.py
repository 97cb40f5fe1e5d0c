"""The devices that guests hold: what several sources say of them as one, and laid over the host."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from vftui.model.host import Host, PhysicalFunction
from vftui.model.pci import PciAddress
from vftui.model.running import Attachment


def merged(ports: Iterable[Attachment], guests: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """What ports say and what guests' own XML says, each device of a guest once.

    Ports are lost when a network is stopped, and only networks have them; only ports tell the network of a vfio device
    whose guest was defined anew since it started.
    """
    found, rest = list(ports), list(guests)
    # Places of ports that no guest's XML has confirmed, by guest.
    unconfirmed: dict[str, list[int]] = {}
    for place, port in enumerate(found):
        unconfirmed.setdefault(port.guest, []).append(place)
    # First those that agree in all: else one that tells less takes another's port.
    for are_one in (_say_the_same, _do_not_differ):
        left = []
        for held in rest:
            places = unconfirmed.get(held.guest, [])
            same = next((place for place in places if are_one(found[place], held)), None)
            if same is None:
                left.append(held)
                continue
            places.remove(same)
            port = found[same]
            found[same] = replace(port, netdev=port.netdev or held.netdev, address=port.address or held.address)
        rest = left
    return (*found, *rest)


def _say_the_same(port: Attachment, held: Attachment) -> bool:
    return (port.mac, port.netdev, port.address) == (held.mac, held.netdev, held.address)


def _do_not_differ(port: Attachment, held: Attachment) -> bool:
    """Whether MAC or device agree, and what both tell does not differ."""
    macs, devices = (port.mac, held.mac), ((port.netdev, port.address), (held.netdev, held.address))
    differ = (None not in macs and macs[0] != macs[1]) or ((None, None) not in devices and devices[0] != devices[1])
    return not differ and (macs[0] == macs[1] or devices[0] == devices[1])


def device_of(attachment: Attachment, host: Host) -> PciAddress | None:
    """The address of the VF or the PF that the guest holds; None where it is neither on this host."""
    if (address := attachment.address) is not None:
        return address if address in host.vf_by_address or address in host.pf_by_address else None
    if attachment.netdev is None:
        return None
    device = host.vf_by_netdev.get(attachment.netdev) or host.pf_by_netdev.get(attachment.netdev)
    return device.address if device else None


def on_devices(attachments: Iterable[Attachment], host: Host) -> Mapping[PciAddress, Sequence[Attachment]]:
    """The attachments on each VF and PF; a device without any is missing."""
    found: dict[PciAddress, list[Attachment]] = {}
    for attachment in attachments:
        if (address := device_of(attachment, host)) is not None:
            found.setdefault(address, []).append(attachment)
    return found


def guests_of(attachments: Iterable[Attachment]) -> tuple[str, ...]:
    """The guests, each once."""
    return tuple(dict.fromkeys(each.guest for each in attachments))


def with_users(host: Host, attachments: Iterable[Attachment]) -> Host:
    """The host whose VFs, and PFs that guests hold themselves, say so by `used_by`; the same host without any.

    What libvirt knows takes the place of what was guessed from the name of a macvtap.
    """
    users = {address: ", ".join(guests_of(held)) for address, held in on_devices(attachments, host).items()}
    changed = {id(host.pf_of.get(address) or host.pf_by_address[address]) for address in users}
    if not changed:
        return host
    return replace(host, pfs=tuple(_with_users(pf, users) if id(pf) in changed else pf for pf in host.pfs))


def _with_users(pf: PhysicalFunction, users: Mapping[PciAddress, str]) -> PhysicalFunction:
    vfs = tuple(replace(vf, used_by=users[vf.address]) if vf.address in users else vf for vf in pf.vfs)
    return replace(pf, used_by=users.get(pf.address, pf.used_by), vfs=vfs)
