"""Many definitions that nobody would think of: what a real libvirt says of each, beside what vftui says."""

import time
from dataclasses import dataclass

from lab.comparison import differences, starts_without_harm
from lab.connection import Answer, Connection
from lab.definitions import definitions
from lab.losses import unaccounted

from vftui.errors import DocumentError
from vftui.model.host import Host
from vftui.model.verdict import Verdict
from vftui.netxml.document import NetworkDocument
from vftui.netxml.schema import Schema
from vftui.netxml.verdict import judge

_SHOWN = 20


@dataclass(frozen=True)
class Ground:
    """A host as vftui reads it, the libvirt that runs there, and that libvirt's schema."""

    name: str
    host: Host
    libvirt: Connection
    schema: Schema | None


@dataclass(frozen=True)
class Inquiry:
    """What came of it; `differing` holds each definition on which they differ, with how."""

    asked: int
    accepted: int
    differing: tuple[str, ...]
    report: str

    @property
    def failure(self) -> str:
        """The first of the differences, for people; '' where there is none."""
        return "\n\n".join([self.report, *self.differing[:_SHOWN]]) if self.differing else ""


def inquire(ground: Ground, seed: str, count: int, again: str) -> Inquiry:
    """Ask about `count` definitions, the same ones for the same seed; `again` is the command that repeats it."""
    began = time.monotonic()
    accepted, differing = 0, []
    for number, text in enumerate(definitions(seed, ground.host, count)):
        answer = ground.libvirt.ask(text, starts_without_harm)
        accepted += answer.define_error is None
        if found := disagreements(text, answer, ground):
            differing.append("\n".join([f"#{number}", text, *found]))
    report = (
        f"{ground.name}: asked libvirt {ground.libvirt.version} about {count} definitions, of which it takes {accepted}"
        f" and vftui says otherwise of {len(differing)}, in {time.monotonic() - began:.1f} s. "
        f"Again: VFTUI_LAB_SEED={seed} {again}"
    )
    return Inquiry(count, accepted, tuple(differing), report)


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
        verdict = _judged(document, ground, schema)
        found += differences(answer, verdict)
        if answer.inactive is not None and verdict.define_error is None and document.network.is_pool:
            found += unaccounted(text, answer.inactive, verdict)
    return list(dict.fromkeys(found))


def _judged(document: NetworkDocument, ground: Ground, schema: Schema | None) -> Verdict:
    try:
        return judge(document, ground.host, ground.libvirt.version, schema)
    except Exception as error:  # it goes on: only the document is added, which is all that it takes to repeat it
        error.add_note(document.text)
        raise
