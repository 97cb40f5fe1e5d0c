"""Asking libvirt for the XML of many node devices.

Each is a call, and on a slow line a call is mostly waiting: 520 devices at 20 ms take 11.5 s one by one, and 2.9 s four
at a time. On this machine it makes no difference. libvirt's own library has to bear that, see `takes_many_threads`.
"""

from collections.abc import Iterator, Mapping
from threading import Lock, Thread
from time import monotonic
from typing import Any

from vftui.progress import Progress
from vftui.virconnect.library import load, takes_many_threads

# libvirtd works on five calls of a client at a time (max_client_requests); one is left to whoever else has to ask.
_AT_ONCE = 4
# Seconds: well below the time limit that a connection has for what it is given to do, however many devices there are.
_LENGTH = 1.0


class Turn:
    """The part of a reading that is done at once: as many devices as one second allows, and one for each thread."""

    def __init__(self, devices: Mapping[str, Any], done: int, progress: Progress) -> None:
        """`devices` are libvirt.virNodeDevices by name, of which the first `done` were read in turns before this."""
        self._devices = devices
        self._count = done
        self._progress = progress
        self._lock = Lock()
        self._end = monotonic() + _LENGTH
        self._names = iter(list(devices)[done:])
        self._xml: dict[str, str | None] = {}
        self._errors: list[Exception] = []

    def take(self, connection: Any) -> dict[str, str | None]:  # noqa: ANN401 - libvirt-python has no types
        """The XML of the next devices; None for those that are gone, or cannot be described.

        Raises libvirtError where the connection is lost, StoppedError by the progress.
        """
        # None of them keeps the program from ending.
        others = [
            Thread(target=self._work, args=(connection,), name="node devices", daemon=True)
            for _ in range(_AT_ONCE - 1 if takes_many_threads() else 0)
        ]
        for thread in others:
            thread.start()
        self._work(connection)
        for thread in others:
            thread.join()
        if self._errors:
            raise self._errors[0]
        return self._xml

    def _work(self, connection: Any) -> None:  # noqa: ANN401 - libvirt-python has no types
        try:
            for name in self._next():
                self._xml[name] = _xml_of(self._devices[name], connection)
        except Exception as error:  # noqa: BLE001 - raised again by the thread that waits for all
            self._errors.append(error)

    def _next(self) -> Iterator[str]:
        while not self._errors:
            with self._lock:
                name = next(self._names, None)
                if name is None:
                    return
                self._count += 1
                self._progress.at("Reading node devices", self._count, len(self._devices))
            yield name
            if monotonic() >= self._end:
                return


def _xml_of(device: Any, connection: Any) -> str | None:  # noqa: ANN401 - libvirt-python has no types
    try:
        xml: str = device.XMLDesc(0)
    except load().libvirtError:
        if not connection.isAlive():
            raise
        return None
    except UnicodeDecodeError:
        # The kernel lets a netdev's name be of any bytes.
        return None
    return xml
