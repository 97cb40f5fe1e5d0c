"""Networks that libvirt runs: how they stand, the guests on them, start and stop."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from threading import Lock
from typing import TypeVar

from vftui.errors import DocumentError
from vftui.model.attachments import merged
from vftui.model.running import Attachment, NetworkState, Running
from vftui.netxml.guest import Guest, read_guest
from vftui.netxml.live import LiveNetwork, read_live
from vftui.progress import Progress
from vftui.stores import virstate
from vftui.stores.base import content_revision
from vftui.stores.virdefinition import VirNetwork, port_of
from vftui.stores.virstate import GuestTexts, NetworkTexts, VirConnect
from vftui.virconnect.connection import Connection
from vftui.virconnect.events import watch_running

_T = TypeVar("_T")
_R = TypeVar("_R")

# So many are asked about in one call, which has to end within its time limit over a slow line too.
_BATCH = 8
# Seconds. How often a look that waits for another asks whether it is still wanted.
_LOOK = 0.05


class VirRuntime:
    """Implements Runtime for the libvirt behind a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names: Mapping[str, str] = {}
        # What was made of which texts at the last look, for little changes from one to the next.
        self._states: dict[str, tuple[NetworkTexts, int, NetworkState]] = {}
        self._guests: dict[str, tuple[GuestTexts, Guest]] = {}
        self._looking = Lock()

    def running(self, progress: Progress | None = None) -> Running:
        progress = progress or Progress()
        # Before a network is stopped it is looked at, maybe while somebody else looks at everything.
        while not self._looking.acquire(timeout=_LOOK):
            progress.check()
        try:
            return self._look(progress)
        finally:
            self._looking.release()

    def _look(self, progress: Progress) -> Running:
        listed = self._connection.call("list its networks", virstate.listed_networks, progress)
        self._names = {key: network.name() for key, (network, _) in listed.items()}
        texts = self._asked("networks", listed, lambda each: virstate.network_texts(*each), progress)
        self._states = {key: self._state(key, listed[key][1], each) for key, each in texts.items()}
        # libvirt gives ports and guests in any order, and in another one after a change.
        ports = [port for key, each in texts.items() for port in _ports(each, self._names[key])]
        guests = self._running_guests(progress)
        held = [attachment for guest in guests for attachment in guest.attachments]
        states = {key: state for key, (_, _, state) in self._states.items()}
        return Running(states, merged(ports, held), _named_by(guests))

    def start(self, key: str) -> None:
        self._change("start", key, lambda network: network.create())

    def stop(self, key: str) -> None:
        self._change("stop", key, lambda network: network.destroy())

    def set_autostart(self, key: str, on: bool) -> None:
        self._change("set the autostart of", key, lambda network: network.setAutostart(int(on)))

    def watch(self, changed: Callable[[], None]) -> AbstractContextManager[object]:
        return watch_running(self._connection, changed)

    def _change(self, verb: str, key: str, change: Callable[[VirNetwork], object]) -> None:
        def run(connection: VirConnect) -> None:
            change(connection.networkLookupByUUIDString(key))

        self._connection.call(f"{verb} the network {self._names.get(key, key)}", run)

    def _asked(
        self, nouns: str, about: Mapping[str, _T], ask: Callable[[_T], _R], progress: Progress | None
    ) -> dict[str, _R]:
        """What is answered about each, by the same keys. What has gone meanwhile is left out."""
        found: dict[str, _R] = {}
        keys = list(about)
        for place in range(0, len(keys), _BATCH):
            if progress:
                progress.at(f"Looking at {nouns}", place, len(keys))
            batch = keys[place : place + _BATCH]
            found |= self._connection.call(f"show its {nouns}", _asking(batch, about, ask), progress)
        return found

    def _state(self, key: str, flags: int, texts: NetworkTexts) -> tuple[NetworkTexts, int, NetworkState]:
        before = self._states.get(key)
        if before is not None and before[:2] == (texts, flags):
            return before
        live = _live_network(texts)
        state = NetworkState(
            active=texts.live is not None,
            autostart=bool(flags & virstate.AUTOSTART),
            persistent=bool(flags & virstate.PERSISTENT),
            revision_token=content_revision(texts.inactive.encode()).token,
            bridge=live.bridge,
            live=texts.live,
            name=self._names[key],
            pool=live.pool,
            as_defined=live.as_defined,
            counted=live.counted,
        )
        return texts, flags, state

    def _running_guests(self, progress: Progress | None) -> Sequence[Guest]:
        listed = self._connection.call("list its guests", virstate.listed_guests, progress)
        texts = self._asked("guests", listed, lambda each: virstate.guest_texts(*each), progress)
        self._guests = {key: self._guest(key, each) for key, each in texts.items()}
        return sorted((guest for _, guest in self._guests.values()), key=lambda guest: guest.name)

    def _guest(self, key: str, texts: GuestTexts) -> tuple[GuestTexts, Guest]:
        before = self._guests.get(key)
        return before if before is not None and before[0] == texts else (texts, _read_guest(texts))


def _asking(keys: Sequence[str], about: Mapping[str, _T], ask: Callable[[_T], _R]) -> Callable[[object], dict[str, _R]]:
    def answers(_: object) -> dict[str, _R]:
        found: dict[str, _R] = {}
        for key in keys:
            with virstate.unless(virstate.NO_NETWORK, virstate.NO_DOMAIN):
                found[key] = ask(about[key])
        return found

    return answers


# What cannot be read hides nothing else: libvirt checks what it is given, and other programs' namespaces are in it.


def _live_network(texts: NetworkTexts) -> LiveNetwork:
    with suppress(DocumentError):
        if texts.live is not None:
            return read_live(texts.live, texts.inactive)
    return LiveNetwork()


def _ports(texts: NetworkTexts, network: str) -> Sequence[Attachment]:
    return sorted((port_of(port, network) for port in texts.ports), key=_by_guest)


def _by_guest(port: Attachment) -> tuple[str, str]:
    return port.guest, port.mac or ""


def _read_guest(texts: GuestTexts) -> Guest:
    try:
        return read_guest(texts.inactive, texts.live)
    except DocumentError:
        return Guest("")


def _named_by(guests: Iterable[Guest]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for guest in guests:
        for network in guest.networks:
            found[network] = (*found.get(network, ()), guest.name)
    return found
