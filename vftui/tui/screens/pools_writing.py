"""The main screen where it meets the store and what libvirt runs: reading again, review, what a write means now."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from textual.message import Message

from vftui.errors import VftuiError
from vftui.model.running import Running
from vftui.model.text import counted
from vftui.model.wording import shortened
from vftui.tui.force_labels import Written, written_sentence
from vftui.tui.job import Job
from vftui.tui.screens import waiting
from vftui.tui.screens.ask import Ask
from vftui.tui.screens.in_force import InForce
from vftui.tui.screens.pools_actions import PoolsActions
from vftui.tui.screens.review import COMPARING, Review
from vftui.tui.screens.waiting import Task
from vftui.tui.widgets.bars import TopBar
from vftui.workspace import Fetched, PendingChange


class PoolsWriting(PoolsActions):
    """Everything here that may take time goes through `waiting`."""

    class LookWanted(Message):
        """Host and libvirt are to be looked at without waiting for an event."""

    is_reading = False
    _following: Job[Fetched] | None = None

    # Shown by whoever looks

    def show_running(self, running: Running) -> str | None:
        """Take what runs now; cursor, marks, folds and draft stay. A sentence where the operator has to know of it."""
        workspace = self.workspace
        before = workspace.running, workspace.outdated
        # Also one that says the same: what is stored may have been read again, or settled, since the last.
        news = workspace.take_running(running)
        if before != (workspace.running, workspace.outdated):
            self.show_draft()
        for screen in self._above():
            screen.show_running()
        if self._following is None and self._is_idle:
            ended = partial(self.app.call_later, self._follow)
            self._following = Job("Reading the networks", workspace.fetch, ended)
        return news

    @property
    def _is_idle(self) -> bool:
        """Whether what somebody else has changed can be shown, for nobody is at work on what was there before."""
        workspace, is_at_rest = self.workspace, self.app.screen is self and self.mover.carrying is None
        return bool(workspace.outdated) and workspace.is_untouched and is_at_rest

    def _follow(self) -> None:
        """Show what somebody else has changed; if it cannot be read, or changes again, the next look comes here."""
        if (job := self._following) is None or not self.app.is_running:
            return
        self._following = None
        with suppress(VftuiError):
            fetched = job.result()
            if self._is_idle:
                names = shortened(self.workspace.outdated)
                self.workspace.reload(fetched)
                self.show_draft()
                self.say(f"Somebody else has changed {names}: what is shown is what is stored now.", "done")

    def _above(self) -> Iterator[InForce | Review]:
        """The screens above this one that show what runs, too, once they have something to show it in."""
        for screen in self.app.screen_stack:
            if isinstance(screen, InForce | Review) and screen.is_mounted:
                yield screen

    def show_reading(self, text: str | None) -> None:
        """Show what a long reading does just now; None when it is over."""
        self.is_reading = text is not None
        self.query_one(TopBar).reading(text)

    def show_connection(self, trouble: str | None) -> None:
        """Show what is wrong with the connection, in a few words; None where nothing is."""
        self.query_one(TopBar).connection(trouble)
        for screen in self._above():
            screen.show_connection(trouble)

    def refuse(self, error: VftuiError) -> None:
        self.say(f"{error.title}: {error.message}", "refused")

    # Reading again

    def action_reread(self) -> None:
        """Read the host and the store again."""
        self.post_message(self.LookWanted())
        if not self.workspace.change_count:
            self._reread("r")
            return
        text = "Reading the networks again drops your edits that are not written, and their undo."
        self.app.push_screen(Ask("Read again?", text, [("r", "Read again"), ("", "Keep editing")]), self._reread)

    def _reread(self, answer: str | None) -> None:
        if answer == "r":
            waiting.run(self.app, Task("Reading the networks", self.workspace.fetch), self._fetched, self.refuse)

    def _fetched(self, fetched: Fetched) -> None:
        self.workspace.reload(fetched)
        self.show_draft()
        self.say(f"Read {counted(len(self.workspace.draft.networks), 'network')} again.", "done")

    # Writing

    def action_review(self) -> None:
        if not self.workspace.change_count:
            self.say("There is nothing to write: no change since the networks were read.", "refused")
            return
        task = Task(COMPARING, self.workspace.changes)
        waiting.run(self.app, task, self._review, self.refuse)

    def _review(self, changes: tuple[PendingChange, ...]) -> None:
        self.app.push_screen(Review(self.workspace, changes), self._reviewed)

    def _reviewed(self, written: Written | None) -> None:
        self.show_draft()
        if written is None:
            return
        self.say(written_sentence(written, self.workspace.location), "done")
        if self.workspace.runtime is not None and (written.names or written.stopped):
            # Every write is followed by a look at what runs, which this waits for.
            self.app.push_screen(InForce(self.workspace, written))
