import pytest
from robot import demo_workspace

from vftui.workspace import Workspace


@pytest.fixture
def workspace() -> Workspace:
    """The demo host and its networks, kept in memory."""
    return demo_workspace()
