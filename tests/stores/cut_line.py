"""A line to a libvirtd that breaks at a given call, and can be used again at once."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import AF_UNIX, SHUT_RDWR, socket
from struct import unpack
from tempfile import TemporaryDirectory
from threading import Lock, Thread

# libvirt's protocol (src/rpc/virnetprotocol.x): a length that counts itself, then program, version, procedure, type,
# serial number and status, big-endian, 4 bytes each.
_HEADER = 28
_REMOTE_PROGRAM = 0x20008086
_CALL, _REPLY = 0, 1


@dataclass
class _Client:
    """Both ends of a client's line."""

    near: socket
    far: socket
    # The serial number of the call whose answer is not to arrive.
    doomed: int | None = None

    def cut(self) -> None:
        for end in (self.near, self.far):
            with suppress(OSError):
                end.shutdown(SHUT_RDWR)


class Line:
    """Passes on what clients and a daemon send each other, until `break_at` says otherwise."""

    def __init__(self, daemon: Path, listening: socket, uri: str) -> None:
        self.uri = uri
        self._daemon = daemon
        self._listening = listening
        self._lock = Lock()
        self._calls_left: int | None = None
        self._is_made = False
        Thread(target=self._accept, name="line", daemon=True).start()

    def break_at(self, call: int, *, is_made: bool) -> None:
        """Break at that call from now on, the first is 1: before libvirt has it, or when it has done it, unanswered."""
        with self._lock:
            self._calls_left, self._is_made = call, is_made

    @property
    def has_broken(self) -> bool:
        """Whether it came to the call of `break_at`. From then on it breaks no more."""
        with self._lock:
            return self._calls_left is None

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, far = self._listening.accept()[0], socket(AF_UNIX)
                far.connect(str(self._daemon))
                client = _Client(near, far)
                for pump in (self._ask, self._answer):
                    Thread(target=pump, args=(client,), name="line", daemon=True).start()

    def _ask(self, client: _Client) -> None:
        for packet, program, kind, serial in _packets(client.near):
            if program == _REMOTE_PROGRAM and kind == _CALL and self._breaks():
                client.doomed = serial
                if not self._is_made:
                    break
            client.far.sendall(packet)
        client.cut()

    def _answer(self, client: _Client) -> None:
        for packet, _, kind, serial in _packets(client.far):
            if kind == _REPLY and serial == client.doomed:
                break
            client.near.sendall(packet)
        client.cut()

    def _breaks(self) -> bool:
        with self._lock:
            if self._calls_left is None:
                return False
            self._calls_left -= 1
            if self._calls_left:
                return False
            self._calls_left = None
            return True


@contextmanager
def line_to(daemon: Path) -> Iterator[Line]:
    """A line to the daemon that listens there."""
    # One with a short name: the path of a socket has 107 bytes at most.
    with TemporaryDirectory(prefix="vftui-line-") as folder, socket(AF_UNIX) as listening:
        address = f"{folder}/s"
        listening.bind(address)
        listening.listen()
        yield Line(daemon, listening, f"qemu+unix:///session?socket={address}")
        with suppress(OSError):
            listening.shutdown(SHUT_RDWR)


def _packets(end: socket) -> Iterator[tuple[bytes, int, int, int]]:
    """Each packet that arrives there, with its program, type and serial number."""
    with suppress(OSError), end, end.makefile("rb") as stream:
        while len(header := stream.read(_HEADER)) == _HEADER:
            length, program, _, _, kind, serial, _ = unpack("!7I", header)
            yield header + stream.read(length - _HEADER), program, kind, serial
