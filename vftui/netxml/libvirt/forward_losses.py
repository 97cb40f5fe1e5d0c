"""What libvirt does not keep of a `<forward>` that it accepts."""

from collections.abc import Iterator, Mapping

from lxml.etree import _Element

from vftui.model.network import InterfaceMember
from vftui.model.verdict import Cause
from vftui.netxml.libvirt.forward import KeptForward
from vftui.netxml.libvirt.loss import Loss, Reasons, lost_attributes, second, unknown_element, unused
from vftui.netxml.libvirt.reading import attributes, elements, local_name
from vftui.netxml.libvirt.usual import Device

_DEV = frozenset(("dev",))
_ADDRESS = frozenset(("type", "domain", "bus", "slot", "function"))
_RUNTIME = {"connections": (Cause.RUNTIME, "libvirt writes connections= into live XML, and does not read it.")}
_MULTIFUNCTION = {"multifunction": (Cause.UNUSED, "libvirt does not keep multifunction= of a device in a pool.")}
_SRIOV = {
    "type": (
        Cause.SRIOV_TYPE,
        "libvirt never read type='sriov': this is the netdev itself, and a whole PF is written as <pf>.",
    )
}


def forward_losses(
    element: _Element, path: tuple[int, ...], kept: KeptForward, usual: Mapping[_Element, Device]
) -> Iterator[Loss]:
    """Everything in `element` that is not in `kept`, which was read from it, with these `usual` devices in it."""
    if kept.mode == "none":
        yield unused(path, "To libvirt mode='none' is a network without <forward>.")
        return
    yield from lost_attributes(element, path, _unused_attributes(kept), frozenset(("mode", "dev", "managed")))
    kind = type(kept.devices[0]) if kept.devices else None
    for place, child in enumerate(elements(element)):
        if type(usual.get(child)) is not kind or kind is None:
            yield from _child_losses(child, (*path, place), kept)


def _unused_attributes(kept: KeptForward) -> Reasons:
    reasons = {}
    if kept.mode != "hostdev":
        reasons["managed"] = (Cause.UNUSED, f"libvirt keeps managed= in mode hostdev only, not in {kept.mode}.")
    if kept.dev is None:
        reasons["dev"] = (Cause.UNUSED, "An empty dev= is none to libvirt.")
    return reasons


def _child_losses(child: _Element, path: tuple[int, ...], kept: KeptForward) -> Iterator[Loss]:
    match child.tag:
        case "interface":
            yield from _interface_losses(child, path)
        case "address" if kept.devices and not isinstance(kept.devices[0], InterfaceMember):
            yield from _device_losses(child, path, _ADDRESS, _RUNTIME | _MULTIFUNCTION)
        case "pf" if kept.pf is not None:
            yield from _device_losses(child, path, _DEV, {})
        case "address" | "pf":
            winner = "interface" if isinstance(kept.devices[0], InterfaceMember) else "address"
            reason = f"libvirt keeps each <{winner}> and drops <{child.tag}> beside it without a word."
            yield Loss(path, None, Cause.PRECEDENCE, reason)
        case "driver":
            yield from _driver_losses(child, path, kept)
        case "nat":
            yield from _nat_losses(child, path, kept)
        case _:
            yield unknown_element(child, path)


def _interface_losses(child: _Element, path: tuple[int, ...]) -> Iterator[Loss]:
    yield from _device_losses(child, path, _DEV, _RUNTIME | (_SRIOV if child.get("type") == "sriov" else {}))


def _device_losses(child: _Element, path: tuple[int, ...], read: frozenset[str], reasons: Reasons) -> Iterator[Loss]:
    yield from lost_attributes(child, path, reasons, read_attributes(child, read))
    for place, below in enumerate(elements(child)):
        if child.tag == "address" and local_name(below) == "zpci":
            yield unused((*path, place), "libvirt does not keep <zpci> of a device in a pool.")
        else:
            yield unknown_element(below, (*path, place))


def read_attributes(element: _Element, names: frozenset[str]) -> frozenset[str]:
    """The attributes that are read as one of `names`: of one local name the first, in whatever namespace."""
    first: dict[str, str] = {}
    for name in attributes(element):
        first.setdefault(name.rpartition("}")[2], name)
    return frozenset(first[name] for name in names if name in first)


def _driver_losses(child: _Element, path: tuple[int, ...], kept: KeptForward) -> Iterator[Loss]:
    if kept.driver_element is not None and child is not kept.driver_element:
        yield second(child, path)
    elif not kept.driver:
        yield unused(path, "A <driver> without a name says nothing to libvirt.")
    elif not kept.has_content:
        yield unused(
            path, "libvirt prints a <driver> without a name outside an empty <forward>, and never reads it again."
        )
    else:
        names = frozenset(name for name, _ in kept.driver)
        yield from lost_attributes(child, path, {}, read_attributes(child, names))
        yield from (unknown_element(below, (*path, place)) for place, below in enumerate(elements(child)))


def _nat_losses(child: _Element, path: tuple[int, ...], kept: KeptForward) -> Iterator[Loss]:
    if kept.nat is None or not any(kept.nat.lines()):
        yield unused(path, "An empty <nat> says nothing to libvirt.")
        return
    yield from lost_attributes(child, path, {}, frozenset(("ipv6",)))
    printed = {"address": kept.nat.addresses is not None, "port": kept.nat.ports is not None and any(kept.nat.ports)}
    for place, below in enumerate(elements(child)):
        if str(below.tag) not in printed:
            yield unknown_element(below, (*path, place))
        elif not printed[str(below.tag)]:
            yield unused((*path, place), "libvirt takes port 0 for none.")
        else:
            yield from lost_attributes(below, (*path, place), {}, frozenset(("start", "end")))
            yield from (unknown_element(each, (*path, place, at)) for at, each in enumerate(elements(below)))
