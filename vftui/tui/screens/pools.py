"""The main screen: host, networks, XML."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from vftui.errors import EditRefusedError, SelectionError, VftuiError
from vftui.model.edits import (
    CollapsePf,
    Delete,
    Edit,
    ExpandPf,
    MoveMembers,
    TakeOutVfs,
)
from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.network import Network, PfMember
from vftui.model.selection import Selection, resolve
from vftui.model.text import counted, printable
from vftui.tui import keys
from vftui.tui.carrying import Carrying, Look
from vftui.tui.drag import Into, Load, NewPool, OutOfPools, Target, edit_for
from vftui.tui.forms import NetworkForm, edit_to_change, edit_to_make
from vftui.tui.screens.ask import Ask
from vftui.tui.screens.expression import ExpressionDialog
from vftui.tui.screens.help import Help
from vftui.tui.screens.mover import Mover
from vftui.tui.screens.network_dialog import NetworkDialog
from vftui.tui.screens.review import Review
from vftui.tui.widgets.bars import KeyBar, MessageBar, Mood, TopBar
from vftui.tui.widgets.filter_bar import FilterBar
from vftui.tui.widgets.ghost import Ghost
from vftui.tui.widgets.host_tree import HostTree
from vftui.tui.widgets.network_tree import NEW_KEY, MemberAt, MemberKey, NetworkKey, NetworkTree, PoolVfKey
from vftui.tui.widgets.preview import Preview
from vftui.tui.widgets.rows import Row, RowList
from vftui.workspace import Workspace


@runtime_checkable
class SwitchesMouse(Protocol):
    """What the app offers beyond Textual's own."""

    def toggle_mouse(self) -> bool:
        """Give the mouse to the terminal or take it back; whether the app has it now."""
        ...


class Pools(Screen[None]):
    """Draws the workspace and turns gestures and keys into edits."""

    class Shown(Message):
        """The draft, or what is stored, may be another than before."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.MAIN]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (170, "-very-wide")]  # noqa: RUF012 - Textual's name

    @dataclass
    class Left(Message):
        """The operator quits, and edits that are not written are to be dropped or there are none."""

        declined: bool

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.mover = Mover(self, workspace, self._dropped, self._looked)
        # Where focus and cursors stood when the last sentence was said; () where it was none, or was a row's detail.
        self._said_at: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        yield TopBar(self.workspace)
        with Container(id="regions"):
            with Horizontal(id="trees"):
                yield HostTree(self.workspace, id="host")
                yield NetworkTree(self.workspace, id="networks")
            yield Preview(self.workspace, id="preview")
        yield FilterBar()
        yield MessageBar()
        yield KeyBar(keys.BAR)
        yield Ghost()

    def on_mount(self) -> None:
        self.show_draft()
        self.host.focus()

    @property
    def host(self) -> HostTree:
        return self.query_one(HostTree)

    @property
    def networks(self) -> NetworkTree:
        return self.query_one(NetworkTree)

    @property
    def preview(self) -> Preview:
        return self.query_one(Preview)

    # Showing

    def show_draft(self, network: str | None = None) -> None:
        """Draw everything again; the XML stays on its network unless another is named."""
        self.host.rebuild()
        self.networks.rebuild()
        if network is not None:
            self.networks.move_to(NetworkKey(network))
        self.preview.show(network or self.networks.network_at_cursor() or self.preview.network)
        self.query_one(TopBar).refresh()
        self._titles()
        self.post_message(self.Shown())

    def show_host(self, host: Host) -> None:
        """Take a newer state of the host; cursor, marks, folds and draft stay."""
        lost = self.workspace.refresh(host)
        self.show_draft()
        if lost:
            self.say(lost, "refused")
            self.notify(Content(lost).plain, severity="warning", markup=False)

    def say(self, text: str, mood: Mood = "plain") -> None:
        """Put a sentence into the message line."""
        self._said_at = self._standing() if text else ()
        self.query_one(MessageBar).say(text, mood)

    def _say_detail(self, rows: Widget) -> None:
        # Cursor and focus tell of their moves later than what moved them has said its sentence, which is to stay.
        if self._said_at != self._standing():
            self.say(self._detail(rows))
            self._said_at = ()

    def _standing(self) -> tuple[object, ...]:
        return self.focused, self.host.cursor_key, self.networks.cursor_key

    def _titles(self) -> None:
        host = self.workspace.host
        vfs = counted(sum(pf.numvfs for pf in host.pfs), "VF")
        for rows, title in (
            (self.host, f"Host  {counted(len(host.pfs), 'PF')}, {vfs}"),
            (self.networks, f"Networks  {len(self.workspace.draft.networks)}"),
        ):
            rows.border_title = Content(title + (f"  /{printable(rows.words)}" if rows.words else ""))
            marked = f"{len(rows.marks)} marked" if rows.marks else ""
            hidden = f", {rows.hidden_marks} not in sight" if rows.hidden_marks else ""
            rows.border_subtitle = Content(marked + hidden + ("  run" if rows.in_run() else ""))

    @on(RowList.Moved)
    def _cursor_moved(self, message: RowList.Moved) -> None:
        if self.mover.carrying:
            self.mover.look_at_cursor()
        elif message.by_hand:
            self._say_detail(message.rows)
        if isinstance(message.rows, NetworkTree) and (name := message.rows.network_at_cursor()) is not None:
            self.preview.show(name)
        elif isinstance(message.rows, HostTree) and message.rows.has_focus:
            self._preview_owner(message.rows.cursor_row)

    def _preview_owner(self, row: Row | None) -> None:
        if row and isinstance(vf := row.subject, VirtualFunction) and (owner := self.workspace.owners.get(vf.address)):
            self.preview.show(owner[0])

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget, RowList) and not self.mover.carrying:
            self._say_detail(event.widget)

    @staticmethod
    def _detail(rows: Widget) -> str:
        return rows.detail() if isinstance(rows, HostTree | NetworkTree) else ""

    @on(RowList.MarksChanged)
    def _marks_changed(self) -> None:
        self._titles()

    @on(RowList.Activated)
    def _activated(self, message: RowList.Activated) -> None:
        row = message.row
        if self.mover.carrying:
            self.mover.drop_at_cursor()
        elif isinstance(pf := row.subject, PhysicalFunction):
            self.host.toggle(pf.address)
        elif row.key == NEW_KEY:
            self.action_new_network()
        elif row.fold and isinstance(message.rows, NetworkTree):
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

    # Edits

    def do(self, edit: Edit, *, network: str | None = None) -> bool:
        """Make an edit and say what it did, or why it cannot be done."""
        try:
            sentence = self.workspace.do(edit)
        except EditRefusedError as refusal:
            self.say(refusal.message, "refused")
            return False
        self.show_draft(network)
        self.say(sentence, "done")
        return True

    def action_undo(self) -> None:
        self._stepped(self.workspace.undo(), "Undone", "Nothing to undo.")

    def action_redo(self) -> None:
        self._stepped(self.workspace.redo(), "Done again", "Nothing to redo.")

    def _stepped(self, sentence: str | None, word: str, nothing: str) -> None:
        self.show_draft()
        self.mover.look_at_cursor()
        self.say(f"{word}: {sentence}" if sentence else nothing, "done" if sentence else "refused")

    # Moving

    @on(RowList.Dragged)
    def _on_dragged(self, message: RowList.Dragged) -> None:
        if self.workspace.read_only:
            message.rows.cancel_drag()
            self._refuse_read_only()
        else:
            self.mover.dragged(message)

    @on(RowList.Wheeled)
    def _on_wheeled(self, message: RowList.Wheeled) -> None:
        self.mover.wheeled(message.step)

    @on(RowList.DragCancelled)
    def _on_drag_cancelled(self) -> None:
        if self.mover.carrying and not self.mover.carrying.by_keyboard:
            self.mover.end()

    def _looked(self, look: Look | None) -> None:
        if look is None:
            self.say("")
            return
        if look.network is not None:
            self.preview.show(look.network)
        if self.mover.carrying is None:
            self.say(look.text, "refused")
        else:
            by_keyboard = self.mover.carrying.by_keyboard
            hint = "  (Enter drops, s shares, Esc cancels)" if by_keyboard and look.allowed else ""
            self.say(look.text + hint, "plain" if look.allowed else "refused")

    def _dropped(self, carrying: Carrying, target: Target) -> None:
        match target:
            case NewPool():
                self._new_network(carrying.load)
            case Into(network):
                self._do_load(carrying, target, network)
            case OutOfPools():
                self._do_load(carrying, target, None)

    def _do_load(self, carrying: Carrying, target: Target, network: str | None) -> None:
        edit = edit_for(carrying.load, target, share=carrying.share)
        if edit and self.do(edit, network=network):
            self._clear_marks()

    def _clear_marks(self) -> None:
        for rows in (self.host, self.networks):
            rows.end_run()
            if rows.marks:
                rows.set_marks(())

    def _focused_rows(self) -> HostTree | NetworkTree:
        return self.networks if self.networks.has_focus else self.host

    def _load(self) -> Load:
        rows = self._focused_rows()
        if rows.marks:
            return rows.load(rows.marks)
        return rows.load([rows.cursor_key]) if rows.cursor_row and rows.cursor_row.marks else Load()

    def action_pick_up(self) -> None:
        self._pick_up(self._load(), "Nothing to move here: mark VFs, or put the cursor on one.")

    def action_pick_up_pf(self) -> None:
        row = self.host.cursor_row
        host = self.workspace.host
        load = Load()
        if row and isinstance(row.subject, PhysicalFunction):
            load = Load((row.subject.address,))
        elif row and isinstance(row.subject, VirtualFunction):
            load = Load((host.pf_of[row.subject.address].address,))
        self._pick_up(load, "There is no PF under the cursor.")

    def _pick_up(self, load: Load, nothing: str) -> None:
        if self.workspace.read_only:
            self._refuse_read_only()
        elif not load:
            self.say(nothing, "refused")
        else:
            self.mover.pick_up(load, self._focused_rows())

    def action_share(self) -> None:
        self.mover.toggle_share()

    def action_take_out(self) -> None:
        load = self._load()
        if self.workspace.read_only:
            self._refuse_read_only()
        elif not load:
            self.say("Nothing to take out here: mark VFs or members, or put the cursor on one.", "refused")
        else:
            edit = TakeOutVfs(load.items) if load.items and not load.members else edit_for(load, OutOfPools())
            if edit and self.do(edit):
                self._clear_marks()

    def action_shift(self, step: int) -> None:
        """Move the member under the cursor one place up or down in libvirt's allocation order."""
        row = self.networks.cursor_row
        if self.workspace.read_only:
            self._refuse_read_only()
        elif row and isinstance(subject := row.subject, MemberAt):
            at = subject.position
            position = at - 1 if step < 0 else at + 2
            if 0 <= position <= len(subject.network.members):
                name = subject.network.name
                if self.do(MoveMembers(name, (subject.member,), name, position)):
                    self.networks.move_to(row.key)
        else:
            self.say("Put the cursor on a member of a network to change its place.", "refused")

    # Networks

    def action_new_network(self) -> None:
        if self.workspace.read_only:
            self._refuse_read_only()
        elif self.mover.carrying and self.mover.carrying.by_keyboard:
            load = self.mover.carrying.load
            self.mover.end()
            self._new_network(load)
        else:
            self._new_network(Load())

    def _new_network(self, load: Load) -> None:
        title = f"New network of {Carrying(self.workspace, load).summary()}" if load else "New network"
        form = NetworkForm.for_new(load, self.workspace.host)
        uuid = self.workspace.new_uuid()
        self._ask_for_network(title, form, lambda entered: edit_to_make(entered, uuid, load))

    def action_settings(self) -> None:
        network = self._network_at_hand()
        if network and not self._untouchable(network):
            title = f"Network {network.name}"
            self._ask_for_network(title, NetworkForm.of(network), lambda entered: edit_to_change(network, entered))

    def _ask_for_network(self, title: str, form: NetworkForm, edit: Callable[[NetworkForm], Edit]) -> None:
        def check(entered: NetworkForm) -> None:
            if entered != form or not form.name:
                self.workspace.check(edit(entered))

        def done(entered: NetworkForm | None) -> None:
            if entered is not None and entered != form and self.do(edit(entered), network=entered.name):
                self._clear_marks()

        self.app.push_screen(NetworkDialog(title, form, check), done)

    def _network_at_hand(self) -> Network | None:
        name = self.networks.network_at_cursor() if self.networks.has_focus else self.preview.network
        network = self.workspace.draft.find(name) if name is not None else None
        if network is None:
            self.say("Put the cursor on a network first.", "refused")
        return network

    def _untouchable(self, network: Network) -> bool:
        if self.workspace.read_only:
            self._refuse_read_only()
        elif network.obstacle:
            self.say(f"{network.name} is not a pool ({network.obstacle}); vftui does not change it.", "refused")
        return self.workspace.read_only or network.obstacle is not None

    def action_toggle_pf(self) -> None:
        network = self._network_at_hand()
        if network and not self._untouchable(network):
            whole = any(isinstance(member, PfMember) for member in network.members)
            self.do(ExpandPf(network.name) if whole else CollapsePf(network.name), network=network.name)

    def action_delete_network(self) -> None:
        network = self._network_at_hand()
        if network and not self.workspace.read_only:
            self.do(Delete(network.name))
        elif network:
            self._refuse_read_only()

    # Finding and marking

    def action_filter(self) -> None:
        self.query_one(FilterBar).open(self._focused_rows())

    @on(Input.Changed, "FilterBar")
    def _filter_changed(self) -> None:
        self._titles()

    def action_expression(self) -> None:
        self._ask_expression("Mark by expression", "", self._mark)

    def action_free(self) -> None:
        row = self.host.cursor_row
        host = self.workspace.host
        pf = None
        if row and isinstance(row.subject, PhysicalFunction | VirtualFunction):
            pf = host.pf_by_address.get(row.subject.address) or host.pf_of.get(row.subject.address)
        if self.workspace.read_only:
            self._refuse_read_only()
            return
        self._ask_expression("Pick up free VFs", f"{pf.name}*1" if pf else "", self._carry)

    def _ask_expression(self, title: str, text: str, then: Callable[[Selection], None]) -> None:
        def done(selection: Selection | None) -> None:
            if selection is not None:
                then(selection)

        self.app.push_screen(ExpressionDialog(title, text, self.workspace.host, self._selection), done)

    def _selection(self, text: str) -> Selection:
        owners = self.workspace.owners
        return resolve(text, self.workspace.host, lambda vf: vf.address not in owners and vf.used_by is None)

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
        rows = self._focused_rows()
        if self.mover.cancel():
            self.say("Cancelled; nothing has moved.")
        elif (bar := self.query_one(FilterBar)).is_open:
            bar.close(keep=False)
            self._titles()
        elif rows.in_run():
            rows.end_run()
            self._titles()
        elif rows.words:
            rows.filter("")
            self._titles()
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

    # Reading, writing, leaving

    def action_review(self) -> None:
        if not self.workspace.change_count:
            self.say("There is nothing to write: no change since the networks were read.", "refused")
            return
        self.app.push_screen(Review(self.workspace), self._reviewed)

    def _reviewed(self, written: tuple[str, ...] | None) -> None:
        self.show_draft()
        if written:
            self.say(f"Wrote {', '.join(written)} to {self.workspace.location}", "done")

    @work
    async def action_reread(self) -> None:
        """Read the store again; the host follows its own events."""
        if self.workspace.change_count:
            text = "Reading the networks again drops your edits that are not written, and their undo."
            if (
                await self.app.push_screen_wait(Ask("Read again?", text, [("r", "Read again"), ("", "Keep editing")]))
                != "r"
            ):
                return
        try:
            self.workspace.reload()
        except VftuiError as error:
            self.say(f"{error.title}: {error.message}", "refused")
            return
        self.show_draft()
        self.say(f"Read {counted(len(self.workspace.draft.networks), 'network')} again.", "done")

    @work
    async def action_quit(self) -> None:
        count = self.workspace.change_count
        if count:
            text = f"{counted(count, 'network')} with edits that are not written."
            answers = [("w", "Review and write"), ("q", "Quit without writing"), ("", "Stay")]
            answer = await self.app.push_screen_wait(Ask("Quit?", text, answers))
            if answer == "w":
                self.action_review()
            if answer != "q":
                return
        self.post_message(self.Left(declined=bool(count)))

    def _refuse_read_only(self) -> None:
        self.say("Opened with --read-only: nothing can be changed.", "refused")
