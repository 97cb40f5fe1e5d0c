"""Bytes: encodings, byte order marks and line ends stay as they are."""

import codecs
from dataclasses import replace

import pytest
from lxml import etree
from netxml.definitions import interfaces, with_members

from vftui.errors import DocumentError
from vftui.netxml.document import NetworkDocument
from vftui.netxml.encoding import Encoding, decode

TEXT = "<?xml version='1.0' encoding='{}'?>\n<network>\n <name>Zürich</name>\n <forward mode='vepa'/>\n</network>\n"
LETTERS = "<network><name>Zürich €</name><forward mode='vepa'/></network>"


@pytest.mark.parametrize(
    "content",
    [
        LETTERS.encode(),
        LETTERS.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + LETTERS.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + LETTERS.encode("utf-16-be"),
        *(TEXT.format(name).encode(name) for name in ("UTF-8", "utf8", "ISO-8859-1", "latin1", "windows-1252")),
        TEXT.format("UTF-16").encode("UTF-16"),
        codecs.BOM_UTF16_BE + TEXT.format("utf-16").encode("utf-16-be"),
        codecs.BOM_UTF16_LE + TEXT.format("UTF-16LE").encode("utf-16-le"),
    ],
)  # fmt: skip
def test_an_edit_keeps_encoding_and_byte_order_mark(content: bytes) -> None:
    document = NetworkDocument.parse(content)

    changed = with_members(document, *interfaces("ethü"))

    assert document.network.name.startswith("Zürich")
    assert with_members(NetworkDocument.parse(changed.content)).content == content
    assert etree.fromstring(changed.content).findtext("name") == document.network.name


def test_a_character_the_encoding_lacks_is_written_as_a_reference() -> None:
    document = NetworkDocument.parse(TEXT.format("US-ASCII").replace("ü", "u").encode("ascii"))

    changed = document.with_network(replace(document.network, name="Zürich 🔌"))

    assert b"<name>Z&#252;rich &#128268;</name>" in changed.content
    assert changed.network.name == "Zürich 🔌"


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"<network>\n<name>Z\xfcrich</name></network>", 2, "Byte 0xfc is not utf-8"),
        (codecs.BOM_UTF16_LE + b"<\0\x00\xd8", 1, "is not utf-16-le"),
        (TEXT.format("klingon").encode(), 1, "encoding 'klingon'"),
        (TEXT.format("utf-7").encode(), 1, "encoding 'utf-7'"),
        (TEXT.format("rot13").encode(), 1, "encoding 'rot13'"),
        (TEXT.format("unicode_escape").encode(), 1, "encoding 'unicode_escape'"),
        (TEXT.format("idna").encode(), 1, "encoding 'idna'"),
        (TEXT.format("../x").encode(), 1, "encoding '../x'"),
        (TEXT.format("UTF-16").encode(), 1, "says UTF-16, but the bytes are not marked as that"),
        (TEXT.format("ISO-8859-1").encode("utf-8-sig"), 1, "says ISO-8859-1, but the bytes are utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.format("utf-8").encode("utf-16-le"), 1, "says utf-8, but the bytes are utf-16-le"),
    ],
)
def test_an_encoding_that_cannot_be_kept_is_refused(content: bytes, line: int, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        NetworkDocument.parse(content)

    assert words in caught.value.message
    assert caught.value.line == line


@pytest.mark.parametrize(
    "codec",
    ["ascii", "koi8-r", "koi8-u", *(f"cp125{n}" for n in range(9)), *(f"iso8859-{n}" for n in range(1, 17) if n != 12)],
)
def test_every_encoding_taken_gives_each_of_its_bytes_back(codec: str) -> None:
    declaration = f"<?xml version='1.0' encoding='{codec}'?>".encode()
    for byte in range(256):
        try:
            text, encoding = decode(declaration + bytes([byte]))
        except DocumentError:
            continue
        assert encoding == Encoding(codec)
        assert encoding.encode(text) == declaration + bytes([byte])
