"""A libvirt connection that notes every call that asks libvirt something."""

from collections.abc import Callable
from typing import Any, TypeVar

from vftui.progress import Progress
from vftui.virconnect.connection import Connection

_T = TypeVar("_T")


class CountedConnection(Connection):
    """`calls` are the names of the calls so far; of those about a node device the second word is its name.

    `before` is told each of them before it is made.
    """

    def __init__(self, uri: str) -> None:
        super().__init__(uri)
        self.calls: list[str] = []
        self.before: Callable[[str], None] = lambda _: None
        self._counted: _Counted | None = None

    def call(self, what: str, function: Callable[[Any], _T], progress: Progress | None = None) -> _T:
        return super().call(what, lambda opened: function(self._wrapped(opened)), progress)

    def described(self) -> list[str]:
        """The node devices whose XML was asked for since this was last called, in alphabetical order."""
        calls, self.calls = self.calls, []
        return sorted(call.partition(" ")[2] for call in calls if call.startswith("XMLDesc "))

    def _wrapped(self, opened: object) -> "_Counted":
        if self._counted is None or self._counted.opened is not opened:
            self._counted = _Counted(opened, self)
        return self._counted

    def note(self, call: str) -> None:
        self.calls.append(call)
        self.before(call)


class _Counted:
    """A libvirt.virConnect, as far as an inventory uses it."""

    def __init__(self, opened: Any, counter: CountedConnection) -> None:  # noqa: ANN401 - libvirt-python has no types
        self.opened = opened
        self._counter = counter
        self.isAlive = opened.isAlive

    def getHostname(self) -> str:  # noqa: N802 - libvirt's name
        self._counter.note("getHostname")
        name: str = self.opened.getHostname()
        return name

    def listAllDevices(self, flags: int) -> list["_CountedDevice"]:  # noqa: N802 - libvirt's name
        self._counter.note("listAllDevices")
        return [_CountedDevice(device, self._counter) for device in self.opened.listAllDevices(flags)]


class _CountedDevice:
    def __init__(self, device: Any, counter: CountedConnection) -> None:  # noqa: ANN401 - libvirt-python has no types
        self._device = device
        self._counter = counter
        self.name = device.name

    def XMLDesc(self, flags: int) -> str:  # noqa: N802 - libvirt's name
        self._counter.note(f"XMLDesc {self.name()}")
        xml: str = self._device.XMLDesc(flags)
        return xml
