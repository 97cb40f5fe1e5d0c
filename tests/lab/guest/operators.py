"""Two operators who do the same at the machine's app: one with the mouse, one with keys alone."""

from typing import Protocol

from terminal.console import Console, Row

_FRONT = "✓ New network front, passthrough (macvtap); Add enp1s0#0-1 to front"
_STORAGE = "✓ New network storage, hostdev (vfio); Add enp1s0#2-3 to storage"
_MIXED = "✓ New network mixed, passthrough (macvtap); Use all of enp2s0 in mixed"


class Operator(Protocol):
    """Somebody before the app."""

    console: Console

    def partition(self) -> None:
        """Make `front` of enp1s0#0-1, `storage` of enp1s0#2-3 for hostdev, and `mixed` of enp2s0 and enp1s0#4."""
        ...

    def look_at(self, network: str) -> None: ...

    def choose_effective(self) -> None:
        """Turn from the XML to what libvirt makes of it."""
        ...

    def act(self, network: str, key: str, action: str) -> None:
        """Choose an action from the menu of a network."""
        ...


class ByMouse:
    """Lets go of the mouse only to type names."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def partition(self) -> None:
        console = self.console
        self._drag_to_new("enp1s0v0", "enp1s0v1")
        console.fill_in("front")
        console.wait_for(_FRONT)
        self._drag_to_new("enp1s0v2", "enp1s0v3")
        console.wait_for("Forward mode")
        console.type("storage")
        console.click(console.place_of("hostdev (vfio)  "))
        console.wait_for("▐●▌ hostdev")
        console.click(console.place_of("Enter Done"))
        console.wait_for(_STORAGE)
        console.drag(console.vf("enp2s0").place, console.new_pool)
        console.fill_in("mixed")
        console.wait_for(_MIXED)
        console.drag(console.vf("enp1s0v4").place, console.network("mixed").place)
        console.wait_for("✓ Add enp1s0#4 to mixed")

    def use_whole_pf(self) -> None:
        """Make `whole` of enp2s0 alone."""
        self.console.drag(self.console.vf("enp2s0").place, self.console.new_pool)
        self.console.fill_in("whole")
        self.console.wait_for("✓ New network whole, passthrough (macvtap); Use all of enp2s0 in whole")

    def _drag_to_new(self, *netdevs: str) -> None:
        console = self.console
        for netdev in netdevs:
            console.click(console.vf(netdev).place, ctrl=True)
        console.wait(lambda: len(console.marked()) == len(netdevs), "the marks")
        console.drag(console.vf(netdevs[0]).place, console.new_pool)

    def look_at(self, network: str) -> None:
        self.console.click(_heading(self.console, network).place)

    def choose_effective(self) -> None:
        self.console.click(self.console.place_of(" Effective "))

    def act(self, network: str, key: str, action: str) -> None:
        place = _heading(self.console, network).place
        self.console.mouse(("right", place), ("right up", place))
        self.console.wait_for(f"╭─ Network {network}", f"{key}  {action}")
        self.console.click(self.console.place_of(f"{key}  {action}"))


class ByKeys:
    """Has no mouse."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def partition(self) -> None:
        console = self.console
        self._pick_up("enp1s0#0-1")
        console.drop_as_new()
        console.fill_in("front")
        console.wait_for(_FRONT)
        self._pick_up("enp1s0#2-3")
        console.drop_as_new()
        console.fill_in("storage", "hostdev")
        console.wait_for(_STORAGE)
        console.keys("end")
        console.pick_up("p")
        console.drop_as_new()
        console.fill_in("mixed")
        console.wait_for(_MIXED)
        self.add("enp1s0#4", "mixed")

    def add(self, expression: str, network: str) -> None:
        """Add what the canonical expression selects to a network."""
        self._pick_up(expression)
        self.look_at(network)
        self.console.keys("enter")
        self.console.wait_for(f"✓ Add {expression} to {network}")

    def _pick_up(self, expression: str) -> None:
        self.console.mark(expression)
        self.console.pick_up()

    def look_at(self, network: str) -> None:
        console = self.console
        if all(row.sign == " " for row in console.rows("Networks")):
            console.keys("tab")
        console.keys("home")
        console.wait(lambda: console.rows("Networks")[0].sign != " ", "the first network")
        console.keys(*["down"] * console.rows("Networks").index(_heading(console, network)))
        console.wait(lambda: _heading(console, network).sign != " ", f"the cursor on {network}")

    def choose_effective(self) -> None:
        self.console.keys("]")

    def act(self, network: str, key: str, action: str) -> None:
        self.look_at(network)
        self.console.keys("a")
        self.console.wait_for(f"╭─ Network {network}", f"{key}  {action}")
        self.console.keys(key)


def _heading(console: Console, network: str) -> Row:
    """The row of a network: its name follows its fold."""
    return next(row for row in console.rows("Networks") if row.text.lstrip("▾▸ ").split()[:1] == [network])
