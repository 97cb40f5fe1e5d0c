"""Text from outside to a tree: lxml with everything switched off that reaches beyond the document."""

import re

from lxml import etree
from lxml.etree import _Element

from vftui.errors import DocumentError

MAX_BYTES = 4 * 1024 * 1024
_PROLOG = re.compile(r"(?:\s++|<!--.*?-->|<\?.*?\?>)*+", re.DOTALL)


def check_size(content: bytes) -> None:
    """Raise DocumentError for more than 4 MiB; 16 000 members take a third of that."""
    if len(content) > MAX_BYTES:
        raise DocumentError(
            "Too large",
            f"{len(content):,} bytes are no network definition; {MAX_BYTES:,} are read at most.",
        )


def parse_xml(text: str) -> _Element:
    """The root element of `text`, whatever encoding its declaration names.

    Raises DocumentError for text that is not well-formed or deeper than libxml2's 256 levels, and for any document
    type declaration: entities and external subsets are only declared there, so nothing is ever expanded or loaded.
    """
    prolog = _PROLOG.match(text)
    position = prolog.end() if prolog else 0
    if text.startswith("<!DOCTYPE", position):
        raise DocumentError(
            "Refused", "A network definition has no DOCTYPE; remove it.", text.count("\n", 0, position) + 1
        )
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        first = parser.error_log[0] if len(parser.error_log) else None
        reason = (first.message if first else error.msg or "").strip() or "It cannot be parsed"
        raise DocumentError(
            "Not well-formed XML", f"{reason}. Correct the file by hand.", first.line if first else error.lineno
        ) from error
