"""Keys that were typed before what they would reach was on the screen.

A slow line or a fast typist sends several keys at once. The App has sent them on to what has the focus when the first
of them opens something else; they come back to it unwanted, and would then do what they mean there: letters of a name
would be commands, and a question would be answered before it is asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Protocol, runtime_checkable

from textual import events
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

# How long keys are held back at the most, in seconds. Only for the case that what was sent after them never arrives: it
# comes within milliseconds, and on a busy machine a short limit would let letters through as commands.
PATIENCE = 2.0


class TypeAhead:
    """Holds keys back from `hold` on; `release_behind` gives them to `deliver` in the order they were typed."""

    @dataclass
    class Settled(Message):
        """Sent after the keys, the way that they went: when it arrives, all of them have."""

        release: Callable[[], None]

    def __init__(self, deliver: Callable[[Sequence[events.Key]], None]) -> None:
        self._deliver = deliver
        self._held: list[events.Key] | None = None

    def hold(self) -> None:
        self._held = []

    def holds(self, event: events.Key) -> bool:
        """Whether a key is held back."""
        if self._held is not None:
            self._held.append(event)
        return self._held is not None

    def release_behind(self, widget: Widget) -> None:
        """Release when the keys that were sent to `widget`, and have come back from it, are all here."""
        release = partial(self._release, self._held)
        widget.post_message(self.Settled(release))
        widget.set_timer(PATIENCE, release)

    def _release(self, held: list[events.Key] | None) -> None:
        # Whichever comes second, message or timer, finds nothing held, or what another `hold` has begun.
        if held is None or held is not self._held:
            return
        self._held = None
        if held:
            self._deliver(sorted(held, key=lambda event: event.time))


class Unasked:
    """Swallows what was typed before a question was there: it is no answer."""

    def __init__(self) -> None:
        self._asked: float | None = None

    def ask(self) -> None:
        """From now on, what is typed is an answer."""
        self._asked = monotonic()

    def holds(self, event: events.Key) -> bool:
        return self._asked is None or event.time <= self._asked


@runtime_checkable
class TypedAhead(Protocol):
    """A screen that may hold keys back."""

    @property
    def type_ahead(self) -> TypeAhead | Unasked: ...


def type_into(field: Input, keys: Sequence[events.Key]) -> None:
    """Type keys into a field that has the focus by now; what is no letter is pressed again."""
    for event in keys:
        if event.character and event.is_printable:
            field.insert_text_at_cursor(event.character)
        else:
            field.app.post_message(events.Key(event.key, event.character))
