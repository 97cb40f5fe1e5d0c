"""Pool members and what else stands in `<forward>`: right, wrong, odd, of a host and of none."""

from collections.abc import Callable, Sequence

from lab.dice import Dice
from lab.markup import element
from lab.siblings import grown

from vftui.model.host import Host
from vftui.model.pci import PciAddress

_STRANGERS = ("eth99", "enp1s0v99", "br0", "lo", "enp0s2")
_HOSTILE_NAMES = (
    "",
    "a b",
    " enp1s0v0",
    "enp1s0v0 ",
    "ENP1S0V0",
    "a/b:c\\d.e-f_g",
    "../../../etc/passwd",
    "/etc",
    ".",
    "..",
    "eth0@x",
    "ethé",
    "\N{ELECTRIC PLUG}",
    "<dev/>",
    "&amp;",
    "it's",
    'say "hi"',
    "\t",
    "new\nline",
    "%s%n",
    "$(reboot)",
    "[red]",
    "\u202eabc",
    "\u200b",
    "x" * 15,
    "x" * 16,
    "y" * 300,
)
# fmt: off
_NUMBERS = (
    "", " ", "0", "00", "08", "010", "1", " 1", "1 ", "+1", "-1", "1.0", "1a", "a", "7", "8", "16", "17", "31", "32",
    "255", "256", "0x", "0x0", "0X1", "0x010", "0x1f", "0x20", "0xff", "0x100", "0xffff", "0x10000", "0xffffffff",
    "0x100000000", "18446744073709551616", "0o10", "0xg", "é",
)
# fmt: on
_NOTATIONS = ("0x{:02x}", "0x{:x}", "0x{:04x}", "0X{:X}", "{:d}", "{:d}", "0{:o}")


def interface(dice: Dice, host: Host) -> str:
    """`<interface>`, mostly of a VF."""
    attributes = {"dev": netdev(dice, host)}
    if dice.chance(0.02):
        attributes["type"] = dice.choice(["sriov", "pci", ""])
    return _member(dice, "interface", attributes)


def pf(dice: Dice, host: Host) -> str:
    """`<pf>`, mostly of a PF."""
    names = [name for each in host.pfs for name in each.netdevs]
    dev = dice.choice(names) if names and dice.chance(0.7) else netdev(dice, host)
    return _member(dice, "pf", {"dev": dev})


def address(dice: Dice, host: Host) -> str:
    """`<address>`, mostly of a VF, mostly as libvirt writes it."""
    if dice.chance(0.85):
        attributes = _attributes(dice, _pci(dice, host), ("0x{:04x}", "0x{:02x}", "0x{:02x}", "0x{:x}"))
    else:
        attributes = _odd_attributes(dice, host)
    content = ""
    if dice.chance(0.03):
        uid, fid = dice.choice(_NUMBERS), dice.choice(_NUMBERS)
        content = dice.choice([element(dice, "zpci", {"uid": uid, "fid": fid}), "0000:01:10.0", "<zpci/>"])
    return _member(dice, "address", attributes, content)


def driver(dice: Dice) -> str:
    attributes = {"name": dice.choice(["vfio"] * 12 + ["kvm", "xen", "VFIO", "", "bogus"])}
    if dice.chance(0.1):
        del attributes["name"]
    if dice.chance(0.1):
        attributes["model"] = dice.choice(["mlx5_vfio_pci", "", "a b"])
    return element(dice, "driver", attributes)


def stranger(dice: Dice) -> str:
    """An element that has no place among members, or no place here."""
    return dice.choice(
        [
            "<unknown/>",
            "<interface/>",
            "<address/>",
            "<pf/>",
            "<vf dev='enp1s0v0'/>",
            "<Interface dev='enp1s0v0'/>",
            "<x:interface xmlns:x='urn:x' dev='enp1s0v0'/>",
            "<interface xmlns='urn:x' dev='enp1s0v0'/>",
            "<pool><interface dev='enp1s0v0'/></pool>",
            "<interface><interface dev='enp1s0v0'/></interface>",
            grown(dice, "nat"),
            grown(dice, "nat"),
        ]
    )


def netdev(dice: Dice, host: Host) -> str:
    """A name for a `dev`: of a VF, of a PF, of another netdev, of nothing, or hardly a name."""
    pools: tuple[tuple[float, Sequence[str]], ...] = (
        (80, tuple(host.vf_by_netdev)),
        (10, tuple(host.pf_by_netdev)),
        (2, host.others),
        (4, _STRANGERS),
        (4, _HOSTILE_NAMES),
    )
    filled = [(weight, names) for weight, names in pools if names]
    return dice.choice(dice.choices([names for _, names in filled], [weight for weight, _ in filled])[0])


def _pci(dice: Dice, host: Host) -> PciAddress:
    """An address: of a VF, of a PF, or of nothing."""
    chance = dice.random()
    if chance < 0.92 and host.vf_by_address:
        return dice.choice(tuple(host.vf_by_address))
    if chance < 0.96 and host.pfs:
        return dice.choice(host.pfs).address
    near = dice.choice(tuple(host.vf_by_address) or (PciAddress(0, 1, 16, 0),))
    return dice.choice([PciAddress(0, 0, 0, 0), PciAddress(near.domain, near.bus, near.slot, near.function ^ 1)])


def _attributes(dice: Dice, pci: PciAddress, forms: Sequence[str]) -> dict[str, str]:
    numbers = (pci.domain, pci.bus, pci.slot, pci.function)
    values = (form.format(number) for form, number in zip(forms, numbers, strict=True))
    attributes = {"type": "pci"} | dict(zip(("domain", "bus", "slot", "function"), values, strict=True))
    if pci.domain == 0 and dice.chance(0.1):
        del attributes["domain"]
    return attributes


def _odd_attributes(dice: Dice, host: Host) -> dict[str, str]:
    """The same number written otherwise, another number, a part left out, another type, or more than libvirt reads."""
    attributes = _attributes(dice, _pci(dice, host), [dice.choice(_NOTATIONS) for _ in range(4)])
    changes: tuple[Callable[[], object], ...] = (
        lambda: None,
        lambda: attributes.pop(dice.choice(["type", "domain", "bus", "slot", "function"]), None),
        lambda: attributes.update({dice.choice(["domain", "bus", "slot", "function"]): dice.choice(_NUMBERS)}),
        lambda: attributes.update(type=dice.choice(["usb", "ccw", "PCI", "", "drive", "pci "])),
        lambda: attributes.update(multifunction=dice.choice(["on", "off", "maybe", ""])),
    )
    for _ in range(dice.choice([1, 1, 2])):
        dice.choice(changes)()
    return attributes


def _member(dice: Dice, tag: str, attributes: dict[str, str], content: str = "") -> str:
    if dice.chance(0.03):
        attributes["connections"] = dice.choice(["0", "3", "-1", "x", ""])
    if dice.chance(0.02):
        attributes[dice.choice(["x:note", "x:dev", "x:slot", "x:type"])] = dice.choice(["enp1s0v0", "0x11", "pci"])
        attributes["xmlns:x"] = "urn:x"
    if dice.chance(0.015):
        attributes["unknown"] = "1"
    if dice.chance(0.005):
        attributes.pop("dev", None)
    return element(dice, tag, attributes, content)
