"""One thing that is looked at again and again: in a thread, never twice at once, and never while something is written.

When to look is decided here: a while after an event, for one seldom comes alone; at once where somebody asks; else at
a pace.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

from vftui.errors import VftuiError
from vftui.progress import Progress
from vftui.tui.job import Job

T = TypeVar("T")

# Seconds. Many events come at once when VFs are made; one look a while after the first serves them all.
SETTLE = 0.2
# A look that takes longer says what it does, so often.
SOON = 0.5
TICK = 0.25

# How many seconds the last look took, and how often in a row it has failed → seconds to the next one, None for no next.
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


@dataclass(frozen=True)
class Sight(Generic[T]):
    """What is looked at.

    `found` is called with what `read` returned, or with the error that it raised. `told` is called while `read` takes
    its time, with what it does, and with None when it is over. `changed_by_writing`: what was read before or during a
    pause is out of date after it.
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
        self._timer: Timer | None = None
        self._settling = False
        self._wanted = False
        self._pauses = 0
        self._outdated = False
        self._kept: T | VftuiError | None = None
        self._began = self._took = 0.0
        self._failures = 0

    # When to look

    def soon(self) -> None:
        """Something has changed: look when all that comes with it has, too."""
        if self._job or self._pauses:
            self._wanted = True
        elif not self._settling:
            self._settling = True
            self._look_in(SETTLE)

    def now(self) -> None:
        """Look at once; where a look is going on, once more after it: it may be too late for what has changed."""
        if self._job or self._pauses:
            self._wanted = True
        else:
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
            self._wanted = True
            self._outdated = self._job is not None
        if (kept := self._kept) is not None:
            self._kept = None
            self._hand_over(kept)
        elif self._wanted and self._job is None:
            self._look()

    def _look_in(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._clock.set_timer(seconds, self.now)

    # The look that is going on

    @property
    def is_looking(self) -> bool:
        return self._job is not None

    def stop(self) -> None:
        """Give up the look that is going on, and the one that was to follow it."""
        if self._job is not None:
            self._job.progress.stop()
            self._wanted = False

    def _look(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._settling = self._wanted = False
        self._began = monotonic()
        self._job = Job(self._sight.name, self._sight.read, partial(self._clock.call_later, self._ended))
        if self._sight.told is not None:
            self._clock.set_timer(SOON, partial(self._tell, self._job, self._sight.told))

    def _tell(self, job: Job[T], told: Callable[[str | None], None]) -> None:
        """Tell of this job for as long as it is the one that goes on."""
        if job is self._job and not job.progress.stopped and self._clock.is_running:
            told(job.progress.text or self._sight.name)
            self._clock.set_timer(TICK, partial(self._tell, job, told))

    def _ended(self) -> None:
        if self._job is None or not self._clock.is_running:
            return
        self._took = monotonic() - self._began
        job, self._job = self._job, None
        if self._sight.told is not None:
            self._sight.told(None)
        found: T | VftuiError
        try:
            found = job.result()
            self._failures = 0
        except VftuiError as error:
            found = error
            self._failures += 1
        if self._pauses:
            self._kept = found
        elif self._outdated:
            self._outdated = False
            self._look()
        else:
            self._hand_over(found)

    def _hand_over(self, found: T | VftuiError) -> None:
        self._sight.found(found)
        # Whoever was told may have asked for another look already.
        if self._job or self._pauses:
            return
        if self._wanted:
            self._look()
        elif (seconds := self._sight.pace(self._took, self._failures)) is not None:
            self._look_in(seconds)
