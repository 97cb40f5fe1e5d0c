"""A document as it is sent to libvirt."""

from uuid import UUID

from vftui.netxml.source import Source, Splice, splice
from vftui.netxml.wellformed import parse_xml


def uuid_of(text: str) -> str | None:
    """The uuid that a definition gives, as libvirt prints it; None where it gives none. Raises DocumentError."""
    written = (parse_xml(text).findtext("uuid") or "").strip()
    try:
        return str(UUID(written)) if written else None
    except ValueError:
        return None


def sent(text: str, uuid: str | None) -> str:
    """The definition without its XML declaration, which names an encoding that it no longer has, and with `uuid`.

    Without `uuid` the one that is written stays.
    """
    if text.startswith("<?xml"):
        text = text[text.index("?>") + 2 :]
    return text if uuid is None else _with_uuid(text, uuid)


def _with_uuid(text: str, uuid: str) -> str:
    children = Source(text).root.children
    element = f"<uuid>{uuid}</uuid>"
    for child in children:
        if child.tag(text) == "uuid":
            return splice(text, [Splice(child.start, child.end, element)])
    name = next(child for child in children if child.tag(text) == "name")
    return splice(text, [Splice(name.end, name.end, element)])
