"""What rows and the top bar say of problems, and of where libvirt departs from the text."""

from dataclasses import replace

import pytest
from robot import at_work, workspace_of

from vftui.inventory.demo import demo_host
from vftui.model.edits import Delete
from vftui.model.problem import Fix, Problem, Severity, Trap
from vftui.model.verdict import V11_3, Cause, Dropped, LibvirtError, Verdict
from vftui.tui import marks
from vftui.tui.widgets.bars import TopBar
from vftui.workspace import Workspace

ERROR, WARNING, HINT = (
    Problem(Trap(f"a-{severity}", severity, "A line.", "Why."), "front", f"This is {severity}.")
    for severity in Severity
)
REFUSED = LibvirtError(67, 19, "network 'front' lists a device by PCI address")
DROPPED = Dropped("<pf dev='ens1f0'/>", Cause.PRECEDENCE, "It is.")


def test_a_row_counts_errors_and_warnings() -> None:
    assert [mark.text for mark in marks.trouble_marks([WARNING, ERROR, HINT, WARNING])] == ["‼ 1", "! 2"]
    assert not list(marks.trouble_marks([HINT]))


def test_a_row_has_the_sign_of_the_worst() -> None:
    signs = [marks.row_sign(problems) for problems in ([WARNING, ERROR], [HINT, WARNING], [HINT], [])]

    assert [sign and sign.text for sign in signs] == ["‼", "!", None, None]


def test_where_it_is_narrow_problems_are_counted_by_signs_without_the_hints() -> None:
    problems = [ERROR, ERROR, WARNING, HINT]

    assert [mark.text for mark in marks.counts(problems, short=False)] == ["‼ 2 errors", "! 1 warning", "1 hint"]
    assert [mark.text for mark in marks.counts(problems, short=True)] == ["‼2", "!1"]


def test_the_worst_is_told_with_how_many_more_there_are() -> None:
    assert marks.worst_told([HINT, WARNING, ERROR]) == "‼ This is error. (E explains; 1 more) · "
    assert marks.worst_told([WARNING, HINT]) == "! This is warning. (E explains) · "
    assert marks.worst_told([HINT]) == ""


def test_the_key_that_fixes_is_told_where_it_would_work() -> None:
    fixable = replace(ERROR, fixes=(Fix("Delete front", Delete("front")),))

    assert marks.worst_told([fixable]) == "‼ This is error. (F fixes, E explains) · "
    assert marks.worst_told([fixable], read_only=True) == "‼ This is error. (E explains) · "
    assert marks.worst_told([ERROR, fixable]) == "‼ This is error. (E explains; 1 more, F fixes one) · "


@pytest.mark.parametrize(
    ("verdict", "skipped", "said"),
    [
        (Verdict(V11_3, starts=True), 0, []),
        (Verdict(V11_3, REFUSED), 0, []),
        (Verdict(V11_3, REFUSED, REFUSED), 0, ["✗ refused"]),
        (Verdict(V11_3, starts=False, start_error=REFUSED), 0, ["✗ cannot start"]),
        (Verdict(V11_3, starts=None), 0, []),
        (Verdict(V11_3, starts=True, dropped=(DROPPED, DROPPED)), 0, ["≠ 2 dropped"]),
        (Verdict(V11_3, starts=True), 3, ["≠ 3 skipped"]),
        (Verdict(V11_3, starts=True, dropped=(DROPPED,)), 1, ["≠ 1 dropped, 1 skipped"]),
        (
            Verdict(V11_3, starts=False, start_error=REFUSED, dropped=(DROPPED,)),
            1,
            ["✗ cannot start", "≠ 1 dropped"],
        ),
    ],
)
def test_a_network_says_where_libvirt_departs_from_its_text(verdict: Verdict, skipped: int, said: list[str]) -> None:
    assert [mark.text for mark in marks.departures(verdict, skipped)] == said


def test_a_network_that_a_write_would_store_says_whether_it_is_new() -> None:
    assert [mark.text for mark in marks.change_mark(changed=True, stored=True)] == ["*changed"]
    assert [mark.text for mark in marks.change_mark(changed=True, stored=False)] == ["*new"]
    assert not list(marks.change_mark(changed=False, stored=True))


# On the screen


def network(name: str, mode: str, *members: str) -> bytes:
    managed = " managed='yes'" if mode == "hostdev" else ""
    return (
        f"<network><name>{name}</name><forward mode='{mode}'{managed}>{''.join(members)}</forward></network>".encode()
    )


def interface(dev: str) -> str:
    return f"<interface dev='{dev}'/>"


@pytest.fixture
def workspace() -> Workspace:
    """front and legacy both have ens1f0#21; alone has nothing in common with any."""
    documents = {
        "alone.xml": network("alone", "passthrough", interface("ens1f0v30")),
        "front.xml": network("front", "passthrough", interface("ens1f0v20"), interface("ens1f0v21")),
        "legacy.xml": network("legacy", "passthrough", interface("ens1f0v21"), interface("ens1f0v22")),
    }
    return workspace_of(demo_host(), documents)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_every_row_that_an_error_is_about_has_its_sign(workspace: Workspace, size: tuple[int, int]) -> None:
    async with at_work(workspace, size=size) as robot:
        for about in ("front", "legacy", "ens1f0", "ens1f0#21"):
            assert "‼" in await robot.row(about), about
        for pool, position in (("front", 1), ("legacy", 0)):
            assert "‼   ens1f0v21" in await robot.row(pool, position)

        for other in ("alone", "ens1f0#20", "ens2f0"):
            assert "‼" not in await robot.row(other), other
        for pool, position in (("front", 0), ("legacy", 1)):
            assert "‼" not in await robot.row(pool, position)


async def test_a_new_network_says_so_in_its_row(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.drag("ens1f0#31", "new network")
        await robot.new_network("fresh")
        await robot.drag("ens1f0#32", "alone")

        assert "fresh  *new  1 VF" in await robot.row("fresh")
        assert "alone  *changed  2 VFs" in await robot.row("alone")


async def test_signs_go_with_the_error(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        await robot.go("legacy", 0)
        await robot.keys("d")
        assert "‼" not in robot.seen()
        await robot.keys("u")

        assert "‼ #21" in await robot.row("ens1f0#21")


async def test_a_vf_that_a_whole_pf_brings_has_the_sign_of_its_error() -> None:
    documents = {
        "card.xml": network("card", "hostdev", "<pf dev='ens2f0'/>"),
        "front.xml": network("front", "passthrough", interface("ens2f0v2")),
    }
    async with at_work(workspace_of(demo_host(), documents)) as robot:
        await robot.go("card", 0)
        await robot.keys("enter")

        assert "‼   ens2f0v2  ens2f0#2" in robot.seen()
        assert "    ens2f0v1  ens2f0#1" in robot.seen()


async def test_the_message_line_tells_the_worst_of_the_row_under_the_cursor(workspace: Workspace) -> None:
    sentence = workspace.problems_of("front")[0].sentence
    async with at_work(workspace) as robot:
        await robot.go("alone")
        await robot.keys("down", "down")

        assert robot.message.startswith(f"‼ {sentence} (F fixes, E explains)")
        assert " · front · passthrough (macvtap) · " in robot.message
        await robot.keys("up", "up")
        assert robot.message.startswith("alone · ")


@pytest.mark.parametrize(
    ("mode", "member", "mark"),
    [
        ("hostdev", interface("ens1f0v20"), "✗ refused"),
        ("passthrough", interface("ens1f0v20") + "<pf dev='ens2f0'/>", "≠ 1 dropped"),
        ("passthrough", "<pf dev='enp129s0f1np1'/>", "✗ cannot start"),
        ("passthrough", "<pf dev='ens2f0'/>", "≠ 8 skipped"),
    ],
)
async def test_a_network_whose_pool_is_not_what_its_text_says_is_marked(mode: str, member: str, mark: str) -> None:
    async with at_work(workspace_of(demo_host(), {"front.xml": network("front", mode, member)})) as robot:
        assert mark in await robot.row("front")


async def test_a_network_that_libvirt_takes_as_it_is_written_has_no_such_mark(workspace: Workspace) -> None:
    async with at_work(workspace) as robot:
        row = await robot.row("alone")

        assert not any(sign in row for sign in "≠✗")


@pytest.mark.parametrize(("width", "error"), [(80, "‼1 "), (160, "‼ 1 error ")])
async def test_the_top_bar_counts_problems_beside_the_changes(workspace: Workspace, width: int, error: str) -> None:
    assert [problem.severity for problem in workspace.problems].count(Severity.ERROR) == 1
    async with at_work(workspace, size=(width, 24)) as robot:
        await robot.drag("ens1f0#31", "alone")
        bar = robot.app.screen.query_one(TopBar).render().plain

        assert error in bar
        assert bar.rstrip().endswith("● 1 change to write")
        assert len(bar) <= width - 2


async def test_a_draft_without_problems_counts_none() -> None:
    async with at_work(workspace_of(demo_host())) as robot:
        bar = robot.app.screen.query_one(TopBar).render().plain

        assert not any(word in bar for word in ("‼", "error", "warning"))
