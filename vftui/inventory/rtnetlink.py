"""The addresses and default routes of this machine's netdevs, which sysfs does not tell: dumps of rtnetlink(7).

Anyone may ask. The kernel answers for the network namespace of the process, from memory, without waiting for a device.
"""

import os
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress

from vftui.inventory.host_use import NetworkState

_NLM_F_REQUEST, _NLM_F_DUMP = 0x1, 0x300
_NLMSG_ERROR, _NLMSG_DONE = 2, 3
_RTM_NEWADDR, _RTM_GETADDR = 20, 22
_RTM_NEWROUTE, _RTM_GETROUTE = 24, 26
_IFA_ADDRESS, _IFA_LOCAL = 1, 2
_RTA_OIF, _RTA_MULTIPATH = 4, 9
_RT_SCOPE_LINK = 253  # this and above: link-local, loopback
_RTN_UNICAST = 1

_HEADER = struct.Struct("=IHHII")  # struct nlmsghdr: length, type, flags, sequence, port
_ADDRESS = struct.Struct("=BBBBi")  # struct ifaddrmsg: family, prefix length, flags, scope, index
_ROUTE = struct.Struct("=BBBBBBBBI")  # struct rtmsg: family, destination and source length, …, type, flags
_ATTRIBUTE = struct.Struct("=HH")  # struct rtattr: length, type
_NEXT_HOP = struct.Struct("=HBBi")  # struct rtnexthop: length, flags, hops, index
_LARGEST = 65536  # of the kernel's parts of a dump


def read_network_state() -> NetworkState:
    """What the kernel says now. Raises OSError where it cannot be asked."""
    addresses: dict[str, list[str]] = {}
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as messages:
        for payload in _dump(messages, _RTM_GETADDR, _RTM_NEWADDR, bytes(_ADDRESS.size)):
            for index, address in _address(payload):
                for netdev in _netdev(index):
                    addresses.setdefault(netdev, []).append(address)
        default_routes = frozenset(
            netdev
            for payload in _dump(messages, _RTM_GETROUTE, _RTM_NEWROUTE, bytes(_ROUTE.size))
            for index in _default_route(payload)
            for netdev in _netdev(index)
        )
    return NetworkState({netdev: tuple(listed) for netdev, listed in addresses.items()}, default_routes)


def _dump(messages: socket.socket, request: int, answer: int, body: bytes) -> Iterator[bytes]:
    """The payload of every message that answers a request for all there is. Raises OSError."""
    header = _HEADER.pack(_HEADER.size + len(body), request, _NLM_F_REQUEST | _NLM_F_DUMP, 0, 0)
    messages.send(header + body)
    while True:
        for kind, payload in _messages(messages.recv(_LARGEST)):
            if kind == _NLMSG_DONE:
                return
            if kind == _NLMSG_ERROR:
                code = -struct.unpack_from("=i", payload)[0]
                raise OSError(code, os.strerror(code))
            if kind == answer:
                yield payload


def _messages(received: bytes) -> Iterator[tuple[int, bytes]]:
    """The type and payload of each of the messages that came together."""
    while received:
        length, kind, *_ = _HEADER.unpack_from(received)
        yield kind, received[_HEADER.size : length]
        received = received[_aligned(length) :]


def _address(payload: bytes) -> Iterator[tuple[int, str]]:
    """The index of a netdev and the address that it has; nothing for one that does not reach beyond the link."""
    family, _, _, scope, index = _ADDRESS.unpack_from(payload)
    attributes = _attributes(payload[_ADDRESS.size :])
    # On a point-to-point link the former is this end's address, the latter the other's.
    raw = attributes.get(_IFA_LOCAL) or attributes.get(_IFA_ADDRESS)
    if raw and scope < _RT_SCOPE_LINK and family in (socket.AF_INET, socket.AF_INET6):
        yield index, socket.inet_ntop(family, raw)


def _default_route(payload: bytes) -> Iterator[int]:
    """The indices of the netdevs that a default route leads to; nothing for another route."""
    _, length, _, _, _, _, _, kind, _ = _ROUTE.unpack_from(payload)
    if length or kind != _RTN_UNICAST:
        return
    attributes = _attributes(payload[_ROUTE.size :])
    if _RTA_OIF in attributes:
        yield struct.unpack("=i", attributes[_RTA_OIF])[0]
    hops = attributes.get(_RTA_MULTIPATH, b"")
    while hops:
        size, _, _, index = _NEXT_HOP.unpack_from(hops)
        yield index
        hops = hops[_aligned(size) :]


def _attributes(payload: bytes) -> dict[int, bytes]:
    attributes: dict[int, bytes] = {}
    while len(payload) >= _ATTRIBUTE.size:
        length, kind = _ATTRIBUTE.unpack_from(payload)
        attributes[kind] = payload[_ATTRIBUTE.size : length]
        payload = payload[_aligned(length) :]
    return attributes


def _aligned(length: int) -> int:
    """Where the next message or attribute begins: all are padded to four bytes."""
    return (length + 3) & ~3


def _netdev(index: int) -> Iterator[str]:
    """The name that a netdev has now; nothing for one that went since."""
    with suppress(OSError):
        yield socket.if_indextoname(index)
