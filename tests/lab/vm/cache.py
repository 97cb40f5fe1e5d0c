"""Folders that take long to make, each made once."""

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

_UNUSED_SECONDS = 14 * 24 * 3600


def fingerprint(*ingredients: bytes | str | Path) -> str:
    """A short name that stands for all that goes into a folder; of a path, the content of its file."""
    digest = sha256()
    for each in ingredients:
        content = each.read_bytes() if isinstance(each, Path) else each.encode() if isinstance(each, str) else each
        digest.update(len(content).to_bytes(8) + content)
    return digest.hexdigest()[:16]


class Cache:
    """Made folders below `root`. Who needs one that is being made waits for it, in other processes too."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def kept(self, kind: str, key: str, make: Callable[[Path], None]) -> Path:
        """The folder of that kind and key, filled by `make` where there is none yet.

        What was interrupted is made anew; other folders of the kind go once they have not been asked for in two weeks.
        """
        folder, unfinished = self._root / f"{kind}-{key}", self._root / f"{kind}.unfinished"
        with self._locked(kind):
            if not folder.is_dir():
                # Of a process that was killed.
                shutil.rmtree(unfinished, ignore_errors=True)
                unfinished.mkdir(parents=True)
                try:
                    make(unfinished)
                    unfinished.rename(folder)
                finally:
                    shutil.rmtree(unfinished, ignore_errors=True)
            os.utime(folder)
            self._drop_unused(kind)
        return folder

    @contextmanager
    def _locked(self, kind: str) -> Iterator[None]:
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / f"{kind}.lock").open("w") as lock:
            # The kernel lets go of it when the process ends, however it does.
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _drop_unused(self, kind: str) -> None:
        for folder in self._root.glob(f"{kind}-*"):
            if time.time() - folder.stat().st_mtime > _UNUSED_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
