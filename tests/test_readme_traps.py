"""The README tells every trap, as the app does."""

import re
from pathlib import Path

from vftui.model.problem import Trap
from vftui.model.problems import TRAPS

README = Path(__file__).parent.parent / "README.md"
_ROW = re.compile(r"^\| `([a-z-]+)` \| (error|warning|hint) \| (.+) \|$", re.MULTILINE)
# XML would be taken for HTML and vanish, so that it stands as code.
_CODE = re.compile(r"<[^>]+>|\b\w+='[^']*'|\b\w+=(?![\w'])")


def row(trap: Trap) -> str:
    """The trap's line of the table."""
    return f"| `{trap.code}` | {trap.severity} | {_CODE.sub(lambda match: f'`{match.group()}`', trap.line)} |"


def test_the_readme_lists_every_trap_in_one_line_with_code_and_severity() -> None:
    section = README.read_text().partition("<!-- traps")[2].partition("\n## ")[0]

    assert [match.group() for match in _ROW.finditer(section)] == [row(trap) for trap in TRAPS]


def test_a_trap_is_one_line_and_its_explanation_has_paragraphs() -> None:
    for trap in TRAPS:
        assert re.fullmatch(r"[^\n|`]+\.", trap.line), trap.code
        paragraphs = trap.explanation.split("\n\n")
        assert len(paragraphs) > 1, trap.code
        assert all(re.fullmatch(r"[^\n]+[.:)]", paragraph) for paragraph in paragraphs), trap.code


def test_a_code_can_be_searched_for() -> None:
    codes = [trap.code for trap in TRAPS]

    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code in codes)
