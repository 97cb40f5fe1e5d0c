"""The terminal that the app is drawn on: whether there is one, and that nothing else writes to it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vftui.errors import UsageError

_STDERR = 2


def check_terminal() -> None:
    """Raise UsageError where there is no terminal to draw on. Textual reads stdin and writes to stderr."""
    # Python has None in the place of one that was closed.
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError("No terminal", "The app needs one as stdin, stdout and stderr. To print, use `vftui show`.")
    if os.environ.get("TERM") == "dumb":
        raise UsageError("This terminal cannot draw (TERM=dumb)", "Use another one, or print with `vftui show`.")


@contextmanager
def for_the_screen_alone() -> Iterator[None]:
    """Keep what C libraries write to file descriptor 2 off the terminal; Python's stderr still leads there.

    GLib, inside libvirt, complains there when a connection breaks (`g_main_loop_quit: assertion 'loop != NULL'
    failed`), and so does ssh: over the rows.
    """
    own, kept = os.dup(_STDERR), (sys.stderr, sys.__stderr__)
    with os.fdopen(own, "w", encoding=kept[0].encoding, errors=kept[0].errors) as terminal:
        sys.stderr = sys.__stderr__ = terminal  # type: ignore[misc] # Textual draws on sys.__stderr__
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), _STDERR)
        try:
            yield
        finally:
            terminal.flush()
            os.dup2(own, _STDERR)
            sys.stderr, sys.__stderr__ = kept  # type: ignore[misc] # as above
