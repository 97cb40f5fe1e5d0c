"""Networks that something is wrong with, and the list that says so."""

from robot import Robot, workspace_of

from vftui.inventory.demo import demo_host
from vftui.model.problem import Problem
from vftui.tui.screens.problems import ProblemList
from vftui.workspace import Workspace

CODE = "vf-in-two-pools"


def pool(name: str, *netdevs: str) -> bytes:
    members = "".join(f"<interface dev='{netdev}'/>" for netdev in netdevs)
    return f"<network><name>{name}</name><forward mode='passthrough'>{members}</forward></network>".encode()


def overlapping() -> Workspace:
    """front and legacy both have ens1f0#21; alone has nothing in common with any."""
    documents = {
        "alone.xml": pool("alone", "ens1f0v30"),
        "front.xml": pool("front", "ens1f0v20", "ens1f0v21"),
        "legacy.xml": pool("legacy", "ens1f0v21", "ens1f0v22"),
    }
    return workspace_of(demo_host(), documents)


def overlaps(workspace: Workspace) -> list[Problem]:
    return [problem for problem in workspace.problems if problem.code == CODE]


def listed(robot: Robot) -> list[Problem]:
    """The problems in the list, from top to bottom."""
    subjects = [row.subject for row in robot.app.screen.query_one(ProblemList).rows]
    return [subject for subject in subjects if isinstance(subject, Problem)]


async def point_at(robot: Robot, code: str) -> Problem:
    """Put the cursor of the list on the first problem with a code, by keys."""
    number = next(number for number, problem in enumerate(listed(robot)) if problem.code == code)
    await robot.keys("home", *["down"] * number)
    return listed(robot)[number]
