"""How elements are written by hand: quotes, blanks, the order of attributes."""

import re
from dataclasses import dataclass

from vftui.errors import DocumentError
from vftui.model.network import OpaqueMember, WrittenMember
from vftui.netxml.member import ATTRIBUTES, attribute_values
from vftui.netxml.source import BLANK, Attribute, Element, attributes

_SPECIAL = re.compile("[&<>\r\n\t'\"\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_ATTRIBUTE_ESCAPES = _ESCAPES | {"'": "&apos;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def escape_text(text: str) -> str:
    """`text` as the content of an element. Raises DocumentError for characters XML cannot hold."""
    return _SPECIAL.sub(lambda match: _escaped(match.group(), _ESCAPES), text)


def escape_attribute(text: str) -> str:
    """`text` as an attribute's value, between quotes of either kind. Raises DocumentError like `escape_text`."""
    return _SPECIAL.sub(lambda match: _escaped(match.group(), _ATTRIBUTE_ESCAPES), text)


def _escaped(character: str, escapes: dict[str, str]) -> str:
    if character not in "&<>\r\n\t'\"":
        raise DocumentError("Cannot be written", f"XML has no way to write the character U+{ord(character):04X}.")
    return escapes.get(character, character)


def plain_attribute(name: str, value: str, quote: str = "'") -> str:
    """` name='value'`."""
    return f" {name}={quote}{escape_attribute(value)}{quote}"


@dataclass(frozen=True, slots=True)
class AttributeStyle:
    """` dev='…'`: everything around one value."""

    name: str
    before: str
    quote: str


@dataclass(frozen=True, slots=True)
class ElementStyle:
    """How one element is written, up to the values of its attributes.

    `elides_domain` says that PCI domain 0 is left out, as people do who write addresses by hand.
    """

    tag: str
    attributes: tuple[AttributeStyle, ...]
    closing: str = "/>"
    elides_domain: bool = False

    def write(self, member: WrittenMember) -> str:
        """The element for `member`, which is one of this style's tag."""
        if isinstance(member, OpaqueMember):
            return member.text
        values = attribute_values(member)
        written = (
            f"{style.before}{escape_attribute(values[style.name])}{style.quote}"
            for style in self.attributes
            if not (self.elides_domain and style.name == "domain" and values["domain"] == "0x0000")
        )
        return f"<{self.tag}{''.join(written)}{self.closing}"


def plain_style(tag: str, quote: str = "'", closing: str = "/>") -> ElementStyle:
    """The style of libvirt itself, in other quotes where the document uses them."""
    return ElementStyle(tag, tuple(_plain(name, quote) for name in ATTRIBUTES.get(tag, ())), closing)


def style_of(text: str, element: Element, tag: str) -> ElementStyle:
    """The style of a member's element. Attributes that are not the member's own are left out."""
    found = list(attributes(text, element))
    known = [style for style in map(_style, found) if style.name in ATTRIBUTES[tag]]
    elides_domain = tag == "address" and all(style.name != "domain" for style in known)
    quote = known[0].quote if known else "'"
    for position, name in enumerate(ATTRIBUTES[tag]):
        if all(style.name != name for style in known):
            known.insert(position, _plain(name, quote))
    return ElementStyle(tag, tuple(known), closing_of(text, element, found), elides_domain)


def closing_of(text: str, element: Element, found: list[Attribute]) -> str:
    """From the last attribute to the end of an element without content; `/>` for one that has some."""
    if element.content(text).strip(BLANK) or not found:
        return "/>"
    return text[found[-1].end : element.open_end] + text[element.close_start : element.end]


def _plain(name: str, quote: str) -> AttributeStyle:
    return AttributeStyle(name, f" {name}={quote}", quote)


def _style(attribute: Attribute) -> AttributeStyle:
    before = f"{attribute.blank}{attribute.name}{attribute.equals}{attribute.quote}"
    return AttributeStyle(attribute.name, before, attribute.quote)
