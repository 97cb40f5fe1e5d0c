"""What libvirt does not keep of a network definition that it accepts.

What a version reads is what its schema knows (schema_rules), but for what it reads and does not print back (idle).
Comments and text between elements are not counted: libvirt keeps none, and nobody means anything to libvirt by them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from lxml.etree import _Element

from vftui.model.verdict import V9_0, Cause, LibvirtVersion
from vftui.netxml.libvirt.forward import KeptForward
from vftui.netxml.libvirt.forward_losses import forward_losses
from vftui.netxml.libvirt.grammar import Rule
from vftui.netxml.libvirt.idle import EMPTY, IDLE
from vftui.netxml.libvirt.loss import Loss, lost_attributes, second, unknown_element, unused
from vftui.netxml.libvirt.reading import elements, local_name
from vftui.netxml.libvirt.rules import VIRTUAL_MODES
from vftui.netxml.libvirt.schema_rules import network_rule
from vftui.netxml.libvirt.usual import Device


def network_losses(
    root: _Element, kept: KeptForward, libvirt: LibvirtVersion, usual: Mapping[_Element, Device]
) -> Iterator[Loss]:
    """Everything in `<network>` that this libvirt would not print back, in no particular order."""
    rule = network_rule(libvirt)
    reasons = {"connections": (Cause.RUNTIME, "libvirt writes connections= into live XML, and does not read it.")}
    if root.get("ipv6") != "yes":
        reasons["ipv6"] = (Cause.UNUSED, "To libvirt ipv6='no' is as none.")
    yield from lost_attributes(root, (), reasons, frozenset(rule.attributes))
    unread, read = _read_children(root, (), (rule,))
    yield from unread
    for child, path, rules in read:
        if child.tag == "forward":
            yield from forward_losses(child, path, kept, usual)
        elif child.tag == "metadata":
            yield from _metadata_losses(child, path, libvirt)
        else:
            yield from _sibling_losses(child, path, rules, is_virtual=kept.mode in VIRTUAL_MODES)


_Child = tuple[_Element, tuple[int, ...], tuple[Rule, ...]]


def _read_children(parent: _Element, path: tuple[int, ...], rules: tuple[Rule, ...]) -> tuple[list[Loss], list[_Child]]:
    """The children that libvirt does not read, and those it does, with their paths and the rules for them."""
    counts: Counter[str] = Counter()
    unread: list[Loss] = []
    read: list[_Child] = []
    for place, child in enumerate(elements(parent)):
        tag, at = str(child.tag), (*path, place)
        counts[tag] += 1
        known = [rule.children[tag] for rule in rules if tag in rule.children]
        if not known:
            unread.append(unknown_element(child, at))
        elif known[0].most is not None and counts[tag] > known[0].most:
            unread.append(second(child, at))
        else:
            read.append((child, at, tuple(rule for each in known for rule in each.rules)))
    return unread, read


def _sibling_losses(
    element: _Element, path: tuple[int, ...], rules: tuple[Rule, ...], *, is_virtual: bool
) -> Iterator[Loss]:
    tag = str(element.tag)
    if (is_empty := EMPTY.get(tag)) and is_empty(element, is_virtual):
        yield unused(path, f"This <{local_name(element)}> says nothing to libvirt.")
        return
    unused_names = IDLE[tag](element, is_virtual) if tag in IDLE else ()
    reasons = {
        name: (Cause.UNUSED, f"To libvirt this {name} of <{local_name(element)}> is as none.") for name in unused_names
    }
    yield from lost_attributes(element, path, reasons, frozenset(name for rule in rules for name in rule.attributes))
    unread, read = _read_children(element, path, rules)
    yield from unread
    for child, at, child_rules in read:
        yield from _sibling_losses(child, at, child_rules, is_virtual=is_virtual)


def _metadata_losses(element: _Element, path: tuple[int, ...], libvirt: LibvirtVersion) -> Iterator[Loss]:
    """One element of each namespace is kept (virXMLNodeSanitizeNamespaces), with whatever is in it."""
    if libvirt != V9_0 and next(elements(element), None) is None:
        yield unused(path, "A <metadata> without elements says nothing to libvirt.")
        return
    seen = set()
    for place, child in enumerate(elements(element)):
        namespace = str(child.tag).rpartition("}")[0]
        if not namespace:
            reason = f"In <metadata> libvirt keeps elements with a namespace only, and <{child.tag}> has none."
            yield Loss((*path, place), None, Cause.UNKNOWN, reason)
        elif namespace in seen:
            reason = "In <metadata> libvirt keeps the first element of each namespace only."
            yield Loss((*path, place), None, Cause.SECOND, reason)
        seen.add(namespace)
