"""The list as a whole: what the mouse does to rows."""

from dataclasses import dataclass

from textual import events
from textual.geometry import Offset
from textual.message import Message

from vftui.tui.widgets.row_marks import MarkedRows
from vftui.tui.widgets.row_view import MARGIN, Key, Row, fold_of

__all__ = ["Key", "Row", "RowList", "fold_of"]


class RowList(MarkedRows):
    """Rows that can be clicked and dragged. What a drag means is decided by the screen."""

    @dataclass
    class Dragged(Message):
        """A drag that began on `row` is at `at` (screen coordinates)."""

        rows: "RowList"
        row: Row
        at: Offset
        share: bool
        done: bool

        @property
        def control(self) -> "RowList":
            return self.rows

    @dataclass
    class Wheeled(Message):
        """The wheel turned during a drag; this list has the mouse, the list under the pointer is meant."""

        rows: "RowList"
        step: float

        @property
        def control(self) -> "RowList":
            return self.rows

    @dataclass
    class DragCancelled(Message):
        """The drag ended without a drop: right button, lost capture."""

        rows: "RowList"

        @property
        def control(self) -> "RowList":
            return self.rows

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._pressed: tuple[Row, Offset] | None = None
        self._dragging = False
        self._own_releases = 0
        self._last_were_drags = (False, False)

    def can_drag_from(self, at: Offset) -> bool:
        """Whether a press at this place of the screen may begin a drag."""
        return self.content_region.contains_point(at) and self.row_at(at) is not None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button != 1:
            self.cancel_drag()
            return
        self.focus()
        at = event.screen_offset
        if self.can_drag_from(at) and (row := self.row_at(at)):
            self._pressed = (row, at)
            # The App has done this already (VftuiApp.on_event), where the press came from a terminal.
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._pressed and (self._dragging or event.screen_offset != self._pressed[1]):
            self._dragging = True
            self.post_message(
                self.Dragged(self, self._pressed[0], event.screen_offset, share=event.ctrl, done=False),
            )

    def on_mouse_up(self, event: events.MouseUp) -> None:
        # All three events may come in one write, without a move between press and release.
        if event.button != 1 or not self._pressed:
            return
        row, start = self._pressed
        dragged = self._dragging or event.screen_offset != start
        self._pressed, self._dragging = None, False
        self._last_were_drags = (self._last_were_drags[1], dragged)
        self._let_go()
        if dragged:
            self.post_message(self.Dragged(self, row, event.screen_offset, share=event.ctrl, done=True))
        else:
            self._click(row, event)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, self.app.scroll_sensitivity_y)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -self.app.scroll_sensitivity_y)

    def _wheel(self, event: events.MouseEvent, step: float) -> None:
        if self._dragging:
            event.stop()
            event.prevent_default()
            self.post_message(self.Wheeled(self, step))

    def on_mouse_release(self) -> None:
        if self._own_releases:
            # Told late: there may have been another press since.
            self._own_releases -= 1
        else:
            self.cancel_drag()

    def cancel_drag(self) -> None:
        """Forget the press and the drag, if there is one."""
        pressed, self._pressed, self._dragging = self._pressed, None, False
        if pressed:
            self._let_go()
            self.post_message(self.DragCancelled(self))

    def _let_go(self) -> None:
        self._own_releases += self.app.mouse_captured is self
        self.release_mouse()

    def _click(self, row: Row, event: events.MouseUp) -> None:
        line = self.line_of(row.key)
        if line is None:
            return
        if event.shift and self._run is None and (current := self.cursor_row):
            self._run = (current.key, self.marks)
        self._go(line, extend=event.shift)
        if event.ctrl and row.marks:
            self.set_marks(self.marks ^ {row.key})
        x = event.screen_offset.x - self.content_region.x - MARGIN - 2 * row.depth
        if row.fold and x in (0, 1):
            self.post_message(self.Activated(self, row))

    def on_click(self, event: events.Click) -> None:
        # The single click is done on release; only the second of a pair comes through here. Textual counts the end of
        # a drag within one list as a click, too.
        if event.chain == 2 and not any(self._last_were_drags) and (row := self.row_at(event.screen_offset)):
            self.post_message(self.Activated(self, row))
