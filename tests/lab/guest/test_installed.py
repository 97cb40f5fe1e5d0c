"""The wheel under test is installed, and its program runs."""

import subprocess
from importlib.metadata import version
from pathlib import Path

from terminal.console import vftui as app

import vftui


def test_the_tests_are_of_the_installed_wheel() -> None:
    assert Path(vftui.__file__).is_relative_to("/opt/vftui/lib")
    assert printed("--version") == f"vftui {version('vftui')}\n"


def test_show_prints_both_cards(networks: Path) -> None:
    shown = printed("show", "--networks", networks)

    assert shown.count("7 of 7 VFs enabled, 7 free") == 2
    assert "0000:02:11.4  enp2s0v6  igbvf" in shown


def test_check_finds_nothing_where_nothing_is(networks: Path) -> None:
    assert printed("check", "--networks", networks).startswith("No problems in 0 networks")


def test_the_app_shows_both_cards_and_ends(networks: Path) -> None:
    with app("--networks", networks, rows=50) as console:
        assert "Host  2 PFs, 14 VFs" in console.seen()
        assert console.vf("enp2s0v6").text == "#6  enp2s0v6   free"

        assert console.quit() == 0


def printed(*arguments: str | Path) -> str:
    return subprocess.run(["vftui", *arguments], capture_output=True, text=True, check=True).stdout
