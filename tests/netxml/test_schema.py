"""libvirt's own schema is asked where it speaks for the version in question, and nowhere else."""

from pathlib import Path

import pytest
from lxml import etree
from netxml.definitions import parse
from netxml.recorded_host import recorded_host

from vftui.model.host import Host
from vftui.model.verdict import V9_0, V11_3
from vftui.netxml.schema import Schema, installed_schema
from vftui.netxml.verdict import judge

NOWHERE = Host("empty", "made up")
START = (
    "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><start><element name='network'>{}</element></start></grammar>"
)
ANYTHING = (
    "<zeroOrMore><choice><text/><attribute><anyName/></attribute><ref name='any'/></choice></zeroOrMore>"
    "</element></start><define name='any'><element><anyName/><zeroOrMore><choice><text/><attribute><anyName/>"
    "</attribute><ref name='any'/></choice></zeroOrMore></element></define></grammar>"
)


def schema_of(path: Path, content: str) -> Schema | None:
    path.write_text(content)
    return installed_schema(path)


def test_no_schema_is_installed_where_there_is_no_such_file(tmp_path: Path) -> None:
    assert installed_schema(tmp_path / "network.rng") is None


@pytest.mark.parametrize("content", ["", "<grammar", "<grammar/>", START.format("<ref name='missing'/>")])
def test_a_schema_that_cannot_be_read_is_as_none(tmp_path: Path, content: str) -> None:
    assert schema_of(tmp_path / "network.rng", content) is None


def test_a_schema_that_allows_anything_speaks_for_no_libvirt(tmp_path: Path) -> None:
    schema = schema_of(tmp_path / "network.rng", START.partition("{}")[0] + ANYTHING)

    assert schema is not None
    assert list(schema.faults(etree.fromstring("<network><b/></network>"))) == []
    assert schema.versions == ()


def test_a_schema_of_another_version_is_not_asked() -> None:
    installed = installed_schema()
    if installed is None or installed.versions != (V9_0,):
        pytest.skip("libvirt 9.0's schema is not installed")
    titled = parse("<network><name>web</name><title>Front</title><forward mode='bridge'/></network>")

    assert judge(titled, NOWHERE, V9_0, installed).validation_error is not None
    assert judge(titled, NOWHERE, V11_3, installed).validation_error is None


def test_a_plus_before_an_unsigned_number_is_refused_whatever_libxml2_the_schema_is_asked_with() -> None:
    address = "<address type='pci' domain='+0' bus='0x01' slot='0x10' function='0x0'/>"
    document = parse(f"<network><name>web</name><forward mode='hostdev'>{address}</forward></network>")

    for schema in (None, installed_schema()):
        assert judge(document, recorded_host(), V9_0, schema).validation_error is not None


def test_a_schema_failure_reads_as_libvirt_prints_it() -> None:
    document = parse("<network><name>web</name><forward mode='bridge'><b/></forward></network>")

    error = judge(document, NOWHERE, V9_0).validation_error

    assert error is not None
    assert (error.code, error.domain) == (92, 5)
    assert error.message.split("\n") == [
        (
            "XML document failed to validate against schema: "
            "Unable to validate doc against /usr/share/libvirt/schemas/network.rng"
        ),
        "Extra element forward in interleave",
        "Element network failed to validate content",
    ]
