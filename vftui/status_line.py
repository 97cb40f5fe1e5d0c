"""What takes long before there is a screen or an output, said on stderr where that is a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import get_terminal_size
from threading import Event, Thread
from typing import TextIO

from vftui.model.text import printable
from vftui.progress import Progress

# Seconds: nobody wonders before, and a line that comes and goes at once only flickers.
PATIENCE = 0.5
_REDRAWN = 0.1


@contextmanager
def status_line(progress: Progress) -> Iterator[None]:
    """Show what `progress` says for as long as the context lasts, on one line that is gone afterwards."""
    stream = sys.stderr
    # Python has None in the place of one that was closed.
    if stream is None or not stream.isatty():
        yield
        return
    over = Event()
    # It may wait for a terminal that takes no output (Ctrl-S): the end of the program does not.
    drawing = Thread(target=_draw_until, args=(over, progress, stream), name="status line", daemon=True)
    drawing.start()
    try:
        yield
    finally:
        over.set()
        drawing.join()


def _draw_until(over: Event, progress: Progress, stream: TextIO) -> None:
    drawn = 0
    if over.wait(PATIENCE):
        return
    while True:
        if text := progress.text:
            # The last column stays empty: some terminals begin a new line there.
            line = f"{printable(text)} …"[: get_terminal_size().columns - 1]
            print(f"\r{line:<{drawn}}", end="", file=stream, flush=True)
            drawn = len(line)
        if over.wait(_REDRAWN):
            break
    print(f"\r{'':<{drawn}}\r" if drawn else "", end="", file=stream, flush=True)
