"""What is written and not kept: where it stands in the tree, and why."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml.etree import _Element

from vftui.model.verdict import Cause
from vftui.netxml.libvirt.reading import attributes, local_name


class Loss(NamedTuple):
    """An element, or one of its attributes, that libvirt does not keep.

    `path` leads from the root to the element by positions among child elements; `attribute` is a position in the
    order in which they are written, None for the element as a whole.
    """

    path: tuple[int, ...]
    attribute: int | None
    cause: Cause
    reason: str


Reasons = Mapping[str, tuple[Cause, str]]


def lost_attributes(element: _Element, path: tuple[int, ...], reasons: Reasons, kept: frozenset[str]) -> Iterator[Loss]:
    """The attributes of `element` that are not `kept`; for the `reasons` given, or because libvirt knows none such."""
    for position, name in enumerate(attributes(element)):
        if name not in kept or name in reasons:
            cause, reason = reasons.get(name) or _unknown_attribute(element, name)
            yield Loss(path, position, cause, reason)


def unknown_element(element: _Element, path: tuple[int, ...]) -> Loss:
    return Loss(path, None, Cause.UNKNOWN, f"libvirt does not read <{local_name(element)}> here.")


def second(element: _Element, path: tuple[int, ...]) -> Loss:
    return Loss(path, None, Cause.SECOND, f"libvirt reads only the first <{local_name(element)}>.")


def unused(path: tuple[int, ...], reason: str) -> Loss:
    """An element that says nothing to libvirt as it stands."""
    return Loss(path, None, Cause.UNUSED, reason)


def _unknown_attribute(element: _Element, name: str) -> tuple[Cause, str]:
    attribute = name.rpartition("}")[2]
    return Cause.UNKNOWN, f"libvirt does not read the attribute {attribute} of <{local_name(element)}>."
