"""Help and bars: what they say, and what they leave out where it is narrow."""

from pathlib import Path

import pytest
from robot import at_work
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from vftui.inventory.demo import demo_host
from vftui.stores.directory import DirectoryStore
from vftui.tui import keys
from vftui.tui.screens import review
from vftui.tui.widgets.bars import KeyBar, TopBar
from vftui.tui.widgets.rows import RowList
from vftui.tui.widgets.xml_view import XmlView
from vftui.workspace import Workspace

ALL = [*keys.MAIN, *RowList.BINDINGS, *XmlView.BINDINGS, *review.KEYS]


async def test_help_lists_every_key(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.keys("question_mark")
        content = robot.app.screen.query_one(Static).content
        assert isinstance(content, Content)
        lines = [line.strip() for line in content.plain.splitlines()]

        for binding in ALL:
            assert isinstance(binding, Binding)
            said = binding.tooltip or binding.description
            assert any(line.startswith(keys.shown(binding)) and line.endswith(said) for line in lines), binding


@pytest.mark.parametrize("width", [40, 60, 80, 200])
async def test_the_key_bar_shows_whole_words_and_always_help_and_quit(workspace: Workspace, width: int) -> None:
    async with at_work(workspace, size=(width, 24)) as robot:
        shown = robot.app.screen.query_one(KeyBar).render().plain

        assert len(shown.rstrip()) <= width - 2
        assert shown.rstrip().endswith("? Keys  q Quit")
        assert shown.startswith("m Move  ")


async def test_a_long_sentence_ends_with_an_ellipsis(workspace: Workspace) -> None:
    async with at_work(workspace, size=(80, 24)) as robot:
        robot.pools.say("word " * 60)
        await robot.pilot.pause()
        lines = robot.seen().splitlines()

        assert lines[-3].endswith("word")
        assert lines[-2].endswith("…")


async def test_the_top_bar_keeps_the_end_of_a_long_path() -> None:
    store = DirectoryStore(Path("/var/lib") / ("x" * 80) / "networks")
    async with at_work(Workspace(demo_host(), store), size=(60, 24)) as robot:
        bar = robot.app.screen.query_one(TopBar).render().plain

        assert bar.rstrip().endswith("no changes")
        assert "…" in bar
        assert "/networks " in bar
