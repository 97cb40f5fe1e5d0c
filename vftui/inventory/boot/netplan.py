"""netplan's `virtual-function-count`. Read without a YAML parser: one key a line, nested by indentation."""

import re
from collections.abc import Iterator, Mapping

from vftui.inventory.boot.setting import Condition, Setting, Trait, is_some

_LINE = re.compile(r"""( *)["']?([^\s"'#:][^"'#:]*)["']?:(?:\s+["']?([^"'#]*?)["']?)?\s*(?:#.*)?""")
_MATCHES = {"name": Trait.NAME, "macaddress": Trait.MAC, "driver": Trait.DRIVER}

_Place = tuple[str, ...]


def settings_of_netplan(path: str, text: str) -> Iterator[Setting]:
    values = dict(_values(text))
    for (*device, key), count in values.items():
        if key == "virtual-function-count" and device and is_some(count):
            yield Setting(path, tuple(_conditions(tuple(device), values)))


def _conditions(device: _Place, values: Mapping[_Place, str]) -> Iterator[Condition]:
    """What a device's `match` says; without one its id is its name."""
    if (*device, "match") not in values:
        yield Condition(Trait.NAME, (device[-1],))
    for key, trait in _MATCHES.items():
        if value := values.get((*device, "match", key)):
            yield Condition(trait, (value,))


def _values(text: str) -> Iterator[tuple[_Place, str]]:
    """Each key, after the keys it stands under, with its value, which is empty where keys follow under it."""
    above: list[tuple[int, str]] = []
    for line in text.splitlines():
        if match := _LINE.fullmatch(line):
            indent = len(match[1])
            above = [(other, key) for other, key in above if other < indent]
            above.append((indent, match[2]))
            yield tuple(key for _, key in above), match[3] or ""
