"""A libvirt connection whose every call ends: answered, refused, or given up.

libvirt's calls block for as long as the other side likes. Each runs in a thread of its own that is left alone when its
time is over, so that neither the keyboard nor the end of the program ever waits for it.
"""

from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Any, Protocol, TypeVar

from vftui.progress import Progress
from vftui.virconnect import failures, uris
from vftui.virconnect.library import load
from vftui.virconnect.session import Session
from vftui.virconnect.task import Task

_T = TypeVar("_T")

# Seconds. A call to a local libvirt takes well under a millisecond, one over a slow line a round trip; only what
# libvirt itself waits for (a card that is being reset, a guest's monitor) takes longer.
CALL_LIMIT = 10.0
# ssh has a password or a passphrase to ask for, and a name to look up.
OPEN_LIMIT = 60.0


class Listener(Protocol):
    """Somebody who has to know when there is a session and when there is none."""

    def opened(self, session: Session) -> None:
        """There is one. Called in a thread that may wait for it."""
        ...

    def lost(self) -> None:
        """It has broken. Called from any thread; must return at once."""
        ...


class Connection:
    """A connection to `uri` that many threads share, opened by the first call and again by the first after a loss."""

    def __init__(self, uri: str, *, read_only: bool = False, limit: float = CALL_LIMIT) -> None:
        """`limit` is how long a call may take, opening included, in seconds. Nothing is opened here."""
        self.uri = uri
        self.read_only = read_only
        self._limit = limit
        # Guards what follows. Whoever has it asks libvirt nothing, so nobody waits for it.
        self._lock = Lock()
        self._session: Session | None = None
        self._attempt: Task[Session] | None = None
        self._generation = 0
        self._listeners: tuple[Listener, ...] = ()

    def open(self, limit: float = OPEN_LIMIT, progress: Progress | None = None) -> None:
        """Connect now, to know whether it can be done. Raises LibvirtError, or StoppedError by `progress`.

        ssh may ask its questions at the terminal, which it may not in a call: by then the screen is drawn.
        """
        self._opened(monotonic() + limit, limit, progress, may_ask=True)

    def call(self, what: str, function: Callable[[Any], _T], progress: Progress | None = None) -> _T:
        """What `function` makes of the open libvirt.virConnect.

        `what` completes "libvirt did not …" (`list its networks`). Raises LibvirtError, or StoppedError by `progress`;
        what was asked may be done all the same where it is `lost`, or was stopped.
        """
        deadline = monotonic() + self._limit
        session = self._taken(deadline, progress)
        task = Task(lambda: session.run(function), f"libvirt: {what}")
        if not task.wait(deadline, progress):
            # It may be stuck for good, and whatever asks next would be too.
            self._lose(session)
            raise failures.no_answer(self.uri, what, self._limit)
        try:
            return task.result()
        except failures.libvirt_error() as error:
            raise failures.refused(error, self.uri, what, is_lost=not session.is_alive) from error

    def close(self) -> None:
        """Let go of the connection; a call after this opens it again."""
        with self._lock:
            session, self._session, self._attempt = self._session, None, None
            self._generation += 1
        if session is not None:
            Task(session.close, "libvirt: close")

    def add_listener(self, listener: Listener) -> None:
        """Tell `listener` of every session from now on, the one there is included."""
        with self._lock:
            self._listeners += (listener,)
            session = self._session
        if session is not None:
            Task(lambda: listener.opened(session), "libvirt: listen")

    def remove_listener(self, listener: Listener) -> None:
        with self._lock:
            self._listeners = tuple(each for each in self._listeners if each is not listener)

    def _taken(self, deadline: float, progress: Progress | None) -> Session:
        while True:
            session = self._opened(deadline, self._limit, progress, may_ask=False)
            if session.take():
                return session

    def _opened(self, deadline: float, limit: float, progress: Progress | None, *, may_ask: bool) -> Session:
        while isinstance(found := self._session_or_attempt(may_ask), Session):
            if found.is_alive:
                return found
            self._lose(found)
        if not found.wait(deadline, progress):
            raise failures.no_connection(self.uri, limit)
        try:
            return found.result()
        except failures.libvirt_error() as error:
            raise failures.not_opened(error, self.uri) from error

    def _session_or_attempt(self, may_ask: bool) -> Session | Task[Session]:
        """The session there is, or else the attempt to connect that is under way, or a new one.

        A second one to the same place would fare no better, and each that gets no answer leaves a thread behind. Only
        when that has gone on for longer than anybody would have waited it is given up.
        """
        # Looked at together: an attempt may come to its end between the two, and the next would open a second session.
        with self._lock:
            if self._session is not None:
                return self._session
            if self._attempt is None or self._attempt.is_done or monotonic() - self._attempt.began > OPEN_LIMIT:
                self._generation += 1
                generation = self._generation
                self._attempt = Task(lambda: self._open(generation, may_ask), "libvirt: open")
            return self._attempt

    def _open(self, generation: int, may_ask: bool) -> Session:
        uris.check(self.uri)
        libvirt = load()
        uri = self.uri if may_ask else uris.without_questions(self.uri)
        session = Session(libvirt.openReadOnly(uri) if self.read_only else libvirt.open(uri), self._lose)
        told = self._listeners
        for listener in told:
            listener.opened(session)
        with self._lock:
            if is_wanted := generation == self._generation:
                self._session = session
            late = [listener for listener in self._listeners if listener not in told]
        if not is_wanted:
            session.close()
        for listener in late if is_wanted else ():
            listener.opened(session)
        return session

    def _lose(self, session: Session) -> None:
        """Give up a session that is broken, or might be; the first to notice tells the others."""
        with self._lock:
            if self._session is not session:
                return
            self._session = None
            listeners = self._listeners
        # Closing talks to the other side too.
        Task(session.close, "libvirt: close")
        for listener in listeners:
            listener.lost()
