"""Leads a load from where it was taken to where it is dropped, by mouse or by keyboard."""

from collections.abc import Callable

from textual.geometry import Offset
from textual.screen import Screen
from textual.timer import Timer

from vftui.tui.carrying import Carrying, Look
from vftui.tui.drag import Load, OutOfPools, Target, auto_scroll
from vftui.tui.widgets.ghost import Ghost
from vftui.tui.widgets.host_tree import HostTree
from vftui.tui.widgets.network_tree import NetworkTree
from vftui.tui.widgets.rows import Row, RowList
from vftui.tui.widgets.tree import Tree
from vftui.workspace import Workspace

SCROLL_EVERY = 0.05


class Mover:
    """At most one load at a time. What a drop means is decided by `carrying`; this finds the target and shows it."""

    def __init__(
        self,
        screen: Screen[None],
        workspace: Workspace,
        drop: Callable[[Carrying, Target], None],
        changed: Callable[[Look | None], None],
    ) -> None:
        """`drop` is called once for a drop that is allowed; `changed` with each new look, and None when it is over."""
        self._screen = screen
        self._workspace = workspace
        self._drop = drop
        self._changed = changed
        self._carrying: Carrying | None = None
        self._from: RowList | None = None
        self._at = Offset()
        self._scroller: Timer | None = None

    @property
    def carrying(self) -> Carrying | None:
        return self._carrying

    @property
    def _host(self) -> HostTree:
        return self._screen.query_one(HostTree)

    @property
    def _networks(self) -> NetworkTree:
        return self._screen.query_one(NetworkTree)

    # By keyboard

    def pick_up(self, load: Load, source: RowList) -> None:
        """Carry a load; the cursor of the networks is where it would go."""
        self._carrying = Carrying(self._workspace, load, by_keyboard=True)
        self._from = source
        if not self._is_possible(self._networks.cursor_row):
            # Better than to begin with a refusal.
            places = (row for row in self._networks.rows if row.kind in ("network", "new"))
            possible = (row for row in places if self._is_possible(row))
            self._networks.move_to(next((row.key for row in possible), self._networks.cursor_key))
        self._screen.set_focus(self._networks)
        self.look_at_cursor()

    def _is_possible(self, row: Row | None) -> bool:
        return self._carrying is not None and self._carrying.look(self._networks.target(row)).allowed

    def look_at_cursor(self) -> None:
        """The cursor of the networks stands elsewhere, or the draft has changed: look again."""
        if self._carrying and self._carrying.by_keyboard:
            row = self._networks.cursor_row
            self._show(self._networks.target(row), row, None)

    def toggle_share(self) -> None:
        """Let VFs stay in the networks they are in, or not."""
        if self._carrying:
            self._carrying.share = not self._carrying.share
            self.look_at_cursor()

    def drop_at_cursor(self) -> None:
        """Let go where the cursor stands; a refused place changes nothing and the load is still carried."""
        if not self._carrying:
            return
        target = self._networks.target(self._networks.cursor_row)
        if target is not None and self._carrying.look(target).allowed:
            carrying, source = self._carrying, self._from
            self.end()
            if source:
                self._screen.set_focus(source)
            self._drop(carrying, target)

    # By mouse

    def dragged(self, message: RowList.Dragged) -> None:
        """The pointer moved, or let go."""
        rows = message.rows
        if self._carrying is None or self._carrying.by_keyboard:
            load = self._load_of(rows, message.row)
            if not load:
                rows.cancel_drag()
                return
            self._carrying, self._from = Carrying(self._workspace, load), rows
            self._scroller = self._screen.set_interval(SCROLL_EVERY, self._scroll)
        self._carrying.share = message.share
        self._at = message.at
        target, row = self._target_at(message.at)
        if not message.done:
            self._show(target, row, message.at)
            return
        carrying = self._carrying
        self.end()
        if target is not None and carrying.look(target).allowed:
            self._drop(carrying, target)
        elif target is not None:
            self._changed(carrying.look(target))

    def wheeled(self, step: float) -> None:
        """Scroll the list under the pointer; another row may be the target then."""
        for rows in (self._networks, self._host):
            if self._carrying and rows.region.contains_point(self._at):
                self._scroll_by(rows, step)

    def cancel(self) -> bool:
        """Put the load back; False where nothing is carried."""
        carrying, source = self._carrying, self._from
        if carrying is None:
            return False
        self.end()
        if source:
            source.cancel_drag()
            if carrying.by_keyboard:
                self._screen.set_focus(source)
        return True

    def end(self) -> None:
        """Nothing is carried any more."""
        self._carrying = None
        if self._scroller:
            self._scroller.stop()
            self._scroller = None
        self._screen.query_one(Ghost).hide()
        self._networks.set_drop(None)
        self._changed(None)

    def _load_of(self, rows: RowList, row: Row) -> Load:
        keys = rows.marks if row.key in rows.marks else (row.key,)
        return rows.load(keys) if isinstance(rows, Tree) else Load()

    def _target_at(self, at: Offset) -> tuple[Target | None, Row | None]:
        if self._networks.region.contains_point(at):
            row = self._networks.row_at(at)
            return self._networks.target(row), row
        if self._host.region.contains_point(at) and self._from is self._networks:
            return OutOfPools(), None
        return None, None

    def _scroll(self) -> None:
        for rows in (self._networks, self._host):
            region = rows.region
            if region.x <= self._at.x < region.right:
                step = auto_scroll(self._at.y - rows.content_region.y, rows.content_region.height)
                self._scroll_by(rows, step)

    def _scroll_by(self, rows: RowList, step: float) -> None:
        if rows.scroll_y != min(max(rows.scroll_y + step, 0), rows.max_scroll_y):
            rows.scroll_relative(y=step, animate=False)
            target, row = self._target_at(self._at)
            self._show(target, row, self._at)

    def _show(self, target: Target | None, row: Row | None, at: Offset | None) -> None:
        if self._carrying is None:
            return
        look = self._carrying.look(target)
        self._networks.set_drop(row.key if row else None, "allowed" if look.allowed else "refused")
        if at is not None:
            text = look.text if target is not None else self._carrying.summary()
            self._screen.query_one(Ghost).show(text, at, allowed=look.allowed)
        self._changed(look)
