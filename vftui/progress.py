"""How far a task in another thread has come, and whether it is still wanted."""

from threading import Lock

from vftui.errors import StoppedError


class Progress:
    """Told by the thread that works, asked by the one that waits."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._text = ""
        self._stopped = False

    def at(self, text: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done, for people, and how much of it is. Raises StoppedError where nobody wants it."""
        self.check()
        with self._lock:
            self._text = f"{text} {done} of {total}" if total else text

    def check(self) -> None:
        """Raise StoppedError where nobody wants the task any more."""
        if self._stopped:
            raise StoppedError

    def stop(self) -> None:
        """Ask the task to end as soon as it can; what it has begun to write it takes back."""
        self._stopped = True

    @property
    def stopped(self) -> bool:
        return self._stopped

    @property
    def text(self) -> str:
        """What is being done now; '' before anything was said."""
        with self._lock:
            return self._text
