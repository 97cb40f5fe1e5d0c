"""Whose style a new element takes: the nearest member of its kind, else whatever stands nearest."""

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from vftui.model.network import OpaqueMember, WrittenMember
from vftui.netxml.forward import Forward
from vftui.netxml.member import tag_of
from vftui.netxml.source import Element, attributes
from vftui.netxml.style import ElementStyle, closing_of, plain_attribute, plain_style, style_of


@dataclass(frozen=True)
class Neighbours:
    """The elements inside and around a pool, as examples of how to write."""

    text: str
    element: Element
    forward: Forward
    _styles: dict[tuple[str, int | None], ElementStyle] = field(default_factory=dict)

    def write(self, member: WrittenMember, place: int) -> str:
        """The element for a new member at `place` among the children."""
        tag = tag_of(member)
        model = _nearest(self._places.get(tag, []), place)
        if (style := self._styles.get((tag, model))) is None:
            style = self._styles[tag, model] = self._style(tag, model)
        return style.write(member)

    def write_driver(self, name: str) -> str:
        quote, closing = self._manner
        return f"<driver{plain_attribute('name', name, quote)}{closing}"

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for member, place in zip(self.forward.listed, self.forward.places, strict=True):
            if not isinstance(member, OpaqueMember):
                places.setdefault(tag_of(member), []).append(place)
        return places

    @cached_property
    def _manner(self) -> tuple[str, str]:
        """Quote and closing of the first child element, else the quotes of the parent."""
        for element in self.element.children[:1]:
            if found := list(attributes(self.text, element)):
                closing = closing_of(self.text, element, found)
                return found[0].quote, closing if closing.endswith("/>") else "/>"
        return next((attribute.quote for attribute in attributes(self.text, self.element)), "'"), "/>"

    def _style(self, tag: str, model: int | None) -> ElementStyle:
        if model is None:
            return plain_style(tag, *self._manner)
        return style_of(self.text, self.element.children[model], tag)


def _nearest(places: list[int], place: int) -> int | None:
    """The one before `place`, or the next where there is none before."""
    if not places:
        return None
    return places[max(bisect_left(places, place + 1) - 1, 0)]
