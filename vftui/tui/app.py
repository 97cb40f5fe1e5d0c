"""The app: wires inventory, workspace and screens together."""

import asyncio
import os
import signal
import sys
import termios
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, on, work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from vftui.errors import VftuiError
from vftui.model.revision import UnsavedNetwork
from vftui.model.text import printable
from vftui.tui import themes
from vftui.tui.looking import Looking
from vftui.tui.palette import PoolsCommands
from vftui.tui.screens.ask import Ask
from vftui.tui.screens.pools import Pools
from vftui.tui.screens.waiting import Waiting
from vftui.tui.type_ahead import TypeAhead, TypedAhead
from vftui.tui.widgets.rows import RowList
from vftui.workspace import HostSource, Keeper, Workspace

# Seconds. Edits come in bursts; kept aside a while after the first, they are written once.
_KEEP = 0.2
# Seconds that somebody who ends the program from outside gives it before they use force; systemd gives 90.
_TAKE_BACK = 30.0


class VftuiApp(App[None]):
    """`workspace` is the value on screen, `source` is where its host is read from."""

    TITLE = "vftui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = App.COMMANDS | {PoolsCommands}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "quit", "Quit", show=False)]

    def __init__(
        self,
        workspace: Workspace,
        source: HostSource,
        theme: str = themes.DARK,
        keeper: Keeper | None = None,
        warning: str | None = None,
    ) -> None:
        """`keeper` keeps edits aside that are not written, for a session that ends without asking.

        `warning` says why a libvirt that is there is not asked.
        """
        super().__init__()
        self._keeper = keeper
        self._keeping = False
        self.workspace = workspace
        self._source = source
        self._theme_name = theme
        self._warning = warning
        self._mouse = True

    def get_default_screen(self) -> Pools:
        return Pools(self.workspace)

    @property
    def pools(self) -> Pools:
        """The main screen, whatever lies above it."""
        screen = self.screen_stack[0]
        assert isinstance(screen, Pools)  # noqa: S101 - see get_default_screen
        return screen

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Of Textual's own commands the choice of a theme; the others would pass by what quitting asks."""
        return [each for each in super().get_system_commands(screen) if each.title == "Theme"]

    def on_mount(self) -> None:
        self.theme = self._theme_name
        self._looking = Looking(self.workspace, self._source, self.pools, self)
        self._offer_left_behind()
        for number in (signal.SIGTERM, signal.SIGHUP):
            # By default they kill at once, and the terminal stays without echo and with the mouse reported.
            asyncio.get_running_loop().add_signal_handler(number, self._killed, number)

    def on_ready(self) -> None:
        # Not before the screen has its widgets: a libvirt on this machine answers sooner.
        self._looking.begin()
        if self._warning:
            # The sentence goes with the first key, the mark stays.
            self.pools.say(self._warning, "refused")
            self.pools.show_connection("without libvirt")

    def _killed(self, number: signal.Signals) -> None:
        # Not by the door: nobody has been asked, so the edits stay kept.
        try:
            self._keep(self.workspace.unsaved())
            for screen in self.screen_stack:
                if isinstance(screen, Waiting):
                    # Half of a write, of a rename say, may be a network less.
                    screen.take_back(_TAKE_BACK)
            self._keep(self.workspace.unsaved())
        finally:
            if not self.is_headless and _terminal_is_gone():
                # Nothing is to be put in order, and Textual would wait for its output to be written for ever.
                os._exit(128 + number)
            self.exit(return_code=128 + number)

    def on_unmount(self) -> None:
        self._looking.end()

    # Edits that are not written

    @on(Pools.Shown)
    def _keep_soon(self) -> None:
        if self._keeper and not self._keeping:
            self._keeping = True
            self.set_timer(_KEEP, self._keep_draft)

    @on(Pools.Left)
    def _leave(self, message: Pools.Left) -> None:
        # Whoever leaves this way has been asked: nothing is to be offered again.
        self._keep(())
        self._keeper = None
        # 1 says, as everywhere, that the operator declined.
        self.exit(return_code=1 if message.declined else 0)

    def _keep_draft(self) -> None:
        self._keeping = False
        if self.is_running:
            self._keep(self.workspace.unsaved())

    def _keep(self, edits: Sequence[UnsavedNetwork]) -> None:
        if self._keeper is None:
            return
        try:
            self._keeper.keep(edits)
        except VftuiError as error:
            # Said once; the edits themselves are all right.
            self._keeper = None
            self.pools.say(f"{error.title}: {error.message}", "refused")

    @work
    async def _offer_left_behind(self) -> None:
        """Ask about the edits of a session that ended without asking."""
        if self._keeper is None or self.workspace.read_only or not (left := self._keeper.left_behind()):
            return
        names = ", ".join(edit.name for edit in left)
        text = f"A session on these networks ended before its edits were written: {names}."
        answers = [("r", "Restore them"), ("d", "Drop them"), ("", "Ask next time")]
        answer = await self.push_screen_wait(Ask("Edits that were not written", text, answers))
        if answer == "r":
            sentence = self.workspace.restore(left)
            self.pools.show_draft()
            self.pools.say(sentence, "done")
            self._keep(self.workspace.unsaved())
        if answer:
            self._keeper.drop_left_behind()

    # What changes meanwhile

    def pause_looking(self) -> None:
        """As waiting.LooksAround asks."""
        self._looking.pause()

    def resume_looking(self) -> None:
        self._looking.resume()

    @on(Pools.LookWanted)
    def _look(self) -> None:
        self._looking.at_once()

    @on(Pools.ReadingUnwanted)
    def _stop_reading(self) -> None:
        self._looking.stop_reading()

    # Keys, mouse, pasting

    async def on_event(self, event: events.Event) -> None:
        match event:
            case events.MouseDown() if not event.is_forwarded and self.mouse_captured is None:
                # A press, a motion and a release can arrive in one write. Captured only when the list itself sees the
                # press, the motion has been routed to another widget already: half of such drags were lost (measured).
                self._capture_for_drag(event)
            case events.Key() if not event.is_forwarded and self._is_held(event):
                return
            case events.Paste():
                # Fields show what they are given: a control code in it would reach the terminal.
                event.text = "\n".join(map(printable, event.text.splitlines()))
        await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        # It comes back from what had the focus before something else was opened.
        if self._is_held(event):
            event.prevent_default()

    def _is_held(self, event: events.Key) -> bool:
        return isinstance(self.screen, TypedAhead) and self.screen.type_ahead.holds(event)

    @on(TypeAhead.Settled)
    def _release_held(self, message: TypeAhead.Settled) -> None:
        message.release()

    def _capture_for_drag(self, event: events.MouseDown) -> None:
        widget, _ = self.screen.get_widget_at(*event.screen_offset)
        if event.button == 1 and isinstance(widget, RowList) and widget.can_drag_from(event.screen_offset):
            self.capture_mouse(widget)

    def toggle_mouse(self) -> bool:
        """Give the mouse to the terminal, so that it can select text, or take it back; whether the app has it now."""
        driver = self._driver
        self._mouse = not self._mouse
        # Textual offers this to drivers only.
        if switch := getattr(driver, "_enable_mouse_support" if self._mouse else "_disable_mouse_support", None):
            switch()
        return self._mouse

    async def action_quit(self) -> None:
        """Quit from the main screen, which asks about edits that are not written; leave any other screen."""
        match self.screen:
            case Pools() as pools:
                pools.action_quit()
            case Waiting() as waiting:
                waiting.action_cancel()
            case screen:
                screen.dismiss(None)


def _terminal_is_gone() -> bool:
    """Whether the terminal has hung up, as when a connection ends: it answers EIO to everything from then on."""
    try:
        termios.tcgetattr(sys.__stdin__.fileno() if sys.__stdin__ else 0)
    except termios.error:
        return True
    return False
