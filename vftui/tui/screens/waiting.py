"""Everything that a screen does and that may take time is done here: away from the keyboard, and it can be stopped.

    waiting.run(self.app, Task("Reading the networks", workspace.fetch), self._fetched, self._refused)

What takes no longer than a moment is done when `run` returns, and nothing is seen of it. After that keys mean nothing
until it is over, and half a second later a box says what is going on. Escape gives up a read at once; what writes is
asked to stop, and waited for, so that nobody edits what is being taken back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import ClassVar, Generic, Protocol, TypeVar, runtime_checkable

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from vftui.errors import VftuiError
from vftui.model.text import printable
from vftui.progress import Progress
from vftui.tui.job import Job

T = TypeVar("T")

# Seconds. For so long the screen is held: who types on does not notice, and most is done by then.
_MOMENT = 0.1
# From then on the operator is told.
_SOON = 0.5
_TICK = 0.25
_CANCEL = ("escape", "ctrl+c", "ctrl+q")


@dataclass(frozen=True)
class Task(Generic[T]):
    """Something that may take time.

    `title` says what, as in `Writing 3 networks`; `work` does it in another thread and tells its progress. `stopping`
    is what the operator reads when they have stopped it and it goes on for a while; '' of a mere read, which is left
    alone then.
    """

    title: str
    work: Callable[[Progress], T]
    stopping: str = ""


@runtime_checkable
class LooksAround(Protocol):
    """An app that looks at host and networks by itself; what it finds is not to be shown while something is written."""

    def pause_looking(self) -> None: ...

    def resume_looking(self) -> None:
        """As often as `pause_looking`."""
        ...


def run(app: App[object], task: Task[T], done: Callable[[T], None], failed: Callable[[VftuiError], None]) -> None:
    """Do it and call `done` with the result, or `failed` with the error; a StoppedError where it was stopped."""
    screen = Waiting(task.title, task.stopping)
    if isinstance(app, LooksAround):
        app.pause_looking()
    job = Job(task.title, task.work, partial(app.call_later, screen.end))

    def settle(_: None = None) -> None:
        if not app.is_running:
            return
        try:
            try:
                value = job.result()
            except VftuiError as error:
                failed(error)
            else:
                done(value)
        finally:
            if isinstance(app, LooksAround):
                app.resume_looking()

    if job.ends_within(_MOMENT):
        settle()
    else:
        screen.wait_for(job)
        app.push_screen(screen, settle)


class Waiting(ModalScreen[None]):
    """Takes no keys but those that cancel, and is not seen before it has something to say."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(",".join(_CANCEL), "cancel", "Stop", show=False)]

    DEFAULT_CSS = """
    Waiting {
        align: center middle;
        background: transparent;
        & > Vertical {
            display: none;
            width: 64; max-width: 100%; height: auto;
            border: round $primary; background: $surface; padding: 0 1;
        }
        Static { height: auto; }
        &.-shown { background: $background 60%; & > Vertical { display: block; } }
    }
    """

    def __init__(self, title: str, stopping: str) -> None:
        super().__init__()
        self.type_ahead = self
        self._title = title
        self._stopping = stopping
        self.progress = Progress()
        self._ends_within: Callable[[float], bool] = lambda _: True
        self._since = monotonic()
        self._shown_at: float | None = None
        self._over = False

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(printable(self._title))
            box.border_subtitle = "Esc stops"
            yield Static("", markup=False)

    def wait_for(self, job: Job[T]) -> None:
        """Say how far it has come."""
        self.progress = job.progress
        self._ends_within = job.ends_within

    def take_back(self, seconds: float) -> None:
        """Stop it, and hold everything for so long until what was written is taken back; a read is left alone."""
        self.progress.stop()
        if self._stopping:
            self._ends_within(seconds)

    def on_mount(self) -> None:
        self.set_timer(_SOON - _MOMENT, self._appear)

    def holds(self, event: events.Key) -> bool:
        """Swallow every key but those that cancel: what is typed now was meant for what is not there yet."""
        return event.key not in _CANCEL or self._shown_at is None or event.time <= self._shown_at

    def _appear(self) -> None:
        self._tell()
        self.add_class("-shown")
        self._shown_at = monotonic()
        self.set_interval(_TICK, self._tell)

    def _tell(self) -> None:
        stopped = self.progress.stopped
        text = self._stopping if stopped else self.progress.text or self._title
        self.query_one(Static).update(f"{printable(text)} …  {monotonic() - self._since:.0f} s")
        self.query_one(Vertical).border_subtitle = "" if stopped else "Esc stops"

    def action_cancel(self) -> None:
        self.progress.stop()
        if self._stopping:
            self._tell()
        else:
            self.end()

    def end(self) -> None:
        """Go: it is over, or nobody waits for it."""
        self._over = True
        # Not on the screen where it was over in a moment, or for as long as something lies above it.
        if self.app.screen is self:
            self.dismiss(None)

    def on_screen_resume(self) -> None:
        if self._over:
            self.end()
