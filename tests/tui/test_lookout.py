"""When something is looked at: after events, at a pace, never twice at once, and never while something is written."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tui.looked_at import LookedAt

from vftui.errors import StoppedError, StoreError
from vftui.progress import Progress
from vftui.tui.lookout import SETTLE, SOON, TICK, Lookout, Sight, only_on_events, seldom, steadily

GONE = StoreError("Gone", "It is away.")


def lookout_on(scene: LookedAt, *, is_steady: bool = False, changed_by_writing: bool = False) -> Lookout[int]:
    pace = steadily if is_steady else only_on_events
    sight = Sight(
        "Reading it", scene.read, scene.found.append, pace, scene.told.append, changed_by_writing=changed_by_writing
    )
    return Lookout(sight, scene)


def set_for(scene: LookedAt) -> list[float]:
    """After what times the next look is due."""
    return [delay for delay in scene.delays if delay not in {SOON, TICK}]


async def test_many_events_make_one_look_a_while_after_the_first() -> None:
    scene = LookedAt()
    lookout = lookout_on(scene)
    for _ in range(5):
        lookout.soon()
    assert scene.delays == [SETTLE]
    scene.passes(SETTLE)
    await scene.is_answered(7)

    assert scene.found == [7]
    assert len(scene.looks) == 1


async def test_an_event_during_a_look_makes_one_more_after_it() -> None:
    scene = LookedAt()
    lookout = lookout_on(scene)
    lookout.now()
    await scene.begins()
    lookout.soon()
    lookout.now()
    await scene.answers(1)
    await scene.is_answered(2)

    assert scene.found == [1, 2]
    assert scene.most_at_once == 1


async def test_what_tells_of_all_its_changes_is_not_looked_at_without_one() -> None:
    scene = LookedAt()
    lookout_on(scene).now()
    await scene.is_answered(1)

    assert set_for(scene) == []


async def test_what_does_not_is_looked_at_again_and_again() -> None:
    scene = LookedAt()
    lookout_on(scene, is_steady=True).now()
    await scene.is_answered(1)
    assert set_for(scene) == [5]
    scene.passes(5)
    await scene.is_answered(2)

    assert scene.found == [1, 2]


def test_the_pace_leaves_nine_tenths_of_the_time_to_others() -> None:
    assert [steadily(took, 0) for took in (0.001, 0.5, 0.7, 6.0)] == [5, 5, 7, 60]


def test_what_tells_of_most_changes_gets_a_twentieth_of_the_time_and_no_more_than_is_worth_it() -> None:
    assert [seldom(took, 60) for took in (0.1, 3.0, 30.0)] == [60, 60, 600]


async def test_what_somebody_else_has_looked_at_is_looked_at_when_it_is_due() -> None:
    scene = LookedAt()
    lookout_on(scene, is_steady=True).keep_pace()
    assert scene.looks == []
    scene.passes(5)
    await scene.is_answered(1)

    assert scene.found == [1]


async def test_events_do_not_put_off_what_is_due() -> None:
    scene = LookedAt()
    lookout = lookout_on(scene, is_steady=True)
    lookout.now()
    await scene.is_answered(1)
    due = scene.timers[-1]
    lookout.soon()
    scene.passes(SETTLE)
    await scene.is_answered(2)

    assert set_for(scene) == [5]
    assert due.is_set


async def test_a_failure_is_tried_again_at_growing_intervals() -> None:
    scene = LookedAt()
    lookout_on(scene, is_steady=True).now()
    waited = []
    for _ in range(6):
        await scene.is_answered(GONE)
        waited += set_for(scene)
        scene.passes(waited[-1])
    await scene.is_answered(1)

    assert waited == [1, 2, 5, 10, 10, 10]
    assert scene.found == [*[GONE] * 6, 1]
    assert set_for(scene) == [5]


async def test_whoever_asks_need_not_wait_for_the_next_try() -> None:
    scene = LookedAt()
    lookout = lookout_on(scene, is_steady=True)
    lookout.now()
    await scene.is_answered(GONE)
    lookout.now()
    await scene.is_answered(1)

    assert scene.found == [GONE, 1]


async def test_what_arrives_while_something_is_written_is_handed_over_after_it() -> None:
    scene = LookedAt()
    lookout = lookout_on(scene)
    lookout.now()
    await scene.begins()
    lookout.pause()
    await scene.answers(1)
    assert scene.found == []
    lookout.resume()

    assert scene.found == [1]


@pytest.mark.parametrize("ends", ["during the write", "after it"])
async def test_what_a_write_changes_is_looked_at_anew(ends: str) -> None:
    scene = LookedAt()
    lookout = lookout_on(scene, changed_by_writing=True)
    lookout.now()
    await scene.begins()
    lookout.pause()
    if ends == "during the write":
        await scene.answers(1)
    lookout.resume()
    if ends == "after it":
        await scene.answers(1)
    await scene.is_answered(2)

    assert scene.found == [2]


async def test_every_write_is_followed_by_a_look_at_what_it_changes() -> None:
    scene = LookedAt()
    lookout = lookout_on(scene, changed_by_writing=True)
    lookout.pause()
    lookout.pause()
    lookout.resume()
    assert not lookout.is_looking
    lookout.resume()
    await scene.is_answered(1)

    assert scene.found == [1]


async def test_a_long_look_tells_what_it_does_until_it_is_over() -> None:
    scene = LookedAt()
    lookout_on(scene).now()
    await scene.begins()
    scene.passes(SOON)
    assert scene.told == ["Reading 1 of 2"]
    await scene.answers(1)

    assert scene.told == ["Reading 1 of 2", None]


async def test_a_look_that_only_the_pace_asked_for_is_not_told_of() -> None:
    scene = LookedAt()
    lookout = lookout_on(scene, is_steady=True)
    lookout.keep_pace()
    scene.passes(5)
    await scene.begins()
    scene.passes(SOON)
    scene.passes(TICK)

    assert scene.told == []
    assert not lookout.is_told
    await scene.answers(1)


@pytest.mark.parametrize("quietly", [True, False])
async def test_a_look_after_an_event_is_told_of_unless_that_came_quietly(quietly: bool) -> None:
    scene = LookedAt()
    lookout = lookout_on(scene, is_steady=True)
    lookout.soon(quietly=quietly)
    scene.passes(SETTLE)
    await scene.begins()
    scene.passes(SOON)

    assert scene.told == ([] if quietly else ["Reading 1 of 2"])
    await scene.answers(1)


async def test_a_look_that_goes_on_unseen_is_told_of_as_soon_as_somebody_asks() -> None:
    scene = LookedAt()
    lookout = lookout_on(scene, is_steady=True)
    lookout.keep_pace()
    scene.passes(5)
    await scene.begins()
    scene.passes(SOON)
    lookout.now()
    scene.passes(TICK)
    assert scene.told == ["Reading 1 of 2"]
    await scene.answers(1)
    await scene.begins()
    scene.passes(SOON)

    assert scene.told == ["Reading 1 of 2", None, "Reading 1 of 2"]
    await scene.answers(2)


async def test_a_look_that_a_write_makes_necessary_again_is_still_waited_for() -> None:
    scene = LookedAt()
    lookout = lookout_on(scene, changed_by_writing=True)
    lookout.now()
    await scene.begins()
    lookout.pause()
    lookout.resume()
    await scene.answers(1)
    await scene.begins()
    scene.passes(SOON)

    assert scene.told == [None, "Reading 1 of 2"]
    await scene.answers(2)


@pytest.mark.parametrize("says_something", [True, False])
async def test_a_new_try_is_told_of_once_it_gets_anywhere(says_something: bool) -> None:
    scene = LookedAt()
    sight = Sight(
        "Reading it",
        lambda progress: scene.read(progress if says_something else Progress()),
        scene.found.append,
        steadily,
        scene.told.append,
    )
    lookout = Lookout(sight, scene)
    lookout.now()
    await scene.is_answered(GONE)
    scene.passes(1)
    await scene.begins()
    scene.passes(SOON)

    assert lookout.is_told == says_something
    assert scene.told == [None, *(["Reading 1 of 2"] if says_something else [])]
    await scene.answers(1)


async def test_a_look_that_is_given_up_is_no_failure() -> None:
    scene = LookedAt()
    lookout = lookout_on(scene, is_steady=True)
    lookout.now()
    await scene.begins()
    lookout.stop()
    await scene.answers(1)

    assert set_for(scene) == [5]


async def test_a_look_that_is_given_up_ends_without_the_one_that_was_to_follow() -> None:
    scene = LookedAt()
    lookout = lookout_on(scene)
    lookout.now()
    await scene.begins()
    lookout.soon()
    lookout.stop()
    await scene.answers(1)

    assert [type(each) for each in scene.found] == [StoppedError]
    assert not lookout.is_looking


async def test_a_look_that_is_given_up_when_the_next_was_due_is_followed_by_one_at_the_pace() -> None:
    scene = LookedAt()
    lookout = lookout_on(scene, is_steady=True)
    lookout.now()
    await scene.is_answered(1)
    lookout.soon()
    scene.passes(SETTLE)
    await scene.begins()
    scene.passes(5)
    lookout.stop()
    await scene.answers(2)

    assert set_for(scene) == [5]


_STEPS = ("soon", "now", "pause", "resume", "answer", "settle")


@given(st.lists(st.sampled_from(_STEPS), max_size=25), st.booleans())
def test_no_change_is_missed_and_nothing_is_looked_at_twice_at_once(
    steps: Sequence[str], changed_by_writing: bool
) -> None:
    async def play() -> None:
        play = _Play(changed_by_writing=changed_by_writing)
        await play.through(steps)

        assert play.number == 0 or play.scene.found[-1] == play.number

    asyncio.run(play())


@given(st.lists(st.sampled_from((*_STEPS, "due", "stop")), max_size=25), st.booleans())
def test_the_pace_never_ends(steps: Sequence[str], changed_by_writing: bool) -> None:
    async def play() -> None:
        play = _Play(changed_by_writing=changed_by_writing, is_steady=True)
        await play.through(["now", "answer", *steps])

        assert set_for(play.scene) == [5]

    asyncio.run(play())


class _Play:
    """A lookout on a number that grows with every event."""

    def __init__(self, *, changed_by_writing: bool, is_steady: bool = False) -> None:
        self.scene = LookedAt()
        self.number = 0
        self._lookout = lookout_on(self.scene, is_steady=is_steady, changed_by_writing=changed_by_writing)
        self._pauses = 0

    async def through(self, steps: Sequence[str]) -> None:
        """Take these steps, and then what is left to do."""
        for step in steps:
            found = len(self.scene.found)
            await self._take(step)
            assert self.scene.most_at_once <= 1
            assert not self._pauses or len(self.scene.found) == found
        while self._pauses:
            await self._take("resume")
        while self._lookout.is_looking or SETTLE in self.scene.delays:
            await self._take("settle")
            await self._take("answer")

    async def _take(self, step: str) -> None:
        match step:
            case "soon" | "now":
                self.number += 1
                getattr(self._lookout, step)()
            case "pause":
                self._pauses += 1
                self._lookout.pause()
            case "resume" if self._pauses:
                self._pauses -= 1
                self._lookout.resume()
            case "answer" if self._lookout.is_looking:
                await self.scene.is_answered(self.number)
            case "settle":
                self.scene.passes(SETTLE)
            case "due":
                self.scene.passes(5)
            case "stop":
                self._lookout.stop()
