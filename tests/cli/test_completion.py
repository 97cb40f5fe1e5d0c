"""The completion scripts, in the shell itself where it is one that every machine has."""

import subprocess
from pathlib import Path

import pytest
from cli.program import printed

# Press tab behind the words in "$@", as bash does: words and place in, suggestions out.
TAB = """
source /dev/stdin
COMP_WORDS=(vftui "$@")
COMP_CWORD=$#
read -ra spec <<<"$(complete -p vftui)"
for ((i = 0; i < ${#spec[@]}; i++)); do [[ ${spec[i]} == -F ]] && "${spec[i + 1]}" vftui "${!#}"; done
printf '%s\n' "${COMPREPLY[@]}"
"""


def suggested(*words: str, cwd: Path) -> list[str]:
    """What bash suggests for the last word of `vftui WORDS`."""
    done = subprocess.run(
        ["bash", "-c", TAB, "bash", *words],
        input=printed("--completion", "bash"),
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=60,
        check=True,
    )
    return sorted(done.stdout.split())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("s",), ["show"]),
        (("--demo", "cap"), ["capture"]),
        (("show", "--j"), ["--json"]),
        (("--read-only", "show", "--demo-"), ["--demo-size"]),
        (("--networks", "n"), ["nets"]),
        (("show", "--networks", "n"), ["nets"]),
        (("capture", "--host", "n"), ["nets", "notes.json"]),
        (("--completion", ""), ["bash", "tcsh", "zsh"]),
    ],
    ids=" ".join,
)
def test_bash_completes_a_word(words: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "nets").mkdir()
    (tmp_path / "notes.json").touch()

    assert suggested(*words, cwd=tmp_path) == expected


@pytest.mark.parametrize(
    ("shell", "folders", "files"),
    [("zsh", ":DIR:_files -/", ":FILE:_files"), ("tcsh", "c/--networks=/d/", "c/--host=/f/")],
)
def test_other_shells_get_a_script_that_knows_files_from_folders(shell: str, folders: str, files: str) -> None:
    script = printed("--completion", shell)

    assert folders in script
    assert files in script
