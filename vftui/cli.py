"""The program: picks an inventory and a store, and starts the app or prints what was asked for.

Exit codes: 0 done, 1 errors or warnings found or the operator declined, 2 wrong usage or something unreadable.
Textual, lxml and pyudev are loaded by the commands that need them; `--help` and `--version` need none.
"""

import gc
import io
import os
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vftui.arguments import Options, parse
from vftui.errors import SelectionError, UsageError, VftuiError
from vftui.model.text import printable

if TYPE_CHECKING:
    from vftui.inventory.base import Inventory
    from vftui.model.host import Host
    from vftui.model.revision import UnreadableDocument
    from vftui.model.verdict import LibvirtVersion
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

    print(capture_to_json(pick_inventory(options).read()), end="")
    return DONE


def _show(options: Options) -> int:
    from vftui import show

    workspace = _to_print(options)
    selection = None if options.selection is None else show.select(options.selection, workspace)
    print((show.as_json if options.json else show.as_text)(workspace, selection), end="", flush=True)
    if selection is not None and options.json:
        print(printable(show.selected(selection, workspace.host)), file=sys.stderr)
    return _report_unreadable(workspace) or DONE


def _check(options: Options) -> int:
    from vftui import check

    workspace = _to_print(options)
    print((check.as_json if options.json else check.as_text)(workspace), end="", flush=True)
    return _report_unreadable(workspace) or (PROBLEMS if check.fails(workspace) else DONE)


def _to_print(options: Options) -> "Workspace":
    """Host and networks, to be printed and never written."""
    from vftui.netxml.schema import installed_schema
    from vftui.stores.memory import MemoryStore
    from vftui.workspace import Workspace

    libvirt = pick_libvirt(options)
    host = pick_inventory(options).read()
    # Nothing is written here, so made-up networks need no folder; and they print the same every time.
    store = MemoryStore(demo_networks(options, host)) if options.has_demo_networks else pick_store(options)
    return Workspace(host, store, libvirt=libvirt, schema=installed_schema())


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
    _check_terminal()
    from vftui.netxml.schema import installed_schema
    from vftui.tui import themes
    from vftui.tui.app import VftuiApp
    from vftui.workspace import Workspace

    theme = themes.pick(options.theme)
    libvirt = pick_libvirt(options)
    inventory = pick_inventory(options)
    host = inventory.read()
    store = _demo_folder(options, host) if options.has_demo_networks else pick_store(options)
    # All of this stays to the end. Out of the collector's sight it does not hold up a drop: 15 ms at 4096 VFs.
    gc.collect()
    gc.freeze()
    workspace = Workspace(host, store, libvirt=libvirt, schema=installed_schema())
    app = VftuiApp(workspace, inventory, theme, _keeper(options, store))
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


def _check_terminal() -> None:
    """Raise UsageError where there is no terminal to draw on. Textual reads stdin and writes to stderr."""
    # Python has None in the place of one that was closed.
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError("No terminal", "The app needs one as stdin, stdout and stderr. To print, use `vftui show`.")
    if os.environ.get("TERM") == "dumb":
        raise UsageError("This terminal cannot draw (TERM=dumb)", "Use another one, or print with `vftui show`.")


def pick_libvirt(options: Options) -> "LibvirtVersion":
    """The libvirt to judge as. Raises UsageError; says on stderr where another one has to stand in."""
    from vftui.model.verdict import V11_3, LibvirtVersion, nearest

    if options.libvirt is None:
        return V11_3
    asked = LibvirtVersion.parse(options.libvirt)
    if (known := nearest(asked)) != asked:
        print(f"vftui: libvirt {asked} was not measured; the nearest that was, {known}, stands in.", file=sys.stderr)
    return asked


def pick_inventory(options: Options) -> "Inventory":
    """The host that the options ask for. Raises UsageError for a size that is none."""
    if options.demo_size is not None:
        from vftui.inventory.demo import parse_size, sized_host
        from vftui.inventory.fixed import FixedInventory

        return FixedInventory(sized_host(*parse_size(options.demo_size)))
    if options.demo:
        from vftui.inventory.demo import demo_host
        from vftui.inventory.fixed import FixedInventory

        return FixedInventory(demo_host())
    if options.host is not None:
        from vftui.inventory.capture import CapturedInventory

        return CapturedInventory(options.host)
    from vftui.inventory.udev import UdevInventory

    return UdevInventory()


def pick_store(options: Options) -> "NetworkStore":
    """The folder that the options name, or the user's own."""
    import platformdirs

    from vftui.stores.directory import DirectoryStore

    folder = options.networks or platformdirs.user_data_path("vftui") / "networks"
    return DirectoryStore(folder, read_only=options.read_only)


def demo_networks(options: Options, host: "Host") -> Mapping[str, bytes]:
    """The networks made up for a made-up host, by file name."""
    from vftui.inventory import demo_networks as made_up

    return made_up.sized_networks(host) if options.demo_size is not None else made_up.demo_networks()


def _demo_folder(options: Options, host: "Host") -> "NetworkStore":
    """A new temporary folder with made-up networks; it stays, for what is written there is written for real."""
    from vftui.stores.directory import DirectoryStore

    folder = Path(tempfile.mkdtemp(prefix="vftui-demo-"))
    for name, content in demo_networks(options, host).items():
        (folder / name).write_bytes(content)
    return DirectoryStore(folder, read_only=options.read_only)
