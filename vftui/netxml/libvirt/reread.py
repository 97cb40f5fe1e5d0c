"""A start that fails because libvirt cannot read what it printed: it copies the definition through its own XML."""

from collections.abc import Iterator

from lxml.etree import _Element

from vftui.model.verdict import LibvirtError
from vftui.netxml.libvirt.reading import NETWORK, NOBODY, RefusedError, parsed_number, prop, subelement, xml_error

# The quote is the one that libvirt prints around values.
_UNESCAPED = frozenset("<&'")


def check_reread(root: _Element) -> None:
    """Raise RefusedError for values that libvirt prints unescaped, and for a native vlan that it prints twice.

    It names a line of its own text in the first case, where the message here is ours.
    """
    if broken := next((text for text in _unescaped(root) if _UNESCAPED & set(text)), None):
        message = f"libvirt prints {broken!r} without escaping it, and cannot read its own definition back"
        raise RefusedError(LibvirtError(35, NETWORK, message))
    for parent in (root, *root.iterchildren("portgroup")):
        if (vlan := parent.find("vlan")) is not None:
            _check_vlan(vlan)


def _unescaped(root: _Element) -> Iterator[str]:
    for group in root.iterchildren("portgroup"):
        yield group.get("name", "")
    for parent in (root, *root.iterchildren("portgroup")):
        port = parent.find("virtualport")
        parameters = None if port is None else subelement(port, "parameters")
        if parameters is not None:
            yield prop(parameters, "profileid") or ""


def _check_vlan(vlan: _Element) -> None:
    tags = [(parsed_number(prop(tag, "id") or "", 10), prop(tag, "nativeMode")) for tag in vlan.iterchildren("tag")]
    native = next((number for number, mode in tags if mode is not None), None)
    if native is not None and [number for number, _ in tags].count(native) > 1:
        raise xml_error("duplicate native vlan setting", NOBODY)
