import pytest
from robot import workspace_of

from vftui.inventory.demo import demo_host
from vftui.inventory.demo_networks import demo_networks
from vftui.workspace import Workspace


@pytest.fixture
def workspace() -> Workspace:
    """The demo host and its networks, kept in memory."""
    return workspace_of(demo_host(), demo_networks())
