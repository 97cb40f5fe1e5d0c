"""What a write leaves out of a document: whole elements, and single attributes."""

from collections.abc import Collection, Iterator

from vftui.netxml.layout import removals
from vftui.netxml.source import Element, Splice, attributes


def omissions(text: str, root: Element, names: Collection[str]) -> list[Splice]:
    """The splices that take out what `names` name (`Network.leave_out`); none where it is not there."""
    if not names:
        return []
    places = [place for place, child in enumerate(root.children) if child.tag(text) in names]
    cuts = [Splice(start, end, "") for start, end in removals(text, root.children, places)]
    return [*cuts, *_attributes(text, root, {name for name in names if "@" in name})]


def _attributes(text: str, root: Element, names: Collection[str]) -> Iterator[Splice]:
    """Those of the root, of `<forward>` and of the elements in it."""
    if not names:
        return
    forwards = [child for child in root.children if child.tag(text) == "forward"][:1]
    for element in (root, *forwards, *(child for forward in forwards for child in forward.children)):
        tag = element.tag(text)
        for attribute in attributes(text, element):
            if f"{tag}@{attribute.name}" in names:
                yield Splice(attribute.start, attribute.end, "")
