"""Every edit an operator can make to a draft, and one sentence that says what it does.

An edit is a frozen value. `apply` gives the next draft and the sentence, or raises EditRefusedError with the reason;
it does all of what it says or nothing.
"""

from vftui.model.edits.fix import DropRepeats, LeaveOut, ReplaceMembers, UseWholePf
from vftui.model.edits.intent import DropIntent, RenewIntent, RenewPf
from vftui.model.edits.network import ChangeMode, Delete, NewNetwork, Rename
from vftui.model.edits.outcome import AlreadySoError, Edit, Outcome
from vftui.model.edits.pool import Add, MoveMembers, TakeOutMembers, TakeOutVfs
from vftui.model.edits.together import Together
from vftui.model.edits.whole_pf import CollapsePf, ExpandPf

__all__ = [
    "Add",
    "AlreadySoError",
    "ChangeMode",
    "CollapsePf",
    "Delete",
    "DropIntent",
    "DropRepeats",
    "Edit",
    "ExpandPf",
    "LeaveOut",
    "MoveMembers",
    "NewNetwork",
    "Outcome",
    "Rename",
    "RenewIntent",
    "RenewPf",
    "ReplaceMembers",
    "TakeOutMembers",
    "TakeOutVfs",
    "Together",
    "UseWholePf",
]
