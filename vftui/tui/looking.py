"""What the app looks at by itself while it runs: the host, and the networks and guests that libvirt runs."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from vftui.errors import StoppedError, VftuiError, is_lost
from vftui.model.host import Host
from vftui.model.running import Running
from vftui.progress import Progress
from vftui.tui.lookout import Clock, Lookout, Sight, steadily
from vftui.tui.watching import Watch, Watching
from vftui.tui.widgets.bars import Mood
from vftui.workspace import HostSource, Workspace


class Stage(Protocol):
    """Shows what was found."""

    def show_host(self, host: Host) -> None: ...

    def show_running(self, running: Running) -> str | None:
        """Take what runs now; a sentence where it says something that the operator has to know."""
        ...

    def show_reading(self, text: str | None) -> None:
        """Show what a long reading of the host does just now; None when it is over."""
        ...

    def show_connection(self, trouble: str | None) -> None:
        """Show what is wrong with the connection, in a few words; None where nothing is."""
        ...

    def say(self, text: str, mood: Mood = "plain") -> None: ...


class Looking:
    """Looks at the host after events, and at what runs steadily, too; says that the connection is lost, or is back."""

    def __init__(self, workspace: Workspace, source: HostSource, stage: Stage, clock: Clock) -> None:
        self._workspace = workspace
        self._source = source
        self._stage = stage
        self._clock = clock
        self._lost = False
        self._watches: list[Watching] = []
        host = Sight("Reading the host", self._read_host, self._host_read, told=stage.show_reading)
        self._host = Lookout(host, clock)
        self._running: Lookout[Running] | None = None
        if workspace.runtime is not None:
            running = Sight(
                "Reading what runs",
                workspace.runtime.running,
                self._running_read,
                pace=steadily,
                changed_by_writing=True,
            )
            self._running = Lookout(running, clock)

    def begin(self) -> None:
        """Listen to what tells of changes, and look at what runs."""
        self._listen("host events", self._source.watch, self._host.soon)
        if self._running is not None and self._workspace.runtime is not None:
            self._listen("libvirt events", self._workspace.runtime.watch, self._running.soon)
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
        self._host.pause()
        if self._running is not None:
            self._running.pause()

    def resume(self) -> None:
        self._host.resume()
        if self._running is not None:
            self._running.resume()

    def at_once(self) -> None:
        """Look at all of it without waiting for an event, or for the connection to be tried again."""
        self._host.now()
        if self._running is not None:
            self._running.now()

    def stop_reading(self) -> None:
        """Give up the reading of the host that is going on."""
        self._host.stop()

    # The host

    def _read_host(self, progress: Progress) -> Host:
        host = self._source.read(progress)
        if not self._workspace.is_known(host):
            self._workspace.foresee(host)
        return host

    def _host_read(self, found: Host | VftuiError) -> None:
        match found:
            case StoppedError():
                self._stage.say("Stopped: the host is shown as it was read before. r reads it again.")
            case VftuiError() if self._lost and is_lost(found):
                pass  # it was said, with what becomes of the edits
            case VftuiError() if is_lost(found):
                self._stage.say(
                    f"{found.title}: the host is shown as it was read before; r reads it again. {found.message}",
                    "refused",
                )
            case VftuiError():
                self._stage.say(f"{found.title}: {found.message}", "refused")
            case Host() if not self._workspace.is_known(found):
                self._stage.show_host(found)

    # What runs

    def _running_read(self, found: Running | VftuiError) -> None:
        if isinstance(found, VftuiError):
            self._not_read(found)
            return
        news = self._stage.show_running(found)
        if self._lost:
            self._lost = False
            self._stage.show_connection(None)
            self._stage.say(f"Connected again. {news or ''}".rstrip(), "refused" if news else "done")
            # Its events are lost, too.
            self._host.now()
        elif news:
            self._stage.say(news, "refused")

    def _not_read(self, error: VftuiError) -> None:
        if not self._lost:
            self._lost = True
            self._stage.show_connection("connection lost" if is_lost(error) else "state not known")
            self._stage.say(
                f"{error.title}: your edits stay, and it is tried again; r does so now. {error.message}", "refused"
            )
