"""Network definitions as nobody would think of them, the same ones again for the same seed."""

from collections.abc import Callable, Iterator
from itertools import combinations, product

from lab import members, siblings
from lab.dice import Dice
from lab.markup import element, text, together

from vftui.model.host import Host
from vftui.model.network import ForwardMode

_Kind = Callable[[Dice, Host], str]

_KINDS: tuple[_Kind, ...] = (members.interface, members.address, members.pf)
_MIXTURES = tuple(kinds for size in range(len(_KINDS) + 1) for kinds in combinations(_KINDS, size))
# What a pool can be made of: in every mode all mixtures of elements, and two of the one that may be there only once.
_CELLS = tuple(product([mode.value for mode in ForwardMode if mode.is_pool], [*_MIXTURES, (members.pf, members.pf)]))
_MODES = ("passthrough",) * 8 + ("hostdev",) * 10 + ("bridge", "vepa", "private") * 3
_OTHER_MODES = ("nat", "nat", "route", "open", "sriov", "Passthrough", "HOSTDEV", "", " hostdev", "isolated", "none")
_NAMES = (
    "web{}",
    "web{}",
    "web{}",
    "web{}",
    "a b{}",
    " {}",
    "{} ",
    "Zürich \N{ELECTRIC PLUG}{}",
    "a&b<c>'\"{}",
    "%s%n{}",
    "--all{}",
    "[bold]{}",
    "\u202e{}",
    "tab\t{}",
    "{}.xml",
    "x" * 230 + "{}",
)
_REFUSED_NAMES = ("a/{}", "new\nline{}", "x" * 260 + "{}", "ü" * 130 + "{}")
_ROOT_ATTRIBUTES = (
    {"ipv6": "yes"},
    {"ipv6": "no"},
    {"connections": "3"},
    {"trustGuestRxFilters": "yes"},
    {"trustGuestRxFilters": "no"},
    {"trustGuestRxFilters": "maybe"},
    {"unknown": "1"},
    {"xml:lang": "de"},
    {"xmlns:dnsmasq": siblings.DNSMASQ},
)


def definitions(seed: str, host: Host, count: int) -> Iterator[str]:
    """`count` of them, pools of every mixture in every mode first: chance alone leaves some out."""
    for number in range(count):
        dice = Dice(f"{seed} {number}")
        yield _mixed_pool(dice, host, number) if number < len(_CELLS) else definition(dice, host, number)


def definition(dice: Dice, host: Host, number: int) -> str:
    """One definition. Its network's name holds `number`, so that no two names are alike."""
    mode = _mode(dice)
    parts = [_name(dice, number), forward(dice, host, mode)]
    if dice.chance(0.3):
        parts.insert(1, siblings.uuid(dice))
    if mode in {"nat", "route", "open", None} and dice.chance(0.8):
        parts.append(dice.choice([siblings.ADDRESSES, siblings.grown(dice, "ip")]))
    parts += [siblings.sibling(dice) for _ in range(dice.choices([0, 1, 2, 3], [20, 4, 1, 1])[0])]
    if dice.chance(0.02):
        parts.append(forward(dice, host, _mode(dice)))
    if dice.chance(0.02):
        parts.remove(dice.choice(parts))
    if dice.chance(0.2):
        dice.shuffle(parts)
    attributes = dice.choice(_ROOT_ATTRIBUTES) if dice.chance(0.08) else {}
    prologue = dice.choice(
        ["", "", "", "<?xml version='1.0'?>\n", '<?xml version="1.0" encoding="UTF-8"?>', "<!--x-->"]
    )
    return prologue + element(dice, "network", attributes, together(dice, parts))


def _mixed_pool(dice: Dice, host: Host, number: int) -> str:
    """The pool of cell `number`, with nothing else in it that libvirt might stumble over first."""
    mode, kinds = _CELLS[number]
    children = [kind(dice, host) for kind in kinds]
    dice.shuffle(children)
    pool = element(dice, "forward", {"mode": mode}, together(dice, children))
    return element(dice, "network", {}, together(dice, [element(dice, "name", content=f"web{number}"), pool]))


def forward(dice: Dice, host: Host, mode: str | None) -> str:
    """A `<forward>` of that mode, in four of five cases with the members that belong there."""
    attributes = {} if mode is None else {"mode": mode}
    fits = dice.chance(0.8)
    kinds = _fitting(dice, mode) if fits else _mixed(dice)
    children = [kind(dice, host) for kind in kinds]
    if fits:
        children = list(dict.fromkeys(children))
    if dice.chance(0.25 if mode == "hostdev" else 0.05):
        children.insert(0, members.driver(dice))
    if dice.chance(0.04):
        children.append(members.stranger(dice))
    if mode in {"nat", None} and dice.chance(0.3):
        children.append(siblings.grown(dice, "nat"))
    if children and dice.chance(0.03):
        children.append(dice.choice(children))
    if not fits and dice.chance(0.5):
        dice.shuffle(children)
    if dice.chance(0.7 if mode == "hostdev" else 0.05):
        attributes["managed"] = dice.choice(["yes"] * 5 + ["no", "no", "YES", "maybe", ""])
    if dice.chance(0.2 if kinds[:1] == [members.interface] else 0.03):
        attributes["dev"] = _dev(dice, host, children)
    if dice.chance(0.02):
        attributes["unknown"] = "1"
    return element(dice, "forward", attributes, together(dice, children))


def _fitting(dice: Dice, mode: str | None) -> list[_Kind]:
    if mode in {"nat", "route", "open", None} and dice.chance(0.8):
        return []
    if dice.chance(0.25):
        return [members.pf]
    kind = members.address if mode == "hostdev" else members.interface
    return [kind] * dice.choice([0, 1, 1, 2, 2, 3, 3, 5])


def _mixed(dice: Dice) -> list[_Kind]:
    return dice.choices([members.interface, members.address, members.pf], [4, 3, 3], k=dice.randint(1, 4))


def _mode(dice: Dice) -> str | None:
    if dice.chance(0.92):
        return dice.choice(_MODES)
    return dice.choice([*_OTHER_MODES, None, None])


def _dev(dice: Dice, host: Host, children: list[str]) -> str:
    """A `dev` for `<forward>`: what the first interface has, where it can be read off, or any other."""
    first = next((child for child in children if child.startswith("<interface dev='")), None)
    return first.split("'")[1] if first and dice.chance(0.85) else members.netdev(dice, host)


def _name(dice: Dice, number: int) -> str:
    names = _REFUSED_NAMES if dice.chance(0.02) else _NAMES if dice.chance(0.3) else _NAMES[:1]
    content = text(dice, dice.choice(names).format(number))
    if dice.chance(0.02):
        content += dice.choice(["<!-- rack 4 -->", "<?made by-hand?>", "<b/>", "<b>old</b>"])
    return element(dice, "name", content=content)
