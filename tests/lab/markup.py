"""XML as different people write it: quotes, order, spacing, spelled out or not, with things between."""

from collections.abc import Mapping, Sequence

from lab.dice import Dice

_BETWEEN = ("", "", "", "", "\n", "\n    ", "\t", "\r\n  ")
_NOISE = (
    "<!-- rack 4 -->",
    "<!-- <pf dev='enp1s0'/> -->",
    "<![CDATA[<pf dev='enp1s0'/>]]>",
    "<?made by-hand?>",
    "text",
    "&#233;&amp;",
)


def element(dice: Dice, tag: str, attributes: Mapping[str, str] | None = None, content: str = "") -> str:
    """An element; `content` is markup already."""
    pairs = list((attributes or {}).items())
    if dice.chance(0.3):
        dice.shuffle(pairs)
    gap = dice.choice(["", "", "", " ", "\n"])
    opening = f"<{tag}" + "".join(f"{dice.choice(['', '', '', ' '])} {_attribute(dice, *pair)}" for pair in pairs)
    if content or dice.chance(0.15):
        return f"{opening}{gap}>{content}</{tag}>"
    return f"{opening}{gap}/>"


def text(dice: Dice, value: str) -> str:
    """Character data."""
    if value and "]]>" not in value and dice.chance(0.05):
        return f"<![CDATA[{value}]]>"
    return "".join(_character(dice, char, "<&>") for char in value)


def together(dice: Dice, parts: Sequence[str]) -> str:
    """Pieces of markup in one element, now and then with something behind one that says nothing to libvirt."""
    between = dice.choice(_BETWEEN)
    pieces = [between + part + (dice.choice(_NOISE) if dice.chance(0.02) else "") for part in parts]
    return "".join(pieces) + dice.choice(["", between])


def _attribute(dice: Dice, name: str, value: str) -> str:
    quote = dice.choice("''\"")
    equals = dice.choice(["=", "=", "=", "=", " = "])
    return f"{name}{equals}{quote}{''.join(_character(dice, char, f'<&{quote}') for char in value)}{quote}"


def _character(dice: Dice, char: str, special: str) -> str:
    if char in special or char in "\t\r\n" or dice.chance(0.005):
        return dice.choice([f"&#{ord(char)};", f"&#x{ord(char):x};"])
    return char
