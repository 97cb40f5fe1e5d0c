"""The one-line bars: what this is about, what happened or stands under the cursor, and the keys."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Literal

from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from vftui.model.text import counted, printable
from vftui.tui import keys, marks
from vftui.tui.lines import Tone, cut
from vftui.workspace import Workspace

Mood = Literal["plain", "done", "refused"]
_SIGNS = {"plain": "", "done": "✓ ", "refused": "✗ "}
# A part of a place in fewer cells says nothing.
_LEAST = 8
# Between two keys.
_GAP = "  "
# From here on the top bar counts problems in words.
_WIDE = 110
_STYLES: Mapping[Tone, str] = {"bad": "bold $text-error", "warn": "$text-warning"}


class TopBar(Widget):
    """Host, store, what is wrong with the connection, how many problems there are, and how many changes wait."""

    DEFAULT_CSS = """
    TopBar { height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._trouble: str | None = None
        self._reading: str | None = None

    def reading(self, text: str | None) -> None:
        """Show what a long reading of the host does just now; None when it is over."""
        if text != self._reading:
            self._reading = text
            self.refresh()

    def connection(self, trouble: str | None) -> None:
        """Show what is wrong with the connection, in a few words (`connection lost`); None where nothing is."""
        if trouble != self._trouble:
            self._trouble = trouble
            self.refresh()

    def render(self) -> Content:
        workspace = self._workspace
        right = Content("  ").join(
            [*self._connection(), *self._looking(), *self._outdated(), *self._problems(), *self._changes()]
        )
        host = printable(f"{workspace.host.name} · {workspace.host.source}")
        left = f"vftui  {host}  "
        room = self.size.width - cell_len(left) - right.cell_length - 2
        left = cut(left + self._store(room), self.size.width - right.cell_length - 2)
        return Content.assemble(left, " " * (self.size.width - cell_len(left) - right.cell_length), right)

    def _store(self, room: int) -> str:
        """Where the networks are, unless the host says that it was read there."""
        store = printable(self._workspace.location)
        if store in self._workspace.host.source:
            return ""
        if not store.startswith("/"):
            # A URI says by itself that it is one, and its beginning says which.
            return cut(store, room) if room > _LEAST else ""
        if cell_len(store) > room:
            # The end of a path says more than its beginning.
            return f"…{store[-(room - 1) :]}" if room > _LEAST else ""
        return f"folder {store}" if len("folder ") + cell_len(store) <= room else store

    def _connection(self) -> Iterator[Content]:
        if self._trouble is not None:
            yield Content.styled(f"✗ {cut(self._trouble, self.size.width // 3)}", "bold $text-error")

    def _looking(self) -> Iterator[Content]:
        if self._reading is not None:
            yield Content(f"{cut(printable(self._reading), self.size.width // 2)}… Esc stops")

    def _problems(self) -> Iterator[Content]:
        for text, tone in marks.counts(self._workspace.problems, short=self.outer_size.width < _WIDE):
            yield Content.styled(text, _STYLES.get(tone, ""))

    def _outdated(self) -> Iterator[Content]:
        """What is shown no more as it is stored: the sentence that told it is long gone."""
        if outdated := self._workspace.outdated:
            what = counted(len(outdated), "network") if self.outer_size.width >= _WIDE else str(len(outdated))
            yield Content.styled(f"‼ {what} changed outside: r", "bold $text-warning")

    def _changes(self) -> Iterator[Content]:
        if self._workspace.read_only:
            yield Content("read only")
        count = self._workspace.change_count
        yield Content.styled(f"● {counted(count, 'change')} to write", "bold") if count else Content("no changes")


class MessageBar(Widget):
    """The last sentence, until the cursor moves; then everything about the row under it.

    Its height is fixed: a list that grew or shrank by a line in the middle of a drag would put another row under the
    pointer.
    """

    DEFAULT_CSS = """
    MessageBar {
        height: 2; padding: 0 1;
        &.-done { color: $text-success; }
        &.-refused { color: $text-error; text-style: bold; }
    }
    """

    _text = ""
    mood: Mood = "plain"

    def say(self, text: str, mood: Mood = "plain") -> None:
        """Show a sentence; a refusal is told by a sign, too."""
        self._text = _SIGNS[mood] + printable(text)
        self.mood = mood
        self.set_class(mood == "done", "-done")
        self.set_class(mood == "refused", "-refused")
        self.refresh()

    @property
    def text(self) -> str:
        return self._text

    def render(self) -> Content:
        width = max(1, self.size.width)
        first, *rest = wrap(self._text, width) or [""]
        # What does not fit into the second line ends there with an ellipsis.
        return Content(f"{cut(first, width)}\n{cut(' '.join(rest), width)}")


class KeyBar(Widget):
    """The keys that fit, the first ones first; the last two, help and quit, stay where there is no room for more."""

    DEFAULT_CSS = """
    KeyBar { height: 1; background: $panel; padding: 0 1; }
    """

    def __init__(self, bindings: Sequence[Binding]) -> None:
        super().__init__()
        self._shown = bindings

    def render(self) -> Content:
        shown = [(keys.shown(each).split(" ")[0], each.description) for each in self._shown]
        first, last = shown[:-2], shown[-2:]
        room = self.size.width - sum(_width(*each) for each in last) + len(_GAP)
        fitting = []
        for each in first:
            if (needed := _width(*each)) <= room:
                room -= needed
                fitting.append(each)
        return Content(_GAP).join(Content.assemble((key, "bold"), f" {what}") for key, what in [*fitting, *last])


def _width(key: str, what: str) -> int:
    return len(key) + 1 + len(what) + len(_GAP)
