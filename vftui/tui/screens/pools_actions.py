"""What is done to a network as a whole: its menu."""

from typing import Literal

from textual import on

from vftui.model.network import Network
from vftui.model.network_actions import Action
from vftui.tui.network_actions import choices
from vftui.tui.running_labels import state_texts
from vftui.tui.screens.acting import act
from vftui.tui.screens.network_menu import NetworkMenu
from vftui.tui.screens.pools_problems import PoolsProblems
from vftui.tui.widgets.network_tree import NetworkTree


class PoolsActions(PoolsProblems):
    """The menu of the network at hand, by key or by the right button."""

    @on(NetworkTree.MenuWanted)
    def action_network_menu(self) -> None:
        """Offer what can be done to the network under the cursor."""
        if self.mover.carrying:
            self.say("Drop what is carried first, or put it back with Esc.", "refused")
        elif network := self._network_at_hand():
            self.offer_actions(network)

    def offer_actions(self, network: Network) -> None:
        state = state_texts(self.workspace.state(network), ())
        menu = NetworkMenu(" · ".join([f"Network {network.name}", *state]), choices(self.workspace, network))
        self.app.push_screen(menu, lambda action: self._take(action, network.name))

    def _take(self, action: Action | Literal["settings"] | None, name: str) -> None:
        # What is shown may have changed since the menu was opened.
        network = self.workspace.draft.find(name)
        if action is None or network is None:
            return
        match action:
            case "settings":
                self.change_settings(network)
            case Action.DELETE:
                self.delete(network)
            case _:
                act(self.app, self.workspace, action, network, self.say)
