"""Why a store refuses, worded once for all of them."""

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from vftui.errors import ConflictError, StoreError
from vftui.model.text import joined

_ADVICE = {
    errno.EACCES: "Give this user permission there, or start vftui as a user who has it.",
    errno.EDQUOT: "Free some of this user's quota and try again.",
    errno.EFBIG: "Raise the limit on the size of files (ulimit -f) and try again.",
    errno.ELOOP: "Replace the link by a file.",
    errno.ENOSPC: "Free some space there and try again.",
    errno.ENOTDIR: "Name a folder (--networks DIR).",
    errno.EPERM: "Give this user permission there, or start vftui as a user who has it.",
    errno.EROFS: "Make the file system writable, or name another folder (--networks DIR).",
}


def changed(path: str) -> ConflictError:
    return ConflictError(
        f"{path} has changed", "It is no longer what was read, and is left as it is. Compare the two first."
    )


def gone(path: str) -> ConflictError:
    return ConflictError(
        f"{path} is gone", "It was removed or renamed since it was read. Write the network as a new one."
    )


def taken(path: str) -> ConflictError:
    return ConflictError(f"{path} exists already", "It is left as it is. Choose another name, or move it away.")


def in_use(name: str, guests: Sequence[str]) -> StoreError:
    return StoreError(
        f"{name} is in use", f"{joined(guests)} would lose it. Shut down or detach what uses it, then delete it."
    )


def named_by(name: str, guests: Sequence[str]) -> StoreError:
    verb = "names" if len(guests) == 1 else "name"
    return StoreError(
        f"{name} keeps its name",
        f"{joined(guests)} {verb} it, and would not find it under another. Edit the guest first, or undo the rename.",
    )


def read_only(location: str) -> StoreError:
    return StoreError(f"{location} is read-only here", "Start vftui without --read-only to write.")


@contextmanager
def explained(title: str) -> Iterator[None]:
    """Turn what the system refuses into a StoreError that says why and what to do next."""
    try:
        yield
    except OSError as error:
        code = error.errno or 0
        advice = _ADVICE.get(code, "Look at the folder and its file system, then try again.")
        raise StoreError(title, f"{os.strerror(code)}. {advice}") from error
