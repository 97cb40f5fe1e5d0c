"""The network under the cursor: its `<forward>`, what libvirt makes of it, the whole document, or the diff."""

from collections.abc import Iterator

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from vftui.model.network import Network
from vftui.model.text import printable
from vftui.tui.effective import JudgedNetwork
from vftui.tui.widgets.effective_view import EffectiveView
from vftui.tui.widgets.titles import put_titles
from vftui.tui.widgets.xml_view import XmlView
from vftui.workspace import Workspace

TABS = ("Forward", "Effective", "Document", "Diff")


class Tabs(Widget):
    """One line with the names of the views; the chosen one stands in brackets."""

    DEFAULT_CSS = """
    Tabs { height: 1; color: $text-muted; pointer: pointer; }
    """

    chosen = 0

    def render(self) -> Content:
        return Content.assemble(*((name, "bold") if chosen else name for name, chosen in self._names()))

    def on_click(self, event: events.Click) -> None:
        at = 0
        for number, (name, _) in enumerate(self._names()):
            at += len(name)
            if event.x < at:
                self.parent_preview.choose(number)
                break

    def _names(self) -> Iterator[tuple[str, bool]]:
        """The names as they stand, and which is chosen: each keeps its place, unless there is no room for gaps."""
        gap = " " if self.size.width >= sum(len(name) + 2 for name in TABS) else ""
        for number, name in enumerate(TABS):
            chosen = number == self.chosen
            yield (f"[{name}]", True) if chosen else (f"{gap}{name} ", False)

    @property
    def parent_preview(self) -> "Preview":
        assert isinstance(self.parent, Preview)  # noqa: S101 - composed there and nowhere else
        return self.parent


class Preview(Vertical):
    """The third region of the main screen."""

    def __init__(self, workspace: Workspace, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._workspace = workspace
        self._network: str | None = None

    def compose(self) -> ComposeResult:
        yield Tabs()
        yield XmlView(id="xml")
        yield EffectiveView(id="effective")

    def on_mount(self) -> None:
        self._effective.display = False

    def show(self, name: str | None) -> None:
        """Show the network of that name, as the draft has it now."""
        self._network = name
        network = self._shown
        kind = "Effective pool" if self.tab == "Effective" else "XML"
        put_titles(self, Content(f"{kind} {printable(network.name)}" if network else kind))
        if self.tab == "Effective":
            self._effective.show(self._judged(network) if network else None)
        elif network is None:
            self._xml.show_text("")
        elif self.tab == "Diff":
            self._xml.show_diff(self._workspace.diff(network), "No change: this is what is stored.")
        else:
            self._xml.show_text(self._text(network))

    @property
    def network(self) -> str | None:
        """The name of the network shown."""
        return self._network

    @property
    def tab(self) -> str:
        return TABS[self.query_one(Tabs).chosen]

    def choose(self, number: int) -> None:
        """Show another view of the same network."""
        tabs = self.query_one(Tabs)
        tabs.chosen = number % len(TABS)
        tabs.refresh()
        effective = self.tab == "Effective"
        # A focus in the one that goes moves to the other by itself: it is the nearest.
        self._xml.display, self._effective.display = not effective, effective
        (self._effective if effective else self._xml).scroll_home(animate=False)
        self.show(self._network)

    def step(self, by: int) -> None:
        """The next or the former view."""
        self.choose(self.query_one(Tabs).chosen + by)

    def copied_text(self) -> str:
        """What is shown, unaltered, for the clipboard."""
        if (network := self._shown) is None:
            return ""
        match self.tab:
            case "Effective":
                return self._effective.unwrapped
            case "Diff":
                return self._xml.text
            case _:
                return self._text(network)

    @property
    def _shown(self) -> Network | None:
        return self._workspace.draft.find(self._network) if self._network is not None else None

    @property
    def _xml(self) -> XmlView:
        return self.query_one(XmlView)

    @property
    def _effective(self) -> EffectiveView:
        return self.query_one(EffectiveView)

    def _text(self, network: Network) -> str:
        document = self._workspace.document(network)
        return document.forward_text() if self.tab == "Forward" else document.text

    def _judged(self, network: Network) -> JudgedNetwork:
        workspace = self._workspace
        return JudgedNetwork(
            network,
            workspace.verdict(network),
            workspace.host,
            workspace.owners,
            workspace.libvirt,
            workspace.force(network),
            written=not workspace.is_changed(network),
        )
