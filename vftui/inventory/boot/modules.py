"""modprobe.d(5): drivers that make VFs of all their cards by a parameter of their module, such as igb's `max_vfs`."""

import re
from collections.abc import Iterator

from vftui.inventory.boot.setting import Condition, Setting, Trait, is_some

_OPTION = re.compile(r"^\s*options\s+(\S+)\s.*\b(?:max|num)_vfs=(\S+)", re.MULTILINE)


def settings_of_modprobe(path: str, text: str) -> Iterator[Setting]:
    for module, count in _OPTION.findall(text):
        if is_some(count):
            yield Setting(path, (Condition(Trait.DRIVER, (module.replace("-", "_"),)),))
