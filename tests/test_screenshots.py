"""The pictures of the README are what the program draws. To draw them anew: pytest tests/test_screenshots.py --draw."""

import re
from pathlib import Path

import pytest
from robot import at_work
from scenes import SCENES, SHOWN, Scene

FOLDER = Path(__file__).parent.parent / "screenshots"


async def drawn(scene: Scene) -> str:
    async with at_work(scene.workspace(), size=scene.size) as robot:
        await scene.play(robot)
        svg = robot.app.export_screenshot(title="vftui --demo", simplify=True)
    # Rich names its styles by a checksum of the whole picture; plain names keep the diff of a small change small.
    return re.sub(r"terminal-\d+-", "vftui-", svg)


@pytest.mark.parametrize("name", SHOWN)
async def test_a_screenshot_is_what_the_program_draws(name: str, request: pytest.FixtureRequest) -> None:
    file = FOLDER / f"{name}.svg"
    svg = await drawn(SCENES[name])
    if request.config.getoption("--draw"):
        file.write_text(svg)

    assert file.read_text() == svg, "the screen looks different now: look at it, then draw it with --draw"


def test_the_readme_shows_every_screenshot_and_no_other() -> None:
    shown = re.findall(r"screenshots/([\w-]+)\.svg", (FOLDER.parent / "README.md").read_text())

    assert sorted(set(shown)) == sorted(SHOWN) == sorted(file.stem for file in FOLDER.glob("*"))
