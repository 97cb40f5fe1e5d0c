"""udev(7) rules that set `sriov_numvfs`, as an attribute or by a command."""

import re
from collections.abc import Iterator, Sequence

from vftui.inventory.boot.commands import settings_of_command
from vftui.inventory.boot.setting import Condition, Setting, Trait, is_some, pci_path

_PART = re.compile(r"""(\w+)(?:\{([^}]*)\})?\s*(==|!=|\+=|-=|:=|=)\s*[ei]?"((?:[^"\\]|\\.)*)\"""")
_TRAITS = {
    "KERNEL": Trait.NAME,
    "KERNELS": Trait.NAME,
    "NAME": Trait.NAME,
    "ENV{INTERFACE}": Trait.NAME,
    "ENV{ID_NET_NAME}": Trait.NAME,
    "ENV{PCI_SLOT_NAME}": Trait.NAME,
    "ENV{ID_PATH}": Trait.NAME,
    "ATTR{address}": Trait.MAC,
    "DRIVER": Trait.DRIVER,
    "DRIVERS": Trait.DRIVER,
    "ENV{DRIVER}": Trait.DRIVER,
    "ENV{ID_NET_DRIVER}": Trait.DRIVER,
    "ATTR{vendor}": Trait.VENDOR,
    "ATTRS{vendor}": Trait.VENDOR,
    "ATTR{device/vendor}": Trait.VENDOR,
    "ATTR{device}": Trait.DEVICE,
    "ATTRS{device}": Trait.DEVICE,
    "ATTR{device/device}": Trait.DEVICE,
}

_Part = tuple[str, str, str]  # key, operator, value


def settings_of_rules(path: str, text: str) -> Iterator[Setting]:
    """A match with a key that is not known here, or with `!=`, excludes no PF."""
    for rule in text.replace("\\\n", "").splitlines():
        if "sriov_numvfs" in rule and not rule.lstrip().startswith("#"):
            yield from _settings_of_rule(path, _parts(rule))


def _settings_of_rule(path: str, parts: Sequence[_Part]) -> Iterator[Setting]:
    conditions = [condition for part in parts if (condition := _condition(*part))]
    for key, operator, value in parts:
        if operator in ("==", "!="):
            continue
        if key.startswith("ATTR{") and key.endswith("sriov_numvfs}"):
            if is_some(value) or "$" in value or "%" in value:
                yield Setting(path, tuple(conditions))
        elif key.startswith(("RUN", "PROGRAM")):
            yield from settings_of_command(path, value, *conditions)


def _parts(rule: str) -> Sequence[_Part]:
    return [(f"{key}{{{of}}}" if of else key, operator, value) for key, of, operator, value in _PART.findall(rule)]


def _condition(key: str, operator: str, value: str) -> Condition | None:
    trait = _TRAITS.get(key)
    # A rule may run before the netdev is renamed: whatever it is called now, it was an eth0 once.
    if operator != "==" or trait is None or (trait is Trait.NAME and value.startswith("eth")):
        return None
    return Condition(trait, tuple(map(pci_path, value.split("|"))))
