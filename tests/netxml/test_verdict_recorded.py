"""Verdicts beside what libvirt 9.0 and 11.3 answered, on the host of the recording igb-2pf-14vf."""

import pytest
from netxml.definitions import parse
from netxml.recorded_answers import (
    VERSIONS,
    Answer,
    Comparable,
    comparable,
    further,
    given,
    handed_out,
    kept,
    said,
    squeezed,
)
from netxml.recorded_host import recorded_host

from vftui.model.network import AddressMember, InterfaceMember
from vftui.model.verdict import V9_0, LibvirtError, LibvirtVersion
from vftui.netxml.schema import Schema, installed_schema
from vftui.netxml.verdict import judge

GIVEN = [
    pytest.param(libvirt, case, id=f"{name}-{case['label']}")
    for name, libvirt in VERSIONS.items()
    for case in given(name)
]
FURTHER = [pytest.param(libvirt, xml, answer, id=label) for label, libvirt, xml, answer in further()]


def error(found: LibvirtError | None) -> Comparable | None:
    return found and comparable(found.code, found.domain, found.message)


def named(member: InterfaceMember | AddressMember) -> str:
    return member.dev if isinstance(member, InterfaceMember) else str(member.address)


@pytest.mark.parametrize(("libvirt", "case"), GIVEN)
def test_a_given_definition_fares_as_it_did_with_libvirt(libvirt: LibvirtVersion, case: Answer) -> None:
    verdict = judge(parse(case["xml"]), recorded_host(), libvirt)
    start = case.get("start")

    assert error(verdict.validation_error) == said(case["define_validated"])
    assert error(verdict.define_error) == said(case["define"])
    assert squeezed(verdict.inactive_forward) == kept(case["define"])
    assert verdict.starts is (start is not None and start["ok"])
    assert error(verdict.start_error) == said(start)
    assert [named(member) for member in verdict.pool] == handed_out(start)


@pytest.mark.parametrize(("libvirt", "xml", "answer"), FURTHER)
def test_a_further_definition_fares_as_it_did_with_libvirt(libvirt: LibvirtVersion, xml: str, answer: Answer) -> None:
    verdict = judge(parse(xml), recorded_host(), libvirt)

    assert error(verdict.validation_error) == (answer["validated"] and comparable(*answer["validated"]))
    assert error(verdict.define_error) == (answer["define"] and comparable(*answer["define"]))
    assert squeezed(verdict.inactive_forward) == answer.get("forward")
    if "start" in answer:
        assert error(verdict.start_error) == (answer["start"] and comparable(*answer["start"]))
        assert verdict.starts is (answer["start"] is None)
    else:
        assert verdict.starts is (False if answer["define"] else None)


def speaking_schema(libvirt: LibvirtVersion) -> Schema:
    schema = installed_schema()
    if schema is None or libvirt not in schema.versions:
        pytest.skip(f"libvirt's schema of {libvirt} is not installed")
    return schema


def test_the_installed_schema_and_our_rules_find_the_same_of_every_recorded_definition_valid() -> None:
    schema = speaking_schema(V9_0)
    host = recorded_host()
    texts = [case["xml"] for case in given("9.0")] + [xml for _, libvirt, xml, _ in further() if libvirt == V9_0]
    documents = [parse(xml) for xml in texts]

    by_schema = [judge(document, host, V9_0, schema).validation_error for document in documents]
    by_rules = [judge(document, host, V9_0).validation_error for document in documents]

    assert [error(each) for each in by_schema] == [error(each) for each in by_rules]
    assert len(documents) > 350
