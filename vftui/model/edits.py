"""Every edit an operator can make to a draft, and one sentence that says what it does.

An edit is a frozen value. `apply` gives the next draft and the sentence, or raises EditRefusedError with the reason;
it does all of what it says or nothing.
"""

from dataclasses import dataclass

from vftui.errors import EditRefusedError
from vftui.model.host import Host
from vftui.model.network import Draft
from vftui.model.network_edits import ChangeMode, Delete, NewNetwork, Rename
from vftui.model.outcome import AlreadySoError, Edit, Outcome
from vftui.model.pool_edits import Add, MoveMembers, TakeOutMembers, TakeOutVfs
from vftui.model.whole_pf_edits import CollapsePf, ExpandPf

__all__ = [
    "Add",
    "AlreadySoError",
    "ChangeMode",
    "CollapsePf",
    "Delete",
    "Edit",
    "ExpandPf",
    "MoveMembers",
    "NewNetwork",
    "Outcome",
    "Rename",
    "TakeOutMembers",
    "TakeOutVfs",
    "Together",
]


@dataclass(frozen=True, slots=True)
class Together:
    """Several edits as one step of undo, such as a new network with the VFs that were dropped to make it.

    One that is already so is passed over; where all are, or one is refused for another reason, nothing is done.
    """

    edits: tuple[Edit, ...]

    def apply(self, draft: Draft, host: Host) -> Outcome:
        sentences: list[str] = []
        refusal = EditRefusedError("There is nothing to do.")
        for edit in self.edits:
            try:
                draft, sentence = edit.apply(draft, host)
            except AlreadySoError as already:
                refusal = already
            else:
                sentences.append(sentence)
        if not sentences:
            raise refusal
        return Outcome(draft, "; ".join(sentences))
