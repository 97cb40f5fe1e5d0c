"""Which command lines are understood, what they read, and how those are refused that cannot be."""

import json
from pathlib import Path

import pytest
from cli.program import complaint, passthrough, printed, run, shown


def test_options_mean_the_same_before_and_after_the_command(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(passthrough("a", "ens1f0v0"))

    before = printed("--demo", "--networks", tmp_path, "show", "--json")
    after = printed("show", "--json", "--networks", tmp_path, "--demo")

    assert before == after
    assert [network["name"] for network in json.loads(after)["networks"]] == ["a"]


def test_of_an_option_given_twice_the_later_one_counts(tmp_path: Path) -> None:
    output = printed("--demo", "--networks", tmp_path / "a", "show", "--networks", tmp_path / "b")

    assert f"Networks in {tmp_path / 'b'}\n" in output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["shwo"], "vftui: Wrong usage: argument COMMAND: invalid choice: 'shwo'"),
        (["show", "--bogus"], "vftui: Wrong usage: unrecognized arguments: --bogus. See `vftui --help`."),
        (["show", "--dem"], "vftui: Wrong usage: unrecognized arguments: --dem."),
        (["--completion", "fish"], "vftui: Wrong usage: argument --completion: invalid choice: 'fish'"),
        (["show", "--networks", ""], "vftui: Wrong usage: argument --networks: the path is empty."),
        (["show", "--networks"], "vftui: Wrong usage: argument --networks: expected one argument."),
        (["show", "--demo", "--host", "h"], "vftui: Wrong usage: --host and --demo both say which host to show"),
        (["show", "-c", ""], "vftui: Wrong usage: argument -c/--connect: the URI is empty."),
        (["show", "-c", "u", "--demo"], "vftui: Wrong usage: --connect asks a libvirt, and --demo makes up what it"),
        (["show", "-c", "u", "--networks", "n"], "vftui: Wrong usage: --connect and --networks both say where the"),
        (["show", "--host", "./libvirt"], "vftui: libvirt cannot be read: No such file or directory. Check"),
        (["show", "--demo-size", "0x0"], "vftui: --demo-size '0x0' cannot be made: Give PFSxVFS, such as 16x256"),
        (["capture", "--demo-size", "1e9x1e9"], "vftui: --demo-size '1e9x1e9' cannot be made: Give PFSxVFS"),
        (["show", "--host", "gone.json"], "vftui: gone.json cannot be read: No such file or directory. Check"),
        (["show", "--host", "."], "vftui: . cannot be read: Is a directory."),
        (["capture", "--host", "file"], "vftui: file is not a saved host: line 1, column 1"),
        (["show", "--demo", "--networks", "file"], "vftui: Cannot read the networks in file: Not a directory."),
        ([], "vftui: No terminal: The app needs one as stdin, stdout and stderr. To print, use `vftui show`."),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(arguments: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("neither a host nor a folder")

    assert complaint(*arguments, cwd=tmp_path).startswith(said)


def test_the_app_asks_for_a_terminal_where_stdin_is_closed() -> None:
    assert "No terminal" in complaint(on=("sh", "-c", 'exec "$@" <&-', "sh"))


def test_a_folder_of_networks_that_is_not_there_is_empty_and_is_not_made(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "networks"

    assert shown("--demo", "--networks", folder)["networks"] == []
    assert printed("show", "--demo", "--networks", folder).endswith(f"\nNetworks in {folder}\n  none\n")
    assert list(tmp_path.iterdir()) == []


def test_without_networks_the_users_own_folder_is_read(own_home: Path, tmp_path: Path) -> None:
    host = tmp_path / "host.json"
    host.write_text(printed("capture", "--demo"))
    folder = own_home / ".local/share/vftui/networks"
    assert f"\nNetworks in {folder}\n  none\n" in printed("show", "--host", host)
    folder.mkdir(parents=True)
    (folder / "mine.xml").write_text(passthrough("mine", "ens1f0v1"))

    assert [network["path"] for network in shown("--host", host)["networks"]] == [str(folder / "mine.xml")]


def test_a_captured_host_reads_back_as_it_was(tmp_path: Path) -> None:
    saved = tmp_path / "host.json"
    saved.write_text(printed("capture", "--demo"))
    original, planned = (shown(*which, "--networks", tmp_path / "none") for which in (("--demo",), ("--host", saved)))

    assert original["host"].pop("source") == "made up (demo)"
    assert planned["host"].pop("source") == f"saved in {saved}"
    assert planned == original


def test_a_host_can_come_from_a_pipe() -> None:
    host = shown(on=("bash", "-c", '"$1" capture --demo-size 2x3 | exec "$@" --host /dev/stdin', "bash"))["host"]

    assert [(pf["name"], pf["numvfs"]) for pf in host["pfs"]] == [("ens1f0", 3), ("ens2f0", 3)]


@pytest.mark.parametrize(
    ("networks", "code"),
    [
        ({"a": passthrough("a", "ens1f0v0"), "b": passthrough("b", "ens1f0v1")}, 0),
        ({"a": passthrough("a", "ens1f0v0"), "b": passthrough("b", "ens1f0v0")}, 0),
        ({"a": passthrough("a", "ens1f0v0", "ens9f9v9")}, 0),
        ({"a": passthrough("a", "ens9f9v9"), "b": "<network>"}, 2),
    ],
    ids=["good", "a VF in two pools", "a member that is not there", "a file that cannot be read"],
)
def test_show_fails_only_for_what_it_cannot_read(networks: dict[str, str], code: int, tmp_path: Path) -> None:
    for name, text in networks.items():
        (tmp_path / f"{name}.xml").write_text(text)

    assert run("show", "--demo", "--networks", tmp_path).returncode == code
    assert run("show", "--demo", "--json", "--networks", tmp_path).returncode == code


@pytest.mark.parametrize("how", [(), ("--json",)])
def test_a_broken_file_is_named_and_keeps_no_other_from_being_shown(how: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<network>\n  <name>a</name>\n  <forward>\n</network>\n")
    (tmp_path / "b.xml").write_text("<domain/>")
    (tmp_path / "good.xml").write_text(passthrough("good", "ens1f0v0"))

    done = run("show", *how, "--demo", "--networks", tmp_path)

    assert done.returncode == 2
    assert b"good" in done.stdout
    broken, foreign = done.stderr.decode().splitlines()
    assert broken.startswith(f"{tmp_path / 'a.xml'}:4: ")
    assert foreign.startswith(f"{tmp_path / 'b.xml'}:1: The root element is <domain>, not <network>.")
