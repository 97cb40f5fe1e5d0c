"""What a connection URI says before anything is connected."""

from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from vftui.errors import LibvirtError
from vftui.model.text import printable

# Where no URI is named, here a libvirt is looked for.
SYSTEM = "qemu:///system"


def is_remote(uri: str) -> bool:
    """Whether the libvirt is another host's: `qemu+ssh://host/system`, and not `qemu:///system`.

    An alias of libvirt.conf does not tell; what virConnectGetURI says of a connection is none.
    """
    return bool(_split(uri).netloc) or transport(uri) in {"ssh", "libssh", "libssh2"}


def driver(uri: str) -> str:
    """The `qemu` of `qemu+ssh://…`."""
    return _split(uri).scheme.partition("+")[0]


def transport(uri: str) -> str:
    """The `ssh` of `qemu+ssh://…`; '' where the URI leaves it to libvirt."""
    return _split(uri).scheme.partition("+")[2]


def without_questions(uri: str) -> str:
    """The URI such that ssh fails where it would ask for a password (libvirt's `no_tty`)."""
    if transport(uri) != "ssh" or "no_tty=" in _split(uri).query:
        return uri
    return f"{uri}{'&' if _split(uri).query else '?'}no_tty=1"


def check(uri: str) -> None:
    """Raise LibvirtError for what no libvirt can be told, or what it would complain of past every error handler."""
    shown, split = printable(uri), _split(uri)
    try:
        uri.encode()
    except UnicodeEncodeError as error:
        # An argument or a variable of any bytes.
        raise LibvirtError(
            f"Cannot connect to {shown}",
            "The URI is not UTF-8. Name a libvirt such as qemu:///system or qemu+ssh://root@host/system.",
        ) from error
    if split.scheme == "test" and not split.netloc and split.path != "/default" and not Path(split.path).is_file():
        raise LibvirtError(
            f"No file {printable(split.path)}", f"{shown} is to read its networks from there. Name a file that is."
        )


def _split(uri: str) -> SplitResult:
    try:
        return urlsplit(uri)
    except ValueError:
        # `qemu://[::1/system`: libvirt says what it thinks of it.
        return SplitResult("", "", "", "", "")
