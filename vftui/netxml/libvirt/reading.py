"""Values in an XML tree as libvirt reads them, and the errors that it raises over them.

libvirt reads in two ways, and they differ: XPath (`string(./@mode)`) sees names without a namespace and takes an empty
value for none; xmlGetProp takes the first attribute of that local name, in whatever namespace, and keeps an empty one.
Source: src/util/virxml.c of libvirt 9.0 and after.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import cast

from lxml import etree
from lxml.etree import _Element

from vftui.model.verdict import LibvirtError, Refusal

# Who raised it: libvirt's numbers for virErrorDomain.
NOBODY, XML, NETWORK = 0, 5, 19

UINT_MAX = 0xFFFFFFFF
ULONG_MAX = 0xFFFFFFFFFFFFFFFF

# strtoul, with base 0 as with 10: blanks and a + may lead, and libvirt refuses the - that strtoul takes.
_ANY_BASE = re.compile(r"[ \t\n\r]*\+?(?:0[xX]([0-9a-fA-F]+)|0([0-7]*)|([1-9][0-9]*))")
_DECIMAL = re.compile(r"[ \t\n\r]*\+?([0-9]+)")
_NEGATIVE = re.compile(r"[ \t\n\r]*-(?=[0-9])")


class RefusedError(Exception):
    """libvirt does not accept the definition; `error` is what it raises."""

    def __init__(self, error: LibvirtError) -> None:
        super().__init__(error.message)
        self.error = error


def xml_error(
    message: str, domain: int = NETWORK, refusal: Refusal = Refusal.OTHER, elements: tuple[str, ...] = ()
) -> RefusedError:
    return RefusedError(LibvirtError(27, domain, f"XML error: {message}", refusal, elements))


def unsupported(
    message: str, domain: int = NETWORK, refusal: Refusal = Refusal.OTHER, elements: tuple[str, ...] = ()
) -> RefusedError:
    return RefusedError(LibvirtError(67, domain, f"unsupported configuration: {message}", refusal, elements))


def internal(message: str, domain: int = NETWORK, refusal: Refusal = Refusal.OTHER) -> RefusedError:
    return RefusedError(LibvirtError(1, domain, f"internal error: {message}", refusal))


def detail(message: str, domain: int) -> RefusedError:
    return RefusedError(LibvirtError(35, domain, message))


def elements(parent: _Element) -> Iterator[_Element]:
    """The child elements, without comments and processing instructions."""
    return parent.iterchildren(tag=etree.Element)


def attributes(element: _Element) -> dict[str, str]:
    """The attributes as written, by name, which is `{namespace}name` for one in a namespace."""
    return cast("dict[str, str]", dict(element.items()))  # the stubs allow bytes, which no parser makes


def prop(element: _Element, name: str) -> str | None:
    """The attribute as xmlGetProp finds it."""
    return next((value for key, value in attributes(element).items() if key.rpartition("}")[2] == name), None)


def xpath(element: _Element | None, name: str) -> str | None:
    """The attribute as `string(./@name)` gives it, with None for an empty one, and for one of no element."""
    return None if element is None else element.get(name) or None


def subelement(parent: _Element, name: str) -> _Element | None:
    """The first child of that local name, in whatever namespace."""
    return next((child for child in elements(parent) if str(child.tag).rpartition("}")[2] == name), None)


@lru_cache(maxsize=1024)  # a pool of thousands of members has a few dozen different numbers
def parsed_number(text: str, base: int, limit: int = UINT_MAX) -> int | None:
    """What strtoul makes of all of `text` in base 0 or 10; None where libvirt takes it for no number."""
    if (match := (_DECIMAL if base else _ANY_BASE).fullmatch(text)) is None:
        return None
    if base:
        number = decimal(match.group(1))
    else:
        hexadecimal, octal, digits = match.groups()
        number = int(hexadecimal, 16) if hexadecimal else int(octal or "0", 8) if octal is not None else decimal(digits)
    return number if number <= limit else None


def decimal(digits: str) -> int:
    """The number, or one beyond every limit of libvirt's: Python does not read more than 4,300 digits."""
    return int(digits.lstrip("0")[: len(str(ULONG_MAX)) + 1] or "0")


def wrapped_number(text: str, base: int = 10) -> int | None:
    """What virStrToLong_ui makes of `text`: as above, and -1 is the largest of 32 bits."""
    minus = _NEGATIVE.match(text)
    value = parsed_number(text[minus.end() :] if minus else text, base)
    return -value & UINT_MAX if minus and value is not None else value


def number(
    element: _Element, name: str, base: int = 10, *, required: bool = False, limit: int = UINT_MAX
) -> int | None:
    """An attribute that virXMLPropUInt reads; None where it is absent."""
    if (text := prop(element, name)) is None:
        if required:
            raise xml_error(f"Missing required attribute '{name}' in element '{local_name(element)}'", XML)
        return None
    if (value := parsed_number(text, base, limit)) is None:
        raise xml_error(f"{_invalid(element, name, text)} Expected non-negative integer value", XML)
    return value


def one_of(element: _Element | None, name: str, allowed: Collection[str]) -> str | None:
    """An attribute that virXMLPropEnum reads; None where it is absent, or `element` is."""
    if element is None or (text := prop(element, name)) is None:
        return None
    if text not in allowed:
        raise xml_error(_invalid(element, name, text), XML)
    return text


def yes_or_no(element: _Element | None, name: str) -> str | None:
    """An attribute that virXMLPropTristateBool reads."""
    return one_of(element, name, ("yes", "no"))


def local_name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _invalid(element: _Element, name: str, text: str) -> str:
    return f"Invalid value for attribute '{name}' in element '{local_name(element)}': '{text}'."
