"""The baseline of a start: what Textual itself needs until there is a first frame."""

from textual.app import App, ComposeResult
from textual.widgets import Label


class EmptyApp(App[None]):
    """One word."""

    def compose(self) -> ComposeResult:
        yield Label("ready")


if __name__ == "__main__":
    EmptyApp().run()
