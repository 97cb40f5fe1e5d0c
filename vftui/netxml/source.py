"""Where elements and attributes stand in the text of a document that is known to be well-formed.

A tree forgets quotes, blanks and order inside tags; positions in the text do not. Positions are character offsets.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

# What XML calls white space; str.strip() alone would take a no-break space with it.
BLANK = " \t\r\n"
_MARKUP = re.compile(
    r"""<(?:!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>"""
    r"""|(/)[^>]*+>"""
    r"""|([^\s/>]++)(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>)""",
    re.DOTALL,
)
_TAG_NAME = re.compile(r"<[^\s/>]+")
_ATTRIBUTE = re.compile(r"""(\s+)([^\s=]+)(\s*=\s*)(["'])(.*?)\4""", re.DOTALL)


class Element(NamedTuple):
    """`<a>text</a>`: the start tag is [start, open_end), the end tag [close_start, end); both are one in `<a/>`."""

    start: int
    open_end: int
    close_start: int
    end: int
    children: tuple["Element", ...] = ()

    @property
    def is_self_closing(self) -> bool:
        return self.open_end == self.end

    def tag(self, text: str) -> str:
        return text[self.start + 1 : tag_name_end(text, self)]

    def source(self, text: str) -> str:
        return text[self.start : self.end]

    def content(self, text: str) -> str:
        return text[self.open_end : self.close_start]


@dataclass(frozen=True)
class Source:
    """A text, and the places of its elements, looked up when first asked for."""

    text: str

    @cached_property
    def root(self) -> Element:
        return scan(self.text)

    def of(self, *places: int) -> str:
        """The text of the element reached from the root by the positions of child elements."""
        element = self.root
        for place in places:
            element = element.children[place]
        return element.source(self.text)


@dataclass(frozen=True, slots=True)
class Attribute:
    """` name='value'` from the blank before it to the closing quote; `equals` is the `=` with its blanks."""

    name: str
    blank: str
    equals: str
    quote: str
    start: int
    value_start: int
    value_end: int

    @property
    def end(self) -> int:
        return self.value_end + 1


@dataclass(frozen=True, slots=True)
class Splice:
    """Put `text` in the place of [start, end)."""

    start: int
    end: int
    text: str


def scan(text: str) -> Element:
    """The root element with all elements below it, in document order."""
    opened: list[tuple[int, int]] = []
    siblings: list[list[Element]] = [[]]
    for markup in _MARKUP.finditer(text):
        start, end = markup.span()
        if markup.lastindex == 1:
            children = tuple(siblings.pop())
            siblings[-1].append(Element(*opened.pop(), start, end, children))
        elif markup.lastindex == 2:
            if text[end - 2] == "/":
                siblings[-1].append(Element(start, end, end, end))
            else:
                opened.append((start, end))
                siblings.append([])
    return siblings[0][0]


def tag_name_end(text: str, element: Element) -> int:
    """Where the name in the start tag ends and attributes may begin."""
    name = _TAG_NAME.match(text, element.start)
    return name.end() if name else element.start


def attributes(text: str, element: Element) -> Iterator[Attribute]:
    """The attributes of an element's start tag, as written."""
    for match in _ATTRIBUTE.finditer(text, tag_name_end(text, element), element.open_end):
        blank, key, equals, quote, _ = match.groups()
        yield Attribute(key, blank, equals, quote, match.start(), match.start(5), match.end(5))


def splice(text: str, splices: Iterable[Splice]) -> str:
    """`text` with every splice made. They do not overlap; insertions at one place follow each other as given."""
    parts: list[str] = []
    position = 0
    for change in sorted(splices, key=lambda change: (change.start, change.end)):
        parts += (text[position : change.start], change.text)
        position = change.end
    return "".join((*parts, text[position:]))
