"""libvirt's answer beside vftui's verdict."""

import re
from collections.abc import Iterator

from lab.connection import Answer, Raised
from lxml import etree

from vftui.model.network import AddressMember, ForwardMode, InterfaceMember
from vftui.model.pci import PciAddress
from vftui.model.verdict import LibvirtError, Verdict

_FORWARD = re.compile(r"^  <forward(?:[^>]*/>|[^>]*[^/]>.*?^  </forward>)", re.MULTILINE | re.DOTALL)

# Texts that may differ, and what of them has to agree.
_MAY_DIFFER = (
    # The daemon of an ordinary user keeps its files elsewhere.
    (re.compile(r"(?<=Failed to create file ')[^']*/(?=[^/]*\.xml\.new': )", re.DOTALL), "…/"),
    # What libxml2 says beneath the first line depends on its version, and helps nobody.
    (re.compile(r"(?<=network\.rng)\n.*\Z", re.DOTALL), ""),
)


def starts_without_harm(inactive: str) -> bool:
    """Whether a network is a pool: a start makes no bridge, no address and no process."""
    network = etree.fromstring(inactive)
    forward = network.find("forward")
    modes = [mode.value for mode in ForwardMode if mode.is_pool]
    return forward is not None and forward.get("mode") in modes and network.find("bridge") is None


def differences(answer: Answer, verdict: Verdict) -> Iterator[str]:
    """What they disagree on, each in a few lines that quote both."""
    yield from _compared("define with validation", _raised(answer.validation_error), _error(verdict.validation_error))
    yield from _compared("plain define", _raised(answer.define_error), _error(verdict.define_error))
    if answer.inactive is None or verdict.define_error is not None:
        return
    yield from _compared("inactive <forward>", _forward(answer.inactive), _squeezed(verdict.inactive_forward or ""))
    if not answer.started:
        return
    yield from _compared("start", answer.start_error is None, verdict.starts)
    yield from _compared("error at start", _raised(answer.start_error), _error(verdict.start_error))
    if answer.live is not None:
        yield from _compared("pool", live_pool(answer.live), verdict.pool)


def live_pool(live: str) -> tuple[InterfaceMember | AddressMember, ...]:
    """What a started network hands out, in its order."""
    # libvirt writes tabs and line breaks into attributes as they are; read back, they would be blanks.
    forward = re.sub(r"'[^']*'", lambda value: value[0].replace("\t", "&#9;").replace("\n", "&#10;"), _forward(live))
    members: list[InterfaceMember | AddressMember] = []
    for each in etree.fromstring(forward):
        if each.tag == "interface":
            members.append(InterfaceMember(each.get("dev", "")))
        elif each.tag == "address":
            numbers = (int(each.get(name, ""), 16) for name in ("domain", "bus", "slot", "function"))
            members.append(AddressMember(PciAddress(*numbers)))
    return tuple(members)


def _compared(what: str, libvirt: object, vftui: object) -> Iterator[str]:
    if libvirt != vftui:
        yield f"{what}\n    libvirt: {libvirt}\n    vftui:   {vftui}"


def _raised(error: Raised | None) -> tuple[int, int, str] | None:
    return error and (error.code, error.domain, _comparable(error.message))


def _error(error: LibvirtError | None) -> tuple[int, int, str] | None:
    return error and (error.code, error.domain, _comparable(error.message))


def _comparable(message: str) -> str:
    for pattern, replacement in _MAY_DIFFER:
        message = pattern.sub(replacement, message)
    return message


def _forward(network: str) -> str:
    found = _FORWARD.search(network)
    return _squeezed(found[0]) if found else ""


def _squeezed(element: str) -> str:
    """An element without the whitespace between its children."""
    return re.sub(r">\s+<", "><", element).strip()
