"""What somebody else changes in the libvirt whose networks are on the screen."""

from collections.abc import Sequence
from threading import Event

from looks import look
from robot import at_work
from told_runtime import DemoLibvirt, ToldRuntime
from tui.on_libvirt import Libvirt

from vftui.inventory.demo import demo_host
from vftui.inventory.demo_networks import demo_networks
from vftui.model.revision import StoredDocument
from vftui.progress import Progress
from vftui.workspace import Workspace


class HeldUp(DemoLibvirt):
    """Reads what there is when somebody asks, and answers once it is no more held up."""

    held_up = False

    def load(self, progress: Progress | None = None) -> Sequence[StoredDocument]:
        found = super().load(progress)
        while self.held_up:
            Event().wait(0.01)
        return found

    def contents(self) -> dict[str, bytes]:
        return {each.key: each.content for each in super().load()}

    def change_front(self, word: str) -> None:
        before = self.read("front.xml")
        assert before is not None
        content = demo_networks()["front.xml"].replace(b"<forward", f"<!-- {word} --><forward".encode())
        self.replace("front.xml", content, before.revision)


async def test_what_somebody_else_changes_is_shown_where_no_edit_is_lost_by_that(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        libvirt.define("red", "enp1s0v5", active=False)
        await robot.until(
            lambda: "Somebody else has changed red: what is shown is what is stored now." in robot.message
        )

        assert robot.pool("red") == ["enp1s0#5"]
        assert "changed outside" not in robot.seen()


async def test_what_somebody_else_changes_waits_until_a_move_is_over(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.go("enp2s0#0")
        await robot.keys("m")
        libvirt.define("red", "enp1s0v5", active=False)
        await robot.sees("‼ 1 network changed outside: r")
        assert robot.pool("red") == ["enp1s0#0"]
        await robot.keys("escape")

        await robot.until(lambda: robot.pool("red") == ["enp1s0#5"])


async def test_what_somebody_else_changed_and_was_taken_over_is_known_again(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.drag("enp2s0#0", "red")
        libvirt.define("red", "enp1s0v5", active=False)
        await robot.sees("‼ 1 network changed outside: r")
        await robot.keys("w")
        await robot.sees("red changed in the store")
        await robot.keys("t")
        await robot.until(lambda: robot.app.screen is robot.pools)
        await robot.until(lambda: "changed outside" not in robot.seen())

        assert robot.workspace.force(robot.network("red")) is not None


async def test_what_somebody_else_changes_while_it_is_read_is_not_taken_for_what_is_stored() -> None:
    store = HeldUp(demo_networks())
    runtime = ToldRuntime(look(Workspace(demo_host(), store)))
    workspace = Workspace(demo_host(), store, runtime=runtime)
    async with at_work(workspace) as robot:
        await robot.knows_what_runs()
        store.held_up = True
        for word in ("one", "two"):
            store.change_front(word)
            runtime.now_runs(look(Workspace(demo_host(), DemoLibvirt(store.contents()))))
            robot.pools.post_message(robot.pools.LookWanted())
            await robot.until(lambda: workspace.running is runtime.running())
        store.held_up = False

        await robot.until(lambda: "<!-- two -->" in workspace.document(robot.network("front")).text)
        await robot.until(lambda: "changed outside" not in robot.seen())


async def test_the_top_bar_says_for_how_long_what_is_shown_is_not_what_is_stored(libvirt: Libvirt) -> None:
    libvirt.define("red", "enp1s0v0")
    async with at_work(libvirt.workspace()) as robot:
        await robot.knows_what_runs()
        await robot.drag("enp2s0#0", "red")
        libvirt.define("red", "enp1s0v5", active=False)
        await robot.sees("‼ 1 network changed outside: r")
        await robot.keys("r", "r")

        await robot.until(lambda: "changed outside" not in robot.seen())
