"""What libvirt kept of a definition, against what was meant.

libvirt writes every definition in its own way: another order, other quotes and numbers, no comments, and what it knows
to be missing. That is no difference. Neither is a loss that the verdict tells of: the operator has seen it.
"""

import re
from collections.abc import Container, Iterator
from ipaddress import ip_address
from typing import NamedTuple

from lxml.etree import _Element

from vftui.errors import DocumentError
from vftui.model.verdict import LibvirtVersion, nearest
from vftui.netxml.diff import unified
from vftui.netxml.libvirt.forward import KeptForward, escape, read_kept_forward
from vftui.netxml.libvirt.losses import network_losses
from vftui.netxml.libvirt.reading import RefusedError, attributes, elements, local_name, parsed_number
from vftui.netxml.libvirt.usual import usual_devices
from vftui.netxml.wellformed import parse_xml

# The elements whose text says something; libvirt ignores text in all others, but for what is in <metadata>.
_WITH_TEXT = frozenset(("name", "uuid", "title", "description", "hostname"))

# What libvirt adds to a network that lacks it; its `<forward>` is compared by itself.
_BY_LIBVIRT = frozenset(("uuid", "bridge", "mac", "forward"))

_DEV = re.compile(r"(?<=^<forward) dev='[^']*'")

_Path = tuple[int, ...]
_Losses = Container[tuple[_Path, int | None]]
# A line that was meant and the one that is kept in its place; one of them may be ''.
_Pair = tuple[str, str]


class Mismatch(NamedTuple):
    """The lines of a definition that libvirt did not keep, and those that it has in their place."""

    meant: tuple[str, ...]
    kept: tuple[str, ...]


def mismatch(meant: str, kept: str, libvirt: LibvirtVersion) -> Mismatch | None:
    """Where `kept`, as that libvirt printed it, does not say what was meant; None where it does."""
    try:
        got = parse_xml(kept)
    except DocumentError as error:
        # It does not escape everything that it prints.
        lines = kept.split("\n")
        return Mismatch(("well-formed XML",), (lines[min(error.line or 1, len(lines)) - 1].strip(),))
    wanted, version = parse_xml(meant), nearest(libvirt)
    wanted_forward, got_forward = _forward(wanted, version), _forward(got, version)
    if wanted_forward is None or got_forward is None:
        found = list(_unlike(wanted, got, (), (), in_metadata=False))
    else:
        losses = network_losses(wanted, wanted_forward, version, {})
        lost = {(loss.path, loss.attribute) for loss in losses}
        lost |= {((place,), None) for place, child in enumerate(elements(wanted)) if child.tag == "forward"}
        found = [
            *_unlike_lines(_printed(wanted_forward), _printed(got_forward)),
            *_unlike(wanted, got, (), lost, in_metadata=False),
        ]
    if not found:
        return None
    return Mismatch(tuple(line for line, _ in found if line), tuple(line for _, line in found if line))


def _forward(root: _Element, libvirt: LibvirtVersion) -> KeptForward | None:
    """The `<forward>` as libvirt holds it; None where it would not take it, as far as vftui knows."""
    element = root.find("forward")
    try:
        return KeptForward() if element is None else read_kept_forward(element, "", libvirt, usual_devices(element))
    except RefusedError:
        return None


def _printed(forward: KeptForward) -> str:
    """As libvirt prints it, but for the `dev` that it takes from the first interface."""
    return _DEV.sub("", forward.text() or "")


def _unlike_lines(wanted: str, got: str) -> Iterator[_Pair]:
    for line in unified(wanted, got, 0):
        if line.kind == "remove":
            yield line.text.strip(), ""
        elif line.kind == "add":
            yield "", line.text.strip()


def _unlike(wanted: _Element, got: _Element, path: _Path, lost: _Losses, *, in_metadata: bool) -> Iterator[_Pair]:
    """What is in `wanted` and not, or not so, in `got`, each with what is in its place; and what nobody meant."""
    if not _has_all(wanted, got, path, lost, in_metadata=in_metadata):
        yield _line(wanted), _line(got)
    left: dict[str, list[_Element]] = {}
    for child in elements(got):
        left.setdefault(str(child.tag), []).append(child)
    known = _BY_LIBVIRT if not path else frozenset()
    for place, child in enumerate(elements(wanted)):
        at = (*path, place)
        if (at, None) in lost:
            known |= {str(child.tag)}
            continue
        if not (same := left.get(str(child.tag))):
            yield _line(child), ""
            continue
        yield from _unlike(child, same.pop(0), at, lost, in_metadata=in_metadata or wanted.tag == "metadata")
    yield from (("", _line(element)) for tag, more in left.items() if tag not in known for element in more)


def _has_all(wanted: _Element, got: _Element, path: _Path, lost: _Losses, *, in_metadata: bool) -> bool:
    """Whether an element has the attributes that are meant, and the text."""
    kept = attributes(got)
    for place, (name, value) in enumerate(attributes(wanted).items()):
        if (path, place) not in lost and (name not in kept or not _is_same(value, kept[name])):
            return False
    if in_metadata:
        return _texts(wanted) == _texts(got)
    said = _string(wanted) if wanted.tag in _WITH_TEXT else ""
    return not said or _is_same(said, _string(got))


def _is_same(wanted: str, got: str) -> bool:
    """Whether libvirt may have printed a value as the other: a number, a MAC, an IP address or a uuid in its form."""
    return wanted == got or any(
        (reading := read(wanted)) is not None and reading == read(got) for read in (_number, _ip, _mac, _uuid)
    )


def _number(text: str) -> int | None:
    return parsed_number(text.strip(), 10) if text.strip() else None


def _ip(text: str) -> object:
    try:
        return ip_address(text.strip())
    except ValueError:
        return None


def _mac(text: str) -> tuple[int, ...] | None:
    try:
        return tuple(int(part, 16) for part in text.split(":")) if text.count(":") == 5 else None
    except ValueError:
        return None


def _uuid(text: str) -> str | None:
    digits = text.strip().replace("-", "").lower()
    return digits if len(digits) == 32 else None


def _string(element: _Element) -> str:
    return str(element.xpath("string()"))


def _texts(element: _Element) -> list[str]:
    """The text around the children, without what indentation makes of blanks."""
    texts = [element.text, *(child.tail for child in element)]
    return " ".join(text or "" for text in texts).split()


def _line(element: _Element) -> str:
    """The start tag; of an element without children all of it."""
    named = "".join(f" {name.rpartition('}')[2]}='{escape(value)}'" for name, value in attributes(element).items())
    text = " ".join((element.text or "").split())
    if text:
        return f"<{local_name(element)}{named}>{escape(text)}</{local_name(element)}>"
    return f"<{local_name(element)}{named}{'' if len(element) else '/'}>"
