"""Another intent in the same document: the splices that make it, and nothing else.

Our element goes together with a `<metadata>` that holds nothing else, so that taking out what was put in gives the
former text.
"""

from dataclasses import dataclass

from vftui.model.intent import Part
from vftui.netxml.intent import NAMESPACE, IntentElement, write_part
from vftui.netxml.layout import Spot, after, before, inside, line_tail, removals
from vftui.netxml.sequence import rearranged
from vftui.netxml.source import BLANK, Element, Splice, attributes

# What libvirt writes before <metadata>.
_BEFORE_METADATA = frozenset({"name", "uuid", "title", "description"})


@dataclass(frozen=True)
class IntentRewrite:
    """From `was` to the parts in `wanted`, none for no element; `forward` is the place of `<forward>` in the root."""

    text: str
    root: Element
    forward: int
    was: IntentElement
    wanted: tuple[Part, ...]

    def splices(self) -> list[Splice]:
        """In no particular order; they do not overlap."""
        if self.wanted == self.was.parts:
            return []
        if self.was.metadata is None:
            return [self._with_metadata()] if self.wanted else []
        metadata = self.root.children[self.was.metadata]
        if self.was.place is None:
            return [self._into(metadata)] if self.wanted else []
        element = metadata.children[self.was.place]
        if not self.wanted:
            return self._without(metadata, element)
        if not self.was.parts:
            # libvirt keeps one element of a namespace, so one that cannot be read must give way.
            return [Splice(element.start, element.end, self._element(before(self.text, element).lead))]
        return list(self._changed(element))

    def _with_metadata(self) -> Splice:
        """A `<metadata>` where libvirt keeps it: behind the name, uuid, title and description."""
        children = self.root.children
        places = [place for place in range(self.forward) if children[place].tag(self.text) in _BEFORE_METADATA]
        if places:
            last = places[-1]
            spot = after(self.text, children[last], children[last + 1])
        else:
            spot = before(self.text, children[self.forward])
        lead = spot.lead if "\n" in spot.lead else ""
        deeper = f"{lead}{self._step}" if lead else ""
        content = f"{deeper}{self._element(deeper)}{lead}"
        return _put(spot, f"<metadata>{content}</metadata>")

    def _into(self, metadata: Element) -> Splice:
        """Our element behind all else in `<metadata>`."""
        text = self.text
        lead = inside(text, metadata, self.root)
        content = metadata.content(text)
        if not content.strip(BLANK):
            filled = f"{lead}{self._element(lead)}{before(text, metadata).lead if lead else ''}"
            if metadata.is_self_closing:
                return Splice(metadata.open_end - 2, metadata.end, f">{filled}</metadata>")
            return Splice(metadata.open_end, metadata.close_start, filled)
        if metadata.children:
            spot = after(text, metadata.children[-1], None)
        else:
            end = metadata.open_end + len(content.rstrip(BLANK))
            spot = Spot(line_tail(text, end), lead if "\n" in content else "")
        return _put(spot, self._element(spot.lead))

    def _without(self, metadata: Element, element: Element) -> list[Splice]:
        text = self.text
        others = text[metadata.open_end : element.start] + text[element.end : metadata.close_start]
        siblings, place = metadata.children, self.was.place
        if not others.strip(BLANK):
            siblings, place = self.root.children, self.was.metadata
        return [Splice(start, end, "") for start, end in removals(text, siblings, [place or 0])]

    def _changed(self, element: Element) -> list[Splice]:
        """The parts that stay keep their bytes."""
        text, children = self.text, element.children
        prefix = element.tag(text).removesuffix("pool")
        quote = next((attribute.quote for child in children for attribute in attributes(text, child)), "'")
        removed, added = rearranged(self.was.parts, self.wanted)
        splices = [Splice(start, end, "") for start, end in removals(text, children, removed)]
        for anchor, arrivals in added.items():
            if anchor is None:
                spot = before(text, children[0])
            else:
                spot = after(text, children[anchor], children[anchor + 1] if anchor + 1 < len(children) else None)
            sources = [
                write_part(self.wanted[new], prefix, quote) if old is None else children[old].source(text)
                for new, old in arrivals
            ]
            splices.append(_put(spot, *sources))
        return splices

    def _element(self, lead: str) -> str:
        """The whole element, to stand behind `lead`; in one line where that has no line break."""
        lead = lead if "\n" in lead else ""
        deeper = f"{lead}{self._step}" if lead else ""
        quote = self._quote
        parts = "".join(f"{deeper}{write_part(part, 'vftui:', quote)}" for part in self.wanted)
        return f"<vftui:pool xmlns:vftui={quote}{NAMESPACE}{quote}>{parts}{lead}</vftui:pool>"

    @property
    def _step(self) -> str:
        """What one level of the document adds to the indentation."""
        child = self.root.children[self.forward]
        return inside(self.text, child, self.root).removeprefix(before(self.text, child).lead)

    @property
    def _quote(self) -> str:
        """The quotes of `<forward>`."""
        forward = self.root.children[self.forward]
        return next((attribute.quote for attribute in attributes(self.text, forward)), "'")


def _put(spot: Spot, *sources: str) -> Splice:
    return Splice(spot.position, spot.position, "".join(f"{spot.lead}{source}" for source in sources))
