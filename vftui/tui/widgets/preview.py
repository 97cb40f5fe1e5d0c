"""The XML of the network under the cursor: its `<forward>`, the whole document, or the diff to what is stored."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from vftui.model.network import Network
from vftui.model.text import printable
from vftui.tui.widgets.titles import put_titles
from vftui.tui.widgets.xml_view import XmlView
from vftui.workspace import Workspace

TABS = ("Forward", "Document", "Diff")


class Tabs(Widget):
    """One line with the names of the views; the chosen one stands in brackets."""

    DEFAULT_CSS = """
    Tabs { height: 1; color: $text-muted; pointer: pointer; }
    """

    chosen = 0

    def render(self) -> Content:
        words = [(f"[{name}]", "bold") if number == self.chosen else f" {name} " for number, name in enumerate(TABS)]
        return Content.assemble(*words)

    def on_click(self, event: events.Click) -> None:
        at = 0
        for number, name in enumerate(TABS):
            at += len(name) + 2
            if event.x < at:
                self.parent_preview.choose(number)
                break

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

    def show(self, name: str | None) -> None:
        """Show the network of that name, as the draft has it now."""
        self._network = name
        network = self._workspace.draft.find(name) if name is not None else None
        put_titles(self, Content(f"XML {printable(network.name)}" if network else "XML"))
        view = self.query_one(XmlView)
        if network is None:
            view.show_text("")
            return
        if self.tab == "Diff":
            view.show_diff(self._workspace.diff(network), "No change: this is what is stored.")
        else:
            view.show_text(self._text(network))

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
        self.query_one(XmlView).scroll_home(animate=False)
        self.show(self._network)

    def step(self, by: int) -> None:
        """The next or the former view."""
        self.choose(self.query_one(Tabs).chosen + by)

    def copied_text(self) -> str:
        """What is shown, unaltered, for the clipboard."""
        network = self._workspace.draft.find(self._network) if self._network is not None else None
        if network is None:
            return ""
        return self.query_one(XmlView).text if self.tab == "Diff" else self._text(network)

    def _text(self, network: Network) -> str:
        document = self._workspace.document(network)
        return document.forward_text() if self.tab == "Forward" else document.text
