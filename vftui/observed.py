"""The host, and what libvirt runs on it, as both were last seen: beside what is stored, and whatever is edited."""

from collections.abc import Collection, Iterator, Mapping

from vftui.errors import StoreError
from vftui.model.attachments import with_users
from vftui.model.force import NOTHING_RUNS, Force, Live, LiveNetwork, force_of
from vftui.model.host import Host
from vftui.model.network import Network
from vftui.model.network_actions import Action
from vftui.model.news import Deed, outside
from vftui.model.running import Attachment, NetworkState, Running
from vftui.progress import Progress
from vftui.stores.acting import act
from vftui.stores.base import Runtime
from vftui.stores.checkout import Checkout, Fetched

_Stored = Mapping[str, tuple[str, Network]]


class Observed:
    """A host with the guests that are on it, and the networks of a checkout as libvirt runs them."""

    def __init__(self, host: Host, checkout: Checkout, runtime: Runtime | None) -> None:
        self._inventoried = host
        self._host = host
        self._checkout = checkout
        self._runtime = runtime
        self._running: Running | None = None
        self._comparison = _Comparison()
        self._outside: Mapping[str, Deed] = {}

    @property
    def host(self) -> Host:
        """The host of the inventory, and on its devices the guests that libvirt knows."""
        return self._host

    def is_known(self, host: Host) -> bool:
        """Whether a host that was read is the one of `refresh` once more: `host` has guests laid over that one."""
        return host == self._inventoried

    @property
    def runtime(self) -> Runtime | None:
        """The libvirt that runs the networks; None where they are only kept."""
        return self._runtime

    @property
    def running(self) -> Running | None:
        """What ran when somebody last looked; None before, and where nothing is run."""
        return self._running

    @property
    def live(self) -> Live:
        """The stored networks as libvirt runs them, and every device that a guest holds."""
        if self._running is None:
            return NOTHING_RUNS
        return self._comparison.live(self._running, self._checkout.networks, self._inventoried, self._outside)

    @property
    def outdated(self) -> tuple[str, ...]:
        """The networks that somebody else has changed, deleted or added since they were read."""
        return tuple(deed.name for deed in self._outside.values())

    def state(self, network: Network) -> NetworkState | None:
        """The network's state as it was last seen; None of one that is not stored, or where nothing is run."""
        live = self.live.of(network)
        return live.state if live else None

    def attachments(self, network: Network) -> tuple[Attachment, ...]:
        """The devices that running guests hold through the network, under the name that is stored of it."""
        live = self.live.of(network)
        return live.attachments if live else ()

    def force(self, network: Network) -> Force | None:
        """Whether what is stored of the network is in force.

        None where nothing is stored, nothing is run, or somebody else has changed it since it was read.
        """
        live = self.live.of(network)
        return live.force if live and not live.is_outdated else None

    def act(self, action: Action, network: Network, guests: Collection[str], progress: Progress) -> None:
        """Start, stop, restart or set autostart of a network that is stored. May be called from another thread.

        `guests` are those that the operator knows on it. Raises like `stores.acting.act`.
        """
        if self._runtime is None or (key := self._checkout.key(network)) is None:
            raise StoreError(f"{network.name} is not run", "Write it first.")
        act(self._runtime, action, key, guests, progress)

    def _take_host(self, host: Host) -> None:
        self._inventoried = host
        self._host = self._with_guests(host)

    def _read_again(self, fetched: Fetched) -> tuple[Network, ...]:
        self._outside = {}
        return self._checkout.take(fetched)

    def _take_running(self, running: Running) -> tuple[Deed, ...]:
        """Take what runs now, and tell what somebody else has done since the last time."""
        before = self._running
        # One that says the same stays the same object.
        self._running = before if running == before else running
        already = self._outside
        found = outside(running, before, self._checkout.known, already)
        self._outside = already if found == already else found
        if before is None or before.attachments != running.attachments:
            host = self._with_guests(self._inventoried)
            # One that says the same stays the same object: by that, others know it again.
            self._host = self._host if host == self._host else host
        return tuple(deed for key, deed in self._outside.items() if deed != already.get(key))

    def _with_guests(self, host: Host) -> Host:
        return with_users(host, self._running.attachments) if self._running else host


class _Comparison:
    """Compares what runs with what is stored, again only where one of them has changed."""

    def __init__(self) -> None:
        self._seen: tuple[Running, _Stored, Host, Collection[str]] | None = None
        self._live = NOTHING_RUNS
        # By origin, with what it was made of.
        self._forces: dict[str, tuple[Network, NetworkState, tuple[Attachment, ...], Force]] = {}

    def live(self, running: Running, stored: _Stored, host: Host, outside: Collection[str]) -> Live:
        """The same value for what says the same. `stored` is another mapping when something was stored.

        `outside` are the keys of networks that somebody else has written since.
        """
        seen = self._seen
        now = running, stored, host, outside
        if seen is None or any(one is not other for one, other in zip(seen, now, strict=True)):
            if seen is not None and seen[2] is not host:
                self._forces = {}
            self._seen = now
            live = Live(dict(self._networks(running, stored, host, outside)), running.attachments)
            self._live = self._live if live == self._live else live
        return self._live

    def _networks(
        self, running: Running, stored: _Stored, host: Host, outside: Collection[str]
    ) -> Iterator[tuple[str, LiveNetwork]]:
        for origin, (key, network) in stored.items():
            if (state := running.networks.get(key)) is None:
                continue
            attachments = running.attachments_of.get(network.name, ())
            named_by = running.named_by.get(network.name, ())
            force = self._force(origin, network, state, attachments, host)
            yield origin, LiveNetwork(network.name, state, force, attachments, named_by, key in outside)

    def _force(
        self, origin: str, network: Network, state: NetworkState, attachments: tuple[Attachment, ...], host: Host
    ) -> Force:
        before = self._forces.get(origin)
        if before is not None and before[0] is network and before[1] is state and before[2] == attachments:
            return before[3]
        force = force_of(network, state, attachments, host)
        self._forces[origin] = network, state, attachments, force
        return force
