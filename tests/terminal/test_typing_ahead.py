"""Keys that arrive in one read, as a slow line or a fast typist sends them."""

from pathlib import Path

from terminal.console import vftui
from terminal.terminal import KEYS

TIMES = 10


def test_a_pick_up_typed_ahead_goes_where_the_keys_say() -> None:
    with vftui("--demo", columns=80, rows=24) as console:
        console.go_down("Host", "#12")
        for _ in range(TIMES):
            console.type("m" + KEYS["end"] + KEYS["enter"])
            console.wait_for("New network of 1 VF", "Forward mode")
            console.keys("escape")
            console.wait_gone("Forward mode")

        assert "no changes" in console.lines()[0]


def test_what_a_drop_by_keys_did_stays_to_be_read(networks: Path) -> None:
    (networks / "pool.xml").write_text("<network><name>pool</name><forward mode='passthrough'/></network>\n")
    with vftui("--demo", "--networks", networks) as console:
        console.go_down("Host", "#12")
        console.pick_up()
        console.wait_for("Enter drops")
        console.keys("enter")
        console.wait_for("✓ Add ens1f0#12 to pool")
        console.wait(lambda: console.cursor("Host").startswith("#12"), "the focus back on the host")

        assert console.message == "✓ Add ens1f0#12 to pool"


def test_a_key_typed_behind_a_drop_finds_it_done(networks: Path) -> None:
    (networks / "pool.xml").write_text("<network><name>pool</name><forward mode='passthrough'/></network>\n")
    with vftui("--demo", "--networks", networks) as console:
        console.go_down("Host", "#12")
        for _ in range(TIMES):
            console.pick_up()
            console.wait_for("Enter drops")
            console.type(KEYS["enter"] + "w")
            console.wait_for("╭─ Review  1 change")
            console.keys("escape")
            console.wait_for("╭─ Host")
            console.keys("u")
            console.wait_for("✓ Undone: Add ens1f0#12 to pool")


def test_a_key_typed_behind_an_unfolding_finds_it_done() -> None:
    with vftui("--demo") as console:
        for _ in range(TIMES):
            console.type(KEYS["enter"] + KEYS["down"])
            console.wait(
                lambda: console.cursor("Host").startswith(("▸ ens1f1", "▾ ens2f0")), "the cursor on the next PF"
            )
            console.type(KEYS["home"] + KEYS["enter"] + KEYS["down"])
            console.wait(lambda: console.cursor("Host").startswith("#0"), "the cursor on the first VF")
            console.keys("home")
            console.wait(lambda: console.cursor("Host").startswith("▾ ens1f0"), "the cursor on the PF")


def test_a_refusal_is_not_lost_to_a_key_before_it(networks: Path) -> None:
    with vftui("--demo", "--read-only", "--networks", networks) as console:
        console.type(KEYS["down"] + "m")
        console.wait(lambda: console.cursor("Host").startswith("#0"), "the cursor on #0")

        console.wait_for("✗ Opened with --read-only")


def test_a_name_typed_ahead_of_its_dialog_arrives_whole(networks: Path) -> None:
    with vftui("--demo", "--networks", networks) as console:
        for number in range(TIMES):
            console.type(f"nfast{number}{KEYS['enter']}")
            console.wait_for(f"✓ New network fast{number}")


def test_an_expression_typed_ahead_of_its_dialog_arrives_whole(networks: Path) -> None:
    with vftui("--demo", "--networks", networks) as console:
        for number in range(TIMES):
            console.type(f"#ens1f0#{number}{KEYS['enter']}")
            console.wait_for(f"✓ Marked ens1f0#{number}")


def test_a_filter_typed_ahead_of_its_field_does_no_commands(networks: Path) -> None:
    with vftui("--demo", "--networks", networks) as console:
        for number in range(TIMES):
            console.type(f"/ens2f0v{number}dvm{KEYS['backspace'] * 3}{KEYS['enter']}")
            console.wait_for(f"/ens2f0v{number} ─")
            assert console.marked() == []
            console.keys("escape")
            console.wait_gone("/ens2f0v")


def test_a_question_is_not_answered_before_it_is_seen(networks: Path) -> None:
    (networks / "pool.xml").write_text("<network><name>pool</name><forward mode='passthrough'/></network>\n")
    with vftui("--demo", "--networks", networks) as console:
        console.go_down("Host", "#12")
        console.pick_up()
        console.wait_for("Enter drops")
        console.keys("enter")
        console.wait_for("● 1 change to write")

        console.type("qq")
        console.wait_for("Quit without writing")
        console.keys("escape")
        console.wait_gone("Quit without writing")
        console.type("wy")
        console.wait_for("Yes, write all")
        assert "ens1f0v12" not in (networks / "pool.xml").read_text()
        console.keys("y")
        console.wait_for("✓ Wrote pool")


def shared(name: str) -> str:
    """A pool that has ens1f0#7, as another one does."""
    return f"<network><name>{name}</name><forward mode='passthrough'><interface dev='ens1f0v7'/></forward></network>\n"


def test_an_error_is_not_confirmed_before_it_is_seen(networks: Path) -> None:
    for name in ("one", "two"):
        (networks / f"{name}.xml").write_text(shared(name))
    with vftui("--demo", "--networks", networks, columns=80, rows=24) as console:
        console.go_down("Host", "#12")
        console.pick_up()
        console.wait_for("Enter drops")
        console.keys("enter")
        console.wait_for("● 1 change to write")
        console.keys("w")
        console.wait_for("1 error in what would be written: vf-in-two-pools.")

        console.type("yyvf-in-two-pools" + KEYS["enter"])
        console.wait_for("Write with 1 error?", "Type vf-in-two-pools")
        assert (networks / "one.xml").read_text() == shared("one")
        console.type("vf-in-two-pools" + KEYS["enter"])
        console.wait_for("✓ Wrote one")

        assert "ens1f0v12" in (networks / "one.xml").read_text()
        assert console.quit() == 0
