"""Edits that are not written yet, kept aside in case the session ends without asking: a lost connection, a crash."""

import base64
import json
import os
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from vftui.errors import StoreError
from vftui.model.revision import Revision, UnsavedNetwork

FORMAT = "vftui-unsaved"
VERSION = 1


@dataclass(frozen=True, slots=True)
class UnsavedEdits:
    """One file for each session and store in a folder of the user's. The session's own goes when all is written.

    `session` tells sessions apart: host and process, so that those of processes that live on are left alone.
    """

    folder: Path
    location: str
    session: tuple[str, int]

    @classmethod
    def of_this_process(cls, folder: Path, location: str) -> "UnsavedEdits":
        return cls(folder, location, (socket.gethostname(), os.getpid()))

    def keep(self, edits: Sequence[UnsavedNetwork]) -> None:
        """Keep these edits in the place of those kept before; none at all removes the file. Raises StoreError."""
        path = self._path(*self.session)
        try:
            if not edits:
                path.unlink(missing_ok=True)
                return
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Not forced to the disk at every edit: this is to outlive the process, not the power.
            staged = path.with_suffix(".new")
            staged.write_text(_formatted(edits))
            staged.replace(path)
        except OSError as error:
            reason = error.strerror or str(error)
            raise StoreError("Edits are not kept aside", f"{self.folder}: {reason}. Write them soon.") from error

    def left_behind(self) -> tuple[UnsavedNetwork, ...]:
        """What the last session of this host on this store left that ended without asking; () where none did."""
        for path in self._orphans():
            if edits := _parsed(path):
                return edits
        return ()

    def drop_left_behind(self) -> None:
        """Forget what ended sessions left: it was taken over, or is not wanted."""
        for path in self._orphans():
            path.unlink(missing_ok=True)

    def _orphans(self) -> list[Path]:
        """The files of sessions whose process is gone, newest first."""
        prefix = self._path(self.session[0], 0).name.removesuffix("0.json")
        found = []
        for path in self.folder.glob(f"{prefix}*.json"):
            number = path.stem.removeprefix(prefix)
            if number.isdecimal() and not _is_running(int(number)):
                found.append(path)
        return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)

    def _path(self, host: str, process: int) -> Path:
        digest = sha256(f"{host}\0{self.location}".encode()).hexdigest()[:32]
        return self.folder / f"{digest}-{process}.json"


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _formatted(edits: Sequence[UnsavedNetwork]) -> str:
    networks = [
        {
            "origin": edit.origin,
            "name": edit.name,
            "content": None if edit.content is None else base64.b64encode(edit.content).decode(),
            "expected": None if edit.expected is None else edit.expected.token,
            "leave_out": " ".join(edit.leave_out),
        }
        for edit in edits
    ]
    return json.dumps({"format": FORMAT, "version": VERSION, "networks": networks})


def _parsed(path: Path) -> tuple[UnsavedNetwork, ...]:
    """The edits of a file; () where it is none of ours, or was cut short."""
    try:
        found = json.loads(path.read_bytes())
        if (found["format"], found["version"]) != (FORMAT, VERSION):
            return ()
        return tuple(_networks(found["networks"]))
    except (OSError, ValueError, LookupError, TypeError):
        return ()


def _networks(entries: Sequence[dict[str, str | None]]) -> Iterator[UnsavedNetwork]:
    for entry in entries:
        content, expected = entry["content"], entry["expected"]
        yield UnsavedNetwork(
            str(entry["origin"]),
            str(entry["name"]),
            None if content is None else base64.b64decode(content, validate=True),
            None if expected is None else Revision(expected),
            tuple(str(entry.get("leave_out", "")).split()),
        )
