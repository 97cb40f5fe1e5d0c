"""vftui says of any definition what a real libvirt says of it."""

import time
from collections.abc import Callable

import pytest
from lab.comparison import differences, starts_without_harm
from lab.conftest import Ground
from lab.connection import Answer
from lab.definitions import definition
from lab.dice import Dice
from lab.losses import unaccounted

from vftui.errors import DocumentError
from vftui.model.verdict import Verdict
from vftui.netxml.document import NetworkDocument
from vftui.netxml.schema import Schema
from vftui.netxml.verdict import judge

SHOWN = 20


def test_a_verdict_is_libvirts_own(
    ground: Ground, seed: str, count: int, record_property: Callable[[str, object], None]
) -> None:
    began = time.monotonic()
    accepted, differing = 0, []
    for number in range(count):
        text = definition(Dice(f"{seed} {number}"), ground.host, number)
        answer = ground.libvirt.ask(text, starts_without_harm)
        accepted += answer.define_error is None
        if found := disagreements(text, answer, ground):
            differing.append("\n".join([f"#{number}", text, *found]))
    report = (
        f"{ground.name}: asked libvirt {ground.libvirt.version} about {count} definitions, of which it takes {accepted}"
        f" and vftui says otherwise of {len(differing)}, in {time.monotonic() - began:.1f} s. "
        f"Again: VFTUI_LAB_SEED={seed} tests/run tests/lab"
    )
    record_property("report", report)

    assert accepted > count / 3, "what libvirt refuses outright says little"
    if differing:
        pytest.fail("\n\n".join([report, *differing[:SHOWN]]), pytrace=False)


def disagreements(text: str, answer: Answer, ground: Ground) -> list[str]:
    """What vftui says of a definition that libvirt does not, once by libvirt's schema and once by vftui's own rules.

    What vftui cannot even read, libvirt must refuse.
    """
    try:
        document = NetworkDocument.parse(text.encode())
    except DocumentError as error:
        return [] if answer.define_error else [f"vftui cannot read what libvirt takes: {error.message}"]
    found: list[str] = []
    for schema in (ground.schema, None):
        verdict = judged(document, ground, schema)
        found += differences(answer, verdict)
        if answer.inactive is not None and verdict.define_error is None and document.network.is_pool:
            found += unaccounted(text, answer.inactive, verdict)
    return list(dict.fromkeys(found))


def judged(document: NetworkDocument, ground: Ground, schema: Schema | None) -> Verdict:
    try:
        return judge(document, ground.host, ground.libvirt.version, schema)
    except Exception as error:  # it goes on: only the document is added, which is all that it takes to repeat it
        error.add_note(document.text)
        raise
