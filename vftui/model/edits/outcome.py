"""What an edit is, and what it leads to."""

from typing import NamedTuple, Protocol

from vftui.errors import EditRefusedError
from vftui.model.host import Host
from vftui.model.network import Draft


class Outcome(NamedTuple):
    """The next draft, and one sentence that says what was done."""

    draft: Draft
    sentence: str


class Edit(Protocol):
    """Something an operator can do to a draft."""

    def apply(self, draft: Draft, host: Host) -> Outcome:
        """The draft after the edit. Raises EditRefusedError, and then nothing has changed."""
        ...


class AlreadySoError(EditRefusedError):
    """The edit would change nothing: the draft is as it asks for."""
