"""The region of the host where there is nothing to show in it."""

import pytest
from robot import at_work, demo_workspace, workspace_of

from vftui.inventory.demo import demo_host
from vftui.model.host import Host

BARE = Host("bare", "made up")


@pytest.mark.parametrize("size", [(80, 24), (160, 45), (50, 24)])
async def test_a_host_without_such_cards_says_so_and_what_helps(size: tuple[int, int]) -> None:
    async with at_work(workspace_of(BARE), size=size) as robot:
        region = robot.pools.host.content_region
        lines = robot.seen().splitlines()[region.y : region.bottom]
        said = " ".join(" ".join(line[region.x : region.right] for line in lines).split())

        assert said == "No SR-IOV network card found. Try `vftui --demo`."


async def test_a_card_that_comes_takes_the_place_of_the_sentence() -> None:
    async with at_work(workspace_of(BARE)) as robot:
        robot.pools.show_host(demo_host())
        await robot.pilot.pause()

        assert "No SR-IOV network card" not in robot.seen()
        assert "ens1f0v0" in robot.seen()


async def test_a_filter_that_leaves_nothing_is_no_host_without_cards() -> None:
    async with at_work(demo_workspace()) as robot:
        await robot.keys("slash")
        await robot.type("nosuch")

        assert "No SR-IOV network card" not in robot.seen()
        assert "/nosuch" in robot.seen()
