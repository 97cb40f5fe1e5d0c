"""A network changed both here and in the store: one of the two is chosen."""

from vftui.errors import EditRefusedError
from vftui.model.network import Draft
from vftui.stores.checkout import Collision


def with_theirs(draft: Draft, collision: Collision) -> Draft:
    """The draft with what is stored now in the place of what it has. Raises EditRefusedError."""
    mine = next((network for network in draft if network.origin == collision.origin), None)
    if collision.theirs is None:
        return draft.without(mine.name) if mine else draft
    theirs = collision.theirs.network
    if (other := draft.find(theirs.name)) and other is not mine:
        raise EditRefusedError(
            f"What is stored now is named {theirs.name}, and so is another network here. Rename that one first."
        )
    return draft.put(mine.name, theirs) if mine else draft.add(theirs)


def kept_sentence(name: str, draft: Draft, collision: Collision) -> str:
    """What becomes of the draft's version when it is kept."""
    kept = any(network.origin == collision.origin for network in draft)
    if collision.theirs is None:
        return f"{name} is gone from the store, and {'will be written as new' if kept else 'stays so'}."
    return f"{name} stays as it is here, in what is stored now." if kept else f"{name} will be deleted all the same."
