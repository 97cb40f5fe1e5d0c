"""Input that is no network definition, or means harm: one clear error each, quickly."""

import time

import pytest

from vftui.errors import DocumentError
from vftui.netxml.document import NetworkDocument

BOMB = (
    "<!DOCTYPE network [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {new} '{10 * f'&{old};'}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>\n<network><name>&i;</name></network>"
)


def refusal(content: bytes | str) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        NetworkDocument.parse(content.encode() if isinstance(content, str) else content)
    return caught.value


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("", 1, "empty"),
        ("hello", 1, "Start tag expected"),
        ("<network>\n <name>n</name>\n <forward>\n</network>", 4, "mismatch: forward line 3 and network"),
        ("<network>\n<name>&nbsp;</name></network>", 2, "Entity 'nbsp' not defined"),
        ("<network>\n<name>n</name>\n</network>\n<network/>", 4, "Extra content"),
        ("<network><name a='1'\n a='2'>n</name></network>", 2, "redefined"),
        ("<network>\n<name>a\0b</name></network>", 2, "Char 0x0"),
        ("<!-- a guest -->\n<domain type='kvm'><name>n</name></domain>", 2, "<domain>, not <network>"),
        ("<network xmlns='urn:x'><name>n</name></network>", 1, "<{urn:x}network>, not <network>"),
        ("\n<network><uuid/></network>", 2, "requires a <name>"),
        ("<network><name/></network>", 1, "requires a <name>"),
        ("<network><name><!-- none --></name></network>", 1, "requires a <name>"),
    ],
)
def test_what_is_no_network_definition_is_refused_with_line_and_reason(content: str, line: int, words: str) -> None:
    error = refusal(content)

    assert words in error.message
    assert error.line == line
    assert "\n" not in f"{error.title}{error.message}"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (BOMB, 1),
        ("<!-- x -->\n<?p?>\n<!DOCTYPE network SYSTEM 'http://localhost:9/x.dtd'><network/>", 3),
        ("<?xml version='1.0'?>\n<!DOCTYPE n [<!ENTITY f SYSTEM '/etc/hosts'>]><network><name>&f;</name></network>", 2),
        ("<!DOCTYPE network PUBLIC '' ''><network/>", 1),
    ],
)  # fmt: skip
def test_a_doctype_is_refused_before_anything_in_it_is_read(content: str, line: int) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        error = refusal(content.encode(encoding))

        assert (error.title, error.line) == ("Refused", line)
        assert "DOCTYPE" in error.message


def test_a_doctype_in_a_comment_is_no_doctype() -> None:
    document = NetworkDocument.parse(b"<!-- <!DOCTYPE x> --><network><name>n</name></network>")

    assert document.network.name == "n"


@pytest.mark.parametrize(
    "content",
    [
        b"<network>" + b" " * 10_000_000,
        b"<network>" * 400_000,
        b"<network><name>" + b"<a>" * 100_000,
        b"<!--" * 1_000_000,
        b"<!-- -->" * 500_000,
        b"<?a ?>" * 600_000,
        b"<network a='" * 300_000,
        b"<network " + b"".join(b"a%d='' " % number for number in range(200_000)),
        b"\xff\xfe" + b"<\0" * 1_000_000,
        b"\0" * 4_000_000,
    ],
    ids=lambda content: repr(content[:16]),
)
def test_a_flood_is_refused_within_a_second(content: bytes) -> None:
    started = time.process_time()

    assert refusal(content).message
    assert time.process_time() - started < 1


def test_more_than_four_mebibytes_are_refused_unread() -> None:
    assert refusal(b"\xff" * 10_000_000).title == "Too large"


def test_a_pool_as_large_as_any_host_is_well_below_the_limit() -> None:
    members = "".join(f"<interface dev='ens{number}f0v255'/>\n" for number in range(65_536))

    document = NetworkDocument.parse(
        f"<network><name>n</name><forward mode='vepa'>{members}</forward></network>".encode()
    )

    assert len(document.network.members) == 65_536
