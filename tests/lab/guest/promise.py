"""What the screen says of pools, and what libvirt keeps of them and hands out."""

import re
from collections.abc import Iterable

from lab.guest.programs import virsh
from lxml import etree
from terminal.console import Console

from vftui.model.pci import PciAddress

_ENTRY = re.compile(r" ?(\d+)  (\S+)")
_START = re.compile(r"Start: (\d+) devices?,")


def promised(console: Console, network: str) -> list[str]:
    """The pool in libvirt's order, netdevs or addresses, from the effective view of the network; all of it in sight."""
    wait_for_effective(console, network, "Start:")
    lines = _effective(console, network)
    announced = _START.search(_sentences(lines))
    assert announced is not None, console.seen()
    entries = [entry for line in lines if (entry := _ENTRY.match(line))]
    assert [int(entry[1]) for entry in entries] == list(range(1, int(announced[1]) + 1)), console.seen()
    return [entry[2] for entry in entries]


def wait_for_effective(console: Console, network: str, sentence: str) -> None:
    """Wait until the effective view of the network says so."""
    console.wait(lambda: sentence in _sentences(_effective(console, network)), f"{sentence!r} of {network}")


def _effective(console: Console, network: str) -> list[str]:
    """The lines of the effective view of the network; none where another view, or another network, is shown."""
    title = f"Effective pool {network}"
    if f"╭─ {title} " not in console.seen():
        return []
    pane = console.pane(title)
    return [line[pane.left : pane.right] for line in console.lines()[pane.top : pane.bottom]]


def _sentences(lines: Iterable[str]) -> str:
    """What was wrapped as it was before."""
    return " ".join(line.strip() for line in lines)


def problems_listed(console: Console) -> list[tuple[str, str, str, str]]:
    """Severity, code, network, and as much of the sentence as there is room for, of every problem in the app's list."""
    console.keys("P")
    console.wait_for("╭─ Problems")
    rows = [re.split(" {2,}", row.text) for row in console.rows("Problems")]
    console.keys("escape")
    console.wait_for("╭─ Networks")
    return [(severity.split()[-1], code, network, sentence.rstrip("…")) for severity, code, network, sentence in rows]


def kept(network: str) -> list[str]:
    """What libvirt has stored as the pool: the netdevs or addresses of its list, or `whole PF`."""
    return _pool(virsh("net-dumpxml", "--inactive", network))


def live(network: str) -> list[str]:
    """What libvirt hands out of an active network, in its order; a `<pf>` is not part of that."""
    return [device for device in _pool(virsh("net-dumpxml", network)) if not device.startswith("whole ")]


def _pool(document: str) -> list[str]:
    return [_device(member) for member in etree.fromstring(document).iterfind("forward/*") if member.tag != "driver"]


def _device(member: etree._Element) -> str:
    match member.tag:
        case "interface":
            return member.get("dev", "")
        case "pf":
            return f"whole {member.get('dev')}"
        case "address":
            return str(PciAddress(*(int(member.get(name, ""), 16) for name in ("domain", "bus", "slot", "function"))))
    message = f"<{member.tag}> is no member of a pool"
    raise AssertionError(message)
