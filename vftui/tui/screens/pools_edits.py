"""Keys and gestures of the main screen that change the draft."""

from collections.abc import Callable

from textual import on

from vftui.errors import EditRefusedError
from vftui.model.edits import Delete, Edit, MoveMembers, TakeOutVfs
from vftui.model.edits.whole_pf import toggle_pf
from vftui.model.host import PhysicalFunction, VirtualFunction
from vftui.model.network import ListedPfMember, Network, PfMember
from vftui.model.network_actions import Action
from vftui.tui.carrying import Carrying, Look
from vftui.tui.drag import Into, Load, NewPool, OutOfPools, Target, edit_for
from vftui.tui.forms import NetworkForm, edit_to_change, edit_to_make
from vftui.tui.labels import member_text
from vftui.tui.network_actions import deletion
from vftui.tui.screens.mover import Mover
from vftui.tui.screens.network_dialog import FREELY, Naming, NetworkDialog
from vftui.tui.screens.pools_view import PoolsView
from vftui.tui.widgets.network_tree import MemberAt
from vftui.tui.widgets.rows import Row, RowList
from vftui.tui.widgets.tree import Tree
from vftui.workspace import Workspace


class PoolsEdits(PoolsView):
    """Turns gestures and keys into edits, and says what they did or why they cannot be made."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.mover = Mover(self, workspace, self._dropped, self._looked)

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

    def may_edit(self) -> bool:
        """Whether anything can be changed; says so where it cannot."""
        if self.workspace.read_only:
            self.say("Opened with --read-only: nothing can be changed.", "refused")
        return not self.workspace.read_only

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
        if self.may_edit():
            self.mover.dragged(message)
        else:
            message.rows.cancel_drag()

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
            self.clear_marks()

    def clear_marks(self) -> None:
        for rows in (self.host, self.networks):
            rows.end_run()
            if rows.marks:
                rows.set_marks(())

    def tree_at_hand(self) -> Tree:
        """The tree that has the focus; the host where neither has it."""
        return self.networks if self.networks.has_focus else self.host

    def _load(self) -> Load:
        rows = self.tree_at_hand()
        if rows.marks:
            return rows.load(rows.marks)
        return rows.load([rows.cursor_key]) if rows.cursor_row and rows.cursor_row.marks else Load()

    def action_pick_up(self) -> None:
        self._pick_up(self._load(), "Nothing to move here: mark VFs, or put the cursor on one.")

    def action_pick_up_pf(self) -> None:
        pf = self._pf_at_hand()
        self._pick_up(Load((pf.address,)) if pf else Load(), "There is no PF under the cursor.")

    def _pf_at_hand(self) -> PhysicalFunction | None:
        """The PF that the row under the cursor of the tree at hand is, or is of."""
        host = self.workspace.host
        match self.tree_at_hand().cursor_row:
            case Row(subject=PhysicalFunction() as pf):
                return pf
            case Row(subject=VirtualFunction() as vf):
                return host.pf_of[vf.address]
            case Row(subject=MemberAt(network, _, _)):
                return host.pf_by_netdev.get(self._pf_at_cursor(network) or "")
            case _:
                return None

    def _pick_up(self, load: Load, nothing: str) -> None:
        if not self.may_edit():
            return
        if load:
            self.mover.pick_up(load, self.tree_at_hand())
        else:
            self.say(nothing, "refused")

    def action_share(self) -> None:
        if self.mover.carrying:
            self.mover.toggle_share()
        else:
            self.say("Nothing is being moved; m picks up what is to be shared.", "refused")

    def action_take_out(self) -> None:
        load = self._load()
        if not self.may_edit():
            return
        if not load:
            self.say("Nothing to take out here: mark VFs or members, or put the cursor on one.", "refused")
        else:
            edit = TakeOutVfs(load.items) if load.items and not load.members else edit_for(load, OutOfPools())
            if edit and self.do(edit):
                self.clear_marks()

    def action_shift(self, step: int) -> None:
        """Move the member under the cursor one place up or down in libvirt's allocation order."""
        row = self.networks.cursor_row
        if not self.may_edit():
            return
        if row and isinstance(subject := row.subject, MemberAt):
            at = subject.position
            position = at - 1 if step < 0 else at + 2
            if 0 <= position <= len(subject.network.members):
                name = subject.network.name
                if self.do(MoveMembers(name, (subject.member,), name, position)):
                    self.networks.move_to(row.key)
            else:
                end = "first" if step < 0 else "last"
                self.say(f"{member_text(subject.member)} is the {end} of {subject.network.name} already.", "refused")
        else:
            self.say("Put the cursor on a member of a network to change its place.", "refused")

    # Networks

    def action_new_network(self) -> None:
        if not self.may_edit():
            return
        if self.mover.carrying and self.mover.carrying.by_keyboard:
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
        if network := self._network_at_hand():
            self.change_settings(network)

    def change_settings(self, network: Network) -> None:
        """Ask for another name, mode, managed and driver."""
        if self._may_change(network):
            title = f"Network {network.name}"
            form = NetworkForm.of(network)
            self._ask_for_network(title, form, lambda entered: edit_to_change(network, entered), self._naming(network))

    def _naming(self, network: Network) -> Naming:
        obstacle = self.workspace.obstacle(Action.RENAME, network.name)
        return Naming(obstacle is None, obstacle or self.workspace.meaning(Action.RENAME, network.name))

    def _ask_for_network(
        self, title: str, form: NetworkForm, edit: Callable[[NetworkForm], Edit], naming: Naming = FREELY
    ) -> None:
        def check(entered: NetworkForm) -> None:
            if entered != form or not form.name:
                self.workspace.check(edit(entered))

        def done(entered: NetworkForm | None) -> None:
            if entered is not None and entered != form and self.do(edit(entered), network=entered.name):
                self.clear_marks()

        self.app.push_screen(NetworkDialog(title, form, check, naming), done)

    def _network_at_hand(self) -> Network | None:
        """The network that a key is for; says so where there is none, or several."""
        names = self._networks_at_hand()
        if len(names) > 1:
            self.say(f"{self.host.whereabouts(names)}: put the cursor on one of them first.", "refused")
            return None
        network = self.workspace.draft.find(names[0]) if names else None
        if network is None:
            self.say("Put the cursor on a network first.", "refused")
        return network

    def _networks_at_hand(self) -> tuple[str, ...]:
        """The networks that the row under the cursor is, or is in; with the focus on the XML, the one shown."""
        if self.host.has_focus:
            return self.host.networks_at_cursor()
        name = self.networks.network_at_cursor() if self.networks.has_focus else self.preview.network
        return () if name is None else (name,)

    def _may_change(self, network: Network) -> bool:
        if network.obstacle and self.may_edit():
            self.say(f"{network.name} is not a pool ({network.obstacle}); vftui does not change it.", "refused")
        return network.is_pool and self.may_edit()

    def action_toggle_pf(self) -> None:
        network = self._network_at_hand()
        if network and self._may_change(network):
            self.do(toggle_pf(network, self._pf_at_cursor(network)), network=network.name)

    def _pf_at_cursor(self, network: Network) -> str | None:
        """The PF that the row under the cursor is, or is of; None on a network's own row."""
        match self.focused.cursor_row if isinstance(self.focused, Tree) else None:
            case Row(subject=PhysicalFunction() as pf):
                return pf.name
            case Row(subject=MemberAt(_, _, PfMember(dev) | ListedPfMember(dev))):
                return dev
            case Row(subject=MemberAt(_, _, member)):
                vfs = self.workspace.vfs(network, member)
            case Row(subject=VirtualFunction() as vf):
                vfs = (vf,)
            case _:
                return None
        return self.workspace.host.pf_of[vfs[0].address].name if vfs else None

    def action_delete_network(self) -> None:
        if network := self._network_at_hand():
            self.delete(network)

    def delete(self, network: Network) -> None:
        """Delete a network from the draft, and say what that will mean at the write."""
        then = deletion(self.workspace, network)
        if self.may_edit() and self.do(Delete(network.name)) and self.workspace.runtime is not None and then:
            self.say(f"{self.workspace.history.undoable}. At the write: {then}", "done")
