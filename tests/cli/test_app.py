"""How the app starts and ends, in a real terminal."""

from pathlib import Path

from cli.program import VFTUI
from terminal.terminal import Terminal

from vftui.inventory.demo_networks import demo_networks


def in_terminal(*arguments: str, tmp: Path, **environment: str) -> Terminal:
    """The app with its own place for temporary folders."""
    return Terminal([VFTUI, *arguments], environment={"TMPDIR": str(tmp), **environment})


def test_the_demo_keeps_its_networks_and_says_where(tmp_path: Path) -> None:
    with in_terminal("--demo", tmp=tmp_path) as terminal:
        terminal.wait_for("ens1f0")
        terminal.keys("q")
        assert terminal.wait_closed() == 0

    (folder,) = tmp_path.iterdir()
    assert f"The demo's networks are in {folder}\r\n".encode() in terminal.output
    assert sorted(path.name for path in folder.iterdir()) == sorted(demo_networks())


def test_a_demo_host_is_planned_into_the_folder_that_is_named(tmp_path: Path) -> None:
    folder, temporary = tmp_path / "plan", tmp_path / "tmp"
    temporary.mkdir()
    with in_terminal("--demo", "--networks", str(folder), tmp=temporary) as terminal:
        terminal.wait_for("ens1f0")
        terminal.keys("q")
        assert terminal.wait_closed() == 0

    assert b"The demo's networks" not in terminal.output
    assert list(temporary.iterdir()) == []


def test_an_unknown_theme_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with in_terminal("--demo", "--theme", "plaid", tmp=tmp_path) as terminal:
        assert terminal.wait_closed() == 2

    assert terminal.output.startswith(b"vftui: No such theme: plaid; there are dark, light, ansi, ")
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_that_cannot_draw_is_refused_in_words(tmp_path: Path) -> None:
    with in_terminal("--demo", tmp=tmp_path, TERM="dumb") as terminal:
        assert terminal.wait_closed() == 2

    assert terminal.output.startswith(b"vftui: This terminal cannot draw (TERM=dumb)")
    assert list(tmp_path.iterdir()) == []
