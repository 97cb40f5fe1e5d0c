"""How each screen looks. Behaviour is held elsewhere: a difference here is to be looked at, by eye."""

from collections.abc import Callable

import pytest
from robot import Robot, app_on
from scenes import SCENES


@pytest.mark.parametrize("name", SCENES)
def test_looks_as_it_did(name: str, snap_compare: Callable[..., bool]) -> None:
    scene = SCENES[name]
    app = app_on(scene.workspace())

    assert snap_compare(app, terminal_size=scene.size, run_before=lambda pilot: scene.play(Robot(pilot)))
