"""Imports go one way (README, "Where things live"): read from the source, and seen in a running program."""

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import vftui

ROOT = Path(vftui.__file__).parent
MODULES = sorted(".".join(path.relative_to(ROOT.parent).with_suffix("").parts) for path in ROOT.rglob("*.py"))

# Where a module stands → what it may import besides the standard library. The longest prefix counts.
RULES: dict[str, tuple[str, ...]] = {
    "vftui.__init__": (),
    "vftui.__main__": ("vftui.cli",),
    "vftui.arguments": ("vftui", "shtab"),
    "vftui.cli": ("vftui", "platformdirs"),
    "vftui.sources": ("vftui", "platformdirs"),
    "vftui.status_line": ("vftui.model", "vftui.progress"),
    "vftui.errors": (),
    "vftui.terminal": ("vftui.errors",),
    "vftui.progress": ("vftui.errors",),
    "vftui.virconnect": ("vftui.errors", "vftui.model.text", "vftui.progress", "vftui.virconnect", "libvirt"),
    "vftui.assessment": ("vftui.model", "vftui.netxml"),
    "vftui.workspace": (
        "vftui.assessment",
        "vftui.errors",
        "vftui.model",
        "vftui.netxml",
        "vftui.progress",
        "vftui.inventory.base",
        "vftui.stores.base",
        "vftui.stores.checkout",
        "vftui.stores.pending",
        "vftui.stores.restored",
        "vftui.stores.settling",
        "vftui.observed",
    ),
    "vftui.observed": (
        "vftui.errors",
        "vftui.model",
        "vftui.progress",
        "vftui.stores.acting",
        "vftui.stores.base",
        "vftui.stores.checkout",
    ),
    "vftui.check": ("vftui.assessment", "vftui.model", "vftui.workspace"),
    "vftui.show": ("vftui.model", "vftui.workspace"),
    "vftui.show_json": ("vftui.model", "vftui.show", "vftui.workspace"),
    "vftui.model": ("vftui.errors", "vftui.model"),
    "vftui.netxml": ("vftui.errors", "vftui.model", "vftui.netxml", "lxml"),
    "vftui.inventory": ("vftui.errors", "vftui.model", "vftui.progress", "vftui.inventory"),
    "vftui.inventory.base": ("vftui.errors", "vftui.model", "vftui.progress"),
    "vftui.inventory.udev": ("vftui.errors", "vftui.model", "vftui.progress", "vftui.inventory", "pyudev"),
    "vftui.inventory.nodedev": (
        "vftui.errors",
        "vftui.model",
        "vftui.progress",
        "vftui.inventory",
        "vftui.virconnect",
        "libvirt",
    ),
    "vftui.inventory.nodedev_turn": ("vftui.progress", "vftui.virconnect"),
    "vftui.inventory.nodedev_xml": ("vftui.errors", "vftui.model", "vftui.inventory", "lxml"),
    "vftui.stores": ("vftui.errors", "vftui.model", "vftui.netxml", "vftui.progress", "vftui.stores"),
    "vftui.stores.base": ("vftui.errors", "vftui.model", "vftui.progress"),
    "vftui.stores.virnetwork": (
        "vftui.errors",
        "vftui.model",
        "vftui.netxml",
        "vftui.progress",
        "vftui.stores",
        "vftui.virconnect",
        "libvirt",
    ),
    "vftui.stores.virwrite": (
        "vftui.errors",
        "vftui.model",
        "vftui.netxml",
        "vftui.stores",
        "vftui.virconnect",
    ),
    "vftui.stores.virruntime": (
        "vftui.errors",
        "vftui.model",
        "vftui.netxml",
        "vftui.progress",
        "vftui.stores",
        "vftui.virconnect",
    ),
    "vftui.stores.virstate": ("vftui.stores", "libvirt"),
    # Rich too: Textual draws lines made of its segments.
    "vftui.tui": (
        "vftui.errors",
        "vftui.model",
        "vftui.netxml",
        "vftui.progress",
        "vftui.workspace",
        "vftui.tui",
        "textual",
        "rich",
    ),
}

# Inside the screen: app → screens → widgets → labels, drag, keys and the other modules beside them.
TUI_FLOORS = {
    "vftui.tui.app": 3,
    "vftui.tui.looking": 3,
    "vftui.tui.palette": 3,
    "vftui.tui.screens": 2,
    "vftui.tui.widgets": 1,
    "vftui.tui": 0,
}

# The model computes: whatever reaches outside the process is not for it.
NOT_FOR_MODEL = {"asyncio", "io", "logging", "os", "pathlib", "shutil", "socket", "subprocess", "sys", "tempfile"}

HEAVY = ("textual", "rich", "pyudev", "lxml", "libvirt")


def imports(module: str) -> Iterator[str]:
    """Every module that `module` names in an import statement, wherever in the file that stands."""
    for node in ast.walk(ast.parse(path_of(module).read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} line {node.lineno}: write imports in full"
            assert node.module is not None
            submodules = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (
                name if name in MODULES or f"{name}.__init__" in MODULES else node.module for name in submodules
            )


def path_of(module: str) -> Path:
    return ROOT.parent.joinpath(*module.split(".")).with_suffix(".py")


def is_within(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}.")


def room_of(module: str, rooms: Iterable[str]) -> str | None:
    """The innermost of `rooms` that `module` stands in."""
    return max((room for room in rooms if is_within(module, room)), key=len, default=None)


def floor_of(module: str) -> int:
    room = room_of(module, TUI_FLOORS)
    return TUI_FLOORS[room] if room else -1


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_room_may(module: str) -> None:
    room = room_of(module, RULES)
    assert room is not None, f"{module} stands in no room: put it in one, or give it a rule here"
    wrong = [
        name
        for name in imports(module)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not any(is_within(name, allowed) for allowed in RULES[room])
    ]

    assert wrong == []


@pytest.mark.parametrize("module", [module for module in MODULES if is_within(module, "vftui.tui")])
def test_a_part_of_the_screen_imports_nothing_from_a_floor_above(module: str) -> None:
    above = [name for name in imports(module) if floor_of(name) > floor_of(module)]

    assert above == []


@pytest.mark.parametrize("module", [module for module in MODULES if is_within(module, "vftui.model")])
def test_the_model_does_no_input_or_output(module: str) -> None:
    assert NOT_FOR_MODEL.isdisjoint(name.partition(".")[0] for name in imports(module))


def loaded_by(*arguments: str) -> tuple[str, set[str]]:
    """What a Python started with these arguments prints, and every module it imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    modules = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "encodings" in modules, "this Python does not tell what it imports"
    return done.stdout, modules


@pytest.mark.parametrize(
    "arguments", [("-c", "import vftui.cli"), ("-m", "vftui", "--help"), ("-m", "vftui", "--version")]
)
def test_help_and_version_load_nothing_heavy(arguments: tuple[str, ...]) -> None:
    _, modules = loaded_by(*arguments)

    assert "vftui.cli" in modules
    assert sorted(name for name in modules if name.partition(".")[0] in HEAVY) == []


def test_version_prints_the_version_of_the_package() -> None:
    output, _ = loaded_by("-m", "vftui", "--version")

    assert vftui.__version__ in output
