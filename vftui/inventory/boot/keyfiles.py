"""Files of sections and keys: systemd.link(5), and the keyfiles of NetworkManager, nm-settings-keyfile(5)."""

import re
from collections.abc import Iterator, Mapping, Sequence

from vftui.inventory.boot.setting import Condition, Setting, Trait, is_some, pci_path

_Values = Mapping[tuple[str, str], str]  # by section and key; a key that is repeated has all its values, with blanks

_LINK_TRAITS = {
    ("Match", "OriginalName"): Trait.NAME,
    ("Match", "Path"): Trait.NAME,
    ("Match", "MACAddress"): Trait.MAC,
    ("Match", "PermanentMACAddress"): Trait.MAC,
    ("Match", "Driver"): Trait.DRIVER,
}
_CONNECTION_TRAITS = {
    ("connection", "interface-name"): Trait.NAME,
    ("match", "interface-name"): Trait.NAME,
    ("match", "path"): Trait.NAME,
    ("ethernet", "mac-address"): Trait.MAC,
    ("802-3-ethernet", "mac-address"): Trait.MAC,
    ("match", "driver"): Trait.DRIVER,
}


def settings_of_link(path: str, text: str) -> Iterator[Setting]:
    """A .link file makes the number of VFs that it gives, or else enough for those that it configures."""
    values = _read(text)
    if is_some(values.get(("Link", "SR-IOVVirtualFunctions"), "")) or ("SR-IOV", "VirtualFunction") in values:
        yield Setting(path, tuple(_conditions(values, _LINK_TRAITS)))


def settings_of_connection(path: str, text: str) -> Iterator[Setting]:
    values = _read(text)
    if is_some(values.get(("sriov", "total-vfs"), "")) and values.get(("connection", "autoconnect")) != "false":
        yield Setting(path, tuple(_conditions(values, _CONNECTION_TRAITS)))


def _conditions(values: _Values, traits: Mapping[tuple[str, str], Trait]) -> Iterator[Condition]:
    for place, trait in traits.items():
        patterns = _patterns(trait, values.get(place, ""))
        # `!` inverts a list, `&` and `|` join its items otherwise: such a list excludes nothing here.
        if patterns and not any(pattern.startswith(("!", "&", "|", "eth")) for pattern in patterns):
            yield Condition(trait, tuple(patterns))


def _patterns(trait: Trait, value: str) -> Sequence[str]:
    patterns = re.split(r"[\s;,]+", value.strip("; "))
    if trait is Trait.MAC:
        patterns = [pattern.replace("-", ":") for pattern in patterns]
    return [pci_path(pattern) for pattern in patterns if pattern]


def _read(text: str) -> _Values:
    values: dict[tuple[str, str], str] = {}
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif not line.startswith(("#", ";")) and "=" in line:
            key, _, value = line.partition("=")
            place = section, key.strip()
            values[place] = f"{values.get(place, '')} {value.strip()}".strip()
    return values
