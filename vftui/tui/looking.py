"""What the app looks at by itself while it runs: the host, and the networks and guests that libvirt runs."""

from collections.abc import Callable
from functools import partial
from typing import Protocol, runtime_checkable

from vftui.errors import StoppedError, VftuiError, briefly, is_lost
from vftui.model.host import Host
from vftui.model.running import Running
from vftui.progress import Progress
from vftui.tui.lookout import Clock, Lookout, Sight, seldom, steadily
from vftui.tui.watching import Watch, Watching
from vftui.tui.widgets.bars import Mood
from vftui.workspace import HostSource, Workspace


@runtime_checkable
class TellsInPart(Protocol):
    """A host source that tells of some changes only: it is to be read now and then, too."""

    @property
    def least_interval(self) -> float:
        """Seconds between two such readings, at least."""
        ...


class Stage(Protocol):
    """Shows what was found."""

    def show_host(self, host: Host) -> None: ...

    def show_running(self, running: Running) -> str | None:
        """Take what runs now; a sentence where it says something that the operator has to know."""
        ...

    def show_reading(self, text: str | None) -> None:
        """Show what a long reading does just now; None when it is over."""
        ...

    def show_connection(self, trouble: str | None) -> None:
        """Show what is wrong with the connection, in a few words; None where nothing is."""
        ...

    def say(self, text: str, mood: Mood = "plain") -> None: ...


class Looking:
    """Looks at the host after events, and at what runs steadily, too; says that the connection is lost, or is back.

    The connection is tried again by looking at what runs, or at the host where no libvirt has the networks.
    """

    def __init__(self, workspace: Workspace, source: HostSource, stage: Stage, clock: Clock) -> None:
        self._workspace = workspace
        self._source = source
        self._stage = stage
        self._clock = clock
        self._lost = False
        self._trouble = ""
        self._watches: list[Watching] = []
        # What is told of readings, by their names.
        self._told: dict[str, str | None] = {}
        # What was said last of a host that cannot be read.
        self._host_error = ""
        host = Sight("Reading the host", self._read_host, self._host_read, self._host_pace, partial(self._tell, "host"))
        self._host = Lookout(host, clock)
        self._running: Lookout[Running] | None = None
        if workspace.runtime is not None:
            running = Sight(
                "Reading what runs",
                workspace.runtime.running,
                self._running_read,
                steadily,
                partial(self._tell, "running"),
                changed_by_writing=True,
            )
            self._running = Lookout(running, clock)
        self._lookouts = tuple(each for each in (self._host, self._running) if each is not None)

    def begin(self) -> None:
        """Listen to what tells of changes, and look at what runs."""
        self._listen("host events", self._source.watch, self._host.soon)
        self._host.keep_pace()
        if self._running is not None and self._workspace.runtime is not None:
            self._listen("libvirt events", self._workspace.runtime.watch, partial(self._running.soon, quietly=True))
            self._running.now()

    def _listen(self, name: str, watch: Watch, soon: Callable[[], None]) -> None:
        # It is called from another thread.
        self._watches.append(Watching(name, watch, partial(self._clock.call_later, soon)))

    def end(self) -> None:
        """Listen to nothing any more."""
        for watch in self._watches:
            watch.close()

    def pause(self) -> None:
        """Show nothing new until `resume` has been called as often: something is being written, or asked for."""
        for lookout in self._lookouts:
            lookout.pause()

    def resume(self) -> None:
        for lookout in self._lookouts:
            lookout.resume()

    def at_once(self) -> None:
        """Look at all of it without waiting for an event, or for the connection to be tried again."""
        for lookout in self._lookouts:
            lookout.now()

    def stop_reading(self) -> None:
        """Give up the readings that go on and are waited for."""
        for lookout in self._lookouts:
            if lookout.is_told:
                lookout.stop()

    def _tell(self, name: str, text: str | None) -> None:
        # There is one place for both.
        self._told[name] = text
        self._stage.show_reading(next(filter(None, self._told.values()), None))

    # The host

    def _read_host(self, progress: Progress) -> Host:
        host = self._source.read(progress)
        if not self._workspace.is_known(host):
            self._workspace.foresee(host)
        return host

    def _host_pace(self, took: float, failures: int) -> float | None:
        if self._lost and self._running is None:
            return steadily(took, failures)
        return seldom(took, self._source.least_interval) if isinstance(self._source, TellsInPart) else None

    def _host_read(self, found: Host | VftuiError) -> None:
        match found:
            case StoppedError():
                self._stage.say("Stopped: the host is shown as it was read before. r reads it again.")
            case VftuiError() if is_lost(found):
                self._host_lost(found)
            case VftuiError():
                self._host_refused(found)
            case Host():
                self._host_error = ""
                if self._lost and self._running is None:
                    self._connected()
                    self._stage.say("Connected again.", "done")
                if not self._workspace.is_known(found):
                    self._stage.show_host(found)

    def _host_lost(self, error: VftuiError) -> None:
        if self._lost:
            return  # it was said, with what becomes of the edits
        again = "; r reads it again"
        if self._running is None:
            self._lost = True
            self._stage.show_connection("connection lost")
            again = ", and it is tried again; r does so now"
        self._stage.say(f"{error.title}: the host is shown as it was read before{again}. {briefly(error)}", "refused")

    def _host_refused(self, error: VftuiError) -> None:
        if self._lost and self._running is None:
            # Who refuses is there.
            self._connected()
        if self._host.was_awaited or str(error) != self._host_error:
            self._stage.say(f"{error.title}: {error.message}", "refused")
        self._host_error = str(error)

    # What runs

    def _running_read(self, found: Running | VftuiError) -> None:
        match found:
            case StoppedError():
                known = "not known yet" if self._workspace.running is None else "shown as it was"
                self._stage.say(f"Stopped: what runs is {known}. It is looked at again by itself; r does so now.")
            case VftuiError():
                self._not_read(found)
            case Running():
                self._running_known(self._stage.show_running(found))

    def _running_known(self, news: str | None) -> None:
        if self._lost:
            self._connected()
            self._stage.say(f"Connected again. {news or ''}".rstrip(), "refused" if news else "done")
            # Its events are lost, too.
            self._host.now()
        elif news:
            self._stage.say(news, "refused")

    def _not_read(self, error: VftuiError) -> None:
        trouble = "connection lost" if is_lost(error) else "state not known"
        if not self._lost or trouble != self._trouble:
            self._lost, self._trouble = True, trouble
            self._stage.show_connection(trouble)
            self._stage.say(
                f"{error.title}: your edits stay, and it is tried again; r does so now. {briefly(error)}", "refused"
            )

    def _connected(self) -> None:
        self._lost = False
        self._stage.show_connection(None)
