"""A VF in two networks: what vftui foretells, libvirt then does to the guests, and vftui says what has become of it."""

import json
from pathlib import Path

from lab.guest.cards import CARDS, vf_address
from lab.guest.pools import URI, Pools, guests, pools
from lab.guest.programs import run
from lab.guest.small_guests import SmallGuests, mac, on_hostdev_network, on_network
from stores.libvirt_networks import SomebodyElse, hostdev_pool, pool

__all__ = ["guests", "pools"]

VF = vf_address(CARDS[0], 0)
NETDEV = "enp1s0v0"


def define(*networks: tuple[str, bytes]) -> None:
    """Define networks and start them, as somebody who does not compare them."""
    libvirt = SomebodyElse(URI)
    for name, content in networks:
        libvirt.define(content)
        libvirt.start(name)


def held(pools: Pools) -> dict[str, tuple[str | None, str | None]]:
    """The network and the MAC of each guest's device."""
    return {each.guest: (each.network, each.mac) for each in pools.attachments()}


def test_of_two_passthrough_pools_the_second_guest_fails_and_the_first_is_off_the_air(
    pools: Pools, guests: SmallGuests
) -> None:
    define(("red", pool("red", NETDEV)), ("blue", pool("blue", NETDEV)))
    foretold = pools.check()
    assert "error vf-in-two-pools: enp1s0#0 is in blue and red" in foretold
    assert "the second guest fails, and the one that runs loses its network." in foretold
    guests.start("first", on_network("red", mac(1)))

    refused = guests.refusal("second", on_network("blue", mac(2)))

    assert refused[:2] == (38, 11)
    assert mac_of(NETDEV) == mac(2)
    assert held(pools) == {"first": ("red", mac(1))}
    assert pools.users() == {VF: "first"}
    assert "In use now: enp1s0#0 by first." in pools.check()


def test_a_hostdev_pool_takes_the_vf_away_from_the_guest_of_a_macvtap_pool(pools: Pools, guests: SmallGuests) -> None:
    define(("red", pool("red", NETDEV)), ("blue", hostdev_pool("blue", VF.removeprefix("0000:"))))
    foretold = pools.check()
    assert "error vf-taken-by-hostdev: enp1s0#0 is in blue and red" in foretold
    assert "a guest of blue, hostdev (vfio), takes it from one of red." in foretold
    guests.start("first", on_network("red", mac(1)))
    assert pools.users() == {VF: "first"}

    guests.start("second", on_hostdev_network("blue", mac(2)))

    assert not Path("/sys/class/net", NETDEV).exists()
    assert held(pools) == {"first": ("red", mac(1)), "second": ("blue", mac(2))}
    assert pools.users() == {VF: "second"}
    assert "error unknown-name: red lists enp1s0v0, and this host has no such netdev" in pools.check()
    assert "error device-gone: first (enp1s0v0) of red goes on without network: its device is gone." in pools.check()


def mac_of(netdev: str) -> str:
    (link,) = json.loads(run("ip", "-j", "link", "show", netdev))
    address: str = link["address"]
    return address
