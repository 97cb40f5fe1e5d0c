"""One open folder: its files read without being led astray, and written whole or not at all.

Everything goes through the folder's file descriptor and never follows a link at the last step, so that a folder or a
file exchanged for a link in the meantime changes nothing outside.
"""

import errno
import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from vftui.errors import StoreError
from vftui.stores.refusals import explained

MAX_DOCUMENT_BYTES = 4 * 1024 * 1024

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC

# What file systems without hard links say to link(2): FAT, SMB, the shared folders of virtual machines.
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS})

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFLNK: "a link",
}


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A regular file as it was read. `name` is where it really is: the end of a link within the folder."""

    name: str
    content: bytes
    status: os.stat_result


@dataclass(frozen=True, slots=True)
class Folder:
    """An open folder; `path` is for people and for following links."""

    path: Path
    fd: int

    def names(self) -> list[str]:
        return sorted(os.listdir(self.fd))  # noqa: PTH208 - a Path has no descriptor

    def target(self, name: str) -> str:
        """Where `name` really is in this folder: itself, or where the link of that name leads.

        Raises StoreError for a link that leads nowhere or out of the folder.
        """
        if not stat.S_ISLNK(os.stat(name, dir_fd=self.fd, follow_symlinks=False).st_mode):
            return name
        title = f"Cannot read {self.path / name}"
        end = Path(os.path.realpath(self.path / name))
        if end.parent != Path(os.path.realpath(self.path)):
            raise StoreError(title, f"It is a link to {end}, outside the folder. Replace it by a copy.")
        if not end.exists():
            raise StoreError(title, f"It is a link to {end}, which does not exist. Remove or mend it.")
        return end.name

    def read(self, name: str) -> OpenedFile | None:
        """A file's content and status; None where there is none. Raises StoreError, and never blocks."""
        title = f"Cannot read {self.path / name}"
        with explained(title):
            try:
                target = self.target(name)
                # Looked at before it is opened: opening a device can already do something.
                _check_regular(os.stat(target, dir_fd=self.fd, follow_symlinks=False), title)
                fd = os.open(target, _READ, dir_fd=self.fd)
            except FileNotFoundError:
                return None
            with os.fdopen(fd, "rb") as file:
                status = os.fstat(fd)
                _check_regular(status, title)
                content = file.read(MAX_DOCUMENT_BYTES + 1)
        if len(content) > MAX_DOCUMENT_BYTES:
            raise StoreError(title, f"It is larger than {MAX_DOCUMENT_BYTES >> 20} MiB. Move it out of the folder.")
        return OpenedFile(target, content, status)

    @contextmanager
    def staged(self, content: bytes, like: os.stat_result | None) -> Iterator[str]:
        """A hidden file with this content, safely on disk, to be moved or linked to its place within the context.

        It has the mode and owner of `like`, those of any new file where that is None.
        """
        name = f".vftui-{secrets.token_hex(8)}.tmp"
        fd = os.open(name, _NEW, 0o666 if like is None else 0o600, dir_fd=self.fd)
        try:
            with os.fdopen(fd, "wb") as file:
                file.write(content)
                file.flush()
                if like is not None:
                    _keep_access(fd, like)
                os.fsync(fd)
            yield name
        finally:
            # Already moved to its place, or on a file system that now refuses everything: load() ignores it.
            with suppress(OSError):
                os.unlink(name, dir_fd=self.fd)

    def put(self, staged: str, name: str) -> None:
        """Move a staged file over `name`."""
        os.rename(staged, name, src_dir_fd=self.fd, dst_dir_fd=self.fd)

    def add(self, staged: str, name: str) -> None:
        """Give a staged file its name. Raises FileExistsError where that is taken, whoever came first."""
        try:
            os.link(staged, name, src_dir_fd=self.fd, dst_dir_fd=self.fd, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            # An empty file takes the name first: as safe against others, though a crash in between leaves it.
            os.close(os.open(name, _NEW, 0o600, dir_fd=self.fd))
            self.put(staged, name)

    def remove(self, name: str) -> None:
        os.unlink(name, dir_fd=self.fd)

    def sync(self) -> None:
        """Make names durable, as far as the file system can (some have no fsync for folders, and say EINVAL)."""
        try:
            os.fsync(self.fd)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise


@contextmanager
def open_folder(path: Path, *, exclusive: bool = False) -> Iterator[Folder]:
    """The folder at `path`; with `exclusive`, alone among all programs that use this function."""
    fd = os.open(path, _FOLDER)
    try:
        if exclusive:
            # Some network file systems have no locks; there the check of the revision is all there is.
            with suppress(OSError):
                fcntl.flock(fd, fcntl.LOCK_EX)
        yield Folder(path, fd)
    finally:
        os.close(fd)


def make_folder(path: Path) -> None:
    """Make a folder and its parents, durably, each for this user alone; one that exists is left as it is."""
    if path.is_dir():
        return
    make_folder(path.parent)
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    with open_folder(path.parent) as parent:
        parent.sync()


def _check_regular(status: os.stat_result, title: str) -> None:
    kind = stat.S_IFMT(status.st_mode)
    if kind != stat.S_IFREG:
        what = _KINDS.get(kind, "something else")
        raise StoreError(title, f"It is {what}, not a file. Move it out of the folder.")


def _keep_access(fd: int, like: os.stat_result) -> None:
    """Give an open file the owner, group and mode of another, as far as this user may, and never more access."""
    mode = stat.S_IMODE(like.st_mode)
    try:
        os.fchown(fd, like.st_uid, like.st_gid)
    except PermissionError:
        try:
            os.fchown(fd, -1, like.st_gid)
        except PermissionError:
            # The file's group will be another one, which gets no more than everyone had.
            mode &= ~0o070 | (mode & 0o007) << 3
    os.fchmod(fd, mode)
