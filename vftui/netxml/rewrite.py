"""Another pool in the same `<forward>`: the splices that make it, and nothing else.

Members that stay keep their bytes, members that move keep their text, new ones are written like their neighbours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from vftui.model.network import Network, WrittenMember
from vftui.netxml.forward import Forward
from vftui.netxml.layout import Spot, after, before, inside, line_tail, removals
from vftui.netxml.neighbours import Neighbours
from vftui.netxml.sequence import rearranged
from vftui.netxml.source import BLANK, Element, Splice, splice
from vftui.netxml.start_tag import set_attribute


@dataclass(frozen=True)
class ForwardRewrite:
    """From `was`, which stands at `element` in `text`, to the mode, managed, driver and members of `wanted`."""

    text: str
    root: Element
    element: Element
    was: Forward
    wanted: Network

    def splices(self) -> list[Splice]:
        """In no particular order; they do not overlap."""
        return [*self._attributes(), *self._content()]

    @cached_property
    def _dev(self) -> str | None:
        return self.was.dev_for(self.wanted.mode, self.wanted.written_members)

    def _attributes(self) -> Iterator[Splice]:
        was, wanted = self.was, self.wanted
        if was.mode is not wanted.mode:
            yield set_attribute(self.text, self.element, "mode", wanted.mode.value)
        if was.managed is not wanted.managed:
            managed = None if wanted.managed is None else "yes" if wanted.managed else "no"
            yield set_attribute(self.text, self.element, "managed", managed, behind="mode")
        if was.dev != self._dev:
            yield set_attribute(self.text, self.element, "dev", self._dev)
        if was.driver_place is not None and wanted.driver is not None and was.driver != wanted.driver:
            yield set_attribute(self.text, self.element.children[was.driver_place], "name", wanted.driver)

    def _content(self) -> list[Splice]:
        removed, added = self._members()
        driver = self.wanted.driver
        if driver is None and self.was.driver is not None and self.was.driver_place is not None:
            removed = sorted((*removed, self.was.driver_place))
        drivers = [self._neighbours.write_driver(driver)] if driver and self.was.driver_place is None else []
        if not self.element.content(self.text).strip(BLANK):
            return self._fill([*drivers, *added.get(None, ())])
        cuts = [Splice(start, end, "") for start, end in removals(self.text, self.element.children, removed)]
        if cuts and not added and not drivers and (closed := self._collapse(cuts)):
            return [closed]
        puts = [_put(self._spot(anchor), sources) for anchor, sources in added.items()]
        if drivers:
            puts.insert(0, _put(self._driver_spot(), drivers))
        return [*puts, *cuts]

    def _members(self) -> tuple[list[int], dict[int | None, list[str]]]:
        """The places of the elements to take out, and the new elements by the place of the one they follow."""
        unchanged = self.was.implied and self._dev == self.was.dev and self.wanted.written_members == self.was.members
        wanted = self.was.listed if unchanged else self.wanted.written_members
        places = self.was.places
        removed, added = rearranged(self.was.listed, wanted)
        sources: dict[int | None, list[str]] = {}
        for follows, arrivals in added.items():
            anchor = None if follows is None else places[follows]
            sources[anchor] = [
                self._source(wanted[new], None if old is None else places[old], anchor) for new, old in arrivals
            ]
        return [places[position] for position in removed], sources

    def _source(self, member: WrittenMember, place: int | None, anchor: int | None) -> str:
        """A member that moved keeps its own text."""
        if place is not None:
            return self.element.children[place].source(self.text)
        return self._neighbours.write(member, -1 if anchor is None else anchor)

    @cached_property
    def _neighbours(self) -> Neighbours:
        return Neighbours(self.text, self.element, self.was)

    def _spot(self, anchor: int | None) -> Spot:
        """Where members go that follow the child at `anchor`, or no other member."""
        children = self.element.children
        if anchor is not None:
            return after(self.text, children[anchor], children[anchor + 1] if anchor + 1 < len(children) else None)
        if self.was.places:
            return before(self.text, children[self.was.places[0]])
        if children:
            return after(self.text, children[-1], None)
        content = self.element.content(self.text)
        end = self.element.open_end + len(content.rstrip(BLANK))
        return Spot(line_tail(self.text, end), self._first_lead if "\n" in content else "")

    def _driver_spot(self) -> Spot:
        """`<driver>` opens the content, as libvirt writes it."""
        children = self.element.children
        lead = before(self.text, children[0]).lead if children else self._first_lead
        start = self.element.open_end
        return Spot(line_tail(self.text, start) if "\n" in lead else start, lead)

    @cached_property
    def _first_lead(self) -> str:
        return inside(self.text, self.element, self.root)

    def _fill(self, sources: list[str]) -> list[Splice]:
        """The first children of an element that is empty but for blanks."""
        if not sources:
            return []
        text, element = self.text, self.element
        content = element.content(text)
        own_lead = before(text, element).lead
        blank = content if "\n" in content else own_lead if "\n" in own_lead else ""
        filled = "".join(f"{self._first_lead}{source}" for source in sources) + blank
        if element.is_self_closing:
            return [Splice(element.open_end - 2, element.end, f">{filled}</forward>")]
        return [Splice(element.open_end, element.close_start, filled)]

    def _collapse(self, cuts: list[Splice]) -> Splice | None:
        """`<forward …/>` where the cuts leave nothing but blanks; None where something stays."""
        start, end = self.element.open_end, self.element.close_start
        left = splice(self.text[start:end], [Splice(cut.start - start, cut.end - start, "") for cut in cuts])
        return None if left.strip(BLANK) else Splice(start - 1, self.element.end, "/>")


def _put(spot: Spot, sources: list[str]) -> Splice:
    return Splice(spot.position, spot.position, "".join(f"{spot.lead}{source}" for source in sources))
