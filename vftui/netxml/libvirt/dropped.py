"""Losses as they are written: the source text, the line, and the pool member."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from lxml.etree import _Element

from vftui.model.network import Member, OpaqueMember
from vftui.model.verdict import DecimalAddress, Dropped
from vftui.netxml.libvirt.address import decimal_address
from vftui.netxml.libvirt.loss import Loss
from vftui.netxml.libvirt.reading import elements
from vftui.netxml.libvirt.usual import Device, usual_devices
from vftui.netxml.member import ATTRIBUTES, read_member
from vftui.netxml.source import Element, Source, attributes


class WrittenNetwork:
    """A `<network>` as a tree and as its text; positions in the text are looked up when first asked for."""

    def __init__(self, text: str, root: _Element) -> None:
        self._text = text
        self._root = root
        self._source = Source(text)

    def dropped(self, losses: Iterable[Loss]) -> Iterator[Dropped]:
        """The losses in the order in which they are written."""
        for loss in sorted(losses, key=lambda loss: (loss.path, -1 if loss.attribute is None else loss.attribute)):
            element = self._element(loss.path)
            start, text = element.start, element.source(self._text)
            if loss.attribute is not None:
                start, text = self._attribute(element, loss.attribute)
            yield Dropped(text, loss.cause, loss.reason, self._member(loss.path), self._line(start))

    def decimal_addresses(self) -> Iterator[DecimalAddress]:
        """Every `<address>` of the pool with a number that libvirt takes for another one than hex."""
        if self._forward is None:
            return
        place, children = self._forward
        for position, child in enumerate(children):
            if child.tag == "address" and child not in self.usual and (readings := decimal_address(child)) is not None:
                yield DecimalAddress(readings[0], self._element((place, position)).source(self._text), readings[1])

    @cached_property
    def usual(self) -> Mapping[_Element, Device]:
        """The devices of the first `<forward>` that there is nothing to say of."""
        forward = self._root.find("forward")
        return {} if forward is None else usual_devices(forward)

    @cached_property
    def _forward(self) -> tuple[int, list[_Element]] | None:
        """The place of the first `<forward>`, and its child elements."""
        found = ((place, child) for place, child in enumerate(elements(self._root)) if child.tag == "forward")
        first = next(found, None)
        return None if first is None else (first[0], list(elements(first[1])))

    def _element(self, path: tuple[int, ...]) -> Element:
        element = self._source.root
        for place in path:
            element = element.children[place]
        return element

    def _attribute(self, element: Element, position: int) -> tuple[int, str]:
        written = [each for each in attributes(self._text, element) if each.name.partition(":")[0] != "xmlns"]
        found = written[position]
        return found.start + len(found.blank), self._text[found.start + len(found.blank) : found.end]

    def _member(self, path: tuple[int, ...]) -> Member | None:
        if self._forward is None or len(path) < 2 or path[0] != self._forward[0]:
            return None
        child = self._forward[1][path[1]]
        if child.tag not in ATTRIBUTES:
            return None
        return read_member(child, str(child.tag)) or OpaqueMember(self._element(path[:2]).source(self._text))

    def _line(self, position: int) -> int:
        return bisect_right(self._line_starts, position)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        while (found := self._text.find("\n", starts[-1])) >= 0:
            starts.append(found + 1)
        return starts
