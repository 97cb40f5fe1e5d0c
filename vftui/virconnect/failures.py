"""libvirt's errors in one line each: what happened, to what, what to do next.

They are told apart by libvirt's and the system's numbers, for libvirt's texts are translated. ssh's are not.
"""

import re
from collections.abc import Iterator
from errno import EACCES, ECONNREFUSED, ENOENT, EPERM
from typing import Any, Protocol

from vftui.errors import LibvirtError
from vftui.model.text import printable
from vftui.virconnect import uris
from vftui.virconnect.library import load

_LONGEST = 300

_NAME_ANOTHER = "Name a libvirt such as qemu:///system or qemu+ssh://root@host/system."
_BE_ALLOWED = (
    "Become a member of the group libvirt (adduser NAME libvirt, then log in anew), or look only: --read-only."
)
_AGAIN = "Try again: vftui connects anew."
_LOOK_THERE = "Try again; if it stays so, look whether libvirt runs there and is not stuck (systemctl status libvirtd)."

# What ssh writes, or what it runs over there, and what helps. The first that fits counts.
_SSH_ADVICE = (
    (r"-sock.*Permission denied", "Become a member of the group libvirt there, or name root in the URI."),
    (r"-sock", "Start libvirt there: systemctl start libvirtd.socket."),
    ("Could not resolve hostname", "Check the name of the host in the URI."),
    ("IDENTIFICATION HAS CHANGED", "If it is meant to, forget the old one: ssh-keygen -R HOST."),
    ("Host key verification failed", "Connect once with ssh HOST, and accept its key if it is the right one."),
    ("Permission denied", "See that ssh gets in with a key (ssh-copy-id USER@HOST), as the user named in the URI."),
    ("Connection refused", "See that an sshd runs there, and on which port: qemu+ssh://root@host:2222/system."),
    ("No route to host", "See that the host is up and that the network leads there."),
    ("Network is unreachable", "See that the network leads there."),
    ("timed out", "See that the host is up and that the network leads there."),
    ("not found", "Install libvirt there (Debian: apt-get install libvirt-daemon-system)."),
)

# A driver of libvirt's, by what its functions have in their names.
_DRIVERS = {"Network": "network", "NodeDev": "nodedev", "NodeNumOfDevices": "nodedev", "Domain": "qemu"}


class Raised(Protocol):
    """What is used of a libvirt.libvirtError. Numbers are 0 and texts '' where libvirt has none."""

    def get_error_code(self) -> int: ...
    def get_error_domain(self) -> int: ...
    def get_error_message(self) -> str: ...
    def get_int1(self) -> int: ...


def not_opened(error: Raised, uri: str) -> LibvirtError:
    """The line for a connection that libvirt refused to open, or could not."""
    text = _text_of_ssh(error) if uris.transport(uri) == "ssh" else _text(error)
    return LibvirtError(
        f"Cannot connect to {_shown(uri)}",
        f"{_one_line(text)}.",
        " ".join(_advice_to_connect(error, uri)),
        code=error.get_error_code(),
        lost=True,
        absent=not uris.is_remote(uri) and _errno(error) == ENOENT,
    )


def no_connection(uri: str, limit: float) -> LibvirtError:
    """The line for a connection that was not open when the time was over."""
    reason = f"There is no connection after {limit:g} seconds."
    return LibvirtError(f"{_shown(uri)} does not answer", reason, _LOOK_THERE, lost=True)


def no_answer(uri: str, what: str, limit: float) -> LibvirtError:
    """The line for a call that had not come back when the time was over."""
    reason = f"libvirt did not {printable(what)} within {limit:g} seconds."
    return LibvirtError(f"{_shown(uri)} does not answer", reason, _LOOK_THERE, lost=True)


def refused(error: Raised, uri: str, what: str, *, is_lost: bool) -> LibvirtError:
    """The line for an error that libvirt raised when it was to `what`; `is_lost` says that it broke the connection."""
    code, did_not = error.get_error_code(), f"libvirt did not {printable(what)}"
    if is_lost or means_gone(error):
        reason = f"{did_not}: {_one_line(_text(error))}."
        return LibvirtError(f"Lost the connection to {_shown(uri)}", reason, _AGAIN, code=code, lost=True)
    return LibvirtError(did_not, f"{_one_line(_text(error))}.", " ".join(_advice_in_a_call(error, uri)), code=code)


def broken(uri: str, what: str) -> LibvirtError:
    """The line for a connection that broke between two calls of which the second depends on the first."""
    reason = f"libvirt did not {printable(what)}."
    return LibvirtError(f"Lost the connection to {_shown(uri)}", reason, _AGAIN, lost=True)


def means_gone(error: Raised) -> bool:
    """Whether the error says that its object belongs to a connection that is no more."""
    libvirt = load()
    code, domain = error.get_error_code(), error.get_error_domain()
    return code == libvirt.VIR_ERR_INVALID_CONN or (
        (code, domain) == (libvirt.VIR_ERR_INTERNAL_ERROR, libvirt.VIR_FROM_RPC)
    )


def libvirt_error() -> Any:  # noqa: ANN401 - libvirt-python has no types
    """The class of libvirt's errors; one that is never raised where libvirt-python is not installed."""
    try:
        import libvirt
    except ImportError:
        return _Never
    return libvirt.libvirtError


class _Never(Exception):  # noqa: N818 - no error, but the place of one
    """Raised by nobody."""


def _advice_to_connect(error: Raised, uri: str) -> Iterator[str]:
    libvirt = load()
    code = error.get_error_code()
    if code == libvirt.VIR_ERR_SYSTEM_ERROR and uris.transport(uri) == "ssh":
        yield from [advice for said, advice in _SSH_ADVICE if re.search(said, _text(error))][:1]
    elif code == libvirt.VIR_ERR_SYSTEM_ERROR and not uris.is_remote(uri):
        yield from _advice_on_a_socket(error)
        if uris.driver(uri) != "qemu":
            # Whether it knows the driver at all, only a daemon says.
            yield _NAME_ANOTHER
    elif code in {libvirt.VIR_ERR_AUTH_FAILED, libvirt.VIR_ERR_AUTH_CANCELLED, libvirt.VIR_ERR_AUTH_UNAVAILABLE}:
        yield _BE_ALLOWED
    elif error.get_error_domain() == libvirt.VIR_FROM_DBUS:
        # It was going to ask polkit.
        yield _BE_ALLOWED
    elif code == libvirt.VIR_ERR_SYSTEM_ERROR:
        yield "See that libvirt listens there and that its certificates are here, or go by ssh: qemu+ssh://root@host/system."
    elif means_gone(error):
        yield _LOOK_THERE
    elif code in {libvirt.VIR_ERR_NO_CONNECT, libvirt.VIR_ERR_INVALID_ARG, libvirt.VIR_ERR_INTERNAL_ERROR}:
        yield _NAME_ANOTHER


def _advice_on_a_socket(error: Raised) -> Iterator[str]:
    number = _errno(error)
    if number in {EACCES, EPERM}:
        yield _BE_ALLOWED
    elif number in {ENOENT, ECONNREFUSED}:
        # A libvirt in several daemons has one for each kind of thing: `…/virtnetworkd-sock`.
        one = re.search(r"/(virt[a-z]+d)-sock", _text(error))
        yield f"Start it: systemctl start {one[1] if one else 'libvirtd'}.socket."


def _errno(error: Raised) -> int | None:
    """The system's number of the error; None where it is not the system's."""
    return error.get_int1() if error.get_error_code() == load().VIR_ERR_SYSTEM_ERROR else None


def _advice_in_a_call(error: Raised, uri: str) -> Iterator[str]:
    libvirt = load()
    code, text = error.get_error_code(), _text(error)
    if code == libvirt.VIR_ERR_OPERATION_DENIED:
        yield "Start vftui without --read-only to write."
    elif code == libvirt.VIR_ERR_ACCESS_DENIED:
        yield f"Ask whoever runs {_shown(uri)} to allow it (polkit)."
    elif code == libvirt.VIR_ERR_NO_SUPPORT:
        function = text.rpartition(": ")[2]
        lacking = [driver for part, driver in _DRIVERS.items() if part in function]
        yield from [f"Install its driver there: libvirt-daemon-driver-{driver}." for driver in lacking][:1]
    elif code == libvirt.VIR_ERR_SYSTEM_ERROR and error.get_error_domain() == libvirt.VIR_FROM_RPC:
        yield from _advice_on_a_socket(error)


def _text(error: Raised) -> str:
    return error.get_error_message() or str(error)


def _text_of_ssh(error: Raised) -> str:
    """What ssh wrote, out of `Cannot recv data: …: Connection reset by peer`."""
    text = _text(error)
    if "IDENTIFICATION HAS CHANGED" in text:
        return "ssh knows another key of that host than the one it has now"
    return text.partition(": ")[2].rpartition(": ")[0] or text


def _one_line(text: str) -> str:
    line = printable(" ".join(text.split())).rstrip(". ")
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _shown(uri: str) -> str:
    return printable(uri) or "libvirt's own choice"
