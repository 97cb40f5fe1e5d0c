"""The program: starts the app or prints what was asked for, from the sources that sources.py picks.

Exit codes: 0 done, 1 errors or warnings found or the operator declined, 2 wrong usage or something unreadable.
Textual, lxml, pyudev and libvirt are loaded by the commands that need them; `--help` and `--version` need none.
"""

import gc
import io
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vftui.arguments import Options, parse
from vftui.errors import SelectionError, VftuiError, briefly
from vftui.model.text import printable
from vftui.progress import Progress

if TYPE_CHECKING:
    from vftui.model.host import Host
    from vftui.model.revision import UnreadableDocument
    from vftui.sources import Sources
    from vftui.stores.base import NetworkStore
    from vftui.stores.unsaved import UnsavedEdits
    from vftui.workspace import Workspace

DONE, PROBLEMS, UNREADABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code. An error is one line on stderr, never a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A name may hold what the terminal's encoding does not.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        try:
            return _run(parse(arguments))
        finally:
            # Here and not at exit, where Python could only complain of a closed pipe or a full disk.
            print(end="", flush=True)
    except VftuiError as error:
        _complain(error)
        return UNREADABLE
    except BrokenPipeError:
        # `vftui show | head -1`: the reader has what it wanted.
        _discard_output()
        return DONE
    except OSError as error:
        _discard_output()
        place = f" ({error.filename})" if error.filename else ""
        _complain(VftuiError("Stopped", f"{error.strerror or error}{place}."))
        return UNREADABLE
    except KeyboardInterrupt:
        # Ended by the signal, not by an exit code, so that a loop in a shell script ends too.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.raise_signal(signal.SIGINT)
        raise


def _complain(error: VftuiError) -> None:
    """Say on stderr what happened; for a selection, show below where."""
    lines = [f"vftui: {error}"]
    if isinstance(error, SelectionError):
        lines += [f"  {error.text}", f"  {' ' * error.position}^"]
    for line in lines:
        print(printable(line), file=sys.stderr)


def _discard_output() -> None:
    """Send nowhere what is still buffered for stdout, which Python would try to write again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(options: Options) -> int:
    match options.command:
        case "capture":
            return _capture(options)
        case "show":
            return _show(options)
        case "check":
            return _check(options)
        case None:
            return _app(options)


def _capture(options: Options) -> int:
    from vftui.inventory.capture import capture_to_json
    from vftui.model.attachments import with_users

    with _reading(options) as (sources, progress):
        host = _host(sources, progress)
        if sources.runtime is not None:
            host = with_users(host, sources.runtime.running(progress).attachments)
    print(capture_to_json(host), end="")
    return DONE


def _show(options: Options) -> int:
    from vftui import show, show_json

    workspace = _to_print(options)
    selection = None if options.selection is None else show.select(options.selection, workspace)
    print((show_json.as_json if options.json else show.as_text)(workspace, selection), end="", flush=True)
    if selection is not None and options.json:
        print(printable(show.selected(selection, workspace.host)), file=sys.stderr)
    return _report_unreadable(workspace) or DONE


def _check(options: Options) -> int:
    from vftui import check

    workspace = _to_print(options)
    print((check.as_json if options.json else check.as_text)(workspace), end="", flush=True)
    return _report_unreadable(workspace) or (PROBLEMS if check.fails(workspace) else DONE)


def _to_print(options: Options) -> "Workspace":
    """Host, networks and what runs, to be printed and never written."""
    from vftui.sources import demo_networks
    from vftui.stores.memory import MemoryStore

    with _reading(options) as (sources, progress):
        if missed := _missed(sources):
            print(printable(f"vftui: {missed}"), file=sys.stderr)
        host = _host(sources, progress)
        # Nothing is written here, so made-up networks need no folder; and they print the same every time.
        store = sources.store or MemoryStore(demo_networks(options, host))
        workspace = _workspace(host, store, sources, progress)
        if sources.runtime is not None:
            workspace.take_running(sources.runtime.running(progress))
    return workspace


@contextmanager
def _reading(options: Options) -> Iterator[tuple["Sources", Progress]]:
    """The sources, with a line on the terminal for as long as reading them takes."""
    from vftui.sources import opened
    from vftui.status_line import status_line

    progress = Progress()
    with status_line(progress), opened(options, progress) as sources:
        yield sources, progress


def _host(sources: "Sources", progress: Progress) -> "Host":
    progress.at("Reading the host")
    return sources.inventory.read(progress)


def _workspace(host: "Host", store: "NetworkStore", sources: "Sources", progress: Progress) -> "Workspace":
    from vftui.workspace import Workspace

    progress.at("Reading networks")
    return Workspace(
        host, store, runtime=sources.runtime, libvirt=sources.libvirt, schema=sources.schema, progress=progress
    )


def _missed(sources: "Sources") -> str | None:
    """A sentence where the networks are not those of the libvirt that is there."""
    if (error := sources.missed) is None:
        return None
    return f"{error.title}: the networks are those of a folder, and who uses a VF is not known. {briefly(error)}"


def _report_unreadable(workspace: "Workspace") -> int | None:
    """Say on stderr what could not be read; the exit code where there is something."""
    for document in workspace.unreadable:
        print(printable(_unreadable_line(document)), file=sys.stderr)
    return UNREADABLE if workspace.unreadable else None


def _unreadable_line(document: "UnreadableDocument") -> str:
    """As compilers put it, for editors to jump there."""
    line = f":{document.line}" if document.line else ""
    return f"{document.path}{line}: {document.reason}"


def _app(options: Options) -> int:
    from vftui.terminal import check_terminal, for_the_screen_alone

    check_terminal()
    from vftui.sources import opened
    from vftui.status_line import status_line
    from vftui.tui import themes
    from vftui.tui.app import VftuiApp

    theme = themes.pick(options.theme)
    progress = Progress()
    with ExitStack() as until_the_end:
        with status_line(progress):
            sources = until_the_end.enter_context(opened(options, progress))
            host = _host(sources, progress)
            store = sources.store or _demo_folder(options, host)
            workspace = _workspace(host, store, sources, progress)
        # All of this stays to the end. Out of the collector's sight it does not hold up a drop: 15 ms at 4096 VFs.
        gc.collect()
        gc.freeze()
        app = VftuiApp(workspace, sources.inventory, theme, _keeper(options, store), _missed(sources))
        until_the_end.enter_context(for_the_screen_alone())
        app.run()
    if options.has_demo_networks:
        print(f"The demo's networks are in {store.location}")
    return app.return_code or DONE


def _keeper(options: Options, store: "NetworkStore") -> "UnsavedEdits | None":
    """Where edits are kept aside; nowhere for networks that no later session will find."""
    if options.has_demo_networks:
        return None
    import platformdirs

    from vftui.stores.unsaved import UnsavedEdits

    return UnsavedEdits.of_this_process(platformdirs.user_state_path("vftui") / "unsaved", store.location)


def _demo_folder(options: Options, host: "Host") -> "NetworkStore":
    """A new temporary folder with made-up networks; it stays, for what is written there is written for real."""
    from vftui.sources import demo_networks
    from vftui.stores.directory import DirectoryStore

    folder = Path(tempfile.mkdtemp(prefix="vftui-demo-"))
    for name, content in demo_networks(options, host).items():
        (folder / name).write_bytes(content)
    return DirectoryStore(folder, read_only=options.read_only)
