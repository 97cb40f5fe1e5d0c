"""What can be asked for on the command line, and the scripts that complete it in a shell."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NoReturn

from vftui import __version__
from vftui.errors import UsageError

_EPILOG = """\
examples:
  vftui --demo                       a made-up host; its networks are a temporary folder
  vftui                              this host, and the networks of its libvirt, else a folder
  vftui -c qemu+ssh://node7/system   another host and its networks
  vftui --networks ./nets            plan this host's VFs into a folder of XML files
  vftui capture > host.json          save this host, then plan elsewhere with --host host.json
  vftui show 'ens1f0#0-31,!5'        some VFs and who owns them; quote what the shell would read
  vftui show --json                  host, networks and who owns each VF, for scripts
  vftui check --networks ./nets      what is wrong or risky there, for CI jobs and scripts

exit codes: 0 done; 1 errors or warnings found, or the operator declined; 2 wrong usage, or something unreadable
"""

# In the place of a saved host: the host that libvirt tells of. A file of that name is `./libvirt`.
NODE_DEVICES: Final = "libvirt"

# Of the shells that shtab knows, those that its oldest version allowed here knows too.
_SHELLS = ("bash", "zsh", "tcsh")


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for. Without a command it is the app."""

    command: Literal["show", "check", "capture"] | None = None
    connect: str | None = None
    networks: Path | None = None
    host: Path | Literal["libvirt"] | None = None
    demo: bool = False
    demo_size: str | None = None
    read_only: bool = False
    theme: str | None = None
    libvirt: str | None = None
    json: bool = False
    selection: str | None = None

    @property
    def is_demo(self) -> bool:
        """Whether the host is a made-up one."""
        return self.demo or self.demo_size is not None

    @property
    def asks_libvirt(self) -> bool:
        """Whether networks or host are to come from a libvirt, be it one that nobody named."""
        return self.must_have_libvirt or (self.networks is None and self.host is None and not self.is_demo)

    @property
    def must_have_libvirt(self) -> bool:
        """Whether it was asked for in so many words: then nothing else takes its place."""
        return self.connect is not None or self.host == NODE_DEVICES

    @property
    def has_demo_networks(self) -> bool:
        """Whether the networks are made up too, for no folder was named."""
        return self.is_demo and self.networks is None


def parse(arguments: Sequence[str] | None = None) -> Options:
    """Read a command line, by default this program's.

    Raises UsageError for one that cannot be, and SystemExit where the answer is printed already, as with --help.
    """
    options = Options(**vars(build_parser().parse_args(arguments)))
    if (contradiction := _contradiction(options)) is not None:
        raise UsageError("Wrong usage", contradiction)
    return options


def _contradiction(options: Options) -> str | None:
    if options.host is not None and options.is_demo:
        return "--host and --demo both say which host to show; give one of them."
    if options.connect is not None and options.is_demo:
        return "--connect asks a libvirt, and --demo makes up what it shows; give one of them."
    if options.connect is not None and options.networks is not None and options.host != NODE_DEVICES:
        return (
            "--connect and --networks both say where the networks are; give one of them. "
            "With --host libvirt they are in the folder, and the host is that of --connect."
        )
    return None


def completion_script(shell: str) -> str:
    """A script that completes vftui's commands, options, files and folders in `shell`."""
    import shtab  # takes longer to load than all else that --help needs

    script: str = shtab.complete(build_parser(shtab.FILE, shtab.DIRECTORY), shell)
    return script


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # argparse prints the whole usage, and more lines where an argument has some.
        raise UsageError("Wrong usage", f"{message}. See `{self.prog} --help`.")


class _PrintCompletion(argparse.Action):
    """Print a completion script and exit, as --version does."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,  # noqa: ARG002 - argparse's signature
        values: str | Sequence[object] | None,
        option_string: str | None = None,  # noqa: ARG002 - argparse's signature
    ) -> None:
        print(completion_script(str(values)))
        parser.exit()


def build_parser(
    file: Mapping[str, object] | None = None, folder: Mapping[str, object] | None = None
) -> argparse.ArgumentParser:
    """The whole command line. `file` and `folder` are how a completion script completes such an argument, by shell."""
    options = _shared_options(file, folder)
    parser = _Parser(
        prog="vftui",
        description="Partition SR-IOV virtual functions into libvirt networks.",
        epilog=_EPILOG,
        parents=[options],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,  # or a new option would break scripts that shorten another
    )
    parser.add_argument("--version", action="version", version=f"vftui {__version__}")
    parser.add_argument(
        "--completion",
        action=_PrintCompletion,
        choices=_SHELLS,
        default=argparse.SUPPRESS,
        help="print a completion script for a shell and exit",
    )
    _add_commands(parser, options)
    return parser


def _add_commands(parser: argparse.ArgumentParser, options: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title="commands", description="without one, the app starts"
    )
    show = commands.add_parser(
        "show", parents=[options], allow_abbrev=False, help="print host, networks and who owns each VF"
    )
    show.add_argument("--json", action="store_true", help="as one JSON object; the README describes it")
    show.add_argument(
        "selection", metavar="SELECTION", nargs="?", help="show only these VFs, such as 'ens1f0#0-31,40' or 'ens1f0*4'"
    )
    check = commands.add_parser(
        "check", parents=[options], allow_abbrev=False, help="print what is wrong or risky; exits 1 where something is"
    )
    check.add_argument("--json", action="store_true", help="as one JSON object; the README describes it")
    commands.add_parser("capture", parents=[options], allow_abbrev=False, help="print the host, as a file for --host")


def _shared_options(file: Mapping[str, object] | None, folder: Mapping[str, object] | None) -> _Parser:
    """The options that every command takes, before its name or after it."""
    # Suppressed defaults: else those of the command would overwrite what stands before its name.
    options = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    where = options.add_argument_group("where to read and write")
    where.add_argument(
        "-c",
        "--connect",
        metavar="URI",
        type=_uri,
        help="networks, and for another machine the host, from that libvirt; without it from $LIBVIRT_DEFAULT_URI, "
        "then from qemu:///system where it answers, else a folder",
    )
    networks = where.add_argument(
        "--networks", metavar="DIR", type=_path, help="folder of network definitions, one NAME.xml each"
    )
    host = where.add_argument(
        "--host",
        metavar="FILE",
        type=_host,
        help="plan with a host saved by `vftui capture`; `libvirt` for what libvirt's node devices tell",
    )
    networks.complete, host.complete = folder, file  # type: ignore[attr-defined] # shtab's way
    where.add_argument("--demo", action="store_true", help="a made-up host, with made-up networks unless --networks")
    where.add_argument("--demo-size", metavar="PFSxVFS", help="a made-up host of that size, such as 16x256")
    where.add_argument("--read-only", action="store_true", help="show everything, write nothing")
    judged = options.add_argument_group("what is judged")
    judged.add_argument(
        "--libvirt",
        metavar="VERSION",
        help="judge as 11.3 or 9.0 would; without it as the libvirt that is connected, else 11.3",
    )
    look = options.add_argument_group("looks")
    look.add_argument("--theme", metavar="NAME", help="dark (default), light, ansi, or a theme of Textual")
    return options


def _uri(text: str) -> str:
    # libvirt takes an empty one for "any".
    if not text.strip():
        raise argparse.ArgumentTypeError("the URI is empty")
    return text


def _host(text: str) -> Path | Literal["libvirt"]:
    return NODE_DEVICES if text == NODE_DEVICES else _path(text)


def _path(text: str) -> Path:
    # Path("") is the current folder, which is not what an unset variable in a script means.
    if not text:
        raise argparse.ArgumentTypeError("the path is empty")
    return Path(text)
