"""Every error a user can meet.

    VftuiError(title, message)
    ├── UsageError          the command line asks for something that cannot be
    ├── InventoryError      the host, or a saved one, cannot be read
    ├── DocumentError       a network definition cannot be read, or not be written as asked
    ├── StoreError          the place where networks are kept refuses
    │   ├── ConflictError   what is stored changed since it was read
    │   └── LibvirtError    libvirt cannot be reached, does not answer or refuses; an InventoryError too
    ├── StoppedError        the operator stopped what was going on
    ├── SelectionError      an expression such as `ens1f0#0-31` does not parse or names nothing
    └── EditRefusedError    an edit cannot be made, and why

`title` says in a few words what happened and to what; `message` says why and what to do next.
"""


class VftuiError(Exception):
    """The base of all errors that are shown to the user."""

    def __init__(self, title: str, message: str) -> None:
        super().__init__(f"{title}: {message}" if message else title)
        self.title = title
        self.message = message


class UsageError(VftuiError):
    """The command line asks for something that cannot be."""


class InventoryError(VftuiError):
    """The host, or a saved one, cannot be read."""


class DocumentError(VftuiError):
    """A network definition cannot be read, or cannot be written as asked.

    `line` is 1-based and None where the trouble has no place in the text.
    """

    def __init__(self, title: str, message: str, line: int | None = None) -> None:
        super().__init__(title, message)
        self.line = line


class StoreError(VftuiError):
    """The place where networks are kept refuses to read or write."""


class ConflictError(StoreError):
    """What is stored is no longer what was read; nothing was written."""


class HalfDoneError(StoreError):
    """A write that failed half-way, and could not be taken back there and then.

    `reason` says why it failed, `left` what there is now and what to do about it.
    """

    def __init__(self, title: str, reason: str, left: str) -> None:
        super().__init__(title, f"{reason} {left}")
        self.reason = reason
        self.left = left


class LibvirtError(StoreError, InventoryError):
    """libvirt cannot be reached, does not answer in time, or refuses.

    `code` is libvirt's own (virErrorNumber), None where the error is not libvirt's. `lost` says that there is no
    connection: what was asked may work once there is one again. `absent` says that there is no libvirt to ask.
    """

    def __init__(  # noqa: PLR0913 - by name, all but two
        self,
        title: str,
        reason: str,
        advice: str = "",
        *,
        code: int | None = None,
        lost: bool = False,
        absent: bool = False,
    ) -> None:
        super().__init__(title, f"{reason} {advice}".strip())
        self._reason = reason
        self._advice = advice
        self.code = code
        self.lost = lost
        self.absent = absent

    @property
    def advice_first(self) -> str:
        """The message for where its end may be cut off: what to do next, and then libvirt's words."""
        return f"{self._advice} {self._reason}".strip()


def is_lost(error: VftuiError) -> bool:
    """Whether the error says that there is no connection to libvirt."""
    return isinstance(error, LibvirtError) and error.lost


def briefly(error: VftuiError) -> str:
    """What the error says, for where its end may be cut off."""
    return error.advice_first if isinstance(error, LibvirtError) else error.message


class StoppedError(VftuiError):
    """The operator stopped what was going on; everything is as it was before."""

    def __init__(self) -> None:
        super().__init__("Stopped", "Nothing has changed.")


class SelectionError(VftuiError):
    """A selection does not parse or names nothing; `position` is the 0-based column of the trouble in `text`."""

    def __init__(self, title: str, message: str, text: str, position: int) -> None:
        super().__init__(title, message)
        self.text = text
        self.position = position


class EditRefusedError(VftuiError):
    """An edit cannot be made; the message is one sentence that says why."""

    def __init__(self, message: str) -> None:
        super().__init__("Not done", message)
