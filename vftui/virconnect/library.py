"""libvirt-python, loaded when it is needed: quiet, and with its event loop running."""

from functools import cache
from threading import Lock, Thread
from typing import Any

from vftui.errors import LibvirtError

_starting = Lock()
_MANY_THREADS_SINCE = 10_004_000


def load() -> Any:  # noqa: ANN401 - libvirt-python has no types
    """The libvirt module. Raises LibvirtError where it is not installed.

    A connection that is older than the loop has neither events nor keepalive: load before the first is opened.
    """
    try:
        import libvirt
    except ImportError as error:
        raise LibvirtError(
            "libvirt-python is not installed",
            "Install it with `pip install 'vftui[libvirt]'` (Debian: apt-get install python3-libvirt).",
            absent=True,
        ) from error
    with _starting:
        _start(libvirt)
    return libvirt


def takes_many_threads() -> bool:
    """Whether several threads may ask one connection at once.

    When a line breaks under them, libvirt's client library crashes now and then: with 9.0, SIGSEGV in 9 of 13 programs
    whose line was cut some hundred times. It looks like CVE-2024-4418, of which 10.4 is said to be free; not measured.
    """
    return bool(load().getVersion() >= _MANY_THREADS_SINCE)


@cache
def _start(libvirt: Any) -> None:  # noqa: ANN401 - libvirt-python has no types
    """What has to be done once a process: libvirt has one event loop and one error handler."""
    # Without one libvirt prints every error to the terminal, whoever is drawing there.
    libvirt.registerErrorHandler(_say_nothing, None)
    libvirt.virEventRegisterDefaultImpl()
    Thread(target=_run_events, args=(libvirt,), name="libvirt events", daemon=True).start()


def _run_events(libvirt: Any) -> None:  # noqa: ANN401 - libvirt-python has no types
    while True:
        libvirt.virEventRunDefaultImpl()


def _say_nothing(_context: object, _error: object) -> None:
    pass
