"""Networks that a libvirt runs: what rows, details, the effective pool and the top bar say of them."""

from dataclasses import replace

import pytest
from robot import at_work
from told_runtime import demo_on_libvirt
from tui.on_libvirt import Libvirt

from vftui.inventory.demo import demo_host
from vftui.model.running import Attachment
from vftui.tui.widgets.bars import TopBar
from vftui.workspace import Workspace

NARROW = (80, 24)


@pytest.mark.parametrize("size", [NARROW, (160, 45)])
async def test_a_row_says_whether_its_network_is_active_and_how_much_is_in_use(
    libvirt: Libvirt, size: tuple[int, int]
) -> None:
    libvirt.define("red", "enp1s0v0", "enp1s0v1")
    libvirt.define("blue", "enp1s0v2", active=False)
    libvirt.attach("red", "g1")
    async with at_work(libvirt.workspace(), size=size) as robot:
        await robot.knows_what_runs()

        assert (await robot.row("red")).startswith("  ▾ red  active  1 in use  2 VFs")
        assert (await robot.row("blue")).startswith("  ▾ blue  inactive  1 VF")


@pytest.mark.parametrize("size", [NARROW, (160, 45)])
async def test_the_rows_of_a_vf_name_the_guest_on_it(libvirt: Libvirt, size: tuple[int, int]) -> None:
    libvirt.define("red", "enp1s0v0", "enp1s0v1")
    libvirt.attach("red", "g1")
    async with at_work(libvirt.workspace(), size=size) as robot:
        await robot.knows_what_runs()

        assert "used by g1" in await robot.row("red", 0)
        assert "used by" not in await robot.row("red", 1)
        assert (await robot.row("enp1s0#0")).split()[-1] == "g1"


async def test_a_vf_of_a_whole_pf_names_the_guest_on_it(libvirt: Libvirt) -> None:
    libvirt.define("blue", "<pf dev='enp2s0'/>", mode="hostdev")
    libvirt.attach("blue", "g1")
    async with at_work(libvirt.workspace(), size=NARROW) as robot:
        await robot.knows_what_runs()
        await robot.go("blue", 0)
        await robot.keys("enter", "down")

        assert "enp2s0v0  used by g1" in robot.seen()


async def test_details_tell_state_guests_devices_and_macs(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0", "enp1s0v1")
    libvirt.attach("red", "g1", "52:54:00:00:00:07")
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.go("red")
        assert "red · active, no autostart · 1 in use: g1 (enp1s0v0, 52:54:00:00:00:07) · passthrough" in robot.message
        await robot.click("enp1s0#0")

        assert "enp1s0v0 · in red · used by g1 (52:54:00:00:00:07) through red · igbvf" in robot.message


async def test_a_filter_finds_a_guest_in_both_trees(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0", "enp1s0v1")
    libvirt.attach("red", "g1")
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        for name in ("enp1s0", "red"):
            await robot.go(name)
            await robot.keys("slash")
            await robot.type("g1")
            await robot.keys("enter")

        assert [row.subject for row in robot.pools.host.rows if row.kind == "vf"] == [
            robot.workspace.host.vf_by_netdev["enp1s0v0"]
        ]
        assert [row.kind for row in robot.pools.networks.rows].count("member") == 1


async def test_a_network_without_a_definition_is_called_transient(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0", transient=True)
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()

        assert "red  active  transient  1 VF" in await robot.row("red")


async def test_a_new_network_has_no_state_before_it_is_written(libvirt: Libvirt) -> None:
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.keys("n")
        await robot.new_network("fresh")

        assert "fresh  *new" in await robot.row("fresh")
        assert "active" not in await robot.row("fresh")


async def test_a_folder_says_nothing_of_what_runs(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        assert "active" not in robot.seen()


# Guests, which no libvirtd on made-up hardware can have


async def test_a_guest_outside_every_network_is_said_to_be() -> None:
    taken = demo_host().vf_by_netdev["ens1f0v20"]
    lone = Attachment("lone", None, "52:54:00:00:00:09", address=taken.address)
    async with at_work(demo_on_libvirt([lone])) as robot:
        await robot.knows_what_runs()
        await robot.click("ens1f0#20")

        assert "free" not in await robot.row("ens1f0#20")
        assert "in no pool · used by lone (52:54:00:00:00:09) outside every network" in robot.message


async def test_a_guest_that_its_network_has_forgotten_is_said_to_be() -> None:
    lost = Attachment("g1", "front", "52:54:00:00:00:09", netdev="ens1f0v0")
    async with at_work(demo_on_libvirt([lost])) as robot:
        await robot.knows_what_runs()
        await robot.go("front")
        assert "1 in use: g1 (ens1f0v0, 52:54:00:00:00:09, not counted by the network)" in robot.message
        await robot.click("ens1f0#0")

        assert "used by g1 (52:54:00:00:00:09) through front, which does not count it" in robot.message


@pytest.mark.parametrize("size", [NARROW, (160, 45)])
async def test_a_pf_that_a_guest_holds_itself_says_so(size: tuple[int, int]) -> None:
    async with at_work(demo_on_libvirt([Attachment("router", netdev="ens2f0")]), size=size) as robot:
        await robot.knows_what_runs()
        await robot.click("ens2f0")

        assert "used by router" in await robot.row("ens2f0")
        assert "the PF itself is used by router" in robot.message


async def test_names_of_guests_are_never_taken_for_markup_or_codes() -> None:
    evil = Attachment("[/red]\x1b[2J", "front", netdev="ens1f0v0", has_port=True)
    async with at_work(demo_on_libvirt([evil])) as robot:
        await robot.knows_what_runs()
        await robot.go("front")
        assert "[/red]\N{REPLACEMENT CHARACTER}[2J" in robot.message
        await robot.keys("a", "t")

        assert "· [/red]\N{REPLACEMENT CHARACTER}[2J (ens1f0v0)" in robot.seen()


async def test_details_follow_what_runs_while_the_cursor_stays(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.go("red")
        assert "in use" not in robot.message
        libvirt.attach("red", "g1")
        robot.pools.post_message(robot.pools.LookWanted())

        await robot.until(lambda: "1 in use: g1" in robot.message)


# The effective pool


async def test_the_effective_pool_says_that_it_is_in_force(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0", "enp1s0v1")
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.go("red")
        await robot.show("Effective")
        assert robot.effective.startswith("✓ red is active, and hands out what is stored.")
        await robot.drag("enp1s0#5", "red")

        assert "! red is active, and hands out what is stored. This is not written yet." in " ".join(
            robot.effective.split()
        )


async def test_the_effective_pool_says_what_is_handed_out_until_a_restart(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0", "enp1s0v1")
    libvirt.define("red", "enp1s0v1", "enp1s0v2", active=False)
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.go("red")
        await robot.show("Effective")

        text = " ".join(robot.effective.split())
        assert "! red is active with what it was started with." in text
        assert "take enp1s0#0 out of and add enp1s0#2 to what it hands out" in text


async def test_the_effective_pool_of_an_inactive_network_says_that_no_guest_gets_a_device(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0", active=False)
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.go("red")
        await robot.show("Effective")

        assert robot.effective.startswith("! red is inactive")


# The top bar


@pytest.mark.parametrize("width", [60, 80, 160])
async def test_the_top_bar_says_in_words_that_the_connection_is_lost(workspace: Workspace, width: int) -> None:
    async with at_work(workspace, size=(width, 24)) as robot:
        bar = robot.pools.query_one(TopBar)
        bar.connection("connection lost")
        await robot.pilot.pause()
        assert "✗ connection lost" in robot.seen().splitlines()[0]
        bar.connection(None)
        await robot.pilot.pause()

        assert "lost" not in robot.seen()


async def test_the_top_bar_says_where_the_networks_are(libvirt: Libvirt, workspace: Workspace) -> None:
    async with at_work(libvirt.workspace()) as robot:
        assert f"lab · this host (udev)  {libvirt.uri} " in robot.seen()
    async with at_work(workspace) as robot:
        assert "folder /tmp/vftui-demo " in robot.seen()


async def test_a_host_that_is_read_where_the_networks_are_says_so_once(libvirt: Libvirt) -> None:
    libvirt.host = replace(libvirt.host, source=f"node devices of {libvirt.uri}")
    async with at_work(libvirt.workspace()) as robot:
        assert robot.seen().splitlines()[0].count(libvirt.uri) == 1
