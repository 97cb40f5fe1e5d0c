"""One thing that is looked at again and again: in a thread, never twice at once, and never while something is written.

When to look is decided here: a while after an event, for one seldom comes alone; at once where somebody asks; else at
a pace, of which nobody hears.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

from vftui.errors import StoppedError, VftuiError
from vftui.progress import Progress
from vftui.tui.job import Job

T = TypeVar("T")

# Seconds. Many events come at once when VFs are made; one look a while after the first serves them all.
SETTLE = 0.2
# A look that takes longer says what it does, so often.
SOON = 0.5
TICK = 0.25

# How many seconds a look takes that no event asks for, and how often in a row it has failed → seconds to the next one,
# None for no next.
Pace = Callable[[float, int], float | None]


class Timer(Protocol):
    def stop(self) -> None: ...


class Clock(Protocol):
    """What an app offers to have things called later; each in the place where it handles its messages."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer: ...

    def call_later(self, callback: Callable[[], None]) -> Any: ...  # noqa: ANN401 - nobody looks at it

    @property
    def is_running(self) -> bool:
        """Whether there is anybody still to be told."""
        ...


def only_on_events(_took: float, _failures: int) -> None:
    """The pace of what tells of all its changes."""


def steadily(took: float, failures: int) -> float:
    """The pace of what does not tell of all its changes: slow where a look costs much, and where it fails."""
    return (1, 2, 5, 10)[min(failures, 4) - 1] if failures else max(5, 10 * took)


def seldom(took: float, least: float) -> float:
    """Seconds to the next look at what tells of most of its changes, `least` or more."""
    return max(least, 20 * took)


@dataclass(frozen=True)
class Sight(Generic[T]):
    """What is looked at.

    `found` is called with what `read` returned, or with the error that it raised. `told` is called with what `read`
    does while it takes its time and somebody waits for it, and with None when it is over. `changed_by_writing`: what
    was read before or during a pause is out of date after it.
    """

    name: str
    read: Callable[[Progress], T]
    found: Callable[[T | VftuiError], None]
    pace: Pace = only_on_events
    told: Callable[[str | None], None] | None = None
    changed_by_writing: bool = False


class Lookout(Generic[T]):
    """Decides when to look, and looks."""

    def __init__(self, sight: Sight[T], clock: Clock) -> None:
        self._sight = sight
        self._clock = clock
        self._job: Job[T] | None = None
        self._settling: Timer | None = None
        self._paced: Timer | None = None
        # What the next look is for, and whether somebody waits for it; then the same of the one that was begun last.
        self._has_news = self._is_due = self._is_awaited = False
        self._is_whole = self._was_awaited = False
        self._pauses = 0
        self._outdated = False
        self._kept: T | VftuiError | None = None
        self._began = self._took = 0.0
        self._failures = 0

    # When to look

    def keep_pace(self) -> None:
        """Look at the pace from now on: somebody else has looked just now."""
        if (seconds := self._sight.pace(self._took, self._failures)) is not None:
            if self._paced is not None:
                self._paced.stop()
            self._paced = self._clock.set_timer(seconds, self._fall_due)

    def soon(self, *, quietly: bool = False) -> None:
        """Something has changed: look when all that comes with it has, too."""
        self._has_news = True
        self._is_awaited |= not quietly
        if not (self._job or self._pauses or self._settling):
            self._settling = self._clock.set_timer(SETTLE, self._look_if_free)

    def now(self) -> None:
        """Look at once; where a look is going on, once more after it: it may be too late for what has changed."""
        self._is_due = self._is_awaited = True
        self._look_if_free()

    def _fall_due(self) -> None:
        # It has rung: whatever becomes of the look that is due now, a next one is set for after it.
        self._paced = None
        self._is_due = True
        self._look_if_free()

    def _look_if_free(self) -> None:
        if not (self._job or self._pauses):
            self._look()

    def pause(self) -> None:
        """Hand over nothing and begin no look until `resume` has been called as often."""
        self._pauses += 1
        self._outdated = self._sight.changed_by_writing

    def resume(self) -> None:
        self._pauses -= 1
        if self._pauses:
            return
        if self._outdated:
            self._kept = None
            self._is_due = True
            self._outdated = self._job is not None
        if (kept := self._kept) is not None:
            self._kept = None
            self._hand_over(kept)
        elif self._is_wanted and self._job is None:
            self._look()

    @property
    def _is_wanted(self) -> bool:
        return self._has_news or self._is_due

    # The look that is going on

    @property
    def is_looking(self) -> bool:
        return self._job is not None

    @property
    def is_told(self) -> bool:
        """Whether there is a look that is told of when it takes its time."""
        return self._job is not None and self._text(self._job) != ""

    @property
    def was_awaited(self) -> bool:
        """Whether somebody has waited for the last look; not for one that only the pace asked for."""
        return self._was_awaited

    def stop(self) -> None:
        """Give up the look that is going on, and the one that was to follow it; the pace goes on."""
        if self._job is not None:
            self._job.progress.stop()
            self._has_news = self._is_due = self._is_awaited = False

    def _look(self) -> None:
        if self._settling is not None:
            self._settling.stop()
            self._settling = None
        # Events do not put off a look that sees what no event tells of.
        if self._is_due and self._paced is not None:
            self._paced.stop()
            self._paced = None
        self._is_whole, self._was_awaited = self._is_due, self._is_awaited
        self._has_news = self._is_due = self._is_awaited = False
        self._began = monotonic()
        self._job = Job(self._sight.name, self._sight.read, partial(self._clock.call_later, self._ended))
        if self._sight.told is not None:
            self._clock.set_timer(SOON, partial(self._tell, self._job, self._sight.told))

    def _tell(self, job: Job[T], told: Callable[[str | None], None]) -> None:
        """Tell of this job for as long as it is the one that goes on."""
        if job is self._job and not job.progress.stopped and self._clock.is_running:
            if text := self._text(job):
                told(text)
            self._clock.set_timer(TICK, partial(self._tell, job, told))

    def _text(self, job: Job[T]) -> str:
        """What is told of a job; '' where nobody waits for it.

        One that tries again what failed is waited for as soon as it has something to tell: it goes on from there.
        """
        if self._was_awaited or self._is_awaited:
            return job.progress.text or self._sight.name
        return job.progress.text if self._failures else ""

    def _ended(self) -> None:
        if self._job is None or not self._clock.is_running:
            return
        if self._is_whole:
            self._took = monotonic() - self._began
        job, self._job = self._job, None
        if self._sight.told is not None:
            self._sight.told(None)
        found: T | VftuiError
        try:
            found = job.result()
            self._failures = 0
        except StoppedError as error:
            found = error
        except VftuiError as error:
            found = error
            self._failures += 1
        if self._pauses:
            self._kept = found
        elif self._outdated:
            self._outdated = False
            self._is_due = True
            self._is_awaited |= self._was_awaited
            self._look()
        else:
            self._hand_over(found)

    def _hand_over(self, found: T | VftuiError) -> None:
        self._sight.found(found)
        # Whoever was told may have asked for another look already.
        if self._job or self._pauses:
            return
        if self._is_wanted:
            self._look()
        elif self._paced is None or self._failures:
            self.keep_pace()
