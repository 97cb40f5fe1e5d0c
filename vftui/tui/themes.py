"""Which theme to start with."""

from textual.theme import BUILTIN_THEMES

from vftui.errors import UsageError

DARK = "textual-dark"
LIGHT = "textual-light"
# Short names beside Textual's own.
ALIASES = {"dark": DARK, "light": LIGHT, "ansi": "ansi-dark"}
NAMES = (*ALIASES, *sorted(BUILTIN_THEMES))


def pick(name: str | None) -> str:
    """The theme of that name, dark without one. Raises UsageError for a name that is none."""
    chosen = ALIASES.get(name or "dark", name or DARK)
    if chosen not in BUILTIN_THEMES:
        raise UsageError("No such theme", f"{name}; there are {', '.join(NAMES)}.")
    return chosen
