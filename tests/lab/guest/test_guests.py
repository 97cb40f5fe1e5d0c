"""Guests on the pools that vftui has written, and past them: everything that shows who uses a VF shows them."""

from cli.program import shown
from lab.guest.cards import CARDS, vf_address
from lab.guest.pools import URI, Pools, guests, pools
from lab.guest.small_guests import (
    SmallGuests,
    direct,
    hostdev,
    hostdev_interface,
    mac,
    on_hostdev_network,
    on_network,
)
from terminal.console import Console, vftui

from vftui.model.attachments import device_of
from vftui.model.network import ForwardMode

__all__ = ["guests", "pools"]

FIRST, SECOND = CARDS


def app() -> Console:
    console = vftui("-c", URI, columns=200, rows=40)
    console.wait(lambda: "active" in console.seen(), "what runs")
    return console


def test_a_guest_on_every_kind_of_pool_is_shown_without_a_key(pools: Pools, guests: SmallGuests) -> None:
    pools.start("front", ForwardMode.PASSTHROUGH, "enp1s0#0-1")
    pools.start("storage", ForwardMode.HOSTDEV, "enp1s0#2-3")
    pools.start("mixed", ForwardMode.PASSTHROUGH, "enp2s0,enp1s0#4")
    pools.start("shared", ForwardMode.BRIDGE, "enp1s0#5-6")
    with app() as console:
        guests.start(
            "web",
            on_network("front", mac(1)),
            on_hostdev_network("storage", mac(2)),
            on_network("mixed", mac(3)),
            on_network("shared", mac(4)),
        )
        pools_shown = ("front", "storage", "mixed", "shared")
        console.wait(lambda: all("1 in use" in console.network(name).text for name in pools_shown), "the guest")

        host, users = pools.look().host, pools.users()
        held = {
            each.network: (each.guest, each.mac, str(device_of(each, host)), each.has_port)
            for each in pools.attachments()
        }
        on = {
            "front": vf_address(FIRST, 0),
            "storage": vf_address(FIRST, 2),
            "mixed": vf_address(SECOND, 0),
            "shared": vf_address(FIRST, 5),
        }
        assert held == {name: ("web", mac(number), on[name], True) for number, name in enumerate(on, 1)}
        assert users == dict.fromkeys(on.values(), "web")
        console.wait(lambda: all(console.vf(vf).text.endswith("web") for vf in on.values()), "its use of each VF")
    json = shown("-c", URI)
    attachments = {each["name"]: each["state"]["attachments"] for each in json["networks"]}
    assert {name: [(each["guest"], each["mac"]) for each in used] for name, used in attachments.items()} == {
        name: [("web", mac(number))] for number, name in enumerate(on, 1)
    }
    assert {vf["address"]: vf["used_by"] for pf in json["host"]["pfs"] for vf in pf["vfs"] if vf["used_by"]} == users


def test_guests_that_take_vfs_past_every_network_are_found(pools: Pools, guests: SmallGuests) -> None:
    pools.start("front", ForwardMode.PASSTHROUGH, "enp1s0#0-3")
    taken = [vf_address(FIRST, index) for index in (0, 1, 5)]
    with app() as console:
        guests.start(
            "past",
            direct("enp1s0v0", mac(1)),
            hostdev_interface(taken[1], mac(2)),
            hostdev(taken[2]),
        )
        console.wait(lambda: all("past" in console.vf(vf).text for vf in taken), "its use of each VF")
    assert pools.users() == dict.fromkeys(taken, "past")
    problems = pools.check()
    assert "front: error vf-held-outside: enp1s0#0 of front is in use by past outside every network" in problems
    assert "front: error unknown-name: front lists enp1s0v1, and this host has no such netdev" in problems


def test_a_pool_that_is_used_up_says_so_before_libvirt_refuses_the_next_guest(
    pools: Pools, guests: SmallGuests
) -> None:
    pools.start("front", ForwardMode.PASSTHROUGH, "enp1s0#0-1")
    with app() as console:
        for number in (1, 2):
            guests.start(f"g{number}", on_network("front", mac(number)))
        console.wait(lambda: "2 in use" in console.network("front").text, "both guests")
        assert "2 VFs" in console.network("front").text

        refused = guests.refusal("g3", on_network("front", mac(3)))

        assert refused[:2] == (1, 19)
        assert "requires exclusive access to interfaces, but none are available" in refused.message
        guests.stop("g1")
        console.wait(lambda: "1 in use" in console.network("front").text, "the VF that is free again")
        guests.start("g3", on_network("front", mac(3)))
        console.wait(lambda: "g3" in console.vf("enp1s0v0").text, "the third guest on it")


def test_what_the_menu_says_of_a_stop_with_guests_comes_true(pools: Pools, guests: SmallGuests) -> None:
    front = pools.start("front", ForwardMode.PASSTHROUGH, "enp1s0#0-1")
    guests.start("g1", on_network("front", mac(1)))
    with app() as console:
        console.wait(lambda: "1 in use" in console.network("front").text, "the guest")
        console.go_down("Networks", "front")
        console.keys("a")
        console.wait_for("g1 goes on, and libvirt forgets what it holds")
        console.keys("r")
        console.wait_for("Type front to restart it all the same", f"g1 (enp1s0v0, {mac(1)})")
        console.type("fron")
        console.keys("enter")
        console.wait_gone("Type front")
        assert pools.runtime.running().networks[front].active

        console.keys("a")
        console.wait_for("g1 goes on, and libvirt forgets what it holds")
        console.keys("t")
        console.wait_for("Type front to stop it all the same")
        console.type("front")
        console.keys("enter")
        console.wait(lambda: "inactive" in console.network("front").text, "the stopped network")
        assert not pools.runtime.running().networks[front].active
        assert "1 in use" in console.network("front").text

        pools.runtime.start(front)
        console.wait(lambda: "‼" in console.network("front").text, "the problem")
    assert "front: error vf-forgotten: enp1s0#0 of front is in use by g1" in pools.check()
    (held,) = pools.attachments()
    assert (held.guest, held.network, held.netdev, held.mac, held.has_port) == (
        "g1",
        "front",
        "enp1s0v0",
        mac(1),
        False,
    )
    assert pools.users() == {vf_address(FIRST, 0): "g1"}

    refused = guests.refusal("g2", on_network("front", mac(2)))

    assert refused[:2] == (38, 11)
