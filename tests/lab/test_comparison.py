"""No part of libvirt's answer can differ from vftui's verdict unnoticed: true answers, each changed in one part."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from lab.comparison import starts_without_harm
from lab.connection import Answer, Raised
from lab.definitions import definitions
from lab.inquiry import Ground, disagreements, inquire
from lab.losses import unaccounted

from vftui.netxml.document import NetworkDocument
from vftui.netxml.verdict import judge

pytestmark = pytest.mark.parametrize("ground", ["igb-2pf-14vf"], indirect=True)

# One that starts, and loses an element on the way; the others are refused: by the schema alone, at start, altogether.
STARTS = (
    "<network><name>a</name><forward mode='passthrough'><interface dev='enp1s0v0'/><interface dev='enp1s0v1'/>"
    "<pf dev='enp2s0'/></forward><portgroup name='dmz'/></network>"
)
INVALID = "<network><name>a</name><forward mode='vepa'><interface dev='enp1s0v0'/></forward><unknown/></network>"
NO_START = "<network><name>a</name><forward mode='hostdev'><pf dev='eth99'/></forward></network>"
REFUSED = "<network><name>a/b</name><forward mode='private'><interface dev='enp1s0v0'/></forward></network>"
UNREADABLE = "<network><name>a</name>"

ERROR = Raised(1, 19, "internal error: out of luck")
PLAIN, VALIDATED = "plain define", "define with validation"
START, ERROR_AT_START = "start", "error at start"
FORWARD, POOL = "inactive <forward>", "pool"
LOST, KEPT = "dropped without a word", "kept, though vftui says it is dropped"


class Change(NamedTuple):
    """Something done to the answer about a definition, and what vftui's verdict then differs on."""

    definition: str
    change: Callable[[Answer], Answer]
    noticed: list[str]


def inactive(old: str, new: str) -> Callable[[Answer], Answer]:
    return lambda answer: replace(answer, inactive=swapped(answer.inactive, old, new))


def live(old: str, new: str) -> Callable[[Answer], Answer]:
    return lambda answer: replace(answer, live=swapped(answer.live, old, new))


def swapped(text: str | None, old: str, new: str) -> str:
    assert text is not None
    assert old in text
    return text.replace(old, new, 1)


CHANGES = {
    "refused with validation": Change(STARTS, lambda answer: replace(answer, validation_error=ERROR), [VALIDATED]),
    "refused": Change(STARTS, lambda answer: replace(answer, define_error=ERROR), [PLAIN]),
    "not started": Change(
        STARTS, lambda answer: replace(answer, start_error=ERROR, live=None), [START, ERROR_AT_START]
    ),
    "valid": Change(INVALID, lambda answer: replace(answer, validation_error=None), [VALIDATED]),
    "taken": Change(REFUSED, lambda answer: replace(answer, define_error=None), [PLAIN]),
    "started": Change(NO_START, lambda answer: replace(answer, start_error=None), [START, ERROR_AT_START]),
    "another mode kept": Change(STARTS, inactive("mode='passthrough'", "mode='bridge'"), [FORWARD]),
    "another member kept": Change(STARTS, inactive("'enp1s0v1'", "'enp1s0v2'"), [FORWARD]),
    "a member dropped": Change(STARTS, inactive("<interface dev='enp1s0v1'/>", ""), [FORWARD, LOST]),
    "a member kept": Change(STARTS, inactive("</forward>", "<pf dev='enp2s0'/></forward>"), [FORWARD, KEPT]),
    "no forward kept": Change(STARTS, inactive("<forward", "<backward"), [FORWARD, LOST, KEPT]),
    "an element dropped": Change(STARTS, inactive("portgroup", "port"), [LOST, KEPT]),
    "an attribute dropped": Change(STARTS, inactive(" name='dmz'", ""), [LOST]),
    "an element kept": Change(INVALID, inactive("</network>", "<unknown/></network>"), [KEPT]),
    "another device handed out": Change(STARTS, live("dev='enp1s0v1'/", "dev='enp1s0v2'/"), [POOL]),
    "a device less handed out": Change(STARTS, live("<interface dev='enp1s0v1'/>", ""), [POOL]),
    "another order": Change(
        STARTS, live("0'/>\n    <interface dev='enp1s0v1'", "1'/>\n    <interface dev='enp1s0v0'"), [POOL]
    ),
}


def asked(ground: Ground, definition: str) -> Answer:
    return ground.libvirt.ask(definition, starts_without_harm)


def noticed(definition: str, answer: Answer, ground: Ground) -> list[str]:
    """What each line is about that tells of a difference."""
    lines = disagreements(definition, answer, ground)
    return [line.split("\n")[0].split(":")[0] for line in lines]


@pytest.mark.parametrize("definition", [STARTS, INVALID, NO_START, REFUSED, UNREADABLE])
def test_of_a_true_answer_there_is_nothing_to_say(ground: Ground, definition: str) -> None:
    assert disagreements(definition, asked(ground, definition), ground) == []


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_answer_that_is_changed_in_one_part_differs_there(ground: Ground, change: Change) -> None:
    answer = change.change(asked(ground, change.definition))

    assert noticed(change.definition, answer, ground) == change.noticed


@pytest.mark.parametrize(
    ("definition", "part", "about"),
    [
        (INVALID, "validation_error", VALIDATED),
        (REFUSED, "validation_error", VALIDATED),
        (REFUSED, "define_error", PLAIN),
        (NO_START, "start_error", ERROR_AT_START),
    ],
)
def test_an_error_is_the_same_only_with_code_domain_and_message(
    ground: Ground, definition: str, part: str, about: str
) -> None:
    answer = asked(ground, definition)
    error: Raised = getattr(answer, part)
    others: list[dict[str, Any]] = [
        {part: error._replace(code=error.code + 1)},
        {part: error._replace(domain=error.domain + 1)},
        {part: error._replace(message=f"{error.message[:12]}…{error.message[12:]}")},
    ]
    for other in others:
        assert noticed(definition, replace(answer, **other), ground) == [about]


def test_a_difference_is_told_with_both_sides(ground: Ground) -> None:
    answer = replace(asked(ground, STARTS), define_error=ERROR)

    assert disagreements(STARTS, answer, ground) == [
        "plain define\n    libvirt: (1, 19, 'internal error: out of luck')\n    vftui:   None"
    ]


def test_libvirt_must_refuse_what_vftui_cannot_read(ground: Ground) -> None:
    (line,) = disagreements(UNREADABLE, replace(asked(ground, UNREADABLE), define_error=None), ground)

    assert line.startswith("vftui cannot read what libvirt takes: ")


def test_what_was_never_written_is_not_dropped(ground: Ground) -> None:
    verdict = judge(NetworkDocument.parse(STARTS.encode()), ground.host, ground.libvirt.version)
    (dropped,) = verdict.dropped
    claiming = replace(verdict, dropped=(dropped, dropped._replace(text="<address/>")))
    kept = asked(ground, STARTS).inactive
    assert kept is not None

    assert list(unaccounted(STARTS, kept, claiming)) == ["dropped, says vftui, though never written: ['address']"]


def test_an_inquiry_asks_about_every_definition_of_its_seed(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    ask = ground.libvirt.ask

    def noting(text: str, is_pool: Callable[[str], bool]) -> Answer:
        texts.append(text)
        return ask(text, is_pool)

    monkeypatch.setattr(ground.libvirt, "ask", noting)
    inquiry = inquire(ground, "4711", 60, "tests/run")

    assert texts == list(definitions("4711", ground.host, 60))
    assert (inquiry.asked, inquiry.failure) == (60, "")


def test_an_inquiry_fails_with_every_definition_that_differs(ground: Ground) -> None:
    pf, *others = ground.host.pfs
    elsewhere = replace(ground, host=replace(ground.host, pfs=(replace(pf, vfs=pf.vfs[:3]), *others)))
    texts = definitions("4711", elsewhere.host, 60)
    differing = [text for text in texts if disagreements(text, asked(ground, text), elsewhere)]
    inquiry = inquire(elsewhere, "4711", 60, "tests/run")

    assert differing
    assert len(inquiry.differing) == len(differing)
    assert all(text in told for text, told in zip(differing, inquiry.differing, strict=True))
    assert differing[0] in inquiry.failure
    assert f"vftui says otherwise of {len(differing)}," in inquiry.failure
