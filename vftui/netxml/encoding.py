"""Bytes to text and back, without losing one: which encoding a document is in."""

import codecs
import re
from dataclasses import dataclass

from vftui.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(r"""<\?xml\s[^?>]*?\bencoding\s*=\s*["']([^"'<>]*)["']""")

# Codecs of which every decodable byte sequence encodes to itself again; Python and libxml2 agree on them.
_FAITHFUL = re.compile(r"utf-8|utf-16(-[lb]e)?|ascii|iso8859-\d+|cp125\d|koi8-[ru]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A Python codec, and the byte order mark the document opens with, if any."""

    codec: str = "utf-8"
    mark: bytes = b""

    def encode(self, text: str) -> bytes:
        """The bytes of a document; a character the codec lacks becomes a character reference."""
        return self.mark + text.encode(self.codec, "xmlcharrefreplace")


def decode(content: bytes) -> tuple[str, Encoding]:
    """The text of a document without its byte order mark, and how to write it again.

    The mark decides, then the XML declaration, then UTF-8 (XML 1.0, appendix F). Raises DocumentError where mark and
    declaration contradict each other, for an encoding vftui cannot write faithfully, and for bytes that do not decode.
    """
    mark, family = next((pair for pair in _MARKS if content.startswith(pair[0])), (b"", None))
    opening = content[len(mark) : len(mark) + 512].decode(family or "latin-1", "ignore")
    codec = family or "utf-8"
    if declared := _DECLARED.match(opening):
        codec = _agreed(declared.group(1), family)
    try:
        return content[len(mark) :].decode(codec), Encoding(codec, mark)
    except UnicodeDecodeError as error:
        raise DocumentError(
            "Broken text",
            f"Byte 0x{error.object[error.start]:02x} is not {codec} text."
            " Save the file as UTF-8, or name its real encoding in the XML declaration.",
            content.count(b"\n", 0, len(mark) + error.start) + 1,
        ) from error


def _agreed(declared: str, family: str | None) -> str:
    try:
        codec = codecs.lookup(declared).name
    except (LookupError, ValueError):
        codec = ""
    if not _FAITHFUL.fullmatch(codec):
        raise DocumentError(
            "Unknown encoding", f"The XML declaration names the encoding {declared!r}. Save the file as UTF-8.", 1
        )
    if codec == "utf-16" and family is not None:
        codec = family
    if codec != (family or codec) or (codec.startswith("utf-16") and family is None):
        found = family or "not marked as that"
        raise DocumentError(
            "Contradictory encoding",
            f"The XML declaration says {declared}, but the bytes are {found}. Save the file as UTF-8.",
            1,
        )
    return codec
