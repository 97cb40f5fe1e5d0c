"""The edits of a session that ended, made again on what is stored by now."""

from collections.abc import Sequence

from vftui.errors import DocumentError
from vftui.model.network import Draft
from vftui.model.revision import UnsavedNetwork
from vftui.netxml.document import NetworkDocument


def restored(draft: Draft, edits: Sequence[UnsavedNetwork]) -> tuple[Draft, Sequence[UnsavedNetwork]]:
    """The draft with the edits in it, and those that cannot be made.

    One may wait for another: a network takes the name of one that is deleted or renamed.
    """
    while edits:
        stuck = []
        for edit in edits:
            made = _with(draft, edit)
            draft = made or draft
            stuck += [edit] if made is None else []
        if len(stuck) == len(edits):
            break
        edits = stuck
    return draft, edits


def _with(draft: Draft, edit: UnsavedNetwork) -> Draft | None:
    """The draft with the edit in it; None where it cannot be made any more."""
    mine = next((network for network in draft if network.origin == edit.origin), None)
    if edit.content is None:
        return draft.without(mine.name) if mine else draft
    try:
        network = NetworkDocument.parse(edit.content, edit.origin, edit.leave_out).network
    except DocumentError:
        return None
    if (other := draft.find(network.name)) and other is not mine:
        return None
    return draft.put(mine.name, network) if mine else draft.add(network)


def restored_sentence(
    edits: Sequence[UnsavedNetwork], stuck: Sequence[UnsavedNetwork], overtaken: Sequence[str]
) -> str:
    """What was brought back, what `stuck`, and which have been `overtaken` by what was stored since."""
    lost = [edit.name for edit in stuck]
    made = [edit.name for edit in edits if edit.name not in lost]
    sentence = f"Restore the edits of {', '.join(made) or 'no network'}"
    if overtaken:
        sentence += f"; {', '.join(overtaken)} changed in the store since, so look at the diff"
    if lost:
        sentence += f"; not {', '.join(lost)}, for another network has the name or it cannot be read"
    return sentence
