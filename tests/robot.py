"""A user at the keyboard and mouse, without a terminal: what they do, and what they see."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from time import monotonic

from rich.cells import cell_len
from textual.geometry import Offset
from textual.pilot import Pilot

from vftui.inventory.base import Inventory
from vftui.inventory.demo import demo_host
from vftui.inventory.demo_networks import demo_networks
from vftui.inventory.fixed import FixedInventory
from vftui.model.host import Host
from vftui.model.network import POOL_MODES, ForwardMode, Network
from vftui.model.pool import effective_vfs
from vftui.stores.memory import MemoryStore
from vftui.tui.app import VftuiApp
from vftui.tui.screens.network_dialog import Choices
from vftui.tui.screens.pools import Pools
from vftui.tui.widgets.bars import MessageBar
from vftui.tui.widgets.effective_view import EffectiveView
from vftui.tui.widgets.ghost import Ghost
from vftui.tui.widgets.network_tree import NEW_KEY, MemberKey, NetworkKey
from vftui.tui.widgets.preview import TABS, Preview
from vftui.tui.widgets.rows import Key, RowList
from vftui.tui.widgets.xml_view import XmlView
from vftui.workspace import Keeper, Workspace

# Where a row's text begins: after the sign, the mark and the fold.
TEXT = 6
# Seconds that the robot waits for something; only a test that fails waits so long.
PATIENCE = 15.0


class DemoFolder(MemoryStore):
    """Networks in memory that look like those of `--demo` on the screen."""

    @property
    def location(self) -> str:
        return "/tmp/vftui-demo"  # noqa: S108 - only shown


def workspace_of(host: Host, documents: Mapping[str, bytes] | None = None, *, read_only: bool = False) -> Workspace:
    """A workspace on networks kept in memory, whose new networks have the same uuid on every run."""
    return Workspace(host, MemoryStore(documents or {}, read_only=read_only), new_uuid=counted_uuids())


def counted_uuids() -> Callable[[], str]:
    """uuids that are the same on every run."""
    uuids = (f"00000000-0000-4000-8000-{number:012d}" for number in range(1, 1000))
    return lambda: next(uuids)


def demo_workspace() -> Workspace:
    """The demo host and its networks, at a place that has the same name on every run."""
    return Workspace(demo_host(), DemoFolder(demo_networks()), new_uuid=counted_uuids())


def app_on(workspace: Workspace, inventory: Inventory | None = None, keeper: Keeper | None = None) -> VftuiApp:
    """The app, on a host that never changes unless an inventory is given."""
    return VftuiApp(workspace, inventory or FixedInventory(workspace.host), keeper=keeper)


class Robot:
    """Speaks of VFs and networks by name; knows where they are on the screen."""

    def __init__(self, pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, VftuiApp)
        self.pilot = pilot
        self.app = pilot.app
        self.workspace = pilot.app.workspace

    @property
    def pools(self) -> Pools:
        return self.app.pools

    # What is there

    def network(self, name: str) -> Network:
        return self.workspace.draft.get(name)

    def pool(self, name: str) -> list[str]:
        """The VFs that a network hands out, as `ens1f0#3`, in order."""
        host = self.workspace.host
        return [host.vf_name(vf.address) for vf in effective_vfs(self.network(name), host)]

    @property
    def message(self) -> str:
        return self.app.screen.query_one(MessageBar).text

    @property
    def ghost(self) -> str:
        return self.pools.query_one(Ghost).text

    @property
    def xml(self) -> str:
        return self.pools.query_one(Preview).query_one(XmlView).text

    @property
    def effective(self) -> str:
        """What is said of the effective pool, in sight or not."""
        return self.pools.query_one(EffectiveView).text

    async def row(self, name: str, position: int | None = None) -> str:
        """The row of a VF, PF or network, or of the member of a network at a position, as it is seen."""
        at = await self.place(name, position)
        rows = self.pools.networks if position is not None else self._key(name)[0]
        region = rows.content_region
        line = self.app.screen._compositor.render_strips()[at.y]  # noqa: SLF001 - as in seen
        return line.crop(region.x, region.right).text.rstrip()

    @property
    def marked(self) -> list[str]:
        host = self.workspace.host
        return sorted(host.vf_name(vf) for vf in host.vf_by_address if vf in self.pools.host.marks)

    def seen(self) -> str:
        """Everything on the screen, line by line."""
        lines = self.app.screen._compositor.render_strips()  # noqa: SLF001 - Textual has no public way
        return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines)

    # Waiting

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for what a thread of the app, or a daemon, brings about."""
        deadline = monotonic() + PATIENCE
        while not condition():
            assert monotonic() < deadline, f"It did not come about. On the screen:\n{self.seen()}"
            await self.pilot.pause(0.01)

    async def sees(self, text: str) -> None:
        """Wait until some text is on the screen."""
        await self.until(lambda: text in self.seen())

    async def knows_what_runs(self) -> None:
        """Wait until what a libvirt runs is on the screen."""
        await self.until(lambda: self.workspace.running is not None)
        await self.pilot.pause()

    # Places

    def _key(self, name: str) -> tuple[RowList, Key]:
        host = self.workspace.host
        for address in (*host.vf_by_address, *host.pf_by_address):
            if name in (host.vf_name(address), str(address)) or (
                address in host.pf_by_address and name == host.pf_by_address[address].name
            ):
                return self.pools.host, address
        if name == "new network":
            return self.pools.networks, NEW_KEY
        return self.pools.networks, NetworkKey(name)

    def _member_key(self, network: str, position: int) -> tuple[RowList, Key]:
        members = self.network(network).members
        member = members[position]
        return self.pools.networks, MemberKey(network, member, members[:position].count(member))

    def _place(self, rows: RowList, key: Key) -> Offset:
        line = rows.line_of(key)
        assert line is not None, f"{key} is not in the list"
        rows.scroll_to(y=max(0, line - rows.size.height // 2), animate=False, force=True)
        region = rows.content_region
        return Offset(region.x + TEXT, region.y + line - int(rows.scroll_target_y))

    async def place(self, name: str, position: int | None = None) -> Offset:
        """Where a VF, PF or network is, or the member of a network at a position; scrolled into sight."""
        rows, key = self._key(name) if position is None else self._member_key(name, position)
        at = self._place(rows, key)
        await self.pilot.pause()
        return at

    # Mouse

    async def press(self, at: Offset) -> None:
        await self.pilot.mouse_down(offset=at)

    async def move(self, at: Offset) -> None:
        await self.pilot.hover(offset=at)
        await self.pilot.pause()

    async def release(self, at: Offset) -> None:
        await self.pilot.mouse_up(offset=at)
        await self.pilot.pause()

    async def hold(self, what: str, over: str, *, member: int | None = None, at: int | None = None) -> Offset:
        """Begin to drag and stay over the target; returns where that is."""
        start = await self.place(what, member)
        await self.press(start)
        end = await self.place(over, at)
        await self.move(start + Offset(1, 0))
        await self.move(end)
        return end

    async def drag(self, what: str, to: str, *, member: int | None = None, at: int | None = None) -> None:
        """Drag a row to another one; `member` and `at` pick a member of the network by its position."""
        await self.release(await self.hold(what, to, member=member, at=at))

    def place_of(self, text: str) -> Offset:
        """The first place of the screen that shows `text`."""
        for y, line in enumerate(self.seen().splitlines()):
            if text in line:
                return Offset(cell_len(line[: line.index(text)]), y)
        raise AssertionError(f"{text!r} is not on the screen:\n{self.seen()}")

    async def click_on(self, text: str, *, times: int = 1) -> None:
        """Click where some text is seen."""
        await self.pilot.click(offset=self.place_of(text), times=times)
        await self.pilot.pause()

    async def right_click(self, what: str, member: int | None = None) -> None:
        """Press the right button on a row, and let it go."""
        at = await self.place(what, member)
        await self.pilot.click(offset=at, button=3)
        await self.pilot.pause()

    async def click(self, what: str, *, control: bool = False) -> None:
        await self.pilot.click(offset=await self.place(what), control=control)
        await self.pilot.pause()

    # Keyboard

    async def keys(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.pilot.press(*("space" if letter == " " else letter for letter in text))
        await self.pilot.pause()

    async def go(self, name: str, position: int | None = None) -> None:
        """Put the cursor on a row."""
        rows, key = self._key(name) if position is None else self._member_key(name, position)
        rows.focus()
        assert rows.move_to(key), f"{name} is not in the list"
        await self.pilot.pause()

    async def show(self, view: str) -> None:
        """Turn to a view of the network at hand: Forward, Effective, Document or Diff."""
        assert view in TABS
        while self.pools.preview.tab != view:
            await self.keys("right_square_bracket")

    async def mark(self, expression: str) -> None:
        """Mark by expression, as `#` does."""
        await self.keys("number_sign")
        await self.type(expression)
        await self.keys("enter")

    async def new_network(self, name: str, mode: str | None = None) -> None:
        """Fill in the dialog that asks for a network; with the mode that it offers unless one is named."""
        await self.type(name)
        if mode is not None:
            chosen = self.app.screen.query_one("#mode", Choices).pressed_button
            assert chosen
            assert chosen.name
            steps = POOL_MODES.index(ForwardMode(mode)) - POOL_MODES.index(ForwardMode(chosen.name))
            await self.keys("tab", *["down"] * (steps % len(POOL_MODES)))
        await self.keys("ctrl+s")


@asynccontextmanager
async def work_on(app: VftuiApp, *, size: tuple[int, int] = (160, 45)) -> AsyncIterator[Robot]:
    """The app on a screen of `size`, and a robot before it."""
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Robot(pilot)


@asynccontextmanager
async def at_work(
    workspace: Workspace,
    inventory: Inventory | None = None,
    *,
    size: tuple[int, int] = (160, 45),
) -> AsyncIterator[Robot]:
    """The app on a workspace."""
    async with work_on(app_on(workspace, inventory), size=size) as robot:
        yield robot
