"""What an operator does before a picture is taken: for the snapshots, and for screenshots/."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from robot import Robot, demo_workspace
from textual.widgets import Input
from told_runtime import demo_on_libvirt

from vftui.model.network import ForwardMode
from vftui.model.pci import PciAddress
from vftui.model.running import Attachment
from vftui.workspace import Workspace

DARK, LIGHT = "textual-dark", "textual-light"


@dataclass(frozen=True, slots=True)
class Scene:
    """Steps on the demo host, with its networks in a folder or run by a libvirt, on a screen of some size."""

    act: Callable[[Robot], Awaitable[object]]
    size: tuple[int, int] = (120, 36)
    theme: str = DARK
    workspace: Callable[[], Workspace] = demo_workspace

    async def play(self, robot: Robot) -> None:
        # snap_compare lets the steps begin before the first frame is there.
        await robot.pilot.pause()
        robot.app.theme = self.theme
        await self.act(robot)
        for field in robot.app.screen.query(Input):
            # On a busy machine a picture would be taken while the cursor is off.
            field.cursor_blink = False
        await robot.pilot.pause()


async def _main(robot: Robot) -> None:
    await robot.go("front")


async def _drag(robot: Robot) -> None:
    await robot.mark("ens1f0#12-15")
    await robot.hold("ens1f0#13", "storage")


async def _refused(robot: Robot) -> None:
    await robot.hold("ens2f0#8", "front")


async def _refused_in_use(robot: Robot) -> None:
    await robot.hold("ens1f0#3", "storage")


async def _problems(robot: Robot) -> None:
    await robot.go("ens1f0#7")
    await robot.keys("P")


async def _confirm(robot: Robot) -> None:
    await robot.drag("ens1f0#12", "front")
    await robot.keys("w", "y")
    await robot.type("vf-in-two")


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


async def _effective(robot: Robot) -> None:
    await robot.go("uplink")
    await robot.show("Effective")


async def _narrow_effective(robot: Robot) -> None:
    await robot.go("legacy", 2)
    await robot.keys("x")
    await robot.show("Effective")


def _running() -> Workspace:
    """Guests on a pool of each kind, one that its network has forgotten, one on a PF, one outside every network."""
    return demo_on_libvirt(
        (
            Attachment(
                "web-1", "front", "52:54:00:5a:11:01", netdev="ens1f0v0", mode=ForwardMode.PASSTHROUGH, has_port=True
            ),
            Attachment("web-2", "front", "52:54:00:5a:11:02", netdev="ens1f0v1", mode=ForwardMode.PASSTHROUGH),
            Attachment("db-primary", "storage", address=PciAddress.parse("0000:5e:02.0"), has_port=True),
            Attachment("router", netdev="ens2f0"),
            Attachment("monitoring", mac="52:54:00:5a:11:09", netdev="ens1f0v20"),
        ),
        inactive=("legacy",),
    )


async def _on_running(robot: Robot) -> None:
    await robot.knows_what_runs()
    await robot.go("front")


async def _network_menu(robot: Robot) -> None:
    await _on_running(robot)
    await robot.keys("a")


async def _confirm_stop(robot: Robot) -> None:
    await _network_menu(robot)
    await robot.keys("t")
    await robot.type("fro")


async def _settings_running(robot: Robot) -> None:
    await _on_running(robot)
    await robot.keys("e")


SCENES: Mapping[str, Scene] = {
    "main": Scene(_main),
    "drag": Scene(_drag),
    "refused": Scene(_refused),
    "refused-in-use": Scene(_refused_in_use, size=(80, 24)),
    "problems": Scene(_problems),
    "problems-narrow": Scene(_problems, size=(80, 24)),
    "confirm": Scene(_confirm, size=(80, 24)),
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
    "effective": Scene(_effective, size=(160, 45)),
    "narrow-effective": Scene(_narrow_effective, size=(80, 24)),
    "wide": Scene(_main, size=(200, 60)),
    "running": Scene(_on_running, size=(160, 45), workspace=_running),
    "narrow-running": Scene(_on_running, size=(80, 24), workspace=_running),
    "network-menu": Scene(_network_menu, size=(80, 24), workspace=_running),
    "confirm-stop": Scene(_confirm_stop, size=(80, 24), workspace=_running),
    "settings-running": Scene(_settings_running, size=(80, 24), workspace=_running),
    "light": Scene(_diff, theme=LIGHT),
}

# Those that the README shows, drawn into screenshots/.
SHOWN = ("drag", "effective", "refused", "problems", "review", "narrow-xml", "light")
