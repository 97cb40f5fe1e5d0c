"""The main screen: host, networks, XML."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

from textual import events, on
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from vftui.errors import SelectionError
from vftui.model.host import PhysicalFunction, VirtualFunction
from vftui.model.selection import Selection, resolve
from vftui.model.text import counted
from vftui.tui import keys
from vftui.tui.drag import Load
from vftui.tui.screens.ask import Ask
from vftui.tui.screens.expression import ExpressionDialog
from vftui.tui.screens.help import Help
from vftui.tui.screens.pools_writing import PoolsWriting
from vftui.tui.type_ahead import TypeAhead, type_into
from vftui.tui.widgets.filter_bar import FilterBar
from vftui.tui.widgets.network_tree import NEW_KEY, MemberAt, MemberKey, PoolVfKey
from vftui.tui.widgets.rows import Row, RowList
from vftui.workspace import Workspace


@runtime_checkable
class SwitchesMouse(Protocol):
    """What the app offers beyond Textual's own."""

    def toggle_mouse(self) -> bool:
        """Give the mouse to the terminal or take it back; whether the app has it now."""
        ...


class Pools(PoolsWriting):
    """The whole of it: cursor and focus, finding and marking, view, leaving."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.MAIN]

    class ReadingUnwanted(Message):
        """What is read of host or libvirt just now is to be given up."""

    @dataclass
    class Left(Message):
        """The operator quits, and edits that are not written are to be dropped or there are none."""

        declined: bool

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.type_ahead = TypeAhead(lambda keys: type_into(self.query_one(FilterBar), keys))

    @on(RowList.Moved)
    def _cursor_moved(self, message: RowList.Moved) -> None:
        if self.mover.carrying:
            self.mover.look_at_cursor()
        elif message.by_hand:
            self.say_detail(message.rows)
        if isinstance(message.rows, RowList):
            self.follow(message.rows)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget, RowList) and not self.mover.carrying:
            self.say_detail(event.widget)

    @on(RowList.Activated)
    def _activated(self, message: RowList.Activated) -> None:
        self._activate(message.row)

    def action_activate(self) -> None:
        """Enter, or a key that folds: do what the row under the cursor is for."""
        if isinstance(rows := self.focused, RowList) and (row := rows.cursor_row):
            self._activate(row)

    def _activate(self, row: Row) -> None:
        if self.mover.carrying:
            self.mover.drop_at_cursor()
        elif isinstance(pf := row.subject, PhysicalFunction):
            self.host.toggle(pf.address)
        elif row.key == NEW_KEY:
            self.action_new_network()
        elif row.fold:
            self.networks.toggle(row.key)
        elif isinstance(row.key, MemberKey | PoolVfKey):
            self._show_in_host(row)

    def _show_in_host(self, row: Row) -> None:
        load = self.networks.load([row.key])
        subject = row.subject
        if isinstance(subject, MemberAt):
            load = Load(tuple(vf.address for vf in self.workspace.vfs(subject.network, subject.member)))
        if load.items:
            self.host.reveal(load.items[0])
            self.host.focus()

    # Finding and marking

    def action_filter(self) -> None:
        rows = self.tree_at_hand()
        self.type_ahead.hold()
        self.query_one(FilterBar).open(rows)
        self.type_ahead.release_behind(rows)

    @on(Input.Changed, "FilterBar")
    def _filter_changed(self) -> None:
        self.show_titles()

    def action_expression(self) -> None:
        self._ask_expression("Mark by expression", "", self._mark)

    def action_free(self) -> None:
        row = self.host.cursor_row
        host = self.workspace.host
        pf = None
        if row and isinstance(row.subject, PhysicalFunction | VirtualFunction):
            pf = host.pf_by_address.get(row.subject.address) or host.pf_of.get(row.subject.address)
        if self.may_edit():
            self._ask_expression("Pick up free VFs", f"{pf.name}*1" if pf else "", self._carry)

    def _ask_expression(self, title: str, text: str, then: Callable[[Selection], None]) -> None:
        def done(selection: Selection | None) -> None:
            if selection is not None:
                then(selection)

        self.app.push_screen(ExpressionDialog(title, text, self.workspace.host, self._selection), done)

    def _selection(self, text: str) -> Selection:
        return resolve(text, self.workspace.host, self.workspace.is_free)

    def _mark(self, selection: Selection) -> None:
        self.host.set_marks(self.host.marks | {item.address for item in selection.items})
        if selection.items:
            self.host.reveal(selection.items[0].address)
        self.set_focus(self.host)
        self.say(f"Marked {selection.canonical(self.workspace.host)}", "done")

    def _carry(self, selection: Selection) -> None:
        self.mover.pick_up(Load(tuple(item.address for item in selection.items)), self.host)

    def on_paste(self, event: events.Paste) -> None:
        """A pasted expression marks what it names."""
        try:
            self._mark(self._selection(event.text.strip()))
        except SelectionError as error:
            self.say(f"The pasted text names no VFs: {error.message}", "refused")

    def action_back(self) -> None:
        """Escape: the nearest thing that can be ended."""
        rows = self.tree_at_hand()
        if self.mover.cancel():
            self.say("Cancelled; nothing has moved.")
        elif (bar := self.query_one(FilterBar)).is_open:
            bar.close(keep=False)
            self.show_titles()
        elif self.is_reading:
            self.post_message(self.ReadingUnwanted())
        elif rows.in_run():
            rows.end_run()
            self.show_titles()
        elif rows.words:
            rows.filter("")
            self.show_titles()
        elif rows.marks:
            rows.set_marks(())

    # View

    def action_xml(self) -> None:
        self.toggle_class("-flip-xml")

    def action_tab(self, step: int) -> None:
        self.preview.step(step)

    def action_copy(self) -> None:
        text = self.preview.copied_text()
        if not text:
            self.say("There is no XML to copy; put the cursor on a network.", "refused")
            return
        self.app.copy_to_clipboard(text)
        self.say(f"Copied {counted(len(text.splitlines()), 'line')} to the terminal's clipboard (OSC 52).", "done")

    def action_mouse(self) -> None:
        """Let the terminal have the mouse, to select and copy text as anywhere else."""
        on_now = self.app.toggle_mouse() if isinstance(self.app, SwitchesMouse) else True
        self.say(
            "The mouse is vftui's again." if on_now else "The mouse is the terminal's: select and copy. M ends it."
        )

    def action_help(self) -> None:
        self.app.push_screen(Help())

    # Leaving

    def action_quit(self) -> None:
        count = self.workspace.change_count
        if not count:
            self.post_message(self.Left(declined=False))
            return
        text = f"{counted(count, 'network')} with edits that are not written."
        answers = [("w", "Review and write"), ("q", "Quit without writing"), ("", "Stay")]
        self.app.push_screen(Ask("Quit?", text, answers), self._quit)

    def _quit(self, answer: str | None) -> None:
        if answer == "w":
            self.action_review()
        elif answer == "q":
            self.post_message(self.Left(declined=True))
