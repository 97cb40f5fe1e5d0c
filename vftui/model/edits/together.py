"""Several edits as one."""

from dataclasses import dataclass

from vftui.errors import EditRefusedError
from vftui.model.edits.outcome import AlreadySoError, Edit, Outcome
from vftui.model.host import Host
from vftui.model.network import Draft


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
