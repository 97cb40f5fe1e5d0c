"""What is being carried, by mouse or by keyboard, and what letting go would do."""

from dataclasses import dataclass

from vftui.errors import EditRefusedError
from vftui.model.host import Host
from vftui.model.network import Draft
from vftui.model.new_errors import new_errors
from vftui.model.text import counted, joined
from vftui.tui.drag import Into, Load, NewPool, Target, edit_for
from vftui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Look:
    """What letting go on a target would do, or why it cannot be done, and the network that it is about."""

    text: str
    allowed: bool
    network: str | None = None


class Carrying:
    """One load on its way. A look at the same target twice costs nothing the second time."""

    def __init__(self, workspace: Workspace, load: Load, *, by_keyboard: bool = False) -> None:
        self._workspace = workspace
        self.load = load
        self.by_keyboard = by_keyboard
        self.share = False
        self._looks: dict[tuple[Target, bool], Look] = {}
        self._seen: tuple[Draft, Host] = (workspace.draft, workspace.host)

    def look(self, target: Target | None) -> Look:
        """What a drop on `target` would do, or why it cannot be done."""
        if target is None:
            return Look("no network here", allowed=False)
        draft, host = self._workspace.draft, self._workspace.host
        if self._seen[0] is not draft or self._seen[1] is not host:
            self._seen, self._looks = (draft, host), {}
        if (target, self.share) not in self._looks:
            self._looks[target, self.share] = self._looked(target)
        return self._looks[target, self.share]

    def _looked(self, target: Target) -> Look:
        hidden = f" ({self.load.hidden} of them not in sight)" if self.load.hidden else ""
        edit = edit_for(self.load, target, share=self.share)
        if edit is None:
            return Look(f"Make a new network of {self.summary()}{hidden}", allowed=isinstance(target, NewPool))
        network = target.network if isinstance(target, Into) else None
        workspace = self._workspace
        try:
            after, sentence = edit.apply(workspace.draft, workspace.host)
        except EditRefusedError as refusal:
            return Look(f"refused: {refusal.message}", allowed=False, network=network)
        errors = new_errors(workspace.draft, after, workspace.host, workspace.owners, workspace.live)
        brings = f", which brings the error{'s' * (len(errors) > 1)} {joined(errors)}" if errors else ""
        return Look(sentence + hidden + brings, allowed=True, network=network)

    def summary(self) -> str:
        """How much is carried."""
        host = self._workspace.host
        pfs = sum(address in host.pf_by_address for address in self.load.items)
        counts = [
            counted(pfs, "whole PF") if pfs else "",
            counted(len(self.load.items) - pfs, "VF") if len(self.load.items) > pfs else "",
            counted(len(self.load.members), "member") if self.load.members else "",
        ]
        return " and ".join(count for count in counts if count)
