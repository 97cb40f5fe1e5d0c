"""The lines of a network's menu: what each says that it does."""

from collections.abc import Mapping

import pytest
from looks import look
from told_runtime import DemoLibvirt, ToldRuntime, demo_on_libvirt

from vftui.inventory.demo import demo_host
from vftui.model.edits import Add, NewNetwork
from vftui.model.member import InterfaceMember
from vftui.model.network import ForwardMode
from vftui.model.network_actions import Action
from vftui.model.running import Attachment, Running
from vftui.tui.network_actions import choices
from vftui.workspace import Workspace

ON_FRONT = Attachment("g1", "front", netdev="ens1f0v0", mode=ForwardMode.PASSTHROUGH, has_port=True)
FORGOTTEN = (
    "g1 goes on, and libvirt forgets what it holds: the next guest is given a VF that is in use, fails, and cuts the "
    "one that runs off."
)
FROM_3 = tuple(InterfaceMember(f"ens1f0v{index}") for index in range(3, 10))


def running(*attachments: Attachment, **front: object) -> Workspace:
    """The demo's networks, active, and these facts of front."""
    workspace = demo_on_libvirt(attachments)
    workspace.take_running(look(workspace, *attachments, front=front))
    return workspace


def said(workspace: Workspace, action: Action, name: str = "front") -> str:
    return next(choice.meaning for choice in choices(workspace, workspace.draft.get(name)) if choice.action is action)


def edit(workspace: Workspace) -> None:
    workspace.do(Add("front", (workspace.host.vf_by_netdev["ens1f0v12"].address,)))


@pytest.mark.parametrize(
    ("attachments", "before"), [((), "No guest is on it."), ((ON_FRONT,), FORGOTTEN)], ids=["no guest", "a guest"]
)
@pytest.mark.parametrize(
    ("front", "change"),
    [
        ({}, "What is stored of front is in force already."),
        ({"pool": FROM_3}, "A restart would take ens1f0#8-9 out of and add ens1f0#0-2 to what it hands out."),
        ({"as_defined": False}, "What is stored of front is in force then."),
    ],
    ids=["in force", "another pool", "another definition"],
)
def test_a_restart_says_what_becomes_of_the_guests_and_of_the_pool(
    attachments: tuple[Attachment, ...], before: str, front: Mapping[str, object], change: str
) -> None:
    workspace = running(*attachments, **front)

    assert said(workspace, Action.RESTART) == f"{before} {change}"


def test_a_restart_that_would_fail_promises_no_other_pool() -> None:
    gone = b"<network><name>gone</name><forward mode='hostdev'><pf dev='nosuch0'/></forward></network>"
    workspace = Workspace(demo_host(), DemoLibvirt({"gone.xml": gone}), runtime=ToldRuntime(Running({})))
    workspace.take_running(look(workspace, gone={"pool": FROM_3}))

    text = said(workspace, Action.RESTART, "gone")

    assert text.startswith("No guest is on it. The start would fail: ")
    assert "nosuch0" in text
    assert "A restart would" not in text


@pytest.mark.parametrize(
    ("action", "text"),
    [
        (
            Action.RESTART,
            "No guest is on it. What is stored of front is in force already. Your edits of front are not written yet.",
        ),
        (Action.STOP, "No guest is on it. None can start on it until front is started again."),
    ],
)
def test_edits_are_no_part_of_what_is_started(action: Action, text: str) -> None:
    workspace = running()
    edit(workspace)

    assert said(workspace, action) == text


def test_a_network_that_is_not_stored_is_deleted_at_once() -> None:
    workspace = running()
    workspace.do(NewNetwork("fresh", ForwardMode.HOSTDEV, workspace.new_uuid()))

    assert (
        said(workspace, Action.DELETE, "fresh") == "fresh is not stored yet: it is gone at once, and u brings it back."
    )
    assert said(workspace, Action.DELETE) == ("At the next write, which asks first: front is stopped and deleted.")
