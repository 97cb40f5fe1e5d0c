"""The effective pool on the screen: it follows the cursor and every edit."""

import pytest
from robot import at_work, workspace_of

from vftui.inventory.demo import demo_host
from vftui.tui.widgets.xml_view import XmlView
from vftui.workspace import Workspace


def pool(name: str, forward: str, *members: str) -> bytes:
    return f"<network><name>{name}</name><forward {forward}>{''.join(members)}</forward></network>".encode()


@pytest.fixture
def workspace() -> Workspace:
    """front lists two VFs by name, back two by address; card is all of ens2f0, which has VFs without a netdev."""
    vfs = demo_host().pf_by_netdev["ens2f0"].vfs[40:42]
    addresses = [
        f"<address type='pci' domain='0x0000' bus='{at.bus:#x}' slot='{at.slot:#x}' function='{at.function:#x}'/>"
        for at in (vf.address for vf in vfs)
    ]
    documents = {
        "back.xml": pool("back", "mode='hostdev' managed='yes'", *addresses),
        "card.xml": pool("card", "mode='passthrough'", "<pf dev='ens2f0'/>"),
        "front.xml": pool(
            "front", "mode='passthrough'", "<interface dev='ens1f0v20'/>", "<interface dev='ens1f0v21'/>"
        ),
    }
    return workspace_of(demo_host(), documents)


async def test_the_effective_pool_follows_the_cursor(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front")
        await robot.show("Effective")
        assert "1  ens1f0v20  ens1f0#20" in robot.effective
        await robot.go("back", 1)

        assert "2  0000:5e:06.1  ens2f0#41" in robot.effective
        assert "╭─ Effective pool back" in robot.seen()
        assert "2  0000:5e:06.1  ens2f0#41" in robot.seen()


async def test_the_effective_pool_follows_an_edit(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.show("Effective")
        await robot.drag("ens1f0#30", "front")
        assert "3  ens1f0v30  ens1f0#30" in robot.seen()
        await robot.keys("u")

        assert "ens1f0v30" not in robot.effective


async def test_without_a_network_there_is_no_effective_pool() -> None:
    async with at_work(workspace_of(demo_host())) as robot:
        await robot.show("Effective")

        assert robot.effective == ""
        assert "╭─ Effective pool ─" in robot.seen()


async def test_sentences_are_wrapped_anew_on_a_screen_of_another_size(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front")
        await robot.show("Effective")
        wide = robot.effective.splitlines()
        await robot.pilot.resize_terminal(112, 45)
        await robot.pilot.pause()

        assert robot.effective.split() != []
        assert len(robot.effective.splitlines()) >= len(wide)
        assert all(line in robot.seen() for line in robot.effective.splitlines())


async def test_a_click_on_a_name_turns_to_that_view(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("front")
        await robot.click_on("Effective")
        assert "[Effective]" in robot.seen()
        assert "ens1f0#20" in robot.effective
        await robot.click_on("Document")

        assert "[Document]" in robot.seen()
        assert "<name>front</name>" in robot.seen()


@pytest.mark.parametrize("width", [80, 110, 120])
async def test_the_names_of_all_views_are_in_sight(workspace: Workspace, width: int) -> None:
    async with at_work(workspace, size=(width, 24)) as robot:
        if width == 80:
            await robot.keys("x")
        await robot.show("Diff")

        assert all(name in robot.seen() for name in ("Forward", "Effective", "Document", "[Diff]"))


async def test_the_focus_stays_in_the_region_when_another_view_comes(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("card")
        await robot.keys("tab", "right_square_bracket", "end")
        assert "skipped: no netdev" in robot.seen()
        await robot.keys("left_square_bracket")

        assert isinstance(robot.app.focused, XmlView)


async def test_y_copies_the_effective_pool_with_every_sentence_on_a_line_of_its_own(workspace: Workspace) -> None:
    async with at_work(workspace, size=(112, 45)) as robot:
        await robot.go("card")
        await robot.show("Effective")
        await robot.keys("y")

        lines = robot.app.clipboard.splitlines()
        assert lines[0] == "✓ Define: libvirt 11.3 accepts it."
        assert lines[2].split() == ["1", "ens2f0v0", "ens2f0#0", "0000:5e:01.0"]
        assert sum("skipped: no netdev" in line for line in lines) == 8
