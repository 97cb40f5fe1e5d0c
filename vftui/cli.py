"""The command line: the one place that picks an inventory and a store, and starts the app.

Exit codes: 0 done, 1 problems found or the operator declined, 2 wrong usage or something unreadable.
Textual, lxml and pyudev are loaded by the commands that need them; `--help` and `--version` need none.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from vftui import __version__
from vftui.errors import UsageError, VftuiError
from vftui.model.text import printable

if TYPE_CHECKING:
    from vftui.inventory.base import Inventory
    from vftui.model.host import Host
    from vftui.stores.base import NetworkStore
    from vftui.workspace import Workspace

DONE, DECLINED, UNREADABLE = 0, 1, 2

_EPILOG = """\
examples:
  vftui --demo                          a made-up host; its networks are a temporary folder
  vftui --networks ./nets               plan this host's VFs into a folder of XML files
  vftui capture > host.json             save this host, then plan elsewhere with --host host.json
  vftui show --json                     host, networks and who owns each VF, for scripts
exit codes: 0 done, 1 problems found or declined, 2 wrong usage or something unreadable
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # One line, like every other error; argparse prints the whole usage.
        raise UsageError("Wrong usage", f"{message}. See `{self.prog} --help`.")


def _options() -> _Parser:
    """The options that every command takes, before the command's name or after it."""
    options = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    where = options.add_argument_group("where to read and write")
    where.add_argument("--networks", metavar="DIR", help="folder of network definitions, one NAME.xml each")
    where.add_argument("--host", metavar="FILE", help="plan with a host saved by `vftui capture`")
    where.add_argument("--demo", action="store_true", help="a made-up host with networks in a temporary folder")
    where.add_argument("--demo-size", metavar="PFSxVFS", help="a made-up host of that size, such as 16x256")
    where.add_argument("--read-only", action="store_true", help="show everything, write nothing")
    look = options.add_argument_group("looks")
    look.add_argument("--theme", metavar="NAME", help="dark (default), light, ansi, or a theme of Textual")
    return options


def build_parser() -> argparse.ArgumentParser:
    """The whole command line, as `--help` shows it and shells complete it."""
    options = _options()
    parser = _Parser(
        prog="vftui",
        description="Partition SR-IOV virtual functions into libvirt networks.",
        epilog=_EPILOG,
        parents=[options],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"vftui {__version__}")
    parser.add_argument("--completion", choices=("bash", "zsh", "tcsh"), help="print a completion script and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    show = commands.add_parser("show", parents=[options], help="print host, networks and who owns each VF")
    show.add_argument("--json", action="store_true", help="as one JSON object; the README describes it")
    commands.add_parser("capture", parents=[options], help="print the host as a file for --host")
    return parser


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for."""

    command: str | None = None
    networks: str | None = None
    host: str | None = None
    demo: bool = False
    demo_size: str | None = None
    read_only: bool = False
    theme: str | None = None
    json: bool = False

    def check(self) -> None:
        """Raise UsageError for options that exclude each other."""
        if self.host is not None and (self.demo or self.demo_size is not None):
            raise UsageError("Wrong usage", "--host and --demo both say which host to show; give one of them.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code; errors are one line on stderr."""
    try:
        return _run(arguments)
    except VftuiError as error:
        print(f"vftui: {printable(str(error))}", file=sys.stderr)
        return UNREADABLE
    except BrokenPipeError:
        # `vftui show | head`: the reader has what it wanted. The flush at exit must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _run(arguments: Sequence[str] | None) -> int:
    parser = build_parser()
    given = vars(parser.parse_args(arguments))
    if shell := given.pop("completion", None):
        import shtab

        print(shtab.complete(parser, shell))
        return DONE
    options = Options(**given)
    options.check()
    match options.command:
        case "capture":
            return _capture(options)
        case "show":
            return _show(options)
        case _:
            return _app(options)


def _capture(options: Options) -> int:
    from vftui.inventory.capture import capture_to_json

    sys.stdout.write(capture_to_json(pick_inventory(options).read()))
    return DONE


def _show(options: Options) -> int:
    from vftui import show

    with tempfile.TemporaryDirectory(prefix="vftui-demo-") as demo:
        workspace = open_workspace(options, pick_inventory(options), Path(demo))
        sys.stdout.write(show.as_json(workspace) if options.json else show.as_text(workspace))
        for document in workspace.unreadable:
            line = f":{document.line}" if document.line else ""
            print(printable(f"vftui: {document.path}{line}: {document.reason}"), file=sys.stderr)
    return UNREADABLE if workspace.unreadable else DONE


def _app(options: Options) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("No terminal", "vftui draws on a terminal; for scripts there is `vftui show --json`.")
    inventory = pick_inventory(options)
    demo = Path(tempfile.mkdtemp(prefix="vftui-demo-")) if is_demo(options) and options.networks is None else Path()
    workspace = open_workspace(options, inventory, demo)

    from vftui.tui import themes
    from vftui.tui.app import VftuiApp

    app = VftuiApp(workspace, inventory, themes.pick(options.theme))
    app.run()
    if is_demo(options):
        print(f"The demo's networks are in {workspace.location}")
    return app.return_code or DONE


def is_demo(options: Options) -> bool:
    """Whether the host is a made-up one."""
    return options.demo or options.demo_size is not None


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

        return CapturedInventory(Path(options.host))
    from vftui.inventory.udev import UdevInventory

    return UdevInventory()


def pick_store(options: Options, host: "Host", demo: Path) -> "NetworkStore":
    """The folder that the options ask for. A made-up host gets its networks written into the folder `demo`."""
    from vftui.stores.directory import DirectoryStore

    if options.networks is not None:
        return DirectoryStore(Path(options.networks), read_only=options.read_only)
    if is_demo(options):
        from vftui.inventory.demo_networks import demo_networks, sized_networks

        networks = sized_networks(host) if options.demo_size is not None else demo_networks()
        for name, content in networks.items():
            (demo / name).write_bytes(content)
        return DirectoryStore(demo, read_only=options.read_only)
    import platformdirs

    return DirectoryStore(platformdirs.user_data_path("vftui") / "networks", read_only=options.read_only)


def open_workspace(options: Options, inventory: "Inventory", demo: Path) -> "Workspace":
    """The host read, and the networks loaded."""
    from vftui.workspace import Workspace

    host = inventory.read()
    return Workspace(host, pick_store(options, host, demo))
