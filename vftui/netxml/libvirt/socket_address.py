"""Network addresses as libvirt reads and compares them: src/util/virsocketaddr.c."""

import re
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_network

from vftui.model.verdict import V9_0, LibvirtVersion
from vftui.netxml.libvirt.reading import NOBODY, RefusedError, internal

Address = IPv4Address | IPv6Address
# What inet_aton takes, and no blank behind it, which it takes as well.
_NUMERIC_IPV4 = re.compile(r"[0-9a-fA-FxX.]+")


@dataclass(frozen=True, slots=True)
class Subnet:
    """An address and the length of its prefix; -1 for a netmask that is none."""

    address: Address
    prefix: int
    has_dhcp: bool = False

    def __contains__(self, address: Address) -> bool:
        is_alike = address.version == self.address.version and self.prefix >= 0
        return is_alike and leading_bits(address, self.prefix) == leading_bits(self.address, self.prefix)

    def ends(self) -> tuple[Address, Address]:
        """The network's own address, and its broadcast address."""
        network = ip_network((str(self.address), self.prefix), strict=False)
        return network.network_address, network.broadcast_address


def leading_bits(address: Address, count: int) -> int:
    return int(address) >> (address.max_prefixlen - count)


def host_bits(address: Address, prefix: int) -> int:
    """A mask of the bits behind the prefix."""
    return (1 << address.max_prefixlen - prefix) - 1


def unreached(addresses: Iterable[Address], subnets: Iterable[Subnet]) -> Iterator[Address]:
    """The addresses that are in none of the subnets, of which there may be thousands, but few lengths of prefixes."""
    found: dict[tuple[int, int], set[int]] = {}
    for subnet in subnets:
        if subnet.prefix >= 0:
            key = subnet.address.version, subnet.prefix
            found.setdefault(key, set()).add(leading_bits(subnet.address, subnet.prefix))
    for address in addresses:
        lengths = ((length, bits) for (version, length), bits in found.items() if version == address.version)
        if not any(leading_bits(address, length) in bits for length, bits in lengths):
            yield address


def parsed_ip(text: str) -> Address | None:
    """A numeric address as getaddrinfo takes it, `10.1` for 10.0.0.1 among them."""
    try:
        if ":" in text:
            return IPv6Address(text)
        return IPv4Address(socket.inet_aton(text)) if _NUMERIC_IPV4.fullmatch(text) else None
    except (AddressValueError, OSError):
        return None


def prefix_length(mask: Address) -> int:
    """The number of ones a netmask begins with; -1 where there are more behind a zero."""
    bits = f"{int(mask):0{mask.max_prefixlen}b}"
    ones = bits.rstrip("0")
    return -1 if "0" in ones else len(ones)


def check_range(first: Address, last: Address, libvirt: LibvirtVersion, subnet: Subnet | None = None) -> None:
    """Raise RefusedError for a range that virSocketAddrGetRange refuses, inside `subnet` if there is one."""
    written = f"{first} - {last}"
    if first.version != last.version:
        raise _refused(f"mismatch of address family in range {written}")
    if subnet is not None:
        _check_within(first, last, libvirt, subnet)
    is_ipv4 = first.version == 4
    length = int(last) - int(first)
    # 9.0 counts in the last two bytes only, and wants the others to be the same.
    in_bytes = libvirt == V9_0 or not is_ipv4
    if (int(first) >> 16 != int(last) >> 16) if in_bytes else length > 0xFFFF:
        raise _refused(f"range {written} is too large (> 65535)")
    if length < 0:
        raise _refused(f"range {written} {'is reversed ' if is_ipv4 else 'start larger than end'}")


def _check_within(first: Address, last: Address, libvirt: LibvirtVersion, subnet: Subnet) -> None:
    written = f"{first} - {last}"
    if first.version != subnet.address.version:
        raise _refused(f"mismatch of address family in range {written} for network {subnet.address}")
    if subnet.prefix < 0:
        blank = " " if libvirt == V9_0 else ""
        raise _refused(f"bad prefix {subnet.prefix} for network {subnet.address} when {blank}checking range {written}")
    network = f"{subnet.address}/{subnet.prefix}"
    if first not in subnet or last not in subnet:
        raise _refused(f"range {written} is not entirely within network {network}")
    if first.version == 4:
        own, broadcast = subnet.ends()
        if first == own:
            raise _refused(f"start of range {written} in network {network} is the network address")
        if last == broadcast:
            raise _refused(f"end of range {written} in network {network} is the broadcast address")


def _refused(message: str) -> RefusedError:
    return internal(message, NOBODY)
