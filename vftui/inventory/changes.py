"""News that this host's PCI devices or netdevs are no longer what they were."""

import os
import select
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

# linux/rtnetlink.h: links; IPv4 addresses and routes; IPv6 addresses and routes
_GROUPS = 0x1 | 0x10 | 0x40 | 0x100 | 0x400
_CHUNK = 65536


class Source(Protocol):
    """Something whose file descriptor becomes readable when there is news; it does not block."""

    def fileno(self) -> int: ...


def network_messages() -> socket.socket:
    """The kernel's news of netdevs, addresses and routes. Raises OSError where it cannot be listened to.

    It has what makes no udev event: a link that goes up or down, a netdev that gets another MAC, joins a bridge, gets
    an address or carries a route.
    """
    messages = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_NONBLOCK, socket.NETLINK_ROUTE)
    try:
        messages.bind((0, _GROUPS))
    except OSError:
        messages.close()
        raise
    return messages


@contextmanager
def relaying(sources: Iterable[Source], changed: Callable[[], None]) -> Iterator[None]:
    """Call `changed`, from a thread of its own, once for every burst of news until the context is left."""
    stop = os.eventfd(0)
    thread = threading.Thread(target=_relay, args=(tuple(sources), stop, changed), name="host changes", daemon=True)
    thread.start()
    try:
        yield
    finally:
        os.eventfd_write(stop, 1)
        thread.join()
        os.close(stop)


def _relay(sources: Iterable[Source], stop: int, changed: Callable[[], None]) -> None:
    poller = select.poll()
    for descriptor in (stop, *(source.fileno() for source in sources)):
        poller.register(descriptor, select.POLLIN)
    while stop not in (ready := [descriptor for descriptor, _ in poller.poll()]):
        for descriptor in ready:
            _drain(descriptor)
        changed()


def _drain(descriptor: int) -> None:
    """Take all waiting messages unread: whatever they say, the host is read anew.

    The error that ends this is EAGAIN where nothing waits any more, or ENOBUFS where the kernel dropped messages: the
    VFs of one PF make thousands.
    """
    with suppress(OSError):
        while os.read(descriptor, _CHUNK):
            pass
