"""What an operator does before a picture is taken: for the snapshots, and for screenshots/."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from robot import Robot

DARK, LIGHT = "textual-dark", "textual-light"


@dataclass(frozen=True, slots=True)
class Scene:
    """Steps on the demo host, on a screen of some size."""

    act: Callable[[Robot], Awaitable[object]]
    size: tuple[int, int] = (120, 36)
    theme: str = DARK

    async def play(self, robot: Robot) -> None:
        # snap_compare lets the steps begin before the first frame is there.
        await robot.pilot.pause()
        robot.app.theme = self.theme
        await self.act(robot)
        await robot.pilot.pause()


async def _main(robot: Robot) -> None:
    await robot.go("front")


async def _drag(robot: Robot) -> None:
    await robot.mark("ens1f0#12-15")
    await robot.hold("ens1f0#13", "storage")


async def _refused(robot: Robot) -> None:
    await robot.hold("ens2f0#8", "front")


async def _carry(robot: Robot) -> None:
    await robot.mark("ens1f0#12-15")
    await robot.keys("m")
    await robot.go("legacy")


async def _new_network(robot: Robot) -> None:
    await robot.drag("ens2f0", "new network")
    await robot.type("big")


async def _expression(robot: Robot) -> None:
    await robot.keys("number_sign")
    await robot.type("ens1f0#0-3,99")


async def _filter(robot: Robot) -> None:
    await robot.keys("slash")
    await robot.type("vfio")


async def _palette(robot: Robot) -> None:
    await robot.keys("ctrl+p")
    await robot.type("net")
    await robot.app.workers.wait_for_complete()
    await robot.pilot.wait_for_scheduled_animations()


async def _review(robot: Robot) -> None:
    await robot.mark("ens1f0#12-15")
    await robot.drag("ens1f0#13", "front")
    await robot.drag("ens2f0#20", "new network")
    await robot.new_network("edge", "hostdev")
    await robot.go("legacy")
    await robot.keys("D", "w")


async def _quit(robot: Robot) -> None:
    await robot.drag("ens1f0#12", "front")
    await robot.keys("q")


async def _narrow_xml(robot: Robot) -> None:
    await robot.go("front", 2)
    await robot.keys("x")


async def _diff(robot: Robot) -> None:
    await robot.drag("ens1f0#12", "storage")
    await robot.keys("left_square_bracket")


SCENES: Mapping[str, Scene] = {
    "main": Scene(_main),
    "drag": Scene(_drag),
    "refused": Scene(_refused),
    "carry": Scene(_carry, size=(100, 30)),
    "new-network": Scene(_new_network, size=(80, 24)),
    "expression": Scene(_expression, size=(80, 24)),
    "filter": Scene(_filter, size=(80, 24)),
    "help": Scene(lambda robot: robot.keys("question_mark"), size=(100, 60)),
    "palette": Scene(_palette, size=(100, 30)),
    "review": Scene(_review),
    "quit": Scene(_quit, size=(80, 24)),
    "narrow": Scene(_main, size=(80, 24)),
    "narrow-xml": Scene(_narrow_xml, size=(80, 24)),
    "wide": Scene(_main, size=(200, 60)),
    "light": Scene(_diff, theme=LIGHT),
}

# Those that the README shows, drawn into screenshots/.
SHOWN = ("drag", "refused", "review", "narrow-xml", "light")
