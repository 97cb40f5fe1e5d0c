"""Our element in `<metadata>` ↔ the intent: which stretches of the list in `<forward>` are whole PFs.

    <metadata>
      <vftui:pool xmlns:vftui='urn:vftui:pool:1'>
        <vftui:pf dev='ens1f0' vfs='8' digest='e9d9f057e98ee075'/>
        <vftui:interface dev='ens1f1v3'/>
      </vftui:pool>
    </metadata>

The namespace is the version. What is not exactly as pool-metadata.rng has it is someone else's, and is left alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from vftui.model.intent import Part, WholePf
from vftui.model.member import AddressMember, InterfaceMember
from vftui.netxml.member import attribute_values, read_member, tag_of
from vftui.netxml.source import BLANK
from vftui.netxml.style import plain_attribute

NAMESPACE = "urn:vftui:pool:1"
_POOL = f"{{{NAMESPACE}}}pool"
_COUNT = re.compile(r"[1-9][0-9]{0,5}")
_DIGEST = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class IntentElement:
    """Where our element is, and what it says.

    `metadata` is the position of the first `<metadata>` among the children of the root, `place` that of the first
    element of our namespace among its children; libvirt drops any other. None where there is none. `parts` has one for
    each child element, in order; () where the element is not ours after all, or a document of another kind of it.
    """

    metadata: int | None = None
    place: int | None = None
    parts: tuple[Part, ...] = ()


def read_intent(children: Sequence[_Element]) -> IntentElement:
    """Look for the intent among the children of the root. Never fails: metadata may hold anything."""
    metadata = next((place for place, child in enumerate(children) if child.tag == "metadata"), None)
    if metadata is None:
        return IntentElement()
    for place, child in enumerate(children[metadata].iterchildren(tag=etree.Element)):
        if etree.QName(child).namespace == NAMESPACE:
            return IntentElement(metadata, place, _parts(child))
    return IntentElement(metadata)


def write_part(part: Part, prefix: str, quote: str) -> str:
    """The element for a part; `prefix` ends with its colon, or is '' for a default namespace."""
    if isinstance(part, WholePf):
        tag, values = "pf", {"dev": part.dev, "vfs": str(part.vfs), "digest": part.digest}
    else:
        tag, values = tag_of(part), attribute_values(part)
    return f"<{prefix}{tag}{''.join(plain_attribute(name, value, quote) for name, value in values.items())}/>"


def _parts(element: _Element) -> tuple[Part, ...]:
    texts = [element.text, *(child.tail for child in element)]
    if element.tag != _POOL or element.attrib or any((text or "").strip(BLANK) for text in texts):
        return ()
    parts = [_part(child) for child in element.iterchildren(tag=etree.Element)]
    pfs = [part.dev for part in parts if isinstance(part, WholePf)]
    if not pfs or len(set(pfs)) < len(pfs):
        return ()
    read = tuple(part for part in parts if part is not None)
    return read if len(read) == len(parts) else ()


def _part(element: _Element) -> Part | None:
    name = etree.QName(element)
    if name.namespace != NAMESPACE or len(element) or (element.text or "").strip(BLANK):
        return None
    values = {str(key): str(value) for key, value in element.attrib.items()}
    if name.localname != "pf":
        return _single(element, name.localname, values)
    if values.keys() != {"dev", "vfs", "digest"}:
        return None
    if not _COUNT.fullmatch(values["vfs"]) or not _DIGEST.fullmatch(values["digest"]):
        return None
    return WholePf(values["dev"], int(values["vfs"]), values["digest"])


def _single(element: _Element, tag: str, values: dict[str, str]) -> Part | None:
    """A single VF, written exactly as in `<forward>`."""
    if tag not in {"interface", "address"}:
        return None
    member = read_member(element, tag)
    if not isinstance(member, InterfaceMember | AddressMember) or attribute_values(member) != values:
        return None
    return member
