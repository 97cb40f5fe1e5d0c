"""The main job on real cards: what the screen promises is what libvirt keeps, starts and hands out."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli.program import printed, shown
from lab.fixtures import forget_networks
from lab.guest.cards import CARDS, libvirt_settled, set_link, set_numvfs, vf_address
from lab.guest.daemon import restart_libvirt, start_libvirt, stop_libvirt
from lab.guest.operators import ByKeys, ByMouse, Operator
from lab.guest.programs import virsh
from lab.guest.promise import kept, live, problems_listed, promised, wait_for_effective
from terminal.console import Console, vftui

URI = "qemu:///system"
FIRST, SECOND = CARDS
WRITTEN = "That changes nothing that runs."


@pytest.fixture(autouse=True)
def no_networks() -> Iterator[None]:
    """A libvirt without networks, and both cards online, as guests need them."""
    forget_networks(URI)
    for card in CARDS:
        set_link(card.netdev, "up")
    libvirt_settled()
    yield
    forget_networks(URI)


@pytest.fixture
def front(tmp_path: Path) -> None:
    """An active network of two VFs that somebody has made before."""
    definition = tmp_path / "front.xml"
    members = "<interface dev='enp1s0v0'/><interface dev='enp1s0v1'/>"
    definition.write_text(f"<network><name>front</name><forward mode='passthrough'>{members}</forward></network>")
    virsh("net-define", str(definition))
    virsh("net-start", "front")


@pytest.fixture
def console() -> Iterator[Console]:
    with vftui("-c", URI, columns=120, rows=36) as console:
        yield console


@pytest.fixture(params=[ByMouse, ByKeys])
def operator(request: pytest.FixtureRequest, console: Console) -> Operator:
    made: Operator = request.param(console)
    return made


def netdevs(pf: str, count: int) -> list[str]:
    return [f"{pf}v{index}" for index in range(count)]


def header(console: Console) -> str:
    return console.lines()[0]


def leave_to_networks(console: Console) -> None:
    """Leave the screen that says what a write means."""
    console.keys("escape")
    console.wait_for("╭─ Networks")


def assert_check_says_what_the_app_lists(console: Console, code: int) -> list[tuple[str, str, str]]:
    """Severity, code and network of every problem that both of them know."""
    listed = problems_listed(console)
    checked = json.loads(printed("check", "--json", "-c", URI, code=code))["problems"]
    told = [(each["severity"], each["code"], each["network"] or "host") for each in checked]
    assert told == [each[:3] for each in listed]
    for each, (*_, sentence) in zip(checked, listed, strict=True):
        assert each["sentence"].startswith(sentence)
    return told


def test_two_cards_are_partitioned_and_libvirt_hands_out_what_was_promised(
    operator: Operator, record_property: Callable[[str, object], None]
) -> None:
    console = operator.console
    operator.partition()
    operator.choose_effective()
    promises = {}
    for network in ("front", "storage", "mixed"):
        operator.look_at(network)
        promises[network] = promised(console, network)
    assert promises == {
        "front": ["enp1s0v0", "enp1s0v1"],
        "storage": [vf_address(FIRST, 2), vf_address(FIRST, 3)],
        "mixed": [*netdevs("enp2s0", 7), "enp1s0v4"],
    }
    console.write(said=WRITTEN)
    console.wait_for("in force at the next start")
    leave_to_networks(console)
    assert virsh("net-list", "--name").split() == []
    assert {network: kept(network) for network in promises} == promises

    operator.act("front", "s", "Start")
    console.wait_for("✓ front is active")
    for network in ("storage", "mixed"):
        virsh("net-start", network)
        operator.look_at(network)
        wait_for_effective(console, network, f"{network} is active, and hands out what is stored.")

    assert {network: live(network) for network in promises} == promises
    told = shown("-c", URI)["networks"]
    assert {each["name"]: each["verdict"]["live"] for each in told} == promises
    assert all(each["state"]["active"] for each in told)
    assert console.quit() == 0
    devices = sum(len(promise) for promise in promises.values())
    record_property(
        "report",
        f"{type(operator).__name__}: effective view, `show`, stored and live pool are the same for {devices} devices "
        f"of {len(promises)} networks",
    )


def test_a_pool_that_its_pf_has_left_behind_is_told_and_put_right_by_a_restart(console: Console) -> None:
    operator = ByMouse(console)
    operator.use_whole_pf()
    operator.choose_effective()
    operator.look_at("whole")
    before = promised(console, "whole")
    console.write(said=WRITTEN)
    console.wait_for("in force at the next start")
    console.keys("s")
    console.wait_for("✓ whole is active")
    leave_to_networks(console)
    assert kept("whole") == ["whole enp2s0"]
    assert live("whole") == before == netdevs("enp2s0", 7)

    set_numvfs(SECOND, 5)
    console.wait(lambda: "5/7 VFs" in console.vf("enp2s0").text, "the VFs that are left")
    console.wait(lambda: "1 error" in header(console), "the problem")
    wait_for_effective(console, "whole", "whole is active with what it was started with.")
    assert live("whole") == before
    assert ("error", "pf-pool-stale", "whole") in assert_check_says_what_the_app_lists(console, code=1)
    after = promised(console, "whole")
    (told,) = shown("-c", URI)["networks"]
    assert (told["state"]["active"], told["verdict"]["live"]) == (True, after)
    operator.act("whole", "r", "Restart")
    console.wait_for("✓ whole is stopped and started again.")
    wait_for_effective(console, "whole", "whole is active, and hands out what is stored.")

    assert live("whole") == after == netdevs("enp2s0", 5)
    assert "error" not in header(console)
    assert all(severity == "hint" for severity, *_ in assert_check_says_what_the_app_lists(console, code=0))


@pytest.mark.usefixtures("front")
def test_an_active_network_is_redefined_and_hands_out_its_new_pool_from_a_restart_on(console: Console) -> None:
    keys = ByKeys(console)
    keys.choose_effective()
    console.mark("enp1s0v0")
    console.keys("d")
    console.wait_for("✓ Take enp1s0#0 out")
    keys.add("enp1s0#5-6", "front")
    keys.look_at("front")
    wait_for_effective(console, "front", "This is not written yet.")
    promise = promised(console, "front")
    console.write(said=WRITTEN)
    console.wait_for("in force after a restart")
    assert kept("front") == promise == ["enp1s0v1", "enp1s0v5", "enp1s0v6"]
    assert live("front") == ["enp1s0v0", "enp1s0v1"]
    console.keys("r")
    console.wait_for("✓ front is stopped and started again.", "in force now")

    assert live("front") == promise
    leave_to_networks(console)
    assert promised(console, "front") == promise


@pytest.mark.usefixtures("front")
def test_a_daemon_that_goes_away_in_mid_edit_takes_nothing_with_it(console: Console) -> None:
    keys = ByKeys(console)
    keys.add("enp1s0#5", "front")
    stop_libvirt()
    try:
        console.wait(lambda: "connection lost" in header(console), "the loss in the top line")
        keys.add("enp1s0#6", "front")
        assert "● 1 change to write" in header(console)
    finally:
        start_libvirt()
    console.wait_for("✓ Connected again.")
    assert "connection lost" not in header(console)
    restart_libvirt()
    # The review may be the first to find that connection lost; to say yes is enough then, too.
    console.keys("w")
    console.wait_for("╭─ Review")
    console.keys("y")
    console.wait_for(WRITTEN)

    assert kept("front") == ["enp1s0v0", "enp1s0v1", "enp1s0v5", "enp1s0v6"]
    assert live("front") == ["enp1s0v0", "enp1s0v1"]
