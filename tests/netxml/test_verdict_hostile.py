"""Whatever stands in a document that vftui reads: it is judged, on any host, as any libvirt would."""

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from netxml.hostile_documents import VALUES, hostile_documents, with_each_attribute
from netxml.odd_documents import small_hosts
from netxml.recorded_host import recorded_host
from strategies import hosts

from vftui.model.host import Host
from vftui.model.problems import of_network
from vftui.model.verdict import MEASURED, LibvirtVersion
from vftui.netxml.document import NetworkDocument
from vftui.netxml.schema import Schema, installed_schema
from vftui.netxml.verdict import judge
from vftui.stores.memory import MemoryStore
from vftui.workspace import Workspace

any_host = small_hosts() | hosts()
# The rules alone, and libvirt's own schema where there is one.
schemas = st.sampled_from([None, installed_schema()])


@given(hostile_documents(), any_host, st.sampled_from(MEASURED), schemas)
def test_a_hostile_document_is_judged_and_its_problems_are_found(
    document: NetworkDocument, host: Host, libvirt: LibvirtVersion, schema: Schema | None
) -> None:
    note(document.text)

    verdict = judge(document, host, libvirt, schema)
    problems = of_network(document.network, host, verdict)

    assert (verdict.define_error is None) is (verdict.starts is not False or verdict.start_error is not None)
    assert verdict.define_error is None or verdict.validation_error is not None
    assert all(problem.sentence for problem in problems)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value[:24]))
def test_any_value_of_any_attribute_is_judged(value: str) -> None:
    for document in with_each_attribute(value):
        for libvirt in MEASURED:
            verdict = judge(document, recorded_host(), libvirt)
            assert verdict.define_error is not None or verdict.inactive_forward is not None


@given(st.lists(hostile_documents(), max_size=3), any_host)
def test_a_workspace_of_hostile_documents_has_a_verdict_on_each_and_all_their_problems(
    documents: list[NetworkDocument], host: Host
) -> None:
    workspace = Workspace(host, MemoryStore({f"{place}.xml": each.content for place, each in enumerate(documents)}))

    for network in workspace.draft:
        note(workspace.document(network).text)
        own = of_network(network, host, workspace.verdict(network))
        assert set(own) <= set(workspace.problems)
