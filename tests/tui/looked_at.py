"""Something that is looked at, by a clock that is moved by hand."""

import asyncio
from collections.abc import Callable
from threading import Event

from vftui.errors import VftuiError
from vftui.progress import Progress

# Seconds that a test waits for a thread; only one that fails waits so long.
PATIENCE = 10.0


class Timer:
    def __init__(self, delay: float, callback: Callable[[], None]) -> None:
        self.delay = delay
        self.callback = callback
        self.is_set = True

    def stop(self) -> None:
        self.is_set = False


class LookedAt:
    """What an app offers to a Lookout, what that one reads, and what it has found."""

    is_running = True

    def __init__(self) -> None:
        self.timers: list[Timer] = []
        # One for each look; what is read is there when it is set.
        self.looks: list[Event] = []
        self.most_at_once = 0
        self.found: list[int | VftuiError] = []
        self.told: list[str | None] = []
        self._loop = asyncio.get_running_loop()
        self._begun = asyncio.Semaphore(0)
        self._ended = asyncio.Event()
        self._at_once = 0
        self._answer: int | VftuiError = 0

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        self.timers.append(Timer(delay, callback))
        return self.timers[-1]

    def call_later(self, callback: Callable[[], None]) -> None:
        callback()
        self._ended.set()

    def read(self, progress: Progress) -> int:
        """Wait for `answers`, in the thread of the look."""
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        look = Event()
        self.looks.append(look)
        progress.at("Reading", 1, 2)
        self._loop.call_soon_threadsafe(self._begun.release)
        assert look.wait(PATIENCE)
        self._at_once -= 1
        progress.check()
        if isinstance(self._answer, VftuiError):
            raise self._answer
        return self._answer

    async def begins(self) -> None:
        """Wait until the next look has begun."""
        async with asyncio.timeout(PATIENCE):
            await self._begun.acquire()

    async def answers(self, answer: int | VftuiError) -> None:
        """Let the look that goes on find this."""
        self._answer = answer
        self._ended.clear()
        self.looks[-1].set()
        async with asyncio.timeout(PATIENCE):
            await self._ended.wait()

    async def is_answered(self, answer: int | VftuiError) -> None:
        """Let the next look begin, and find this."""
        await self.begins()
        await self.answers(answer)

    def passes(self, delay: float) -> None:
        """Let the timers of this delay ring."""
        for timer in [timer for timer in self.timers if timer.is_set and timer.delay == delay]:
            timer.stop()
            timer.callback()

    @property
    def delays(self) -> list[float]:
        """Those of the timers that are set."""
        return [timer.delay for timer in self.timers if timer.is_set]
